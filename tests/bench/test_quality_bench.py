"""The bench of quality: what it reads of a repository, and what it says is unlike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Text
from honed.quality.analysis import analyse
from tests.bench import quality
from tests.bench.options import Options
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

SOURCE = "def f(a):\n    if a:\n        return a + 1\n    return lambda: 2\n"
OTHER = SOURCE.replace("if a:", "if a and 1:")


def test_equal(commits: Callable[[Sequence[Mapping[str, str]]], Path]) -> None:
    """Each file at HEAD is compared; what radon cannot read, or is not Python, is left out."""
    repository = commits([{"a.py": SOURCE, "b.py": "def f(:\n", "c.txt": "x"}, {"d.py": OTHER}])
    equal, times, *_ = quality.run(Options(repositories=(repository,), is_alone=True))
    assert isinstance(equal, Grid)
    assert equal.rows == [("demo", "2", "2", "2", "2 of 2", equal.rows[0][5], "")]
    assert not equal.is_bad
    assert isinstance(times, Grid)
    assert times.rows[0][:2] == ("demo", "8")


def test_unlike() -> None:
    """A function that radon counts otherwise is named."""
    compared = quality.Compared()
    ours = analyse(Text(SOURCE.encode()), quality.PYTHON)
    quality._add(compared, "a.py", ours, Text(OTHER.encode()))
    assert (compared.functions, compared.equal) == (1, 0)
    assert compared.unlike == ["a.py:1 2, radon 3"]


def test_large() -> None:
    """Of texts of a thousand lines the times of an analysis and of changes are told."""
    text = "".join(f"def f{number}(a):\n    return a or {number}\n\n" for number in range(320))
    assert quality._is_large(text.encode())
    assert not quality._is_large(SOURCE.encode())
