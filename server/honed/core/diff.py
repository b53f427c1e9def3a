"""Differences between two texts: one minimal replacement, or the changed lines as hunks."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Edit, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CONTINUATION = 0x80
CONTINUATION_MASK = 0xC0

MAX_CELLS = 250_000
"""Lines before times lines after that difflib compares in some 20 ms; its time grows with them."""


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


def _common_suffix(left: bytes, right: bytes) -> int:
    """Return how many bytes agree at the end."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if (
            left[len(left) - middle : len(left) - low]
            == right[len(right) - middle : len(right) - low]
        ):
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
    tail = _common_suffix(rest_before, rest_after)
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
    return tuple(_differences(old, new, head, head))


def line_edits(before: Text, after: Text) -> tuple[Edit, ...]:
    """Return the hunks as edits of `before`."""
    return edits_of(hunks(before, after), before, after)


def edits_of(found: Iterable[Hunk], before: Text, after: Text) -> tuple[Edit, ...]:
    """Return hunks that are known already as edits of `before`."""
    return tuple(
        Edit(
            Span(before.line_start(hunk.before_start), before.line_start(hunk.before_end)),
            after.data[after.line_start(hunk.after_start) : after.line_start(hunk.after_end)],
        )
        for hunk in found
    )


def _differences(
    old: Sequence[bytes], new: Sequence[bytes], before: int, after: int
) -> Iterator[Hunk]:
    """Yield how the lines differ, the first of which are the lines `before` and `after`.

    Where they are many they are compared between the lines that stand once on both sides, as in
    Bram Cohen's patience diff; what is still too large there has changed as a whole.
    """
    a = c = 0
    anchors = _anchors(old, new) if len(old) * len(new) > MAX_CELLS else []
    for b, d in [*anchors, (len(old), len(new))]:
        # Most anchors stand next to each other.
        for tag, e, f, g, h in _opcodes(old[a:b], new[c:d]) if a < b or c < d else ():
            if tag != "equal":
                yield Hunk(before + a + e, before + a + f, after + c + g, after + c + h)
        a, c = b + 1, d + 1


def _opcodes(
    old: Sequence[bytes], new: Sequence[bytes]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Return the operations of difflib, one for all where the lines are too many."""
    if len(old) * len(new) > MAX_CELLS:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return the most lines that stand once on both sides, in the order of both."""
    counts, new_counts = Counter(old), Counter(new)
    place = {line: index for index, line in enumerate(new) if new_counts[line] == 1}
    shared = [
        (index, place[line])
        for index, line in enumerate(old)
        if counts[line] == 1 and line in place
    ]
    # The longest growing sequence of places: by its length the least end, and what led there.
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int] = []
    for number, (_, where) in enumerate(shared):
        length = bisect_left(ends, where)
        earlier.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [where]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(shared[number])
        number = earlier[number]
    return found[::-1]


def _lines(text: Text, first: int, last: int) -> list[bytes]:
    found = text.data[text.line_start(first) : text.line_start(last + 1)].splitlines(keepends=True)
    # After a last line end there is an empty line.
    return found + [b""] * (last + 1 - first - len(found))
