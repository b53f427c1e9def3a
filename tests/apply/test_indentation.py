"""The indentation of new lines, learned from the lines that were found."""

from __future__ import annotations

import pytest

from honed.apply.indentation import learn
from honed.apply.lines import split
from honed.apply.locate import matches


def indents(file: str, search: str, replace: str) -> list[str | None]:
    """Return the indentation in the file of each line of the replacement."""
    there, base, theirs = (split(text.encode()) for text in (file, search, replace))
    [match] = matches(there, base)
    learned = learn(there, base, theirs, match)
    found = [learned.of(number, theirs.indent(number)) for number in range(len(theirs))]
    return [None if each is None else each.decode() for each in found]


@pytest.mark.parametrize(
    ("file", "search", "replace", "expected"),
    [
        # known, deeper, and less deep than what was searched
        (
            "    a b\n        c\n",
            "a b\n    c\n",
            "x\n    y\n        z\n",
            ["    ", "        ", " " * 12],
        ),
        ("    a b\n        c\n", "    a b\n    c\n", "x\n", [None]),
        ("x\n    y\n        a b\n", "    a b\n", "x\n    y\n", ["    ", "        "]),
        # two spaces for four, tabs for spaces, spaces for tabs
        ("    a b\n        c\n", "  a b\n    c\n", "  x\n      y\n", ["    ", " " * 12]),
        ("\ta b\n\t\tc\n", "  a b\n    c\n", "  x\n      y\n", ["\t", "\t\t\t"]),
        ("  a b\n    c\n", "\ta b\n\t\tc\n", "\tx\n\t\t\ty\n", ["  ", "      "]),
        # what is left over of a level stays
        ("\ta b\n\t\tc\n", "  a b\n    c\n", "  x\n       y\n", ["\t", "\t\t\t "]),
        # only the first line lost its indentation
        ("    a b\n    c\n", "a b\n    c\n", "x\n    y\n", ["    ", "    "]),
        # the lines contradict each other
        ("    a b\n        c\n", "a b\nc\n", "x\n", [None]),
        ("    a b\n    c\n", "a b\n  c\n", "x\n  y\n", [None, None]),
        # deeper than a line that contradicts, or unlike any
        ("    a b\n        c\n", "a b\nc\n", "  x\n", [None]),
        ("    a b\n", "\ta b\n", "  x\n", [None]),
        ("if a\n    b\n  a c\n", "    a c\n", "x\n", [None]),
    ],
)
def test_of(file: str, search: str, replace: str, expected: list[str | None]) -> None:
    """The file's own, level for level; None where the lines contradict each other."""
    assert indents(file, search, replace) == expected


def test_noop_the_same_indentation() -> None:
    """It stays, whatever a level is."""
    file = "  a b\n     c\n"
    assert indents(file, file, "  x\n        y\n") == ["  ", "        "]
