"""A text that changes in place: each of many edits costs little more than its own size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Span, Text

if TYPE_CHECKING:
    from honed.core.text import Edit

LINE_ENDS = b"\r\n"


class Buffer:
    """The bytes of a text and its line starts, both changed by each edit."""

    def __init__(self, text: Text) -> None:
        """Begin with a text, which stays as it is."""
        self._data = bytearray(text.data)
        self._starts = text.line_starts.copy()

    @property
    def size(self) -> int:
        """The length in bytes."""
        return len(self._data)

    @property
    def line_count(self) -> int:
        """How many lines there are, as `Text` counts them."""
        return len(self._starts)

    def line_span(self, line: int) -> Span:
        """Return the span of `line` without its line end."""
        start = int(self._starts[line])
        end = int(self._starts[line + 1]) if line + 1 < len(self._starts) else len(self._data)
        while end > start and self._data[end - 1] in LINE_ENDS:
            end -= 1
        return Span(start, end)

    def slice(self, span: Span) -> bytes:
        """Return the bytes of `span`."""
        return bytes(self._data[span.start : span.end])

    def apply(self, edit: Edit) -> None:
        """Make an edit."""
        start, end = edit.span.start, edit.span.end
        # What stands between a return and a line feed decides whether they are one line end.
        touched = self._data[max(0, start - 1) : start].replace(b"\n", b"")
        touched += self._data[start:end] + edit.new
        self._data[start:end] = edit.new
        if b"\n" in touched or b"\r" in touched:
            self._starts = Text(bytes(self._data)).line_starts.copy()
        else:
            self._starts[self._starts > start] += len(edit.new) - len(edit.span)

    def text(self) -> Text:
        """Return the text as it is now."""
        return Text(bytes(self._data))
