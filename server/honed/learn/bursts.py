"""Keystrokes become one settled edit, and what was not typed here is told apart.

A burst is the run of changes to one spot of one document. It settles by a pause, by a change or a
request elsewhere, or by a save; the caller keeps the time (seconds, any epoch) and the burst.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import hunks, minimal_edit
from honed.core.text import Edit, Span, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR_LINES = 1
"""A change at most so many lines from the burst belongs to it."""

MAX_TYPED_LINES = 40
MAX_TYPED_BYTES = 4_000
"""More than that at once is a paste or a tool, not a small edit that repeats."""

MAX_KEYS = 200
"""More keys than that come in no one notification of what somebody types."""

MAX_HUNKS = 4
"""A burst that touches more separate places is a bulk change."""


class Origin(StrEnum):
    """Where a change came from; only what was typed is taught."""

    TYPED = "typed"
    SUGGESTED = "suggested"
    """One of our own suggestions, put in by the editor."""
    UNDONE = "undone"
    """The text went back to what it was."""
    FORMATTED = "formatted"
    """Between willSave and didSave: a formatter on save."""
    BULK = "bulk"
    """Several places or many lines at once: replace-all, rename, reload, a large paste."""
    DISK = "disk"
    """The text became what another program wrote to the file: reload, checkout."""


class Reason(StrEnum):
    """Why a burst is over."""

    PAUSE = "pause"
    ELSEWHERE = "elsewhere"
    SAVE = "save"
    CLOSE = "close"


@attrs.frozen
class Burst:
    """The text before the first change and after the latest; `span` is what changed in `after`."""

    before: Text
    after: Text
    span: Span
    started: float
    latest: float
    origin: Origin
    changes: int = 1

    @property
    def lines(self) -> tuple[int, int]:
        """The first and last changed line of `after`, zero-based."""
        return self.after.line_at(self.span.start), self.after.line_at(self.span.end)

    def is_near(self, lines: tuple[int, int]) -> bool:
        """Return whether `lines` of `after` lie at the burst or next to it."""
        first, last = self.lines
        return lines[0] <= last + NEAR_LINES and lines[1] >= first - NEAR_LINES


def origin_of(before: Text, edits: Sequence[Edit], *, is_saving: bool) -> Origin:
    """Return where one notification's changes come from, as far as they alone can tell.

    Each edit is one of the text that the ones before it left. `is_saving` is true between willSave
    and didSave.
    """
    if is_saving:
        return Origin.FORMATTED
    if len(edits) > MAX_KEYS:
        return Origin.BULK
    edits = _of_text_before(edits)
    if len(edits) > 1 and not _is_one_spot(before, edits):
        return Origin.BULK
    size = sum(max(len(edit.span), len(edit.new)) for edit in edits)
    lines = sum(max(edit.new.count(b"\n"), before.slice(edit.span).count(b"\n")) for edit in edits)
    if size > MAX_TYPED_BYTES or lines > MAX_TYPED_LINES:
        return Origin.BULK
    return Origin.TYPED


def _of_text_before(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits that follow each other as edits of the text before the first."""
    found: list[Edit] = []
    for number, edit in enumerate(edits):
        start, end = edit.span.start, edit.span.end
        for earlier in reversed(edits[:number]):
            start, end = _before(start, earlier), _before(end, earlier)
        found.append(Edit(Span(start, end), edit.new))
    return found


def _before(offset: int, edit: Edit) -> int:
    """Return where an offset of the text after an edit was before it."""
    put_to = edit.span.start + len(edit.new)
    if offset >= put_to:
        return offset - len(edit.new) + len(edit.span)
    return min(offset, edit.span.start)


def _is_one_spot(before: Text, edits: Sequence[Edit]) -> bool:
    """Return whether several changes of one notification touch the same or adjacent lines."""
    first = min(before.line_at(edit.span.start) for edit in edits)
    last = max(before.line_at(edit.span.end) for edit in edits)
    return last - first <= NEAR_LINES


def begun(before: Text, after: Text, at: float, origin: Origin) -> Burst | None:
    """Return the burst that begins with one change; None where nothing changed."""
    edit = minimal_edit(before.data, after.data)
    if edit is None:
        return None
    span = Span(edit.span.start, edit.span.start + len(edit.new))
    return Burst(before, after, span, at, at, origin)


def extended(burst: Burst, after: Text, at: float, origin: Origin) -> Burst | None:
    """Return the burst with one more change; None where the change lies elsewhere.

    A change of another origin never joins a burst.
    """
    edit = minimal_edit(burst.after.data, after.data)
    if edit is None:
        return burst
    lines = (burst.after.line_at(edit.span.start), burst.after.line_at(edit.span.end))
    if origin is not burst.origin or not burst.is_near(lines):
        return None
    shift = len(edit.new) - len(edit.span)
    start = min(burst.span.start, edit.span.start)
    end = max(burst.span.end + shift, edit.span.start + len(edit.new))
    if burst.span.end <= edit.span.start:
        end = edit.span.start + len(edit.new)
    return attrs.evolve(
        burst,
        after=after,
        span=Span(start, max(start, end)),
        latest=at,
        changes=burst.changes + 1,
    )


@attrs.frozen
class Unit:
    """One edit of a settled burst: `before` became `after` by one replacement."""

    before: Text
    after: Text
    edit: Edit


def units(before: Text, after: Text, most: int = MAX_HUNKS) -> tuple[Unit, ...]:
    """Return the separate edits of a burst, each from the text that the one before it left.

    Runs of changed lines are separate edits, and so are changed lines that stand next to each
    other and correspond one to one. () where more than `most` runs changed: nobody types so.
    """
    changed = hunks(before, after)
    if not changed or len(changed) > most:
        return ()
    found: list[Unit] = []
    current, line_shift = before, 0
    for hunk in changed:
        count = hunk.before_end - hunk.before_start
        is_line_by_line = 1 < count == hunk.after_end - hunk.after_start and all(
            _similar(before, hunk.before_start + k, after, hunk.after_start + k)
            for k in range(count)
        )
        steps = [(k, k + 1) for k in range(count)] if is_line_by_line else [None]
        for step in steps:
            old = (hunk.before_start, hunk.before_end)
            new = (hunk.after_start, hunk.after_end)
            if step is not None:
                old = (hunk.before_start + step[0], hunk.before_start + step[1])
                new = (hunk.after_start + step[0], hunk.after_start + step[1])
            current = _step(found, current, (old[0] + line_shift, old[1] + line_shift), after, new)
        line_shift += (hunk.after_end - hunk.after_start) - count
    return tuple(found)


def _step(
    found: list[Unit], current: Text, old: tuple[int, int], after: Text, new: tuple[int, int]
) -> Text:
    start, end = current.line_start(old[0]), current.line_start(old[1])
    lines = after.data[after.line_start(new[0]) : after.line_start(new[1])]
    following = Text(current.data[:start] + lines + current.data[end:])
    edit = minimal_edit(current.data, following.data)
    if edit is not None:
        found.append(Unit(current, following, edit))
    return following


def _similar(before: Text, old: int, after: Text, new: int) -> bool:
    """Return whether two lines share more than half of their words."""
    one = set(before.slice(before.line_span(old)).split())
    other = set(after.slice(after.line_span(new)).split())
    return 2 * len(one & other) > min(len(one), len(other)) > 0
