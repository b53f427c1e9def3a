"""Fitting the ranker's weights to situations: a logistic model, by Newton's method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from honed.core.model import Weights
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.bench.replaying.situations import Situation

QUIET_WEIGHT = 0.1
"""A candidate on a quiet line counts so much: there are many of them, and few are probable."""

MARGIN = 0.02
"""A test must hold by so much."""

MORE = 1.4
"""A test that is missed counts so many times more from then on."""

RIDGE = 1.0
"""The precision of what is believed before: that a feature says nothing."""

MOST = 1000.0
"""But no test counts for more than so many places of a history."""

MIN_ROUNDS = 3
MAX_ROUNDS = 60
"""What the candidates of a line say of each other depends on the weights."""

MAX_STEPS = 50
LONGEST_STEP = 2.0
TOLERANCE = 1e-8


def fitted(histories: Sequence[Sequence[Situation]], tests: Sequence[Situation]) -> Weights:
    """Return weights that were fitted to histories, each as much as the other, and to tests.

    A test that is missed counts for more in the next round. The precision is the posterior's: what
    the ranker is sure of, it will change slowly.
    """
    weights = Weights((0.0,) * len(NAMES), (RIDGE,) * len(NAMES), names=NAMES)
    share = sum(map(len, histories)) / max(1, len(histories))
    counts = [1.0] * len(tests)
    for number in range(MAX_ROUNDS):
        held = [is_held(weights, each) for each in tests] if number else []
        if number >= MIN_ROUNDS and all(held):
            break
        for index, is_well in enumerate(held):
            counts[index] = counts[index] if is_well else min(MOST, counts[index] * MORE)
        rows = []
        for each in histories:
            weight = share / max(1, len(each))
            for situation in each:
                quieter = QUIET_WEIGHT if situation.is_quiet else 1.0
                rows += _rows(weights, situation, weight * quieter)
        for situation, count in zip(tests, counts, strict=True):
            rows += _rows(weights, situation, count)
        weights = _newton(np.array(rows))
    return weights


def is_held(weights: Weights, test: Situation) -> bool:
    """Return whether the weights offer on a line of a test what it says, or nothing."""
    right = {candidate.origin: is_right for candidate, is_right in test.candidates}
    if not test.is_demanded:
        return True
    for chance, candidate in ranked(weights, (each for each, _ in test.candidates)):
        if right[candidate.origin] is not None:
            if right[candidate.origin]:
                return chance >= OFFER_AT + MARGIN
            return test.is_quiet and chance < OFFER_AT - MARGIN
    return True


def _rows(weights: Weights, situation: Situation, counts: float) -> list[tuple[float, ...]]:
    """Return features, right or wrong, and how much it counts, a row for each text."""
    right = {candidate.origin: is_right for candidate, is_right in situation.candidates}
    rows = []
    for _, candidate in ranked(weights, (each for each, _ in situation.candidates)):
        is_right = right[candidate.origin]
        if is_right is not None:
            rows.append((*candidate.features, float(is_right), counts))
    return rows


def _newton(rows: NDArray[np.float64]) -> Weights:
    features, right, counts = rows[:, :-2], rows[:, -2], rows[:, -1]
    mean = np.zeros(features.shape[1])
    ridge = RIDGE * np.eye(len(mean))
    hessian = ridge
    for _ in range(MAX_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(features @ mean, -30.0, 30.0)))
        gradient = features.T @ (counts * (chance - right)) + RIDGE * mean
        spread = counts * chance * (1.0 - chance)
        hessian = (features * spread[:, None]).T @ features + ridge
        step = np.linalg.solve(hessian, gradient)
        farthest = float(np.abs(step).max())
        mean -= step / max(1.0, farthest / LONGEST_STEP)
        if farthest < TOLERANCE:
            break
    return Weights(tuple(mean.tolist()), tuple(np.diag(hessian).tolist()), names=NAMES)


class Rates:
    """What weights come to on situations: offers, right ones, those that could be, alarms."""

    def __init__(self, weights: Weights, situations: Sequence[Situation]) -> None:
        """Look at each place's first."""
        self.offered = self.right = self.reachable = self.alarms = 0
        for situation in situations:
            right = {each.origin: is_right for each, is_right in situation.candidates}
            chance, candidate = ranked(weights, (each for each, _ in situation.candidates))[0]
            self.reachable += any(right.values())
            if chance < OFFER_AT:
                continue
            if situation.is_quiet:
                self.alarms += 1
            else:
                self.offered += 1
                self.right += bool(right[candidate.origin])

    @property
    def precision(self) -> float:
        """The share of the offers that were right."""
        return self.right / max(1, self.offered)

    @property
    def of_best(self) -> float:
        """The share of the places with a right candidate at which it was offered."""
        return self.right / max(1, self.reachable)
