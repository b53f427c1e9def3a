"""Ways to order candidates and to stay silent: honed's ranker in several states, and baselines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

import attrs

from honed.core.model import Weights
from honed.services.judge import Judge
from honed.services.teaching import SHADOW_STRENGTH
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.replaying.engine import Judged

EMPTY_PRECISION = 1.0
"""How sure a ranker is of weights that are all zero because it has seen nothing."""

EMA = 0.1
UNKNOWN = 0.5
"""What a baseline thinks of a pattern that was never tried."""

Seen = tuple["Judged", bool]
"""A candidate, and whether it was what the developer did."""


class Ranker(Protocol):
    """Something that orders candidates by how probable they are, and may learn."""

    def scores(self, candidates: Sequence[Judged]) -> list[float]:
        """Return a score for each; below `OFFER_AT` it would be silent."""
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

    def scores(self, candidates: Sequence[Judged]) -> list[float]:
        """Return the probabilities."""
        return [self._judge.probability(each.candidate.features) for each in candidates]

    def learn(self, seen: Sequence[Seen]) -> None:
        """Move the weights by one step a candidate."""
        for each, is_right in seen:
            features = each.candidate.features
            self._judge.learn(features, is_right=is_right, strength=SHADOW_STRENGTH)


@attrs.define
class RunningMean:
    """Baseline: how often each pattern was right so far."""

    right: Counter[int] = attrs.field(factory=Counter)
    tried: Counter[int] = attrs.field(factory=Counter)

    def scores(self, candidates: Sequence[Judged]) -> list[float]:
        """Return the means."""
        ids = [each.candidate.pattern_id for each in candidates]
        return [self.right[i] / self.tried[i] if self.tried[i] else UNKNOWN for i in ids]

    def learn(self, seen: Sequence[Seen]) -> None:
        """Count."""
        for each, is_right in seen:
            self.right[each.candidate.pattern_id] += is_right
            self.tried[each.candidate.pattern_id] += 1


@attrs.define
class MovingAverage:
    """Baseline: the exponential moving average of each pattern's verdicts, alpha 0.1."""

    known: dict[int, float] = attrs.field(factory=dict)

    def scores(self, candidates: Sequence[Judged]) -> list[float]:
        """Return the averages."""
        return [self.known.get(each.candidate.pattern_id, UNKNOWN) for each in candidates]

    def learn(self, seen: Sequence[Seen]) -> None:
        """Move the averages."""
        for each, is_right in seen:
            before = self.known.get(each.candidate.pattern_id, UNKNOWN)
            self.known[each.candidate.pattern_id] = before + EMA * (is_right - before)


class Support:
    """Baseline: the pattern that was met most often goes first, and nothing is silent."""

    def scores(self, candidates: Sequence[Judged]) -> list[float]:
        """Return how often each was met."""
        return [OFFER_AT + each.support for each in candidates]

    def learn(self, seen: Sequence[Seen]) -> None:
        """Learn nothing: the engine counts."""
