"""Multi-task learning: languages share their weights, and each may differ a little.

Evgeniou and Pontil, "Regularized Multi-Task Learning" (2004); as features it is Daumé,
"Frustratingly Easy Domain Adaptation" (2007), arXiv:0907.1815. The score is (w + v_language)·x.
Both parts see every decision; `v` begins at zero with `OFFSET_PRECISION`, so that it moves only
where a language is of another mind again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Weights
from honed.learn.ranker import MAX_PRECISION, MAX_WEIGHT
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from honed.learn.algorithms.interface import Context, Decision, Option

OFFSET_PRECISION = 1.0
"""How sure one is beforehand that a language is like the others, a feature."""


@attrs.frozen
class MultiTask:
    """Shared weights, and by language what is added to them."""

    weights: Weights = attrs.field(repr=False)
    offsets: Mapping[str, Weights] = attrs.field(factory=dict, repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:
        """Return the probability with the language's own offset."""
        return probability(self._joined(context.language), features)

    def update(self, decision: Decision) -> Self:
        """Return it after a step of both parts for each option."""
        found = self
        for option in decision.options:
            found = found._stepped(option, decision.strength)
        return found

    def _stepped(self, option: Option, strength: float) -> Self:
        language = option.context.language
        chance = probability(self._joined(language), option.features)
        error = (1.0 if option.is_right else 0.0) - chance
        curvature = chance * (1.0 - chance)
        offset = moved(self._offset(language), option.features, error, curvature, strength)
        return attrs.evolve(
            self,
            weights=moved(self.weights, option.features, error, curvature, strength),
            offsets={**self.offsets, language: offset},
        )

    def _offset(self, language: str) -> Weights:
        known = self.offsets.get(language)
        if known is not None:
            return known
        size = len(self.weights.mean)
        return Weights((0.0,) * size, (OFFSET_PRECISION,) * size, names=self.weights.names)

    def _joined(self, language: str) -> Weights:
        offset = self.offsets.get(language)
        if offset is None:
            return self.weights
        mean = tuple(map(float.__add__, self.weights.mean, offset.mean))
        return attrs.evolve(self.weights, mean=mean)


def moved(
    weights: Weights, features: Sequence[float], error: float, curvature: float, strength: float
) -> Weights:
    """Return weights after a step of Newton's method along the diagonal, for a joint error."""
    mean, precision = [], []
    for weight, certainty, value in zip(weights.mean, weights.precision, features, strict=True):
        sharper = min(MAX_PRECISION, certainty + strength * curvature * value * value)
        step = strength * error * value / sharper
        mean.append(max(-MAX_WEIGHT, min(MAX_WEIGHT, weight + step)))
        precision.append(sharper)
    return attrs.evolve(
        weights, mean=tuple(mean), precision=tuple(precision), updates=weights.updates + 1
    )
