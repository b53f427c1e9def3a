"""A buffer is, after any edits, what the text would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.core.buffer import Buffer
from honed.core.text import Edit, Span, Text
from tests import strategies


@given(
    strategies.data(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), strategies.data(3)), max_size=6),
)
def test_as_if_made_anew(data: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    """Its bytes, its lines and their spans, whatever line ends are split or joined."""
    buffer = Buffer(Text(data))
    for at, length, new in changes:
        start = min(at, len(data))
        end = min(start + length, len(data))
        buffer.apply(Edit(Span(start, end), new))
        data = data[:start] + new + data[end:]
        text = Text(data)
        assert (buffer.size, buffer.line_count) == (text.size, text.line_count)
        for line in range(text.line_count):
            assert buffer.line_span(line) == text.line_span(line)
            assert buffer.slice(buffer.line_span(line)) == text.slice(text.line_span(line))
    assert buffer.text().data == data


def test_the_text_it_began_with_stays_noop() -> None:
    """A buffer changes a copy."""
    text = Text(b"one\ntwo\n")
    Buffer(text).apply(Edit(Span(0, 3), b"1\n"))
    assert (text.data, text.line_count) == (b"one\ntwo\n", 3)
