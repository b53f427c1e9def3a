"""Federated learning: several developers' sums are added, and nobody's code is seen.

McMahan et al., "Communication-Efficient Learning of Deep Networks from Decentralized Data" (2017),
arXiv:1602.05629. For a logistic model one round needs no averaging of weights: gradient and a bound
of the curvature add up exactly (`learn.moments`). A contribution holds these sums, and by the
fingerprint of a pattern how often that was right and wrong; a pattern counts only where at least
`LEAST_CONTRIBUTORS` developers know it, so that none can be told from the others.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.learn.moments import added, moments, posterior
from honed.learn.ranker import updated
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Context, Decision
    from honed.learn.moments import Moments

LEAST_CONTRIBUTORS = 3
PATTERN_PRIOR = 4.0
"""A pattern's own record counts as much as the features from so many verdicts on."""


@attrs.frozen
class Contribution:
    """What one developer gives: sums over decisions, and counts by a pattern's fingerprint."""

    contributor: str
    sums: Moments | None
    patterns: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    """Right and wrong."""


@attrs.frozen
class Federation:
    """What all have in common: the sum of the sums, and the patterns that many know."""

    sums: Moments | None = None
    patterns: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)


def contribution(contributor: str, weights: Weights, decisions: Iterable[Decision]) -> Contribution:
    """Return what decisions say of the weights that all began with; no feature leaves singly."""
    rows = [
        (option.features, option.is_right) for decision in decisions for option in decision.options
    ]
    return Contribution(contributor, moments(weights, rows))


def federated(contributions: Iterable[Contribution]) -> Federation:
    """Return the sum; of a contributor who comes twice the latest counts."""
    latest = {each.contributor: each for each in contributions}
    right, wrong, knowing = Counter[str](), Counter[str](), Counter[str]()
    for each in latest.values():
        for name, (yes, no) in each.patterns.items():
            right[name] += yes
            wrong[name] += no
            knowing[name] += 1
    many = {
        name: (right[name], wrong[name])
        for name, number in knowing.items()
        if number >= LEAST_CONTRIBUTORS
    }
    return Federation(added(each.sums for each in latest.values() if each.sums is not None), many)


@attrs.frozen
class Federated:
    """The posterior that all began with, moved once by the federation and then as ever."""

    weights: Weights = attrs.field(repr=False)
    patterns: Mapping[tuple[str, int], tuple[int, int]] = attrs.field(factory=dict, repr=False)
    """By a pattern's store and id here, its record elsewhere."""

    @classmethod
    def of(
        cls, weights: Weights, federation: Federation, ids: Mapping[str, int] | None = None
    ) -> Self:
        """Return it with what the federation knows; `ids` are the patterns' ids here."""
        known = {
            ("", (ids or {})[name]): counts
            for name, counts in federation.patterns.items()
            if name in (ids or {})
        }
        return cls(posterior(weights, federation.sums), known)

    def score(self, features: Sequence[float], context: Context) -> float:
        """Return the probability, drawn towards the record that a pattern has elsewhere."""
        chance = probability(self.weights, features)
        right, wrong = self.patterns.get((context.store, context.pattern_id), (0, 0))
        if not right + wrong:
            return chance
        share = math.sqrt((right + wrong) / (right + wrong + PATTERN_PRIOR)) / 2.0
        return (1.0 - share) * chance + share * (1.0 + right) / (2.0 + right + wrong)

    def hearing(self, store: str, counts: Mapping[int, tuple[int, int]]) -> Self:
        """Return it with what others know of a store's patterns, in the place of what they knew."""
        known = {key: each for key, each in self.patterns.items() if key[0] != store}
        known |= {(store, id_): each for id_, each in counts.items()}
        return attrs.evolve(self, patterns=known)

    def update(self, decision: Decision) -> Self:
        """Return it after a step for each option."""
        weights = self.weights
        for option in decision.options:
            weights = updated(
                weights, option.features, is_right=option.is_right, strength=decision.strength
            )
        return attrs.evolve(self, weights=weights)
