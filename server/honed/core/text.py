"""Text of a document as honed holds it: UTF-8 bytes, lines counted from zero, offsets in bytes.

Tree-sitter counts bytes and the editors count UTF-16, UTF-8 or UTF-32 units; one meaning inside
keeps the translation in one module of `honed.lsp`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate, pairwise
from operator import sub
from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

LINE_FEED = 10
CARRIAGE_RETURN = 13
UNDERSCORE = 95
ASCII_END = 0x80

PLAIN_BYTES = 2_000_000
"""Of a larger text the line starts are not made plain numbers: that costs more than it saves."""

SMALL_BYTES = 20_000
"""In a smaller text the line starts are found before numpy has begun to look for them."""

INDENTS_SEEN_BYTES = 20_000
"""How much of a text is looked at to learn what a level of indentation is."""

_INDENTS = re.compile(rb"^([ \t]*)[^ \t\r\n]", re.MULTILINE)


def encode(text: str) -> bytes:
    """Return `text` as UTF-8; a lone surrogate, which JSON may carry, survives the round trip."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Return UTF-8 `data` as a string; the inverse of `encode`, bad bytes become U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def is_word_byte(byte: int) -> bool:
    """Return whether a byte of UTF-8 belongs to a word; all beyond ASCII does."""
    return byte >= ASCII_END or byte == UNDERSCORE or chr(byte).isalnum()


@attrs.frozen(order=True)
class Span:
    """A half-open range of byte offsets, `start <= end`."""

    start: int
    end: int

    def __len__(self) -> int:
        """Return the length in bytes."""
        return self.end - self.start

    def touches(self, other: Span) -> bool:
        """Return whether the two overlap or meet at an end."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def hull(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@attrs.frozen
class Edit:
    """The bytes of `span` become `new`."""

    span: Span
    new: bytes


@attrs.frozen(eq=True)
class Text:
    """An immutable text with its line starts, found at first use."""

    data: bytes

    @property
    def size(self) -> int:
        """The length in bytes."""
        return len(self.data)

    @cached_property
    def line_starts(self) -> NDArray[np.int64]:
        """Byte offsets of the line starts, shape (lines,); LF, CR LF and a lone CR end a line."""
        codes = np.frombuffer(self.data, dtype=np.uint8)
        ends = codes == LINE_FEED
        if self.has_carriage_returns:
            returns = codes == CARRIAGE_RETURN
            returns[:-1] &= codes[1:] != LINE_FEED
            ends |= returns
        return np.concatenate(([0], np.flatnonzero(ends) + 1)).astype(np.int64)

    @cached_property
    def _starts(self) -> list[int]:
        """The line starts as plain numbers, which are quicker to take one by one."""
        if len(self.data) > SMALL_BYTES:
            found: list[int] = self.line_starts.tolist()
            return found
        lines = self.data.splitlines(keepends=True)
        starts = list(accumulate(map(len, lines), initial=0))
        return starts[:-1] if lines and not lines[-1].endswith((b"\n", b"\r")) else starts

    @cached_property
    def has_carriage_returns(self) -> bool:
        """Whether any carriage return occurs."""
        return b"\r" in self.data

    @cached_property
    def has_lone_returns(self) -> bool:
        """Whether a line ends with a carriage return alone."""
        return self.has_carriage_returns and re.search(rb"\r(?!\n)", self.data) is not None

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends in a line end has an empty last line."""
        return len(self.line_starts if len(self.data) > PLAIN_BYTES else self._starts)

    @cached_property
    def line_end(self) -> bytes:
        """That of the first line with a line feed; where none has one a return, if any is there."""
        first = self.data.find(b"\n")
        if first < 0:
            return b"\r" if self.has_carriage_returns else b"\n"
        return b"\r\n" if self.data[first - 1 : first] == b"\r" else b"\n"

    @cached_property
    def indent_unit(self) -> bytes:
        """What one level of indentation is: a tab, or so many spaces; four where none is seen."""
        indents = _INDENTS.findall(self.data, 0, INDENTS_SEEN_BYTES)
        if b"\t" in self.data and any(blanks[:1] == b"\t" for blanks in indents):
            return b"\t"
        widths = [0, *map(len, indents)]
        steps = Counter(map(sub, widths[1:], widths))
        deeper = (step for step in steps if step > 0)
        return b" " * max(deeper, key=lambda step: (steps[step], -step), default=4)

    def line_at(self, offset: int) -> int:
        """Return the line that holds the byte `offset`; offsets outside are clamped."""
        if len(self.data) > PLAIN_BYTES:
            return max(0, int(np.searchsorted(self.line_starts, offset, side="right")) - 1)
        return max(0, bisect_right(self._starts, offset) - 1)

    def line_start(self, line: int) -> int:
        """Return the offset at which `line` starts; a line past the end starts at the end."""
        if line <= 0:
            return 0
        starts = self.line_starts if len(self.data) > PLAIN_BYTES else self._starts
        return int(starts[line]) if line < len(starts) else len(self.data)

    def line_span(self, line: int) -> Span:
        """Return the span of `line` without its line end."""
        start, end = self.line_start(line), self.line_start(line + 1)
        while end > start and self.data[end - 1] in b"\r\n":
            end -= 1
        return Span(start, end)

    def lines_span(self, first: int, last: int) -> Span:
        """Return the span of the lines `first` to `last`, both included, without the last end."""
        return Span(self.line_start(first), self.line_span(last).end)

    def slice(self, span: Span) -> bytes:
        """Return the bytes of `span`."""
        return self.data[span.start : span.end]

    def indent(self, line: int) -> bytes:
        """Return the spaces and tabs at the start of `line`."""
        content = self.slice(self.line_span(line))
        return content[: len(content) - len(content.lstrip(b" \t"))]


def normalise(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits in text order; `ValueError` where two of them overlap."""
    ordered = tuple(sorted(edits, key=lambda edit: edit.span))
    for left, right in pairwise(ordered):
        if left.span.end > right.span.start or left.span == right.span:
            message = f"two edits overlap: {left.span} and {right.span}"
            raise ValueError(message)
    return ordered


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `data` after the edits, whose spans all refer to `data`."""
    parts, position = [], 0
    for edit in normalise(edits):
        parts += [data[position : edit.span.start], edit.new]
        position = edit.span.end
    return b"".join([*parts, data[position:]])


def invert(data: bytes, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that take `apply_edits(data, edits)` back to `data`.

    Edits that touch become one: two deletions side by side leave one place to insert at.
    """
    inverse: list[Edit] = []
    shift = 0
    for edit in normalise(edits):
        start = edit.span.start + shift
        end = start + len(edit.new)
        old = data[edit.span.start : edit.span.end]
        if inverse and inverse[-1].span.end == start:
            last = inverse.pop()
            start, old = last.span.start, last.new + old
        inverse.append(Edit(Span(start, end), old))
        shift += len(edit.new) - len(edit.span)
    return tuple(inverse)
