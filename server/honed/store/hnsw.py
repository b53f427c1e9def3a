"""The approximate index in memory, around hnswlib: Malkov and Yashunin 2018, arXiv:1603.09320.

hnswlib is an extra and is imported at the first use. Its calls may not run at the same time: the
caller holds a lock around every method here.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.util
import math
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from honed.core.model import Neighbour

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from honed.core.ports import Vector

_LINKS = 24
_BREADTH_OF_BUILD = 200
_BREADTH_OF_SEARCH, _COUNT_OF_SEARCH, _GROWTH = 48, 100_000, 0.37
"""How many candidates a search keeps among so many vectors, and the power with which they grow
beyond. Among 100,000 they find .98 of the nearest, and among a million, where 96 find .95 and 48
find .91, there are 113; of vectors made as by `scripts/bench memory --suite graph`."""

_LEAST_ROOM = 1024
_BLUR = 0.001
"""Length of what is added to a vector: less than the rounding to 8 bits has changed."""


FAILURES = (OSError, RuntimeError, ImportError, AttributeError, TypeError, ValueError)
"""What a foreign extension may raise: no memory, another version, built for another Python."""


@cache
def is_available() -> bool:
    """Return whether hnswlib is installed."""
    return importlib.util.find_spec("hnswlib") is not None


@cache
def installed_version() -> str:
    """Return name and version of what is imported as hnswlib: their files differ."""
    for name in ("hnswlib", "chroma-hnswlib"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return f"{name} {importlib.metadata.version(name)}"
    return "unknown"


class Graph:
    """An index over `count` vectors; `last` is the number of the last one taken in."""

    def __init__(self, index: Any, directory: Path) -> None:  # noqa: ANN401 - hnswlib has no types
        self._index = index
        self._directory = directory
        index.set_num_threads(1)
        self.ids: set[int] = set(index.get_ids_list())
        self.removed: set[int] = set()
        self.last = 0

    @property
    def count(self) -> int:
        """How many vectors can be found."""
        return len(self.ids)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.int8]) -> None:
        """Add vectors, shape (n, dimensions); one that was there before is replaced.

        `OSError` or `RuntimeError` where there is no room and none can be made.
        """
        if not len(ids):
            return
        self._make_room(len(self.ids | self.removed) + len(ids))
        floats = vectors.astype(np.float32)
        floats /= np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1)
        # Equal vectors link to each other alone and become an island that no search reaches.
        dice = np.random.default_rng(int(ids[0]))
        floats += dice.normal(0, _BLUR / np.sqrt(floats.shape[1]), floats.shape)
        self._index.add_items(floats, ids)
        self.ids.update(ids.tolist())
        self.removed.difference_update(ids.tolist())

    def remove(self, ids: Iterable[int]) -> None:
        """Take vectors out; their numbers are overwritten, their places in the graph stay."""
        for id_ in self.ids.intersection(ids):
            self._index.add_items(np.zeros((1, self._index.dim), np.float32), [id_])
            self._index.mark_deleted(id_)
            self.ids.discard(id_)
            self.removed.add(id_)

    def forget(self, ids: Iterable[int]) -> None:
        """Learn which of the vectors in a loaded file had been removed."""
        self.removed.update(ids)
        self.ids -= self.removed

    def nearest(self, query: Vector, limit: int) -> list[Neighbour]:
        """Return about the nearest, nearest first; fewer than `limit` where it finds no more.

        The similarities are blurred, in the fourth digit.
        """
        wanted = min(limit, self.count)
        if not wanted:
            return []
        self._index.set_ef(max(self._breadth(), 2 * wanted))
        try:
            [ids], [distances] = self._index.knn_query(query, wanted)
        except RuntimeError:
            # What hnswlib says where too many of those it came by were removed.
            return []
        return [
            Neighbour(int(id_), 1.0 - float(distance))
            for id_, distance in zip(ids, distances, strict=True)
        ]

    def _breadth(self) -> int:
        """Return how many candidates a search keeps."""
        return math.ceil(
            _BREADTH_OF_SEARCH * math.pow(max(1.0, self.count / _COUNT_OF_SEARCH), _GROWTH)
        )

    def save(self, path: str) -> int:
        """Write the index to a file and return the size that the file must have."""
        self._index.save_index(path)
        return int(self._index.index_file_size())

    def _make_room(self, count: int) -> None:
        """Make the index anew with twice the room where `count` vectors do not fit.

        Its own `resize_index` moves what a search may be reading; here the old one stays whole.
        """
        if count <= self._index.get_max_elements():
            return
        scratch = self._directory / f"vectors-0-{secrets.token_hex(3)}.tmp"
        try:
            self.save(str(scratch))
            index = _loaded(scratch, self._index.dim, 2 * count)
        finally:
            scratch.unlink(missing_ok=True)
        index.set_num_threads(1)
        self._index = index


def new(directory: Path, dimensions: int, count: int) -> Graph:
    """Return an empty index with room for `count` vectors and as many again."""
    index = _index(dimensions)
    index.init_index(
        max(_LEAST_ROOM, 2 * count), M=_LINKS, ef_construction=_BREADTH_OF_BUILD, random_seed=1
    )
    return Graph(index, directory)


def load(file: Path, dimensions: int, count: int) -> Graph:
    """Return the index of a file whose checksum was verified: a damaged one ends the process.

    `RuntimeError` or `OSError` where it cannot be read.
    """
    return Graph(_loaded(file, dimensions, max(_LEAST_ROOM, 2 * count)), file.parent)


def _loaded(file: Path, dimensions: int, room: int) -> Any:  # noqa: ANN401 - as above
    index = _index(dimensions)
    index.load_index(str(file), max_elements=room)
    return index


def _index(dimensions: int) -> Any:  # noqa: ANN401 - as above
    return importlib.import_module("hnswlib").Index("ip", dimensions)
