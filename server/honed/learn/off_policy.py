"""What another policy would have earned, from the log of the one that was used.

Only what was shown has a known reward in the log; each row says how probable it was to be shown
(its propensity). The estimators are those of Dudík, Langford and Li, "Doubly Robust Policy
Evaluation and Learning" (2011), arXiv:1103.4601; the self-normalised one is Swaminathan and
Joachims, "The Self-Normalized Estimator for Counterfactual Learning" (2015). Intervals are those of
a normal distribution, 95 %: for a few dozen rows they are too narrow.

The shadow knows the outcome of every candidate, and needs none of this. It is for what only shown
suggestions tell (was it ignored, undone?), and only where chance had a part: rows that were certain
to be shown say nothing about a policy that shows something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_WEIGHT = 50.0
"""A row counts for no more: one that was shown against all odds would outvote the others."""

LEAST_PROPENSITY = 1e-6
NORMAL_95 = 1.959964


@attrs.frozen
class Logged:
    """One row of a log: what was shown, and what the two policies and a model say of it."""

    reward: float
    propensity: float
    """The chance, above 0 to 1, with which the policy in use showed it."""
    chance: float
    """The chance, 0 to 1, with which the other policy shows the same thing here."""
    predicted: float = 0.0
    """The reward that a model predicts for what was shown; the model has not seen this row."""
    expected: float = 0.0
    """The mean of the model's predictions over what the other policy shows here."""

    @property
    def weight(self) -> float:
        """How many rows of the other policy's own log it stands for."""
        return min(MOST_WEIGHT, self.chance / max(LEAST_PROPENSITY, self.propensity))


@attrs.frozen
class Estimate:
    """A mean reward, and the bounds of its 95 % interval."""

    value: float
    low: float
    high: float

    def holds(self, truth: float) -> bool:
        """Return whether the interval has it."""
        return self.low <= truth <= self.high


def ips(log: Sequence[Logged]) -> Estimate | None:
    """Return the estimate by inverse propensity; unbiased, and wide. None without two rows."""
    return _estimate(np.array([each.weight * each.reward for each in log]))


def snips(log: Sequence[Logged]) -> Estimate | None:
    """Return the estimate divided by the sum of the weights; a little biased, narrower.

    None without two rows, or where the other policy would have shown nothing of the log.
    """
    weights = np.array([each.weight for each in log])
    if len(log) < 2 or not weights.sum():  # noqa: PLR2004 - one row has no spread
        return None
    rewards = np.array([each.reward for each in log])
    value = float(weights @ rewards / weights.sum())
    # The delta method: what each row moves the ratio by.
    return _estimate(value + weights * (rewards - value) / weights.mean())


def doubly_robust(log: Sequence[Logged]) -> Estimate | None:
    """Return the model's estimate, corrected by what the log shows of its errors.

    It is right where the model is, or the propensities are. None without two rows.
    """
    return _estimate(
        np.array([each.expected + each.weight * (each.reward - each.predicted) for each in log])
    )


def _estimate(values: NDArray[np.float64]) -> Estimate | None:
    if len(values) < 2:  # noqa: PLR2004 - as above
        return None
    value = float(values.mean())
    half = NORMAL_95 * float(values.std(ddof=1)) / len(values) ** 0.5
    return Estimate(value, value - half, value + half)
