"""Which of the offers of a place goes first: the best, but in a few places any of them.

Where chance has decided now and then, the log of what was shown can tell how another order would
have fared (inverse propensity scoring). The ranker needs it not: the shadow tells of every
candidate whether it was right. So it is off unless somebody wants to know.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from honed.core.text import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARE = 0.02
"""Of the places with a choice, at most; without an appetite all that stand there have the same
chance, the best too."""

_SCALE = 1 << 64

Offer = TypeVar("Offer")


def explored(
    offers: Sequence[Offer], place: str, seed: int, appetite: Sequence[float] | None = None
) -> list[tuple[Offer, float]]:
    """Return the offers in order, each with its propensity: the chance that it stands so.

    That is the chance to be first for the one that is, for each other the chance not to be. The
    best comes first in `offers`; the others keep their order. The same `place` and `seed` lead to
    the same order, however often it is asked for. `appetite` has the chance of each offer where it
    is left to chance, in all at most 1; what lacks is how seldom that is beside `SHARE`.
    """
    if len(offers) < 2:  # noqa: PLR2004 - a choice
        return [(each, 1.0) for each in offers]
    drawn = hashlib.blake2b(encode(f"{seed} {place}"), digest_size=16).digest()
    chances = [1.0 / len(offers)] * len(offers) if appetite is None else appetite
    share = SHARE * min(1.0, sum(chances))
    is_left_to_chance = int.from_bytes(drawn[:8], "big") < share * _SCALE
    first = _drawn(chances, int.from_bytes(drawn[8:], "big") / _SCALE) if is_left_to_chance else 0
    found = []
    for index in (first, *(index for index in range(len(offers)) if index != first)):
        chance = SHARE * chances[index] + (0.0 if index else 1.0 - share)
        found.append((offers[index], chance if index == first else 1.0 - chance))
    return found


def _drawn(chances: Sequence[float], point: float) -> int:
    """Return which of the chances a point of [0, 1) falls on, laid end to end."""
    ends = [*accumulate(chances)]
    return min(bisect_right(ends, point * ends[-1]), len(chances) - 1)
