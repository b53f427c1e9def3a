"""Q-learning with a horizon of one: the contextual bandit that honed ships with.

Watkins and Dayan, "Q-learning" (1992): the value of an action is its reward and what the best
later one is worth. A suggestion is taken or not, and that ends it; so the value is the probability
to be right, which is learned as by Chapelle and Li, "An Empirical Evaluation of Thompson Sampling"
(2011): a logistic model with a normal posterior (`learn.ranker`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.learn.ranker import updated
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision


@attrs.frozen
class QLearning:
    """The ranker's posterior, moved by one step for each option."""

    weights: Weights = attrs.field(repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - the features say all
        """Return the probability under the mean of the posterior."""
        return probability(self.weights, features)

    def update(self, decision: Decision) -> Self:
        """Return it after a step for each option, in their order."""
        weights = self.weights
        for option in decision.options:
            weights = updated(
                weights,
                option.features,
                is_right=option.is_right,
                strength=decision.strength,
            )
        return attrs.evolve(self, weights=weights)
