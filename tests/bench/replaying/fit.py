"""Fitting the ranker's weights to situations: a logistic model, by Newton's method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.model import Weights
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT
from tests.bench.replaying.candidates import probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.bench.replaying.candidates import Candidates

QUIET_WEIGHT = 0.05
"""A candidate on a quiet line counts so much: there are many of them, and few are probable."""

MARGIN = 0.02
"""A test must hold by so much."""

MORE = 1.4
"""A test that is missed counts so many times more from then on."""

RIDGE = 0.03
"""The precision of what is believed before: that a feature says nothing."""

MOST = 1000.0
"""But no test counts for more than so many places of a history."""

MIN_ROUNDS = 3
MAX_ROUNDS = 60
"""What the candidates of a line say of each other depends on the weights."""

MAX_STEPS = 50
LONGEST_STEP = 2.0
TOLERANCE = 1e-8


def fitted(histories: Sequence[Candidates], tests: Candidates) -> Weights:
    """Return weights that were fitted to histories, each as much as the other, and to tests.

    A test that is missed counts for more in the next round. The precision is the posterior's: what
    the ranker is sure of, it will change slowly.
    """
    mean: NDArray[np.float64] = np.zeros(len(NAMES))
    precision: NDArray[np.float64] = np.full(len(NAMES), RIDGE)
    share = sum(each.situations for each in histories) / max(1, len(histories))
    counts = np.ones(tests.situations)
    for number in range(MAX_ROUNDS):
        held = is_held(mean, tests) if number else np.zeros(tests.situations, bool)
        if number >= MIN_ROUNDS and held.all():
            break
        if number:
            counts = np.where(held, counts, np.minimum(MOST, counts * MORE))
        rows = [
            _rows(each, mean, _weight(each, share / max(1, each.situations))) for each in histories
        ]
        rows.append(_rows(tests, mean, counts))
        mean, precision = newton(np.vstack(rows), mean)
    return Weights(tuple(mean.tolist()), tuple(precision.tolist()), names=NAMES)


def is_held(mean: NDArray[np.float64], tests: Candidates) -> NDArray[np.bool_]:
    """Return of which tests it is true that their right text is offered first, or nothing is."""
    first, chance = tests.first(mean)
    is_right = np.nan_to_num(tests.right[first]) > 0
    is_silent = tests.is_quiet & (chance < OFFER_AT - MARGIN)
    is_well: NDArray[np.bool_] = np.where(is_right, chance >= OFFER_AT + MARGIN, is_silent)
    return is_well | ~tests.is_demanded | np.isneginf(chance)


def _weight(candidates: Candidates, weight: float) -> NDArray[np.float64]:
    return weight * np.where(candidates.is_quiet, QUIET_WEIGHT, 1.0)


def _rows(
    candidates: Candidates, mean: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return features, right or wrong, and how much it counts, a row for each text."""
    best, features = candidates.best(mean)
    right = candidates.right[best]
    rows = np.column_stack([features, right, counts[candidates.situation[best]]])
    return rows[~np.isnan(right)]


def newton(
    rows: NDArray[np.float64],
    mean: NDArray[np.float64],
    fixed: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and precision, sought from `mean` on; `fixed` is added to each row's score."""
    features, right, counts = rows[:, :-2], rows[:, -2], rows[:, -1]
    mean = mean.copy()
    ridge = RIDGE * np.eye(len(mean))
    hessian = ridge
    for _ in range(MAX_STEPS):
        chance = probabilities(mean, features, fixed)
        gradient = features.T @ (counts * (chance - right)) + RIDGE * mean
        spread = counts * chance * (1.0 - chance)
        hessian = (features * spread[:, None]).T @ features + ridge
        step = np.linalg.solve(hessian, gradient)
        farthest = float(np.abs(step).max())
        mean -= step / max(1.0, farthest / LONGEST_STEP)
        if farthest < TOLERANCE:
            break
    return mean, np.diag(hessian).copy()


@attrs.frozen
class Rates:
    """What weights come to: offers, right ones, those that could be, and those on quiet lines."""

    offered: int
    right: int
    reachable: int
    alarms: int

    @classmethod
    def of(cls, weights: Weights, candidates: Candidates) -> Rates:
        """Look at each place's first."""
        first, chance = candidates.first(np.array(weights.mean))
        is_offered = (chance >= OFFER_AT) & ~candidates.is_quiet
        return cls(
            offered=int(is_offered.sum()),
            right=int((is_offered & (candidates.right[first] > 0)).sum()),
            reachable=len(set(candidates.situation[candidates.right > 0].tolist())),
            alarms=int(((chance >= OFFER_AT) & candidates.is_quiet).sum()),
        )

    @property
    def precision(self) -> float:
        """The share of the offers that were right."""
        return self.right / max(1, self.offered)

    @property
    def of_best(self) -> float:
        """The share of the places with a right candidate at which it was offered."""
        return self.right / max(1, self.reachable)
