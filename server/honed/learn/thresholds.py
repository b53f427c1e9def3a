"""From which probability on to offer, as what was offered turns out to be right or wrong.

How far the probabilities of one kind of offers were too high is one number: what is to be taken
off their log odds. It is estimated with a normal prior around nothing (a logistic model with an
intercept and an offset, by Newton's method), and only what is certain of it counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from honed.core.model import Trial

MOST_TRIALS = 200
"""The latest of a kind, which say how it is now."""

PRIOR_PRECISION = 2.0
"""How sure one is, before the first trial, that the probabilities are what they say."""

MOST_SHIFT = 2.5
"""In log odds: what ships as .5 goes to .92 at most. So what is surer is offered."""

MAX_STEPS = 20
LONGEST_STEP = 1.0
"""Where nearly all are wrong a whole step of Newton's goes too far, and the next one back."""

TOLERANCE = 1e-6
LEAST = 1e-4
"""A probability of 0 or 1 has no log odds."""


def threshold(shipped: float, trials: Collection[Trial], most_shift: float = MOST_SHIFT) -> float:
    """Return from which probability on to offer, where it ships as `shipped`; never below that.

    `most_shift` is in log odds.
    """
    certain = min(most_shift, excess(trials))
    return shipped if not certain else logistic(_log_odds(shipped) + certain)


def excess(trials: Collection[Trial]) -> float:
    """Return by how much the log odds of trials were too high, as far as it is certain.

    Between 0 (also where they were too low) and `MOST_SHIFT`; one standard deviation is certain.
    """
    if not trials:
        return 0.0
    offered = [(_log_odds(each.probability), each.is_right, each.weight) for each in trials]
    offset, precision = 0.0, PRIOR_PRECISION
    for _ in range(MAX_STEPS):
        gradient, precision = -PRIOR_PRECISION * offset, PRIOR_PRECISION
        for log_odds, is_right, weight in offered:
            chance = logistic(log_odds + offset)
            gradient += weight * (is_right - chance)
            precision += weight * chance * (1.0 - chance)
        offset += max(-LONGEST_STEP, min(LONGEST_STEP, gradient / precision))
        if abs(gradient) < TOLERANCE * precision:
            break
    return min(MOST_SHIFT, max(0.0, -offset - 1.0 / math.sqrt(precision)))


def logistic(log_odds: float) -> float:
    """Return the probability."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def _log_odds(probability: float) -> float:
    inside = min(1.0 - LEAST, max(LEAST, probability))
    return math.log(inside / (1.0 - inside))
