"""The lines at which a pattern is tried: those with its rarest word, and all others around."""

from __future__ import annotations

import pytest

from honed.core.text import Text, encode
from honed.suggest.index import Entry, entry_of
from honed.suggest.places import Places
from tests.code import pattern_of, rewrites


def entry() -> Entry:
    """Return a pattern that demands `f` and brackets."""
    learned = rewrites("f(a)\n", "f(a, x=1)\n", "python")[0]
    return entry_of(pattern_of(learned))


def lines(source: str, near: int = 0, most: int | None = None) -> list[int]:
    """Return at which lines it is tried."""
    return list(Places(Text(encode(source)), most).of(entry(), near))


PLACE = "x = f(b)\n"


@pytest.mark.parametrize(
    ("near", "found"), [(0, [1, 3, 9]), (9, [9, 3, 1]), (4, [3, 1, 9])], ids=str
)
def test_the_nearest_first(near: int, found: list[int]) -> None:
    """In the order of the text from its beginning, else from a line on."""
    source = f"\n{PLACE}\n{PLACE}\n\n\n\n\n{PLACE}"
    assert lines(source, near) == found


def test_no_more_than_some() -> None:
    """A word that stands at many lines is looked for at the first ones."""
    assert lines(PLACE * 9, most=4) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "source",
    [
        "x = ff(b), (), (), ()\n",
        "x = my_f(b), (), ()\n",
        "x = fé(b), (), ()\n",
        "f" + "\n" * 80 + "(b)\n",
        f"{'#' * 5_000} f(b)\n",
    ],
    ids=["longer", "longer before", "letters", "far away", "long line"],
)
def test_noop(source: str) -> None:
    """A part of another word, a word without the others, or a line that nobody reads."""
    assert lines(source) == []
