"""Lines of code, of comments, and blank ones, and the logical lines on them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from honed.core.text import Span
from honed.quality.values import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text
    from honed.quality.marks import Marks


def count_lines(text: Text, marks: Marks, within: Span | None = None) -> Lines:
    """Count the lines of a text, or those in `within`, which holds whole lines.

    Without marks, no line is one of a comment only. A line with code and a comment is one of code.
    What follows the last line break counts where it is not empty.
    """
    span = within if within is not None else Span(0, text.size)
    head = text.line_at(span.start)
    rows = [row.strip() for row in text.slice(span).splitlines()]
    blank = sum(not row for row in rows)
    comments: set[int] = set()
    remarks = 0
    for spans, is_comment in ((marks.comments, True), (marks.remarks, False)):
        for each in spans:
            lines = [
                line
                for line in _lines(text, each)
                if 0 <= line - head < len(rows) and rows[line - head]
            ]
            comments.update(_alone(text, each, lines))
            # A string of one line is no remark for radon's index.
            remarks += len(lines) if is_comment or len(lines) > 1 else 0
    return Lines(
        len(rows) - blank - len(comments),
        len(comments),
        blank,
        _logical(marks.lines, marks.more),
        remarks,
    )


def _lines(text: Text, span: Span) -> range:
    """Return the lines that a comment has a part of."""
    first = text.line_at(span.start)
    if b"\n" not in text.slice(span):
        return range(first, first + 1)
    return range(first, text.line_at(max(span.start, span.end - 1)) + 1)


def _alone(text: Text, span: Span, lines: Sequence[int]) -> Sequence[int]:
    """Return those of the lines of a comment on which nothing else stands."""
    if not lines:
        return ()
    before = text.data[text.line_start(lines[0]) : span.start]
    after = text.data[span.end : max(span.end, text.line_start(lines[-1] + 1))]
    return lines[1 if before.strip() else 0 : len(lines) - (1 if after.strip() else 0)]


def _logical(starts: Sequence[int], more: Sequence[int]) -> int:
    """Return how many logical lines there are; one with something of `more` in it is two."""
    return len(starts) + len({bisect_right(starts, offset) for offset in more})
