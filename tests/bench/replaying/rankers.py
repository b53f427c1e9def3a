"""Ways to order candidates and to stay silent: honed's ranker in several states, and baselines."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import attrs

from honed.core.model import Weights
from honed.learn.reward import SHADOW_STRENGTH
from honed.services.judge import Judge
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Candidate
    from tests.bench.replaying.engine import Judged

EMPTY_PRECISION = SHADOW_STRENGTH
"""How sure a ranker is of weights that are all zero: its first verdicts count in full."""

HASHED = 512
HASHED_PRECISION = 30.0
"""How sure it is beforehand that a name says nothing."""

LEAST = 1e-9
EMA = 0.1
UNKNOWN = 0.5
"""What a baseline thinks of a pattern that was never tried."""

Seen = tuple["Judged", bool]
"""A candidate, and whether it was what the developer did."""


class Ranker(Protocol):
    """Something that orders candidates by how probable they are, and may learn."""

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the score of the best and which it is; below `OFFER_AT` it would be silent.

        None for no candidates.
        """
        ...

    def learn(self, seen: Sequence[Seen]) -> None:
        """Take in what became of all candidates of one place."""
        ...


def empty() -> Weights:
    """Return the weights of a ranker that was never taught anything."""
    return Weights((0.0,) * len(NAMES), (EMPTY_PRECISION,) * len(NAMES))


class Logistic:
    """honed's own, from the shipped weights or from others; it learns as from the shadow."""

    def __init__(self, weights: Weights | None = None) -> None:
        """Begin with `weights`, without them with those that honed ships with."""
        self._judge = Judge()
        if weights is not None:
            self._judge.weights = weights

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the most probable, as the product ranks them."""
        ranked = self._judge.ranked(each.candidate for each in candidates)
        if not ranked:
            return None
        probability, best = ranked[0]
        return probability, _index(best, candidates)

    def learn(self, seen: Sequence[Seen]) -> None:
        """Move the weights by one step for each text that candidates lead to."""
        candidates = [each for each, _ in seen]
        for _, ranked in self._judge.ranked(each.candidate for each in candidates):
            _, is_right = seen[_index(ranked, candidates)]
            self._judge.learn(ranked.features, is_right=is_right, strength=SHADOW_STRENGTH)


class Hashed(Logistic):
    """honed's own with a weight for each pattern, class, directory and kind of file, hashed.

    They are added to the score and shrunk towards nothing.
    """

    def __init__(self) -> None:
        """Begin with the weights that honed ships with, and with none of its own."""
        super().__init__()
        self._mean = [0.0] * HASHED
        self._precision = [HASHED_PRECISION] * HASHED

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the most probable, where the names that it bears have their say."""
        found = [
            (self._probability(probability, candidates[index]), -place, index)
            for place, (probability, ranked) in enumerate(self._ranked(candidates))
            for index in [_index(ranked, candidates)]
        ]
        if not found:
            return None
        probability, _, index = max(found)
        return probability, index

    def learn(self, seen: Sequence[Seen]) -> None:
        """Move the weights of the names by one step for each text, then the others."""
        candidates = [each for each, _ in seen]
        for before, ranked in self._ranked(candidates):
            candidate, is_right = seen[_index(ranked, candidates)]
            chance = self._probability(before, candidate)
            for slot in _slots(candidate):
                self._precision[slot] += chance * (1.0 - chance)
                self._mean[slot] += (is_right - chance) / self._precision[slot]
        super().learn(seen)

    def _ranked(self, candidates: Sequence[Judged]) -> list[tuple[float, Candidate]]:
        return self._judge.ranked(each.candidate for each in candidates)

    def _probability(self, before: float, candidate: Judged) -> float:
        odds = before / max(LEAST, 1.0 - before)
        odds *= math.exp(sum(self._mean[slot] for slot in _slots(candidate)))
        return odds / (1.0 + odds)


def _slots(candidate: Judged) -> list[int]:
    """Return where the weights of a candidate's names lie."""
    return [zlib.crc32(each.encode()) % HASHED for each in candidate.ids]


def _index(ranked: Candidate, candidates: Sequence[Judged]) -> int:
    """Return which candidate was ranked; ranking may add to its features."""
    key = (ranked.pattern_id, ranked.edits)
    keys = ((each.candidate.pattern_id, each.candidate.edits) for each in candidates)
    return next(index for index, each in enumerate(keys) if each == key)


def _best(candidates: Sequence[Judged], scores: Sequence[float]) -> tuple[float, int] | None:
    """Return the best by its score; of equals the newest pattern goes first."""
    ids = [each.candidate.pattern_id for each in candidates]
    order = sorted(range(len(ids)), key=lambda index: (-scores[index], -ids[index]))
    return (scores[order[0]], order[0]) if order else None


@attrs.define
class RunningMean:
    """Baseline: how often each pattern was right so far."""

    right: Counter[int] = attrs.field(factory=Counter)
    tried: Counter[int] = attrs.field(factory=Counter)

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the one that was right most often."""
        ids = [each.candidate.pattern_id for each in candidates]
        means = [self.right[i] / self.tried[i] if self.tried[i] else UNKNOWN for i in ids]
        return _best(candidates, means)

    def learn(self, seen: Sequence[Seen]) -> None:
        """Count."""
        for each, is_right in seen:
            self.right[each.candidate.pattern_id] += is_right
            self.tried[each.candidate.pattern_id] += 1


@attrs.define
class MovingAverage:
    """Baseline: the exponential moving average of each pattern's verdicts, alpha 0.1."""

    known: dict[int, float] = attrs.field(factory=dict)

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the one with the largest average."""
        ids = [each.candidate.pattern_id for each in candidates]
        return _best(candidates, [self.known.get(each, UNKNOWN) for each in ids])

    def learn(self, seen: Sequence[Seen]) -> None:
        """Move the averages."""
        for each, is_right in seen:
            before = self.known.get(each.candidate.pattern_id, UNKNOWN)
            self.known[each.candidate.pattern_id] = before + EMA * (is_right - before)


class Support:
    """Baseline: the pattern that was met most often goes first, and nothing is silent."""

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the one that was met most often."""
        return _best(candidates, [OFFER_AT + each.support for each in candidates])

    def learn(self, seen: Sequence[Seen]) -> None:
        """Learn nothing: the engine counts."""
