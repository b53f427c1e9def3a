"""The index falls with what makes a text hard to change, and is radon's."""

from __future__ import annotations

import pytest
from radon.metrics import mi_compute

from honed.core.text import Text, encode
from honed.quality.analysis import analyse
from honed.quality.maintainability import maintainability_index
from honed.syntax import languages


@pytest.mark.parametrize("volume", [0.0, 5.0, 400.0, 90_000.0])
@pytest.mark.parametrize("complexity", [1, 30, 900])
@pytest.mark.parametrize("lines", [0, 1, 80, 4000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.7, 3.0])
def test_as_radon(volume: float, complexity: int, lines: int, share: float) -> None:
    """The formula is the same."""
    expected = mi_compute(volume, complexity, lines, 100.0 * share)
    assert maintainability_index(volume, complexity, lines, share) == pytest.approx(expected)


def index(source: str) -> float:
    """Return the index of a text."""
    return analyse(Text(encode(source)), languages.by_name("python")).maintainability


def test_more_is_harder() -> None:
    """More operators, more ways and more lines each take something away."""
    plain = "def f(a, b):\n    c = a + b\n    return c\n"
    assert index(plain) > index(plain.replace("a + b", "a + b * a - b"))
    assert index(plain) > index(plain.replace("return c", "return c if a else b"))
    assert index(plain) > index(plain + "d = 1\ne = 2\n")


def test_a_comment_is_easier() -> None:
    """A remark adds something."""
    plain = "def f(a, b):\n    c = a + b\n    return c\n"
    assert index(plain) < index("# Adds.\n" + plain)


@pytest.mark.parametrize("source", ["", "# only\n", "import a\n", "def f():\n    pass\n"])
def test_nothing_is_computed_noop(source: str) -> None:
    """Without operators it is the best there is."""
    assert index(source) == 100.0


def test_layout_noop() -> None:
    """Where a line is broken, or blank, says nothing."""
    plain = "def f(a, b):\n    return a + b\n"
    assert index(plain) == index("def f(\n    a,\n    b,\n):\n\n    return (a +\n        b)\n")
