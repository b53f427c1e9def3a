"""Text to a vector by a table of what its words mean, which is shipped and was learned by contrast.

A text is the sum of the vectors of its terms, each by the root of how often it stands there, scaled
to unit length. The table was learned from pairs of a comment and its function, a name and its
function, a commit's subject and its lines: of a batch, each question has to find its own answer
(van den Oord, Li and Vinyals 2018, "Representation Learning with Contrastive Predictive Coding",
arXiv:1807.03748, there InfoNCE). docs/retrieval.md says on which texts, and what it is good for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from honed.core.ports import Vector

DIMENSIONS = 256


@attrs.frozen(eq=False)
class Table:
    """The row of each term, and what the rows hold.

    `numbers` have the shape (terms, dimensions), int8; `scales`, shape (terms,), float32, are what
    each row is multiplied with. `weights`, of the same shape, say how much a term counts in a query
    beside how rare it is: "the" says little, though few lines of code have it.
    """

    row_of: dict[str, int]
    numbers: NDArray[np.int8]
    scales: NDArray[np.float32]
    weights: NDArray[np.float32]

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.numbers.shape[1])

    def weight(self, term: str) -> float:
        """Return how much a term counts in a query; 1 for an unknown one."""
        row = self.row_of.get(term)
        return 1.0 if row is None else float(self.weights[row])

    def embed(self, terms: Iterable[str]) -> Vector:
        """Return a vector of unit length, shape (dimensions,), float32; zeros for unknown terms."""
        row_of = self.row_of
        counts = Counter(row_of[term] for term in terms if term in row_of)
        rows = np.fromiter(counts.keys(), np.intp, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        found = (np.sqrt(times) * self.scales[rows]) @ self.numbers[rows].astype(np.float32)
        length = float(np.linalg.norm(found))
        return found / np.float32(length) if length else found


@cache
def shipped() -> Table:
    """Return the table that is part of honed; its 4 MB are read when they are first looked at."""
    with as_file(files("honed.retrieval") / "data") as folder:
        return load(folder)


def load(folder: Path) -> Table:
    """Return the table that `save` wrote to a folder."""
    words = (folder / "terms.txt").read_text("utf-8").splitlines()
    return Table(
        {word: row for row, word in enumerate(words)},
        np.load(folder / "numbers.npy", mmap_mode="r"),
        np.load(folder / "scales.npy"),
        np.load(folder / "weights.npy"),
    )


def save(
    folder: Path,
    words: Iterable[str],
    vectors: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> None:
    """Write a table: terms, vectors, shape (terms, dimensions), rounded to 8 bits, and weights."""
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    (folder / "terms.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    np.save(folder / "numbers.npy", np.rint(vectors / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales.astype(np.float32))
    np.save(folder / "weights.npy", weights.astype(np.float32))
