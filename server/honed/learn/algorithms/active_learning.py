"""Active learning: the posterior's spread says of which candidates the next click tells most.

Settles, "Active Learning Literature Survey" (2009), uncertainty sampling; the gain of a question is
that of Houlsby et al., "Bayesian Active Learning for Classification and Preference Learning"
(2011), arXiv:1112.5745. The developer is never asked: `curiosity` says where exploration pays, and
a decision is learned from as much as it could tell. Candidates are judged with the spread taken
in: MacKay, "The Evidence Framework Applied to Classification Networks" (1992), moderated output.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from honed.learn.ranker import updated
from honed.suggest.rank import prior, probability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision

SURE = 0.25
"""What a decision that tells nothing still counts: the posterior may be surely wrong."""


@attrs.frozen
class ActiveLearning:
    """The ranker's posterior, moved most by what it was least sure of."""

    weights: Weights = attrs.field(repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - the features say all
        """Return the probability over the whole posterior: nearer to one half than its mean's."""
        mean = sum(map(float.__mul__, self.weights.mean, features))
        moderated = mean / math.sqrt(1.0 + math.pi * self.spread(features) / 8.0)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, moderated))))

    def spread(self, features: Sequence[float]) -> float:
        """Return the variance of the score under the posterior, in squared log odds."""
        pairs = zip(features, self.weights.precision, strict=True)
        return sum(value * value / precision for value, precision in pairs)

    def curiosity(self, features: Sequence[float]) -> float:
        """Return what the outcome would tell of the weights, in nats: 0 where nothing is open.

        The mutual information of outcome and weights, by the approximation p(1-p)·spread / 2 to
        its first order, which holds where the spread is small.
        """
        chance = probability(self.weights, features)
        return 0.5 * math.log1p(chance * (1.0 - chance) * self.spread(features))

    def appetite(self, options: Sequence[Sequence[float]]) -> list[float]:
        """Return the chances of options to go first where chance explores, in all at most 1.

        Each in proportion to what its outcome would tell. Together they are the largest share of
        the spread with which honed ships that is left: what many decisions have settled is left
        alone.
        """
        curious = [self.curiosity(each) for each in options]
        begin = ActiveLearning(prior())
        open_share = max(
            (
                min(1.0, self.spread(each) / of)
                for each in options
                if len(each) == len(begin.weights.mean) and (of := begin.spread(each)) > 0
            ),
            default=0.0,
        )
        total = sum(curious)
        return [open_share * each / total for each in curious] if total else [0.0] * len(options)

    def update(self, decision: Decision) -> Self:
        """Return it after a step for each option, larger where it was less sure."""
        weights = self.weights
        for option in decision.options:
            chance = probability(weights, option.features)
            open_share = max(SURE, 4.0 * chance * (1.0 - chance))
            weights = updated(
                weights,
                option.features,
                is_right=option.is_right,
                strength=decision.strength * open_share,
            )
        return attrs.evolve(self, weights=weights)
