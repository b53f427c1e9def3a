"""The offers of one document that are not decided: those that stand, and those that are over.

What is over was passed over or is out of sight; only an acceptance still counts.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from honed.learn.outcome import FORGOTTEN_AFTER_S, Decision, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from honed.core.model import Outcome
    from honed.core.text import Span
    from honed.learn.outcome import Offer
    from honed.learn.standing import Standing

MOST = 24


class OpenOffers:
    """What was handed out, oldest first."""

    def __init__(self) -> None:
        """Nothing was offered."""
        self.standing: list[Standing] = []
        self._over: deque[Standing] = deque(maxlen=MOST)

    def __iter__(self) -> Iterator[Standing]:
        """Iterate over all of them, the newest of those that stand first."""
        yield from reversed(self.standing)
        yield from reversed(self._over)

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.standing or self._over)

    def add(self, standing: Standing) -> None:
        """Add what is handed out; the same offered again continues what stands."""
        offer = standing.offer
        if offer.kind.is_writing:
            self._make_room(standing)
        for each in self.standing:
            is_same = offer.key and (each.offer.key, each.offer.kind) == (offer.key, offer.kind)
            # What the editor asks for by itself continues no menu.
            if is_same and (
                standing.visibility is Visibility.SHOWN or each.visibility is not Visibility.SHOWN
            ):
                each.is_continued = True
                standing.is_seen |= each.is_seen
        self.standing.append(standing)
        if len(self.standing) > MOST:
            hidden = (each for each in self.standing if each.visibility is Visibility.HIDDEN)
            self.end_one(next(hidden, self.standing[0]))

    def _make_room(self, newest: Standing) -> None:
        """End what went on with the writing before, unless something may still come of it.

        It is offered anew at each key, and must not push out what stands elsewhere.
        """
        offer = newest.offer
        for each in list(self.standing):
            if not each.offer.kind.is_writing or each.offer.group == offer.group:
                continue
            each.look(offer.at)
            if offer.key and each.offer.key == offer.key:
                each.is_continued = True
                newest.is_seen |= each.is_seen
            if not each.taken and not each.can_be_passed_over:
                self.end_one(each)

    def put_back(self, standing: Standing) -> None:
        """Let an offer stand again that was taken."""
        self.standing.append(standing)

    def look(self, at: float) -> None:
        """Note that what stands was to be seen until now."""
        for each in self.standing:
            each.look(at)

    def leave(self, near: Span | None, length: int) -> None:
        """End what is out of sight, not at the bytes `near` of `length`, and was not read."""
        for each in list(self.standing):
            is_kept = each.is_seen or each.is_typed_in or each.visibility is not Visibility.SHOWN
            is_here = (
                near is not None
                and near.start <= length - each.region.tail
                and each.region.head <= near.end
            )
            if not is_kept and not is_here:
                self.end_one(each)

    def take(self, standing: Standing) -> None:
        """Let go of an offer, because it is in the text now."""
        (self.standing if standing in self.standing else self._over).remove(standing)

    def end_one(self, standing: Standing) -> None:
        """Note that an offer is over."""
        self.standing.remove(standing)
        self._over.append(standing)

    def end(self, verdict: Callable[[Standing], tuple[bool, Outcome | None]]) -> list[Decision]:
        """End what is over by a verdict; return what became of it."""
        decisions = []
        for standing in list(self.standing):
            is_over, outcome = verdict(standing)
            if is_over:
                self.end_one(standing)
                if outcome is not None:
                    decisions.append(Decision(standing.offer.id, outcome))
        return decisions

    def forget_old(self, at: float) -> None:
        """Let go of what was over long ago."""
        while self._over and at - self._over[0].shown_at > FORGOTTEN_AFTER_S:
            self._over.popleft()

    def forget(self, is_gone: Callable[[Offer], bool]) -> list[str]:
        """Let go of offers; return their ids."""
        gone = [each for each in self if is_gone(each.offer)]
        for each in gone:
            self.take(each)
        return [each.offer.id for each in gone]

    def forget_like(self, offer: Offer) -> None:
        """Let go of an offer that is decided, what stood beside it, and the same offered before."""
        self.forget(
            lambda each: (
                each.id == offer.id
                or bool(offer.group and each.group == offer.group)
                or bool(offer.key and each.key == offer.key)
            )
        )

    def clear(self) -> None:
        """Let go of everything."""
        self.standing.clear()
        self._over.clear()
