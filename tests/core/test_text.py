"""Text in bytes: lines of all line ends, indentation, and edits that can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import (
    Edit,
    Span,
    Text,
    apply_edits,
    decode,
    encode,
    invert,
    is_word_byte,
    normalise,
)
from tests.strategies import data, edited_data


@given(st.text(st.characters(codec=None)))
def test_a_string_survives_the_round_trip(text: str) -> None:
    """Lone surrogates, which JSON may carry, included."""
    assert decode(encode(text)) == text


def test_bad_bytes_become_replacement_characters() -> None:
    """A torn character is one U+FFFD; what is around it stays."""
    assert decode(b"a\xf0\x9f\x8eb") == "a�b"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (b"", [b""]),
        (b"a", [b"a"]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\nb\n", [b"a", b"b", b""]),
        (b"a\r\nb\r\n", [b"a", b"b", b""]),
        (b"a\rb", [b"a", b"b"]),
        (b"a\r\rb\r\n\nc", [b"a", b"", b"b", b"", b"c"]),
        ("ö\n🎉".encode(), ["ö".encode(), "🎉".encode()]),
    ],
)
def test_lines(source: bytes, lines: list[bytes]) -> None:
    """LF, CR LF and a lone CR end a line; a text that ends in one has an empty last line."""
    text = Text(source)
    assert [text.slice(text.line_span(line)) for line in range(text.line_count)] == lines


@given(data())
def test_every_byte_lies_in_one_line(source: bytes) -> None:
    """`line_at` names the line whose start is the nearest before a byte."""
    text = Text(source)
    for offset in range(len(source)):
        line = text.line_at(offset)
        assert text.line_start(line) <= offset < max(text.line_start(line + 1), offset + 1)
        assert line == text.line_count - 1 or offset < text.line_start(line + 1)


@given(data())
def test_line_starts_are_found_in_two_ways(source: bytes) -> None:
    """One by one in a small text, by numpy in a large one."""
    text = Text(source)
    starts = [text.line_start(line) for line in range(text.line_count)]
    assert starts == text.line_starts.tolist()
    assert text.line_start(text.line_count) == len(source)


def test_lines_outside_are_clamped() -> None:
    """Before the start is the start, past the end is the end."""
    text = Text(b"ab\ncd")
    assert (text.line_at(-5), text.line_at(99)) == (0, 1)
    assert (text.line_start(-1), text.line_start(7)) == (0, 5)
    assert text.lines_span(0, 9) == Span(0, 5)


def test_lines_span_leaves_the_last_line_end_out() -> None:
    """Both lines are in, and the line end between them."""
    assert Text(b"a\r\nb\r\nc").lines_span(0, 1) == Span(0, 4)


@pytest.mark.parametrize(
    ("source", "line_end"),
    [(b"a\nb", b"\n"), (b"a\r\nb\n", b"\r\n"), (b"a\rb", b"\r"), (b"a", b"\n"), (b"\nb", b"\n")],
)
def test_line_end(source: bytes, line_end: bytes) -> None:
    """The first line end is the text's; a text of one line has a line feed."""
    assert Text(source).line_end == line_end


@pytest.mark.parametrize(
    ("source", "is_lone"), [(b"a\rb", True), (b"a\r\n\rb", True), (b"a\r\nb", False), (b"a", False)]
)
def test_lone_returns(source: bytes, *, is_lone: bool) -> None:
    """A carriage return before a line feed is not alone."""
    assert Text(source).has_lone_returns is is_lone


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        (b"a\n  b\n    c\n  d", b"  "),
        (b"a\n    b\n        c\n", b"    "),
        (b"a\n\tb\n", b"\t"),
        (b"a\n   b\n", b"   "),
        (b"a\nb\n", b"    "),
        (b"a\n\n    \nb", b"    "),
        (b"if a:\r\n  b\r\n", b"  "),
    ],
)
def test_indent_unit(source: bytes, unit: bytes) -> None:
    """One level is the usual step from one line to the next; blank lines say nothing."""
    assert Text(source).indent_unit == unit


def test_indent() -> None:
    """Spaces and tabs at the start of a line, and no more."""
    text = Text(b"a\n \t b c\n  ")
    assert [text.indent(line) for line in range(3)] == [b"", b" \t ", b"  "]


@pytest.mark.parametrize(
    ("one", "other", "touches", "contains"),
    [
        (Span(0, 4), Span(1, 3), True, True),
        (Span(0, 4), Span(4, 6), True, False),
        (Span(0, 4), Span(5, 6), False, False),
        (Span(2, 2), Span(2, 2), True, True),
    ],
)
def test_spans(one: Span, other: Span, *, touches: bool, contains: bool) -> None:
    """Spans that meet touch; the hull holds both."""
    assert one.touches(other) is touches
    assert one.contains(other) is contains
    hull = one.hull(other)
    assert hull.contains(one)
    assert hull.contains(other)
    assert len(hull) == max(one.end, other.end) - min(one.start, other.start)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 3), b""), Edit(Span(2, 4), b"")],
        [Edit(Span(1, 1), b"a"), Edit(Span(1, 1), b"b")],
    ],
)
def test_overlapping_edits_are_an_error(edits: list[Edit]) -> None:
    """Two insertions at one place overlap too: their order would be open."""
    with pytest.raises(ValueError, match="overlap"):
        normalise(edits)


def test_noop_edits_that_meet_do_not_overlap() -> None:
    """The end of one may be the start of the next, whatever order they come in."""
    edits = [Edit(Span(2, 3), b"y"), Edit(Span(0, 2), b"x")]
    assert apply_edits(b"abc", edits) == b"xy"


@given(edited_data())
def test_edits_can_be_taken_back(case: tuple[bytes, tuple[Edit, ...]]) -> None:
    """Applying the inverse of what was applied gives the first text."""
    source, edits = case
    assert apply_edits(apply_edits(source, edits), invert(source, edits)) == source


@given(edited_data())
def test_edits_change_nothing_outside_their_spans(case: tuple[bytes, tuple[Edit, ...]]) -> None:
    """What lies between the spans stands between the new texts."""
    source, edits = case
    result = apply_edits(source, edits)
    position = 0
    for edit in reversed(normalise(edits)):
        tail = source[edit.span.end : len(source) - position]
        assert result.endswith(edit.new + tail)
        result = result.removesuffix(edit.new + tail)
        position = len(source) - edit.span.start
    assert result == source[: len(source) - position]


def test_word_bytes() -> None:
    """Letters, digits, the underscore and all beyond ASCII; no sign and no space."""
    assert all(map(is_word_byte, "aZ_09größe名".encode()))
    assert not any(map(is_word_byte, b" \t\n.-+(){}\"'#$@"))
