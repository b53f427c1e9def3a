"""Each line is one of code, of a comment only, or blank; logical lines are radon's."""

from __future__ import annotations

import pytest

from honed.core.text import Span, Text, encode
from honed.quality.lines import count_lines
from honed.quality.marks import Marks, read
from honed.quality.values import Lines
from tests.code import parsed


def lines_of(source: str, language: str = "python", within: Span | None = None) -> Lines:
    """Return the lines of a text."""
    tree = parsed(source, language)
    return count_lines(tree.text, read(tree), within)


@pytest.mark.parametrize(
    ("source", "code", "comment", "blank"),
    [
        ("", 0, 0, 0),
        ("a = 1\n", 1, 0, 0),
        ("a = 1", 1, 0, 0),
        ("a = 1\n\n\nb = 2\n", 2, 0, 2),
        ("   \n\t\n", 0, 0, 2),
        ("# a\na = 1\n", 1, 1, 0),
        ("a = 1  # a\n", 1, 0, 0),
        ("a = [  # a\n    # b\n    1,\n]\n", 3, 1, 0),
        ('"""Doc."""\na = 1\n', 1, 1, 0),
        ('"""Doc.\n\nMore.\n"""\na = 1\n', 1, 3, 1),
        ('a = """Text.\n\nMore.\n"""\n', 3, 0, 1),
        ("a = 1\r\n# b\r\n\r\n", 1, 1, 1),
        ("a = 1\r# b\r\r", 1, 1, 1),
    ],
)
def test_python(source: str, code: int, comment: int, blank: int) -> None:
    """Strings that stand alone are comments; others are code."""
    found = lines_of(source)
    assert (found.code, found.comment, found.blank) == (code, comment, blank)
    assert found.total == len(source.splitlines())


@pytest.mark.parametrize(
    ("source", "code", "comment"),
    [
        ("int a; /* b */\n", 1, 0),
        ("/* b */ int a;\n", 1, 0),
        ("/* b\n c\n*/\nint a;\n", 1, 3),
        ("int a; /* b\n c */\n", 1, 1),
        ("/* b\n c */ int a;\n", 1, 1),
        ("int a; /* b\n c\n d */ int e;\n", 2, 1),
        ("// b\nint a; // c\n", 1, 1),
    ],
)
def test_blocks(source: str, code: int, comment: int) -> None:
    """A comment may begin or end beside code."""
    found = lines_of(source, "c")
    assert (found.code, found.comment) == (code, comment)


@pytest.mark.parametrize(
    ("source", "logical"),
    [
        ("a = 1\n", 1),
        ("a = 1; b = 2\n", 2),
        ("a = (\n    1,\n)\n", 1),
        ("# a\n", 0),
        ("if a:\n    b()\n", 2),
        ("if a: b()\n", 2),
        ("if a:\n    b()\nelif c:\n    d()\nelse:\n    e()\n", 6),
        ("try:\n    a()\nexcept A:\n    b()\nfinally:\n    c()\n", 6),
        ("@a\ndef f(b: int) -> None:\n    pass\n", 3),
        ("a: int = 1\n", 2),
        ("a = {1: 2, 3: 4}\n", 2),
        ("a = b[1:2]\n", 2),
        ("a = lambda: 1\n", 2),
    ],
)
def test_logical(source: str, logical: int) -> None:
    """A statement is one, the head of a compound one, too, and what has a colon is two."""
    assert lines_of(source).logical == logical


def test_remarks() -> None:
    """Comments beside code count, too, and the lines of strings that stand alone on several."""
    assert lines_of('"""A.\n\nB.\n"""\n# a\nb = 1  # c\n').remarks == 5
    assert lines_of('"""A."""\n').remarks == 0


def test_within() -> None:
    """Of a part, what stands in it."""
    source = "# a\nb = 1\n# c\nd = 1\n\n# e\n"
    span = Span(source.index("# c"), source.index("# e"))
    found = lines_of(source, within=span)
    assert (found.code, found.comment, found.blank) == (1, 1, 1)


def test_within_nothing_noop() -> None:
    """An empty part has no lines."""
    assert lines_of("a = 1\n\n", within=Span(6, 6)).total == 0


def test_without_a_tree_noop() -> None:
    """No line is known to be a comment."""
    assert count_lines(Text(encode("# a\n\nb\n")), Marks()) == Lines(2, 0, 1)
