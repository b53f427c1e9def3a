"""How much better one arm is than another, with the interval in which the truth may lie.

The difference of two means with the interval of Welch, "The generalization of Student's problem
when several different population variances are involved" (1947). The quantile of Student's t is
the expansion 26.7.5 of Abramowitz and Stegun, "Handbook of Mathematical Functions", good to 0.01
from four degrees of freedom on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.details import Qualities

LEAST = 5
"""Scores of each arm; of fewer nothing is said."""

_Z = 1.959964
"""The quantile of the normal distribution for 95 %."""


@attrs.frozen
class Improvement:
    """The mean of the learned arm less that of the frozen one, and its 95 % interval.

    Scores lie in [0, 1]. `frozen` and `learned` are the means, with how many they are of.
    """

    difference: float
    low: float
    high: float
    frozen: float
    learned: float
    frozen_number: int
    learned_number: int


def improvement(frozen: Qualities, learned: Qualities) -> Improvement | None:
    """Return how much better the learned arm is.

    None where an arm has fewer than `LEAST`, or all scores of both are the same: then nothing says
    how sure the difference is.
    """
    if min(frozen.number, learned.number) < LEAST:
        return None
    means = [each.total / each.number for each in (frozen, learned)]
    errors = [
        max(0.0, each.squares - each.number * mean**2) / (each.number - 1) / each.number
        for each, mean in zip((frozen, learned), means, strict=True)
    ]
    difference, error = means[1] - means[0], math.fsum(errors)
    if not error:
        return None
    weights = errors[0] ** 2 / (frozen.number - 1) + errors[1] ** 2 / (learned.number - 1)
    margin = _t(error**2 / weights if weights else math.inf) * math.sqrt(error)
    return Improvement(
        difference,
        difference - margin,
        difference + margin,
        means[0],
        means[1],
        frozen.number,
        learned.number,
    )


def _t(freedom: float) -> float:
    """Return Student's quantile for 95 % at so many degrees of freedom."""
    first = (_Z**3 + _Z) / 4
    second = (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96
    third = (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384
    return _Z + first / freedom + second / freedom**2 + third / freedom**3
