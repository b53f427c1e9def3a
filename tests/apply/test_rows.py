"""Texts as rows: no blank lines, where each row stands, how alike two are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.apply.rows import GROWN, Rows, columns, lines_of, rows_of, similarity, tokens, words
from honed.core.text import Text, decode, encode
from tests.strategies import data

FUNCTION = """\
def f(a):

    if a:
        return [
            1,
        ]

    return 2
"""


def of(source: str) -> Rows:
    """Return the rows of a text."""
    return rows_of(Text(encode(source)))


def test_rows_are_the_lines_that_are_not_blank() -> None:
    """Each knows its line, its indentation and the blank lines above."""
    rows = of(FUNCTION)
    assert rows.strip == ["def f(a):", "if a:", "return [", "1,", "]", "return 2"]
    assert rows.line == [0, 2, 3, 4, 5, 7]
    assert rows.width == [0, 4, 8, 12, 8, 4]
    assert rows.raw[3] == "            1,\n"
    assert [len(blanks) for blanks in rows.blanks] == [0, 1, 0, 0, 0, 1, 1]
    assert rows.blanks[len(rows)] == [""]
    assert [rows.at(line) for line in (0, 1, 2, 6, 8)] == [0, 1, 1, 5, 6]


def test_rows_further_left() -> None:
    """The last above and the first below, or none."""
    rows = of(FUNCTION)
    assert rows.parent == [-1, 0, 1, 2, 1, 0]
    assert rows.leaving == [6, 6, 5, 4, 5, 6]
    assert (of("").parent, of("").leaving) == ([], [])


def test_a_row_knows_what_is_around_it() -> None:
    """The row that it stands in, and the row that it closes."""
    rows = of(FUNCTION)
    assert rows.parent == [-1, 0, 1, 2, 1, 0]
    assert rows.partner == [-1, -1, -1, -1, 2, -1]
    assert rows.closers == {2: 4}


def test_nothing_is_closed_noop() -> None:
    """A bracket without a row of its column above, or one that is deeper, opened nothing."""
    assert of("    a\n}\n").partner == [-1, -1]
    assert of("a\n  b\nc\n  }\n").partner == [-1, -1, -1, -1]


def test_places_and_words() -> None:
    """Where a row stands, which words the text has, how many rows tell something."""
    rows = of("a = b\n}\na = b\n")
    assert rows.places == {"a = b": [0, 2], "}": [1]}
    assert rows.vocabulary == {"a", "b"}
    assert rows.telling == [0, 1, 1, 2]


def test_rows_that_say_something() -> None:
    """To the letter, or with a word in common, within some rows."""
    rows = of("a = b\n}\na = c\na = b\n")
    assert rows.within("a = b", 0, 4) == [0, 3]
    assert rows.within("a = b", 1, 3) == []
    assert rows.says("a = b", 1, 4)
    assert rows.sharing("c(a)", 1, 4) == [2, 3]


def test_rows_that_say_something_noop() -> None:
    """No such row, or none there."""
    rows = of("a = b\n}\n")
    assert rows.within("d", 0, 2) == ()
    assert not rows.says("a = b", 1, 2)
    assert not rows.says("d", 0, 2)
    assert rows.sharing("d + }", 0, 2) == []


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_parts_may_be_asked_for_in_any_order(parts: list[tuple[int, int]]) -> None:
    """What was looked at before changes no answer."""
    rows = of("a = b\n}\na = c\na = b\n")
    for start, end in parts:
        assert rows.sharing("b()", start, end) == [row for row in (0, 3) if start <= row < end]


def test_byte_order_mark_is_kept_apart() -> None:
    """The first row is found by what it says."""
    rows = of("\ufeffimport a\n")
    assert (rows.mark, rows.strip, rows.raw) == ("\ufeff", ["import a"], ["import a\n"])


@pytest.mark.parametrize("source", ["", "import a\n", "a = '\ufeff'\n"])
def test_byte_order_mark_noop(source: str) -> None:
    """Elsewhere it is text like any other."""
    rows = of(source)
    assert rows.mark == ""
    assert "".join(rows.lines) == source


@given(data())
def test_lines_are_the_text(text: bytes) -> None:
    """Nothing is lost, whatever ends a line, and rows and blank lines are all of it."""
    whole = decode(text)
    lines = lines_of(Text(encode(whole)))
    assert "".join(lines) == whole
    rows = Rows(lines)
    assert len(rows) + sum(map(len, rows.blanks)) == len(lines)


def test_lone_returns_end_lines() -> None:
    """As they do for the text's own line numbers."""
    assert lines_of(Text(b"a\rb\r\nc\n")) == ["a\r", "b\r\n", "c\n", ""]


def test_columns() -> None:
    """A tab goes to the next multiple of four."""
    assert [columns(indent) for indent in ("", "  ", "\t", " \t ", "\t\t")] == [0, 2, 4, 5, 8]


def test_tokens_and_words() -> None:
    """Words and signs are counted; only the first are words."""
    assert tokens("f(a, a)") == ["f", "(", "a", ",", "a", ")"]
    assert words("f(a, a)") == 3


def test_similarity() -> None:
    """Equal rows are wholly alike, rows without a common token not at all."""
    assert similarity("f(a)", "f(a)") == 1
    assert similarity("f(a)", "x + y") == 0
    assert similarity("return f(a)", "return f(b)") > similarity("return f(a)", "return g(b)")


def test_a_row_that_has_grown_is_alike() -> None:
    """All of the shorter one stands in the longer."""
    grown = "def load(path, encoding='utf-8', errors='strict', newline=None, closefd=True):"
    assert similarity("def load(path):", grown) == GROWN


def test_a_row_that_has_grown_noop() -> None:
    """A word or two stand in many rows."""
    assert similarity("load(path)", "x = load(path, a, b, c, d, e, f, g, h, i, j)") < GROWN
