"""What may become of what was shown, and the rules that tell.

The editor's command decides where it comes. Otherwise the text does: a change that leads in one
leap to what was promised is an acceptance, a text that is again as before is its undoing, and what
is typed instead of it is a rejection, if it was to be seen for long enough. `honed.learn.ledger`
keeps the books by these rules.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.text import Edit, Text, apply_edits, normalise
from honed.learn.bursts import MAX_KEYS, Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Outcome
    from honed.core.text import Span

UNDO_WITHIN_S = 30.0
"""An undo so soon after an acceptance says that the suggestion was wrong."""

EXPIRES_S = 10.0
"""What was shown and not accepted in that time was ignored, whatever else was done."""

SEEN_AFTER_S = 0.5
"""What was to be seen for less, nobody has read: it cannot be rejected or ignored."""

CONFIRMED_AFTER_S = 2.0
"""A completion may be in the text only because it is selected in the menu; later it is accepted."""

QUIET_S = 0.3
"""Some editors insert a completion in several steps; only after them can it be missed."""

FORGOTTEN_AFTER_S = 300.0
"""What was offered longer ago is no longer looked for in the text."""

KEY_S = 0.1
"""What a key takes at least, where several come at once."""

AT_ONCE_S = 0.02
"""No key follows another so soon: it belongs to the same act of the editor."""

LEAP_BYTES = 3
"""So much put in at once, spaces aside, was not one key: a pair of quotes is."""


class OfferKind(StrEnum):
    """How something was offered."""

    EDIT = "edit"
    EVERYWHERE = "everywhere"
    COMPLETION = "completion"
    MERGE = "merge"
    """Of an edit snippet into the file."""
    INLINE = "inline"
    """Ghost text: what the project would write next, at the cursor."""
    WORD = "word"
    """The same as an entry of the editor's menu."""
    NEXT = "next"
    """Of the whole document, wherever the cursor is."""

    @property
    def may_be_passed_over(self) -> bool:
        """Whether it says something that this was shown and not taken.

        What stands beside another entry for the same edit says nothing by itself, nor does a
        snippet that is selected and not merged.
        """
        return not self.may_come_in_parts

    @property
    def may_come_in_parts(self) -> bool:
        """Whether it is edits of several places, which some editors make one by one."""
        return self in (OfferKind.EVERYWHERE, OfferKind.MERGE)

    @property
    def is_typed_along(self) -> bool:
        """Whether it is shown while one types: who types it to its end has not passed it over."""
        return self is OfferKind.COMPLETION or self.is_writing

    @property
    def is_selected_in_text(self) -> bool:
        """Whether editors put it in before it is accepted."""
        return self in (OfferKind.COMPLETION, OfferKind.WORD)

    @property
    def is_writing(self) -> bool:
        """Whether it goes on with what the developer writes.

        Put in, it is a part of what is being typed, and of the edit which that becomes.
        """
        return self in (OfferKind.INLINE, OfferKind.WORD)

    @property
    def may_be_ignored(self) -> bool:
        """Whether it says something that nothing was done: an entry of a menu stays unread."""
        return self is not OfferKind.WORD


class Visibility(StrEnum):
    """Whether the developer saw it."""

    SHOWN = "shown"
    UNSAID = "unsaid"
    """The editor does not say whether it asked for itself or for the developer."""
    HIDDEN = "hidden"
    """Asked for by the editor itself, at each move of the cursor; only a command accepts it."""


@attrs.frozen
class Habits:
    """How an editor tells of what the developer did."""

    tells_of_completions: bool = False
    """Whether the command of a completion always comes: then the text alone accepts none."""
    tells_of_actions: bool = False
    """The same of an action that was sent with its edits."""
    selects_in_text: bool = True
    """Whether a completion may be in the text only because it is selected in the menu."""


