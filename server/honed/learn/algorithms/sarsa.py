"""SARSA: an edit is one of a chain, and is worth more where the next one will be known, too.

Rummery and Niranjan, "On-Line Q-Learning Using Connectionist Systems" (1994): the value of an
action moves towards its reward and the value of the action that is taken next. Here the chain is
a session, the next action is what is put first at its next place, and the value, between 0 and 1,
is (1 - SHARE) of being right now and `SHARE` of what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.learn.ranker import towards
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision

SHARE = 0.1
"""What the rest of the chain weighs: the discount."""


@attrs.frozen
class Sarsa:
    """Values, and the last place of the chain, which is learned when the next one is known."""

    weights: Weights = attrs.field(repr=False)
    last: Decision | None = attrs.field(default=None, repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - the chain is learned, not asked
        """Return the value: of being right now, and a little of being right next."""
        return probability(self.weights, features)

    def update(self, decision: Decision) -> Self:
        """Return it after a step for each option of the place before; this one waits."""
        if not decision.options:
            return self
        weights = self.weights
        if self.last is not None:
            following = self._value_of_first(decision)
            is_chain = self.last.options[0].context.session == decision.options[0].context.session
            share = SHARE if is_chain else 0.0
            for option in self.last.options:
                target = (1.0 - share) * option.is_right + share * following
                weights = towards(weights, option.features, target, strength=self.last.strength)
        return attrs.evolve(self, weights=weights, last=decision)

    def _value_of_first(self, decision: Decision) -> float:
        return max(self.score(each.features, each.context) for each in decision.options)
