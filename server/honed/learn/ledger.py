"""The books of one document: what was offered in it, and what the developer made of that.

Everything that happens is told to the ledger, which answers with decisions by the rules of
`honed.learn.outcome`. Times are seconds of any clock that does not go back.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome
from honed.learn.open_offers import OpenOffers
from honed.learn.outcome import (
    AT_ONCE_S,
    CONFIRMED_AFTER_S,
    EXPIRES_S,
    QUIET_S,
    UNDO_WITHIN_S,
    Decision,
    Habits,
    Offer,
    Pace,
    Visibility,
)
from honed.learn.placed import Placed
from honed.learn.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from honed.core.text import Span
    from honed.learn.outcome import Stroke

MAX_PLACED = 24


@attrs.frozen
class Seen:
    """What one change was: an offer of ours put in or taken out, and what it decided."""

    put_in: Offer | None = None
    taken_out: Offer | None = None
    decisions: tuple[Decision, ...] = ()


class Ledger:
    """What stands open in one document, and what of ours is in its text."""

    def __init__(self, habits: Habits | None = None) -> None:
        """Nothing was offered; `habits` are those of the editor."""
        self._habits = habits or Habits()
        self._open = OpenOffers()
        self._placed: deque[Placed] = deque(maxlen=MAX_PLACED)
        self._awaited: Standing | None = None
        """Accepted by command; its change is still to come."""
        self._data = b""
        self._changed_at = float("-inf")
        self._leapt_at = float("-inf")
        self._is_to_judge = False

    def hand_out(self, offer: Offer, visibility: Visibility) -> None:
        """Note what is handed to the editor; an offer without edits has nothing to look for."""
        if not offer.edits:
            return
        self._data = offer.base.data
        self._open.add(Standing.of(offer, visibility))

    def show(self, offer_id: str, at: float) -> None:
        """Note that the developer looks at an offer: the editor asked for its edits."""
        for each in self._open.standing:
            if each.offer.id == offer_id:
                each.show(at)

    def withdraw(self, is_gone: Callable[[Offer], bool]) -> list[str]:
        """Forget offers that are no longer to be had; return their ids."""
        return self._open.forget(is_gone)

    def leave(self, at: float, near: Span | None = None) -> None:
        """Note that the developer is at the bytes `near`, or elsewhere: all else is not seen."""
        self._open.look(at)
        self._open.leave(near, len(self._data))

    def change(self, stroke: Stroke) -> Seen:
        """Take one notification."""
        if self.is_empty:
            return Seen()
        self._open.look(stroke.began)
        decisions = self._judge(stroke.began)
        inside = self._follow(stroke)
        self._data, self._changed_at = stroke.after, stroke.at
        decisions += self._confirm_left(inside, stroke.at)
        for placed in reversed(self._placed):
            if stroke.at - placed.at <= UNDO_WITHIN_S and id(placed) in inside:
                seen = self._there_and_back(placed, decisions)
                if seen is not None:
                    return seen
        for placed in self._placed:
            if placed.is_completed_by(stroke):
                return Seen(put_in=placed.standing.offer, decisions=tuple(decisions))
        offer = self._put_in(stroke, inside, decisions)
        return Seen(put_in=offer, decisions=tuple(decisions))

    def _put_in(
        self, stroke: Stroke, inside: dict[int, bool], decisions: list[Decision]
    ) -> Offer | None:
        """Return the offer that a stroke put in, whole or in parts, the newest first."""
        if stroke.pace is not Pace.KEYS:
            self._leapt_at = stroke.at
        # Some editors take away what stands behind a completion in a second notification.
        may_be_ours = stroke.began - self._leapt_at <= AT_ONCE_S
        candidates = self._awaiting()
        candidates += self._open if may_be_ours else ()
        for standing in candidates:
            is_all_inside = inside.get(id(standing), False)
            if standing.is_reached_by(stroke.after, is_all_inside=is_all_inside):
                self._place(standing, None, stroke.at, decisions)
                return standing.offer
        for standing in candidates:
            parts = self._parts(standing, inside)
            if parts is not None:
                self._place(standing, parts, stroke.at, decisions)
                return standing.offer
        return None

    def accept(self, offer_id: str, at: float) -> Seen:
        """Take the editor's word that an offer was accepted, before or after its change."""
        for placed in self._placed:
            if placed.standing.offer.id == offer_id:
                return Seen(decisions=tuple(self._confirm(placed)))
        accepted = (Decision(offer_id, Outcome.ACCEPTED),)
        for standing in list(self._open):
            if standing.offer.id == offer_id:
                self._awaited, self._changed_at = standing, at
                self._open.forget_like(standing.offer)
                if standing.is_reached_by(self._data, is_all_inside=True):
                    # It was put in key by key.
                    self._place(standing, None, at, [])
                    return Seen(put_in=standing.offer, decisions=accepted)
        return Seen(decisions=accepted)

    def settle(self) -> None:
        """Note that what was typed is finished; it is judged when nothing follows at once."""
        self._is_to_judge = True

    def save(self) -> list[Decision]:
        """Note a save: what is in the text then is there to stay."""
        self.settle()
        return [
            decision
            for placed in self._placed
            if not placed.needs_command
            for decision in self._confirm(placed)
        ]

    def tick(self, at: float) -> list[Decision]:
        """Let time pass: judge, confirm, and forget what is too old."""
        if self.is_empty:
            return []
        self._open.look(at)
        decisions = self._judge(at)
        for placed in list(self._placed):
            if not placed.is_confirmed and at - placed.at >= self._patience(placed):
                if placed.needs_command:
                    # It was not ours after all.
                    self._placed.remove(placed)
                    if not placed.standing.offer.kind.is_typed_along:
                        self._stand_again(placed)
                else:
                    decisions += self._confirm(placed)
            elif at - placed.at > UNDO_WITHIN_S:
                self._placed.remove(placed)
        if self._awaited is not None and at - self._changed_at > CONFIRMED_AFTER_S:
            self._awaited = None
        self._open.forget_old(at)
        return decisions + self._open.end(lambda each: each.expired(at))

    def close(self, at: float) -> list[Decision]:
        """Note that the document is closed: what was seen of it was passed over."""
        self._open.look(at)
        return self._open.end(lambda each: each.closed())

    def has_open_menu(self, at: float) -> bool:
        """Return whether what was offered while one types may still be on the screen."""
        return any(
            each.offer.kind.is_typed_along
            and not each.offer.kind.is_writing
            and each.visibility is Visibility.SHOWN
            and not each.is_typed_in
            and not each.is_disturbed
            and at - each.shown_at <= EXPIRES_S
            for each in self._open.standing
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open and nothing of ours is in the text."""
        return not self._open and not self._placed and self._awaited is None

    def clear(self) -> None:
        """Forget everything: the document cannot be trusted."""
        self._open.clear()
        self._placed.clear()
        self._awaited = None

    def _awaiting(self) -> list[Standing]:
        return [] if self._awaited is None else [self._awaited]

    def _follow(self, stroke: Stroke) -> dict[int, bool]:
        """Follow all offers through a stroke.

        Return by identity, of those that were touched, whether all steps lay inside their lines.
        """
        inside: dict[int, bool] = {}
        outside: set[int] = set()
        before = {id(each): each.region.of(stroke.before) for each in self._open}
        followed: list[Standing | Placed] = [*self._open, *self._placed, *self._awaiting()]
        length = len(stroke.before)
        for step in stroke.steps:
            for each in followed:
                moved = each.region.moved(step, length)
                if moved is not each.region:
                    outside.add(id(each))
                if moved is each.region or moved.is_broken:
                    inside[id(each)] = not moved.is_broken
                each.region = moved
            for placed in self._placed:
                placed.follow(step, length, is_typed=stroke.is_typed)
            length += len(step.new) - len(step.span)
        for standing in self._open:
            if id(standing) in inside:
                standing.touch(before[id(standing)], stroke)
        if inside:
            self._is_to_judge = False
        return {key: is_in and key not in outside for key, is_in in inside.items()}

    def _confirm_left(self, inside: dict[int, bool], at: float) -> Iterator[Decision]:
        """Whoever goes on somewhere else, or after a moment, has accepted what was put in."""
        for placed in self._placed:
            is_left = id(placed) not in inside or at - placed.at >= QUIET_S
            may_be_selected = self._habits.selects_in_text and placed.is_back(self._data)
            if is_left and not placed.needs_command and not may_be_selected:
                yield from self._confirm(placed)

    def _patience(self, placed: Placed) -> float:
        """Return for how many seconds what was put in may be no acceptance."""
        is_sure = not self._habits.selects_in_text and not placed.needs_command
        return QUIET_S if is_sure else CONFIRMED_AFTER_S

    def _there_and_back(self, placed: Placed, decisions: list[Decision]) -> Seen | None:
        """Return what a change was that took a placed offer out, put it in again, or more of it."""
        offer, data = placed.standing.offer, self._data
        if placed.is_undone:
            if not placed.is_here(data):
                return None
            placed.is_undone = False
            decisions.append(Decision(offer.id, Outcome.ACCEPTED, placed.parts))
            return Seen(put_in=offer, decisions=tuple(decisions))
        if placed.is_back(data):
            if placed.is_confirmed:
                placed.is_undone = True
                decisions.append(Decision(offer.id, Outcome.UNDONE, placed.parts))
            else:
                # It was only selected in the menu, which is still open.
                self._placed.remove(placed)
                placed.standing.is_disturbed = False
                self._stand_again(placed)
            return Seen(taken_out=offer, decisions=tuple(decisions))
        if placed.parts is None or placed.is_confirmed:
            return None
        parts = offer.parts_in(data)
        if parts is None or sum(parts) <= sum(placed.parts):
            return None
        # Some editors make the edits one by one.
        placed.hold(data, None if all(parts) else parts)
        return Seen(put_in=offer, decisions=tuple(decisions))

    def _parts(self, standing: Standing, inside: dict[int, bool]) -> tuple[bool, ...] | None:
        if not standing.offer.kind.may_come_in_parts or id(standing) not in inside:
            return None
        parts = standing.offer.parts_in(self._data)
        return parts if parts is not None and any(parts) else None

    def _place(
        self,
        standing: Standing,
        parts: tuple[bool, ...] | None,
        at: float,
        decisions: list[Decision],
    ) -> None:
        """Note that an offer, or these parts of it, came into the text."""
        is_awaited = standing is self._awaited
        needs_command = self._needs_command(standing)
        # One place of many is what the developer could do by hand as well.
        needs_command |= parts is not None and sum(parts) == 1
        if is_awaited:
            self._awaited = None
        else:
            self._open.take(standing)
        placed = Placed.of(standing, self._data, at, needs_command=needs_command)
        placed.hold(self._data, parts)
        self._placed.append(placed)
        if is_awaited:
            placed.is_confirmed = True
        elif not needs_command and not standing.offer.kind.is_selected_in_text and parts is None:
            decisions += self._confirm(placed)

    def _needs_command(self, standing: Standing) -> bool:
        """Return whether the text alone is not enough, because the editor would tell."""
        if standing.visibility is Visibility.HIDDEN:
            return True
        if standing.offer.kind.is_typed_along:
            return self._habits.tells_of_completions
        return self._habits.tells_of_actions and not standing.is_resolved

    def _confirm(self, placed: Placed) -> list[Decision]:
        if placed.is_confirmed:
            return []
        placed.is_confirmed = True
        self._open.forget_like(placed.standing.offer)
        return [Decision(placed.standing.offer.id, Outcome.ACCEPTED, placed.parts)]

    def _judge(self, at: float) -> list[Decision]:
        """Decide about what was typed, when it is finished and nothing follows at once."""
        if not self._is_to_judge or at - self._changed_at < QUIET_S:
            return []
        self._is_to_judge = False
        decisions: list[Decision] = []
        for placed in self._placed:
            if placed.is_typed_in and not placed.needs_command:
                decisions += self._confirm(placed)
            modified = placed.modified(self._data)
            decisions += [] if modified is None else [modified]
        return decisions + self._open.end(lambda each: each.judged(self._data))

    def _stand_again(self, placed: Placed) -> None:
        """Let an offer stand again that is not in the text after all, where its lines are now."""
        placed.standing.region = placed.region
        placed.standing.is_typed_in = False
        self._open.put_back(placed.standing)