@attrs.frozen
class Offer:
    """What was handed to the editor under one id, and the text it applies to.

    `edits` are in order, one a suggestion; their `companions` go with them elsewhere in the text,
    and nothing is told from these alone. `key` names the suggestion at its place: the same key
    again is the same offer, still standing. `group` is of all that answers one request. `earlier`
    is the text before what was typed of a completion: an undo may lead back there.
    """

    id: str
    base: Text = attrs.field(repr=False)
    edits: tuple[Edit, ...]
    at: float
    kind: OfferKind = OfferKind.EDIT
    key: str = ""
    group: int = 0
    earlier: Text | None = attrs.field(default=None, repr=False)
    companions: tuple[Edit, ...] = ()

    @property
    def all_edits(self) -> tuple[Edit, ...]:
        """All that is to be made."""
        return (*self.edits, *self.companions)

    @property
    def line(self) -> int:
        """The line of the first edit, zero-based, in the text that the offer leads to."""
        start = self.edits[0].span.start
        above = [each for each in self.companions if each.span.start < start]
        added = sum(each.new.count(b"\n") for each in above)
        gone = sum(self.base.slice(each.span).count(b"\n") for each in above)
        return self.base.line_at(start) + added - gone

    @property
    def result_length(self) -> int:
        """The length in bytes of the text that the offer leads to."""
        return len(self.base.data) + sum(len(edit.new) - len(edit.span) for edit in self.all_edits)

    def touches(self, span: Span) -> bool:
        """Return whether any of the edits overlaps or meets a span of the base."""
        return any(edit.span.touches(span) for edit in self.edits)

    def leads_to(self, data: bytes) -> bool:
        """Return whether applying the offer gives exactly `data`."""
        if self.result_length != len(data):
            return False
        return apply_edits(self.base.data, self.all_edits) == data

    def parts_in(self, data: bytes) -> tuple[bool, ...] | None:
        """Return which of the edits `data` has, None where it is not the base with some of them.

        Some of the companions may be there as well.
        """
        base, edits = self.base.data, normalise(self.all_edits)
        found, at, position = {}, 0, 0
        starts = [*(edit.span.start for edit in edits[1:]), len(base)]
        for edit, following in zip(edits, starts, strict=True):
            kept = base[position : edit.span.start]
            old = base[edit.span.start : edit.span.end]
            rest = base[edit.span.end : following]
            at += len(kept)
            is_in = data.startswith(edit.new + rest, at)
            if not data.startswith(kept, at - len(kept)):
                return None
            if not is_in and not data.startswith(old + rest, at):
                return None
            found[edit] = is_in
            at += len(edit.new) if is_in else len(old)
            position = edit.span.end
        is_rest = data[at:] == base[position:]
        return tuple(found[edit] for edit in self.edits) if is_rest else None


@attrs.frozen
class Decision:
    """What became of an offer.

    `parts` says which of several edits it is about, None for all. Of an acceptance the others were
    not wanted.
    """

    offer_id: str
    outcome: Outcome
    parts: tuple[bool, ...] | None = None


class Pace(StrEnum):
    """How much one notification changes at a stroke."""

    KEYS = "keys"
    """Each step adds a character, a pair of brackets or an indented line, or deletes one."""
    CUT = "cut"
    """More than a character goes, or gives way to one: a key does so to what is selected.

    Or what stands there is written once more with a little change, as some menus do.
    """
    LEAP = "leap"
    """A word or more comes at once: by a menu, a tool, from the clipboard."""


@attrs.frozen
class Stroke:
    """One notification of changes: `steps` lead from `before` to `after`, one after another."""

    before: bytes = attrs.field(repr=False)
    after: bytes = attrs.field(repr=False)
    steps: Sequence[Edit]
    origin: Origin
    at: float

    @cached_property
    def pace(self) -> Pace:
        """The pace of the greatest of the steps."""
        if len(self.steps) > MAX_KEYS:
            return Pace.LEAP
        data, found = self.before, Pace.KEYS
        for step in self.steps:
            old = data[step.span.start : step.span.end]
            change = minimal_edit(old, step.new)
            if change is not None:
                gone = old[change.span.start : change.span.end].strip()
                come = change.new.strip()
                if len(come) >= LEAP_BYTES:
                    return Pace.LEAP
                is_written_anew = bool(old) and len(step.new) >= LEAP_BYTES
                if len(gone) >= LEAP_BYTES or (gone and come) or is_written_anew:
                    found = Pace.CUT
            data = data[: step.span.start] + step.new + data[step.span.end :]
        return found

    @property
    def is_typed(self) -> bool:
        """Whether the developer did it with keys, at this place alone."""
        return self.origin is Origin.TYPED and self.pace is not Pace.LEAP

    @property
    def began(self) -> float:
        """When the first key was pressed: some editors tell of several at once, later."""
        return self.at - KEY_S * (len(self.steps) - 1)


def is_on_the_way(old: bytes, now: bytes, wanted: bytes) -> bool:
    """Return whether `now` is nearer to `wanted` than `old` was: the developer may go on typing."""
    return _distance(now, wanted) < _distance(old, wanted)


def _distance(one: bytes, other: bytes) -> int:
    change = minimal_edit(one, other)
    return 0 if change is None else len(change.span) + len(change.new)
