"""A stretch of a text that is followed while the rest of the text changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import is_word_byte

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.text import Edit, Text


@attrs.frozen
class Region:
    """A stretch of a text, by how many bytes stand before and after it.

    Both numbers stay as they are while the stretch itself changes. `is_broken` says that a change
    reached over one of its ends: then nobody knows any more where it is.
    """

    head: int
    tail: int
    is_broken: bool = False

    def of(self, data: bytes) -> bytes:
        """Return the bytes of the region."""
        return data[self.head : len(data) - self.tail]

    def holds(self, edit: Edit, length: int) -> bool:
        """Return whether an edit of a text of `length` bytes lies in the region or at its ends."""
        return self.head <= edit.span.start and edit.span.end <= length - self.tail

    def touches(self, edit: Edit, length: int) -> bool:
        """Return whether an edit of a text of `length` bytes reaches the region or an end."""
        return edit.span.start <= length - self.tail and self.head <= edit.span.end

    def of_words(self, data: bytes) -> bytes:
        """Return the bytes of the region, and the rest of the words that it ends in."""
        start, end = self.head, len(data) - self.tail
        while start < end and start > 0 and _is_in_word(data, start):
            start -= 1
        while start < end < len(data) and _is_in_word(data, end):
            end += 1
        return data[start:end]

    def widened_to_lines(self, data: bytes) -> Region:
        """Return the whole lines that the region touches, without the last line end."""
        start = data.rfind(b"\n", 0, self.head) + 1
        end = data.find(b"\n", len(data) - self.tail)
        return Region(start, 0 if end < 0 else len(data) - end)

    def among(self, others: Iterable[Edit]) -> Region:
        """Return the region after edits of the text that lie outside of it, none at its ends."""
        head, tail = self.head, self.tail
        for edit in others:
            growth = len(edit.new) - len(edit.span)
            if edit.span.start < self.head:
                head += growth
            else:
                tail += growth
        return attrs.evolve(self, head=head, tail=tail)

    def moved(self, edit: Edit, length: int, *, has_ends: bool = True) -> Region:
        """Return the region after an edit of a text of `length` bytes.

        What is put at one of its ends belongs to it, but for whole lines; nothing does where it
        does not have its ends (`has_ends`).
        """
        start, end = self.head, length - self.tail
        shift = len(edit.new) - len(edit.span)
        is_line_above = edit.new.endswith(b"\n")
        at_start = edit.span.end == start and (edit.span or is_line_above or not has_ends)
        is_line_below = edit.new.startswith((b"\n", b"\r"))
        at_end = edit.span.start == end and (edit.span or is_line_below or not has_ends)
        # What is put into an empty one is after it.
        if edit.span.start > end or at_end:
            return attrs.evolve(self, tail=self.tail + shift)
        if edit.span.end < start or at_start:
            return attrs.evolve(self, head=start + shift)
        if self.holds(edit, length):
            return self
        return Region(
            min(start, edit.span.start), min(self.tail, length - edit.span.end), is_broken=True
        )


def _is_in_word(data: bytes, offset: int) -> bool:
    """Return whether the bytes on both sides of an offset belong to one word."""
    return all(map(is_word_byte, data[offset - 1 : offset + 1]))


def lines_around(text: Text, edits: Sequence[Edit]) -> Region:
    """Return the lines from the first to the last of the edits, without the last line end."""
    first = min(edit.span.start for edit in edits)
    last = max(edit.span.end for edit in edits)
    end = text.line_span(text.line_at(last)).end
    return Region(text.line_start(text.line_at(first)), len(text.data) - max(end, last))


def put_in(edits: Sequence[Edit], moved_by: int, length: int) -> tuple[Region, ...]:
    """Return where the new text of each edit stands in the text of `length` bytes after them.

    The edits are in order and of one text; what stands before them has grown by `moved_by` bytes.
    """
    found = []
    for edit in edits:
        start = edit.span.start + moved_by
        found.append(Region(start, length - start - len(edit.new)))
        moved_by += len(edit.new) - len(edit.span)
    return tuple(found)
