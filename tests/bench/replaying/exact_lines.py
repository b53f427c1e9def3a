"""The baseline that generalises nothing: lines that changed so before change so again.

It keeps what it saw for one session. Lines are compared without the space around them, and come
back at the indentation of the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import Edit, Span

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.learn.bursts import Unit

MAX_LINES = 12

Lines = tuple[bytes, ...]


@attrs.define
class ExactLines:
    """What lines became in this session, the latest of each."""

    known: dict[Lines, bytes] = attrs.field(factory=dict)

    def end_session(self) -> None:
        """Forget all."""
        self.known.clear()

    def offer(self, text: Text, line: int) -> Edit | None:
        """Return what it would do at a line: the longest run of lines that it knows."""
        for count in range(min(MAX_LINES, text.line_count - line), 0, -1):
            span = Span(text.line_start(line), text.line_start(line + count))
            new = self.known.get(_key(text.slice(span)))
            if new is not None:
                return Edit(span, _indented(new, text.indent(line)))
        return None

    def changes(self, text: Text, line: int) -> bool:
        """Return whether it would change anything at a line."""
        edit = self.offer(text, line)
        return edit is not None and text.slice(edit.span) != edit.new

    def learn(self, unit: Unit) -> None:
        """Take an edit in; lines that only came teach nothing."""
        before, edit = unit.before, unit.edit
        first, end = before.line_at(edit.span.start), before.line_at(edit.span.end) + 1
        span = Span(before.line_start(first), before.line_start(end))
        old = before.slice(span)
        new = unit.after.data[span.start : span.end + len(edit.new) - len(edit.span)]
        if old.strip() and end - first <= MAX_LINES:
            self.known[_key(old)] = _dedented(new, before.indent(first))


def _key(lines: bytes) -> Lines:
    return tuple(each.strip() for each in lines.splitlines())


def _dedented(lines: bytes, margin: bytes) -> bytes:
    return b"".join(each.removeprefix(margin) for each in lines.splitlines(keepends=True))


def _indented(lines: bytes, margin: bytes) -> bytes:
    return b"".join(
        margin + each if each.strip() else each for each in lines.splitlines(keepends=True)
    )
