"""One settled edit as the statements around it."""

from __future__ import annotations

import pytest

from honed.core.text import Text, decode, encode
from honed.learn.edited import edited_statement
from tests.code import edited, tree_of


def sides(before: str, after: str, language: str) -> tuple[str, str]:
    """Return the source of the two windows."""
    found = edited(before, after, language)
    return tuple(decode(side.text.slice(side.span)) for side in (found.before, found.after))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("python", "a\nf(1)\nb\nc\n", "a\nf(2)\nb\nc\n", ("a\nf(1)\nb", "a\nf(2)\nb")),
        ("python", "a\n\nb = 1\n", "a\n\nb = 2\n", ("a\n\nb = 1", "a\n\nb = 2")),
        # The whole statement.
        (
            "python",
            "a\n\nf(\n  1,\n)\n",
            "a\n\nf(\n  2,\n)\n",
            ("f(\n  1,\n)", "f(\n  2,\n)"),
        ),
        # Of a function only the header.
        (
            "python",
            "def f(a):\n    b = 1\n    c = 2\n",
            "def f(a, x):\n    b = 1\n    c = 2\n",
            ("def f(a):\n    b = 1", "def f(a, x):\n    b = 1"),
        ),
        ("python", "a\nb\n", "a\nx\nb\n", ("a\nb", "a\nx\nb")),
        ("", "a 1\nb 2\nc 3", "a 1\nb 3\nc 3", ("a 1\nb 2\nc 3", "a 1\nb 3\nc 3")),
    ],
)
def test_statements(language: str, before: str, after: str, expected: tuple[str, str]) -> None:
    """The statements on the edited lines, and the nearest around them."""
    assert sides(before, after, language) == expected


def test_far_neighbours_have_nothing_to_do_with_it() -> None:
    """Beyond a few blank lines nothing is looked at."""
    blank = "\n" * 9
    assert sides(f"a{blank}b = 1{blank}c\n", f"a{blank}b = 2{blank}c\n", "python")[0] == "b = 1"


def test_noop_equal_texts() -> None:
    """Nothing was edited."""
    text = Text(b"a = 1\n")
    tree = tree_of("a = 1\n", "python")
    assert edited_statement(text, Text(b"a = 1\n"), tree, tree) is None


@pytest.mark.parametrize(
    "source", ["x = '" + "a" * 9_000 + "'", "x = [" + "1, " * 300 + "]", "f(" * 300 + ")" * 300]
)
def test_noop_what_is_too_long_is_no_small_edit(source: str) -> None:
    """By its bytes or by its tokens."""
    old, new = Text(encode(source)), Text(encode(source + "\ny = 1"))
    for language in ("python", ""):
        trees = tree_of(source, language), tree_of(source + "\ny = 1", language)
        assert edited_statement(old, new, *trees) is None


@pytest.mark.parametrize(
    ("before", "after", "is_formatting"),
    [
        ("f( a )\n", "f(a)\n", True),
        ("a = 1\nb = 2\n", "a = 1\n\nb = 2\n", True),
        ("a = 1  # x\n", "a = 1  # y\n", False),
        ("a = 1\n", "a = 1  # y\n", False),
        ("f(a)\n", "f(a,)\n", False),
        ("f(a)\n", "f(b)\n", False),
    ],
)
def test_formatting(before: str, after: str, *, is_formatting: bool) -> None:
    """Only space changed; a comma is code, and a comment says something."""
    assert edited(before, after, "python").is_formatting is is_formatting
