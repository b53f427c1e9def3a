"""An offer that is in the text: where it stands there, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import attrs

from honed.core.model import Outcome
from honed.learn.outcome import Decision
from honed.learn.regions import Region, put_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Edit
    from honed.learn.outcome import Stroke
    from honed.learn.standing import Standing


@attrs.define(eq=False)
class Placed:
    """An offer that is in the text: its lines, and where each of its edits stands."""

    standing: Standing
    region: Region
    olds: tuple[bytes, ...]
    """Its lines before it, and before what was typed of it: an undo leads to one of them."""
    at: float
    needs_command: bool
    """Whether it is ours only if the editor says so."""
    parts: tuple[bool, ...] | None = None
    new: bytes = b""
    cores: tuple[Region, ...] = ()
    """What of each edit is the developer's to keep or to change."""
    words: tuple[bytes, ...] = ()
    """What was put in, the words at its ends whole."""
    is_confirmed: bool = False
    is_undone: bool = False
    is_typed_in: bool = False
    is_modified: bool = False

    @classmethod
    def of(cls, standing: Standing, data: bytes, at: float, *, needs_command: bool) -> Self:
        """Return what has just been put into the text `data`; `hold` says what of it."""
        offer = standing.offer
        # Where nothing else has changed, that is nearer: it holds lines put in at its ends.
        is_all = standing.region.is_broken or offer.leads_to(data)
        region = standing.home.among(offer.companions) if is_all else standing.region
        olds = [standing.old]
        if offer.earlier is not None:
            olds.append(region.of(offer.earlier.data))
        return cls(standing, region, tuple(olds), at, needs_command)

    def hold(self, data: bytes, parts: tuple[bool, ...] | None) -> None:
        """Note that the text `data` now has these parts of the offer, None for all."""
        offer = self.standing.offer
        edits = [each for k, each in enumerate(offer.edits) if parts is None or parts[k]]
        self.parts, self.new = parts, self.region.of(data)
        self.cores = put_in(edits, self.region.head - self.standing.home.head, len(data))
        if not offer.kind.is_typed_along:
            # It was offered as a whole line.
            self.cores = tuple(core.widened_to_lines(data) for core in self.cores)
        self.words = self._words(data)

    def follow(self, step: Edit, length: int, *, is_typed: bool) -> None:
        """Follow the places of the edits through a step."""
        if is_typed and any(core.touches(step, length) for core in self.cores):
            self.is_typed_in = True
        self.cores = tuple(core.moved(step, length, has_ends=False) for core in self.cores)

    def is_back(self, data: bytes) -> bool:
        """Return whether the lines are as before the offer, or the whole text is."""
        # Lines put back at an end of the offer's lines may count as lines beside them.
        if data == self.standing.offer.base.data:
            return True
        return not self.region.is_broken and self.region.of(data) in self.olds

    def is_here(self, data: bytes) -> bool:
        """Return whether the lines are as the offer made them."""
        return not self.region.is_broken and self.region.of(data) == self.new

    def is_completed_by(self, stroke: Stroke) -> bool:
        """Return whether a stroke puts in what goes with the offer elsewhere in the text.

        Some editors make the edits one by one, from the last to the first.
        """
        offer = self.standing.offer
        is_late = not offer.companions or self.is_undone
        return not is_late and offer.leads_to(stroke.after) and not offer.leads_to(stroke.before)

    def modified(self, data: bytes) -> Decision | None:
        """Return that the developer has changed what was put in, once."""
        is_judged = self.is_confirmed and self.is_typed_in and not self.is_undone
        if not is_judged or self.is_modified:
            return None
        self.is_typed_in = False
        changed = tuple(
            one != other for one, other in zip(self._words(data), self.words, strict=True)
        )
        self.is_modified = any(changed)
        if not self.is_modified:
            return None
        return Decision(self.standing.offer.id, Outcome.MODIFIED, self._all_parts(changed))

    def _words(self, data: bytes) -> tuple[bytes, ...]:
        return tuple(core.of_words(data).strip() for core in self.cores)

    def _all_parts(self, held: Sequence[bool]) -> tuple[bool, ...]:
        """Return flags of the parts that are in the text as flags of all the offer's edits."""
        if self.parts is None:
            return tuple(held)
        flags = iter(held)
        return tuple(is_in and next(flags) for is_in in self.parts)
