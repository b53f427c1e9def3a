"""Decision transformer without a model: what had a good return in places like this one.

Chen et al., "Decision Transformer: Reinforcement Learning via Sequence Modeling" (2021),
arXiv:2106.01345: an action is predicted from the return that is wanted and the trajectory so far.
Here the trajectories are kept (`remembered`), and the wanted return is 1. Where nothing like a
place is remembered, the ranker's weights speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.learn.algorithms.remembered import Remembered
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision


@attrs.frozen(eq=False)
class DecisionTransformer:
    """The weights that it begins from, which do not move, and what is remembered beside them."""

    weights: Weights = attrs.field(repr=False)
    remembered: Remembered = attrs.field(factory=Remembered, repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - like places may lie in any language
        """Return the mean return of what is remembered, weighed by likeness, and of the prior."""
        [found] = self.remembered.expected([features], [probability(self.weights, features)])
        return found

    def update(self, decision: Decision) -> Self:
        """Return it with the options remembered."""
        return attrs.evolve(self, remembered=self.remembered.after(decision))
