"""A stretch of a text that is followed while the rest of the text changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    def is_changed_by(self, edit: Edit, length: int) -> bool:
        """Return whether an edit changes what is inside; what is put at an end does not."""
        start, end = self.head, length - self.tail
        if not edit.span:
            return start < edit.span.start < end
        return edit.span.start < end and start < edit.span.end

    def moved(self, edit: Edit, length: int) -> Region:
        """Return the region after an edit of a text of `length` bytes.

        What is put at one of its ends belongs to it, but for whole lines.
        """
        start, end = self.head, length - self.tail
        shift = len(edit.new) - len(edit.span)
        at_start = edit.span.end == start and (edit.span or edit.new.endswith(b"\n"))
        if edit.span.end < start or at_start:
            return attrs.evolve(self, head=start + shift)
        at_end = edit.span.start == end and (edit.span or edit.new.startswith((b"\n", b"\r")))
        if edit.span.start > end or at_end:
            return attrs.evolve(self, tail=self.tail + shift)
        if self.holds(edit, length):
            return self
        return Region(
            min(start, edit.span.start), min(self.tail, length - edit.span.end), is_broken=True
        )


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
