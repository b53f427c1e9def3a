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

from honed.learn.reward import SHADOW_STRENGTH
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

MOST_COUNT = 30.0
"""An undo, which says most, speaks for so many verdicts of the shadow."""

PRIOR_WEIGHT = 2.0
"""So many remembered options say as much as the ranker's weights."""


@attrs.frozen(eq=False)
class DecisionTransformer:
    """What the latest options were and had, oldest first; nothing is remembered at first.

    `keys` are their features, float32 of shape (n, d); `squares` the squares of these summed,
    `returns` what they had, and `counts` for how many verdicts of the shadow each speaks, (n,).
    """

    weights: Weights = attrs.field(repr=False)
    keys: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    squares: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    returns: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    counts: NDArray[np.float32] | None = attrs.field(default=None, repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - like places may lie in any language
        """Return the mean return of what is remembered, weighed by likeness, and of the prior."""
        expected = probability(self.weights, features)
        if self.keys is None or self.squares is None or self.returns is None or self.counts is None:
            return expected
        asked = np.asarray(features, np.float32)
        apart = self.squares - 2.0 * (self.keys @ asked) + asked @ asked
        attention = self.counts * np.exp(-NARROWNESS * apart)
        total = PRIOR_WEIGHT + float(attention.sum())
        return (PRIOR_WEIGHT * expected + float(attention @ self.returns)) / total

    def update(self, decision: Decision) -> Self:
        """Return it with the options remembered; the oldest are let go."""
        if not decision.options or not decision.strength:
            return self
        keys = np.array([each.features for each in decision.options], np.float32)
        count = min(MOST_COUNT, decision.strength / SHADOW_STRENGTH)
        found = (
            keys,
            np.square(keys).sum(1),
            np.array([each.is_right for each in decision.options], np.float32),
            np.full(len(keys), count, np.float32),
        )
        before = (self.keys, self.squares, self.returns, self.counts)
        rows = (
            one if other is None else np.concatenate([other, one])
            for one, other in zip(found, before, strict=True)
        )
        keys, squares, returns, counts = (each[-MOST_REMEMBERED:] for each in rows)
        return attrs.evolve(self, keys=keys, squares=squares, returns=returns, counts=counts)
