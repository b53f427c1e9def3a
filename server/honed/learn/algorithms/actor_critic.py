"""Actor and critic: a policy that chooses among the options of a place and silence.

Konda and Tsitsiklis, "Actor-Critic Algorithms" (2000), with the policy gradient of Sutton et al.
(2000). The actor is a softmax over the options' scores θ·x and silence, whose score is 0; the
critic is the mean reward of late, which is taken off as a baseline. Every option's outcome is
known, so the gradient is the exact expectation over the policy and nothing is drawn.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.learn.ranker import MAX_WEIGHT
from honed.suggest.rank import OFFER_AT, probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision

STEP = 0.5
"""How far the actor goes for a decision of strength 1."""

CRITIC_STEP = 0.05
MOST_SCORE = 30.0


@attrs.frozen
class ActorCritic:
    """The actor's weights, and the critic's value of a place (a mean reward, 0 to 1)."""

    weights: Weights = attrs.field(repr=False)
    value: float = OFFER_AT

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - the features say all
        """Return the chance that the actor offers it, were there nothing else but silence."""
        return probability(self.weights, features)

    def update(self, decision: Decision) -> Self:
        """Return both after one place; silence is worth `OFFER_AT`, as an even chance is."""
        if not decision.options:
            return self
        features = np.array([each.features for each in decision.options])
        rewards = np.array([float(each.is_right) for each in decision.options] + [OFFER_AT])
        mean = np.array(self.weights.mean)
        scores = np.clip(np.append(features @ mean, 0.0), -MOST_SCORE, MOST_SCORE)
        policy = np.exp(scores - scores.max())
        policy /= policy.sum()
        earned = float(policy @ rewards)
        advantage = policy * (rewards - self.value)
        # ∇ log π(a) = x_a - Σ π x; silence has no features.
        gradient = advantage[:-1] @ features - advantage.sum() * (policy[:-1] @ features)
        moved = np.clip(mean + STEP * decision.strength * gradient, -MAX_WEIGHT, MAX_WEIGHT)
        weights = attrs.evolve(
            self.weights, mean=tuple(moved.tolist()), updates=self.weights.updates + 1
        )
        share = CRITIC_STEP * min(1.0, math.sqrt(max(0.0, decision.strength)))
        return attrs.evolve(self, weights=weights, value=self.value + share * (earned - self.value))
