"""Decision transformer without a model: what had a good return in places like this one.

Chen et al., "Decision Transformer: Reinforcement Learning via Sequence Modeling" (2021),
arXiv:2106.01345: an action is predicted from the return that is wanted and the trajectory so far.
Here the trajectories are kept instead of a network: attention over the remembered options, with
the features as keys, reads what their return was, and the wanted return is 1. Where nothing like
it is remembered, the ranker's weights speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision

MOST_REMEMBERED = 1_000
NARROWNESS = 8.0
"""Attention falls to a third where the squared distance of the features grows by 1 in so many."""

PRIOR_WEIGHT = 2.0
"""So many remembered options say as much as the ranker's weights."""


@attrs.frozen(eq=False)
class DecisionTransformer:
    """What the latest options were and had, oldest first; nothing is remembered at first.

    `keys` are their features, float32 of shape (n, d), `squares` the squares of these summed, (n,),
    and `returns` what they had, (n,).
    """

    weights: Weights = attrs.field(repr=False)
    keys: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    squares: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    returns: NDArray[np.float32] | None = attrs.field(default=None, repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - like places may lie in any language
        """Return the mean return of what is remembered, weighed by likeness, and of the prior."""
        expected = probability(self.weights, features)
        if self.keys is None or self.squares is None or self.returns is None:
            return expected
        asked = np.asarray(features, np.float32)
        apart = self.squares - 2.0 * (self.keys @ asked) + asked @ asked
        attention = np.exp(-NARROWNESS * apart)
        total = PRIOR_WEIGHT + float(attention.sum())
        return (PRIOR_WEIGHT * expected + float(attention @ self.returns)) / total

    def update(self, decision: Decision) -> Self:
        """Return it with the options remembered; the oldest are let go."""
        if not decision.options or not decision.strength:
            return self
        keys = np.array([each.features for each in decision.options], np.float32)
        squares = np.square(keys).sum(1)
        returns = np.array([each.is_right for each in decision.options], np.float32)
        if self.keys is not None and self.squares is not None and self.returns is not None:
            keys = np.concatenate([self.keys, keys])
            squares = np.concatenate([self.squares, squares])
            returns = np.concatenate([self.returns, returns])
        return attrs.evolve(
            self,
            keys=keys[-MOST_REMEMBERED:],
            squares=squares[-MOST_REMEMBERED:],
            returns=returns[-MOST_REMEMBERED:],
        )
