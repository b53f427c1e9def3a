"""Curriculum learning: what is easy is learned first, what is hard when enough is known.

Bengio et al., "Curriculum Learning" (2009); how much is admitted grows with the square root of
what was seen, as in Platanios et al., "Competence-based Curriculum Learning" (2019),
arXiv:1903.09848. Hard is what the shipped weights are far from: such options wait, and are learned
in the order of their difficulty. `ordered` sorts a mined history in the same way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from honed.learn.ranker import updated
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision, Option

AT_FIRST = 0.3
"""So difficult, from 0 to 1, may be what is learned at the very beginning."""

COMPETENT_AFTER = 300
"""Options; from then on nothing waits."""

MOST_WAITING = 200


@attrs.frozen
class Curriculum:
    """Weights, how many options were met, and which wait (with their strength)."""

    weights: Weights = attrs.field(repr=False)
    begin: Weights = attrs.field(repr=False)
    """Those that say what is difficult."""
    met: int = 0
    waiting: tuple[tuple[Option, float], ...] = attrs.field(default=(), repr=False)

    def score(self, features: Sequence[float], context: Context) -> float:  # noqa: ARG002 - the features say all
        """Return the probability under the mean of the posterior."""
        return probability(self.weights, features)

    @property
    def competence(self) -> float:
        """How difficult, from 0 to 1, may be what is learned now."""
        share = min(1.0, self.met / COMPETENT_AFTER)
        return math.sqrt(share * (1.0 - AT_FIRST**2) + AT_FIRST**2)

    def update(self, decision: Decision) -> Self:
        """Return it after what is easy enough by now, the easiest first; the rest waits."""
        if not decision.options:
            return self
        grown = attrs.evolve(self, met=self.met + len(decision.options))
        due = [*self.waiting, *((each, decision.strength) for each in decision.options)]
        due.sort(key=lambda pair: difficulty(self.begin, pair[0]))
        limit = grown.competence
        ready = [each for each in due if difficulty(self.begin, each[0]) <= limit]
        weights = self.weights
        for option, strength in ready:
            weights = updated(weights, option.features, is_right=option.is_right, strength=strength)
        waiting = tuple(due[len(ready) :][:MOST_WAITING])
        return attrs.evolve(grown, weights=weights, waiting=waiting)


def difficulty(weights: Weights, option: Option) -> float:
    """Return how far from the truth the weights are, 0 to 1."""
    return abs(option.is_right - probability(weights, option.features))


def ordered(weights: Weights, options: Iterable[Option]) -> list[Option]:
    """Return the options from easy to hard; equally hard ones keep their order."""
    return sorted(options, key=lambda option: difficulty(weights, option))
