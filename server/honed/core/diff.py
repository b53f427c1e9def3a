"""Differences between two texts: one minimal replacement, or the changed lines as hunks."""

from __future__ import annotations

from difflib import SequenceMatcher

import attrs

from honed.core.text import Edit, Span, Text

CONTINUATION = 0x80
CONTINUATION_MASK = 0xC0


@attrs.frozen
class Hunk:
    """Lines `before_start:before_end` became lines `after_start:after_end` (zero-based)."""

    before_start: int
    before_end: int
    after_start: int
    after_end: int


def _common_prefix(left: bytes, right: bytes) -> int:
    """Return how many bytes agree at the start, by bisection over block comparisons."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _is_inside_character(data: bytes, offset: int) -> bool:
    return 0 < offset < len(data) and data[offset] & CONTINUATION_MASK == CONTINUATION


def minimal_edit(before: bytes, after: bytes) -> Edit | None:
    """Return the single replacement that turns `before` into `after`; None when they are equal.

    Both ends of the span lie between characters, never inside a UTF-8 sequence.
    """
    if before == after:
        return None
    start = _common_prefix(before, after)
    while _is_inside_character(before, start) or _is_inside_character(after, start):
        start -= 1
    rest_before, rest_after = before[start:], after[start:]
    tail = _common_prefix(rest_before[::-1], rest_after[::-1])
    while tail and (
        _is_inside_character(before, len(before) - tail)
        or _is_inside_character(after, len(after) - tail)
    ):
        tail -= 1
    return Edit(Span(start, len(before) - tail), after[start : len(after) - tail])


def smallest(text: Text, edit: Edit) -> Edit:
    """Return an edit of `text` without what it leaves as it is, so that marks beside it stay."""
    within = minimal_edit(text.slice(edit.span), edit.new)
    if within is None:
        return edit
    start = edit.span.start
    return Edit(Span(start + within.span.start, start + within.span.end), within.new)


def hunks(before: Text, after: Text) -> tuple[Hunk, ...]:
    """Return the runs of changed lines, in order; line ends count as part of their line.

    Only the lines between the common head and tail are compared, so a small change in a large
    file costs little.
    """
    edit = minimal_edit(before.data, after.data)
    if edit is None:
        return ()
    # One byte earlier: a return that is joined by a line feed ends its line elsewhere.
    start = max(0, edit.span.start - 1)
    head = min(before.line_at(start), after.line_at(start))
    before_last = before.line_at(edit.span.end)
    after_last = after.line_at(edit.span.start + len(edit.new))
    old = _lines(before, head, before_last)
    new = _lines(after, head, after_last)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Hunk(head + a, head + b, head + c, head + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def line_edits(before: Text, after: Text) -> tuple[Edit, ...]:
    """Return the hunks as edits of `before`."""
    return tuple(
        Edit(
            Span(before.line_start(hunk.before_start), before.line_start(hunk.before_end)),
            after.data[after.line_start(hunk.after_start) : after.line_start(hunk.after_end)],
        )
        for hunk in hunks(before, after)
    )


def _lines(text: Text, first: int, last: int) -> list[bytes]:
    return [
        text.data[text.line_start(line) : text.line_start(line + 1)]
        for line in range(first, last + 1)
    ]
