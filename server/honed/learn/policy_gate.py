"""When one policy takes another's place, and when what was learned is taken back.

Two policies judge the same places in the shadow, where it is known what would have been right. A
place on which both do equally well says nothing about which is better; of the others, the candidate
must win so many that an even coin would not: the sign test (McNemar 1947). It is looked at every
200 decisions, five times, with the boundary of O'Brien and Fleming, "A Multiple Testing Procedure
for Clinical Trials" (1979): the chance that a candidate no better than the live one ever passes is
at most 2.5 % over all looks together. What has not passed after 1,000 decisions is set aside.
"""

from __future__ import annotations

import math
from collections import deque
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_EVERY = 200
LOOKS = 5
MOST_DECISIONS = LOOK_EVERY * LOOKS
BOUNDARY = 2.040
"""In standard deviations at the last look: Jennison and Turnbull, "Group Sequential Methods"
(2000), table 2.3, five looks, 2.5 % on one side. At look k of K it is √(K/k) times that."""

NORMAL_95 = 1.644854
"""Of a bound on one side."""

WATCHED = 200
"""Of so many of the latest decisions the precision of what was learned is compared."""

TAKE_BACK_LEVEL = 0.02
"""One place of 200 must not decide: to take back whatever is behind by one is to take back, sooner
or later, all that is as good as what it began from (`scripts/bench algorithms` counts it)."""


class Stand(StrEnum):
    """What the gate says of a candidate."""

    OPEN = "open"
    PASSED = "passed"
    SET_ASIDE = "set aside"


@attrs.frozen
class Contest:
    """How a candidate has fared beside the live policy: places, and on how many each did better."""

    decisions: int = 0
    better: int = 0
    worse: int = 0
    stand: Stand = Stand.OPEN

    def after(self, candidate: float, live: float) -> Contest:
        """Return it after a place where the two have earned these rewards.

        One that is decided stays as it is.
        """
        if self.stand is not Stand.OPEN:
            return self
        known = attrs.evolve(
            self,
            decisions=self.decisions + 1,
            better=self.better + (candidate > live),
            worse=self.worse + (candidate < live),
        )
        if known.decisions % LOOK_EVERY:
            return known
        return attrs.evolve(known, stand=_looked_at(known))

    @property
    def difference(self) -> float:
        """By how much more the candidate has earned a place, where a win earns 1."""
        return (self.better - self.worse) / self.decisions if self.decisions else 0.0

    @property
    def lower_bound(self) -> float:
        """The 5 % bound below that difference, normal and for one look; -1 before the first."""
        if not self.decisions:
            return -1.0
        mean = self.difference
        variance = (self.better + self.worse) / self.decisions - mean * mean
        return mean - NORMAL_95 * math.sqrt(max(0.0, variance) / self.decisions)


def _looked_at(contest: Contest) -> Stand:
    look = contest.decisions // LOOK_EVERY
    if tail(contest.better, contest.better + contest.worse) <= level(look):
        return Stand.PASSED
    return Stand.SET_ASIDE if look >= LOOKS else Stand.OPEN


def tail(wins: int, number: int) -> float:
    """Return the chance that a fair coin shows heads at least `wins` times of `number`."""
    return sum(math.comb(number, each) for each in range(wins, number + 1)) / (1 << number)


def level(look: int) -> float:
    """Return how improbable a result must be at look 1 to `LOOKS` for a candidate to pass."""
    return 0.5 * math.erfc(BOUNDARY * math.sqrt(LOOKS / look) / math.sqrt(2.0))


@attrs.frozen
class Said:
    """What one policy would have said at a place: an offer, right or wrong, or nothing."""

    is_offered: bool
    is_right: bool

    @property
    def reward(self) -> float:
        """One for a right offer, minus one for a wrong one, 0 for silence."""
        return self.is_offered * (1.0 if self.is_right else -1.0)


class Watch:
    """The latest decisions of what was learned online, beside the frozen policy it began from."""

    def __init__(self) -> None:
        """Nothing was seen."""
        self._latest: deque[tuple[Said, Said]] = deque(maxlen=WATCHED)
        self._number = 0

    def note(self, online: Said, frozen: Said) -> bool:
        """Take one place; return whether what was learned is to be taken back, which begins anew.

        That is: of the last `WATCHED` decisions a smaller share of its offers was right than of
        the frozen policy's, and it earned less on so many places that chance does not explain it
        (the sign test, at `TAKE_BACK_LEVEL`). Silence alone is no fault. It is looked at after
        every `WATCHED // 2` places: who looks more often finds a bad stretch by chance.
        """
        self._latest.append((online, frozen))
        self._number += 1
        if self._number % (WATCHED // 2) or len(self._latest) < WATCHED or not self._is_worse():
            return False
        self._latest.clear()
        self._number = 0
        return True

    def _is_worse(self) -> bool:
        better = sum(one.reward > other.reward for one, other in self._latest)
        worse = sum(one.reward < other.reward for one, other in self._latest)
        learned = precision([one for one, _ in self._latest])
        before = precision([other for _, other in self._latest])
        return learned < before and tail(worse, better + worse) <= TAKE_BACK_LEVEL


def precision(said: Sequence[Said]) -> float:
    """Return the share of the offers that were right; 1 where there was none."""
    offers = [each.is_right for each in said if each.is_offered]
    return sum(offers) / len(offers) if offers else 1.0
