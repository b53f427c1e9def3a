"""Adversarial training: what was right must not fire where all that surrounds it is different.

Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples" (2015),
arXiv:1412.6572, turned to where harm is done: not noise that hides what is right, but a place that
only looks like the right one. Of each right option a twin is made whose surroundings agree with
nothing; where the twin would be offered, it is taught as wrong. What misfires in truth leaves a
negative guard: the pattern stays silent where as little agrees as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.learn.ranker import updated
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT, probability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision

SURROUNDINGS = tuple(
    NAMES.index(name)
    for name in (
        "left_near",
        "right_near",
        "left_shape",
        "right_shape",
        "statement_same",
        "words_shared",
        "path_same",
        "callee_same",
    )
)
TWIN_SHARE = 0.25
"""A twin was never seen: it counts less than what was."""

MOST_GUARDS = 500
SILENT = OFFER_AT - 0.01


@attrs.frozen
class Adversarial:
    """Weights, and by pattern up to which agreement, 0 to 8, it misfired and was never right."""

    weights: Weights = attrs.field(repr=False)
    guards: Mapping[int, float] = attrs.field(factory=dict, repr=False)
    agreed: Mapping[int, float] = attrs.field(factory=dict, repr=False)
    """By pattern, the least agreement with which it was right."""

    def score(self, features: Sequence[float], context: Context) -> float:
        """Return the probability; under a guard too little for an offer."""
        chance = probability(self.weights, features)
        limit = self.guards.get(context.pattern_id)
        is_guarded = limit is not None and agreement(features) <= limit
        return min(chance, SILENT) if is_guarded else chance

    def update(self, decision: Decision) -> Self:
        """Return it after a step for each option and for each twin that would be offered."""
        weights, guards, agreed = self.weights, dict(self.guards), dict(self.agreed)
        for option in decision.options:
            key, found = option.context.pattern_id, agreement(option.features)
            if option.is_right:
                agreed[key] = min(found, agreed.get(key, found))
                if guards.get(key, -1.0) >= found:
                    del guards[key]
            elif (
                key in agreed
                and found < agreed[key]
                and probability(weights, option.features) >= OFFER_AT
            ):
                guards[key] = max(found, guards.get(key, found))
            weights = updated(
                weights, option.features, is_right=option.is_right, strength=decision.strength
            )
            other = twin(option.features)
            if option.is_right and probability(weights, other) >= OFFER_AT:
                weights = updated(
                    weights, other, is_right=False, strength=decision.strength * TWIN_SHARE
                )
        return attrs.evolve(self, weights=weights, guards=_newest(guards), agreed=_newest(agreed))


def agreement(features: Sequence[float]) -> float:
    """Return how far the surroundings agree with the example's, 0 to `len(SURROUNDINGS)`."""
    return sum(features[index] for index in SURROUNDINGS)


def twin(features: Sequence[float]) -> tuple[float, ...]:
    """Return the same candidate in surroundings that agree with nothing."""
    values = list(features)
    for index in SURROUNDINGS:
        values[index] = 0.0
    return tuple(values)


def _newest(known: dict[int, float]) -> dict[int, float]:
    return dict(list(known.items())[-MOST_GUARDS:])
