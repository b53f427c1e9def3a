"""An offer that stands open: where it is, whether it was seen, and how it ends untaken."""

from __future__ import annotations

from typing import Self

import attrs

from honed.core.diff import minimal_edit
from honed.core.model import Outcome
from honed.core.text import apply_edits
from honed.learn.outcome import (
    EXPIRES_S,
    FORGOTTEN_AFTER_S,
    SEEN_AFTER_S,
    Offer,
    OfferKind,
    Pace,
    Stroke,
    Visibility,
    is_on_the_way,
)
from honed.learn.regions import Region, lines_around


@attrs.define(eq=False)
class Standing:
    """An offer that is not decided, and the lines it is about."""

    offer: Offer
    visibility: Visibility
    shown_at: float
    home: Region
    """Its lines in the text that it was made for."""
    region: Region
    """Its lines as they are now."""
    old: bytes
    wanted: bytes
    is_resolved: bool = False
    """Whether the editor asked for its edits, and may have lost its command on the way."""
    is_seen: bool = False
    is_continued: bool = False
    """Whether the same was offered again since: only the last can be passed over."""
    is_typed_in: bool = False
    is_disturbed: bool = False
    """Whether something else than keys changed the lines: then nobody knows."""
    in_text_at: float | None = None
    """Since when it stands in the text, put in key by key, as some menus do what is selected."""
    taken: bytes = b""
    """The lines after a part of the offer was taken."""

    @classmethod
    def of(cls, offer: Offer, visibility: Visibility) -> Self:
        """Return an offer that was just handed out."""
        home = lines_around(offer.base, offer.edits)
        return cls(
            offer=offer,
            visibility=visibility,
            shown_at=offer.at,
            home=home,
            region=home,
            old=home.of(offer.base.data),
            wanted=home.of(apply_edits(offer.base.data, offer.edits)),
        )

    def look(self, at: float) -> None:
        """Note that it was to be seen until now, in a menu or in the text."""
        since = self.in_text_at if self.is_typed_in else self.shown_at
        if self.visibility is Visibility.SHOWN and since is not None:
            self.is_seen |= at - since >= SEEN_AFTER_S

    @property
    def can_be_passed_over(self) -> bool:
        """Whether it may still be rejected or ignored: it was seen, or is still to be seen."""
        is_out_of_sight = self.is_continued or (self.is_typed_in and not self.is_seen)
        return self.visibility is Visibility.SHOWN and not is_out_of_sight

    def touch(self, before: bytes, stroke: Stroke) -> None:
        """Note a stroke in its lines, which were `before`."""
        self.is_typed_in |= stroke.is_typed
        self.is_disturbed |= not stroke.is_typed
        now = self.region.of(stroke.after)
        self.in_text_at = stroke.at if now == self.wanted else None
        if stroke.pace is Pace.LEAP:
            self._take_part(before, now)

    def show(self, at: float) -> None:
        """Note that the editor asked for its edits, so that the developer sees it from now on."""
        self.is_resolved = True
        if self.visibility is not Visibility.SHOWN:
            self.visibility, self.shown_at = Visibility.SHOWN, at

    def is_reached_by(self, after: bytes, *, is_all_inside: bool) -> bool:
        """Return whether the text `after` a change is what was offered.

        `is_all_inside` says that the change touched these lines only, so that they alone tell.
        """
        if self.offer.leads_to(after):
            return True
        return is_all_inside and not self.region.is_broken and self.region.of(after) == self.wanted

    def _take_part(self, before: bytes, now: bytes) -> None:
        """Note that a stroke put in the beginning of the offer, such as a word.

        Only of text at the cursor an editor takes a part. Key by key it was typed.
        """
        rest = minimal_edit(before, self.wanted)
        if self.offer.kind is not OfferKind.INLINE or rest is None or rest.span:
            return
        head, tail = before[: rest.span.start], before[rest.span.start :]
        put = now[len(head) : len(now) - len(tail)]
        if put and now == head + put + tail and rest.new.startswith(put):
            self.taken = head + put

    def judged(self, data: bytes) -> tuple[bool, Outcome | None]:
        """Return whether it is over now that what was typed in its lines is finished, and how."""
        if not self.is_typed_in and not self.taken:
            return False, None
        now = self.region.of(data)
        if self.taken and now != self.wanted:
            return True, Outcome.MODIFIED if now.startswith(self.taken) else None
        is_open = now != self.wanted and is_on_the_way(self.old, now, self.wanted)
        if now == self.old or is_open:
            self.is_typed_in = False
            return False, None
        if now == self.wanted and self.offer.kind.is_typed_along:
            return True, None
        is_otherwise = now != self.wanted and not self.is_disturbed
        return True, self._passed_over(Outcome.REJECTED if is_otherwise else Outcome.IGNORED)

    def expired(self, at: float) -> tuple[bool, Outcome | None]:
        """Return whether it is over because nothing came of it, and how."""
        age = at - self.shown_at
        if age > FORGOTTEN_AFTER_S:
            return True, None
        if self.visibility is not Visibility.SHOWN or age <= EXPIRES_S or self.is_typed_in:
            return False, None
        return self.closed()

    def closed(self) -> tuple[bool, Outcome | None]:
        """Return that it is over because nothing can come of it any more, and how."""
        return True, self._passed_over(Outcome.IGNORED)

    def _passed_over(self, outcome: Outcome) -> Outcome | None:
        """Return the outcome where it means anything that the offer was not taken."""
        kind = self.offer.kind
        is_meant = self.is_seen and not self.is_continued and kind.may_be_passed_over
        is_meant &= kind.may_be_ignored or outcome is Outcome.REJECTED
        return outcome if is_meant and self.visibility is Visibility.SHOWN else None
