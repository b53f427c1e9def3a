"""The table of words: what is shipped, written and read; and how two measures become one."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from honed.retrieval.fuse import fuse
from honed.retrieval.subwords import document_terms, header, joined, name_words, paths, terms
from honed.retrieval.table import DIMENSIONS, load, save, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

VALUES = st.floats(0, 50, width=32)


def similarity(left: str, right: str) -> float:
    """Return the cosine of two texts."""
    return float(shipped().embed(terms(left)) @ shipped().embed(terms(right)))


def test_what_is_shipped() -> None:
    """At most 4 MB, 256 dimensions, mapped and not read; made once."""
    table = shipped()
    assert table.numbers.shape == (len(table.row_of), DIMENSIONS)
    assert table.numbers.dtype == np.int8
    assert isinstance(table.numbers, np.memmap)
    assert not table.numbers.flags.writeable
    assert shipped() is table
    folder = files("honed.retrieval") / "data"
    assert sum(len(each.read_bytes()) for each in folder.iterdir()) <= 4_000_000


@pytest.mark.parametrize(
    ("query", "nearer", "farther"),
    [
        ("delete a file", "os.remove(path)", "palette.mix(colour)"),
        ("delete the entry", "remove and clear", "palette.mix(colour)"),
        ("raise an error when the value is missing", "throw new Error()", "count += 1"),
    ],
)
def test_what_is_near(query: str, nearer: str, farther: str) -> None:
    """Texts that are about the same are nearer than others, also without a word in common."""
    assert similarity(query, nearer) > similarity(query, farther)


def test_vector() -> None:
    """A vector has unit length; its order of words says nothing."""
    vector = shipped().embed(terms("open the file and read it"))
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert similarity("open file", "file open") == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("words", [[], ["notawordthatanyoneknows"], ["\ud800"]])
def test_noop(words: list[str]) -> None:
    """Words that nobody knows are zeros."""
    vector = shipped().embed(words)
    assert vector.shape == (DIMENSIONS,)
    assert not vector.any()


def test_written_and_read(tmp_path: Path) -> None:
    """What was saved is loaded, each number to half a step of 8 bits."""
    vectors = np.random.default_rng(1).standard_normal((3, 8)).astype(np.float32)
    vectors[2] = 0
    save(tmp_path / "data", ["a", "b", "c"], vectors, np.array([0.5, 1, 2], np.float32))
    table = load(tmp_path / "data")
    assert table.row_of == {"a": 0, "b": 1, "c": 2}
    assert table.dimensions == 8
    found = table.numbers * table.scales[:, None]
    assert np.abs(found - vectors).max() <= np.abs(vectors).max() / 254 + 1e-6
    assert not table.embed(["c"]).any()
    assert [table.weight(term) for term in ("a", "c", "unknown")] == [0.5, 2, 1]


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("def parse_url(text):\n    return text", "def parse_url", "parse url"),
        ("@cached\n\nasync def read(path): ...", "async def read", "read"),
        ("func (r *Repo) OpenAt(path string) error {", "func (r *Repo) OpenAt", "open at"),
        ("func Map[T any](of []T) {", "func Map", "map"),
        ("export function useQuery<T>(name: T) {", "export function useQuery", "use query"),
        ("export const useQuery = async (name) => {", "export const useQuery ", "use query"),
        ("const twice = each => 2 * each", "const twice ", "twice"),
        ("fn main() -> Result<()> {", "fn main", "main"),
        ("#[inline]\npub(crate) fn read_line(at: usize) {", "pub(crate) fn read_line", "read line"),
    ],
)
def test_headers(text: str, head: str, name: str) -> None:
    """A header ends at its parameters; its last name is what it declares."""
    assert header(text) == head
    assert " ".join(name_words(head)) == name


@pytest.mark.parametrize(
    "text",
    ["", "x = 1", "# (a comment)", "(", "just prose without any", "src/a.py\ndef parse(text): ..."],
)
def test_no_header(text: str) -> None:
    """Where nothing is declared at the beginning there is no header, and no name."""
    assert header(text) == ""
    assert name_words(header(text)) == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("src/a_b.py\ntests/test_a.py\nimport a", "src/a_b.py\ntests/test_a.py"),
        ("conftest.py\n    x = 1\nlater.py", "conftest.py"),
        ("def parse(text): ...", ""),
        ("import os.path", ""),
        ("", ""),
    ],
)
def test_paths(text: str, first: str) -> None:
    """A change or an edit begins with the files that it is about."""
    assert paths(text) == first


def test_neighbouring_words() -> None:
    """Those of a name are one word, too; those of two names are not."""
    assert document_terms("errorHandler at") == [
        "error", "^erro", "handler", "^hand", "errorhandler", "at",
    ]  # fmt: skip
    assert joined(["the", "error", "handler"]) == ["theerror", "errorhandler"]
    assert joined(["alone"]) == []


def test_fused() -> None:
    """What stands out in one measure is not lost in the other; the best of both is first."""
    scores = np.array([9, 3, 3, 0], np.float32)
    cosines = np.array([0.1, 0.8, 0.1, 0.1], np.float32)
    assert list(np.argsort(-fuse(scores, 12, cosines, weight=0.3)[0])) == [0, 1, 2, 3]
    assert list(np.argsort(-fuse(scores, 12, cosines, weight=3)[0])) == [1, 0, 2, 3]


@given(arrays(np.float32, 6, elements=VALUES), arrays(np.float32, 6, elements=VALUES))
def test_order_is_that_of_z_scores(
    scores: NDArray[np.float32], others: NDArray[np.float32]
) -> None:
    """The order is that of the weighted sum of z-scores, and none is above the bound."""
    cosines = others / np.float32(50)
    both, bound = fuse(scores, 60, cosines, weight=0.5)
    assert np.isfinite(both).all()
    assert both.max() <= bound * (1 + 1e-6)

    def z(values: NDArray[np.float32]) -> NDArray[np.float64]:
        wide = values.astype(np.float64)
        return np.asarray((wide - wide.mean()) / (wide.std() or 1), np.float64)

    summed: NDArray[np.float64] = np.add(z(scores), 0.5 * z(cosines))
    for left in range(6):
        for right in range(6):
            if summed[left] > summed[right] + 1e-2:
                assert both[left] >= both[right]
