"""How the ranker learns: one step a decision, at once, bounded.

Online logistic regression with a diagonal Laplace approximation of the posterior, after Chapelle
and Li, "An Empirical Evaluation of Thompson Sampling" (2011), algorithm 3, with one step of
Newton's method a decision instead of a batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Weights
from honed.suggest.rank import probability

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WEIGHT = 12.0
MAX_PRECISION = 400.0
"""Beyond it the ranker would no longer follow a developer whose habits change."""


def updated(
    weights: Weights, features: Sequence[float], *, is_right: bool, strength: float = 1.0
) -> Weights:
    """Return the weights after one decision; `strength` weighs it, 0 changes nothing."""
    return towards(weights, features, 1.0 if is_right else 0.0, strength=strength)


def towards(
    weights: Weights, features: Sequence[float], target: float, *, strength: float
) -> Weights:
    """Return the weights after a step of `strength` towards the probability `target`, 0 to 1."""
    chance = probability(weights, features)
    error = target - chance
    curvature = chance * (1.0 - chance)
    mean, precision = [], []
    for weight, certainty, value in zip(weights.mean, weights.precision, features, strict=True):
        sharper = min(MAX_PRECISION, certainty + strength * curvature * value * value)
        moved = weight + strength * error * value / sharper
        mean.append(max(-MAX_WEIGHT, min(MAX_WEIGHT, moved)))
        precision.append(sharper)
    return Weights(tuple(mean), tuple(precision), weights.updates + 1, weights.names)


def without(weights: Weights, before: Weights, after: Weights) -> Weights:
    """Return what is left of weights when a step that led from `before` to `after` is taken back.

    Where nothing was learned since, it is what was before to the last bit; where a bound had cut
    the step it comes near. The updates go on counting, so that nobody takes older ones for newer.
    """
    updates = weights.updates + 1
    if (weights.mean, weights.precision) == (after.mean, after.precision):
        return Weights(before.mean, before.precision, updates, before.names)
    mean, precision = [], []
    for index, certainty in enumerate(weights.precision):
        old, new = before.precision[index], after.precision[index]
        total = max(min(old, certainty), certainty - new + old)
        moment = certainty * weights.mean[index] - new * after.mean[index]
        moved = (moment + old * before.mean[index]) / total
        mean.append(max(-MAX_WEIGHT, min(MAX_WEIGHT, moved)))
        precision.append(min(MAX_PRECISION, total))
    return Weights(tuple(mean), tuple(precision), updates, weights.names)


def merged(base: Weights, ours: Weights, theirs: Weights) -> Weights:
    """Return what both have learned since `base`, from which both began.

    The posteriors are normal, so what was learned multiplies them: precisions add up, and so do
    means times precisions. What only one has learned is taken as it is, to the last bit: two that
    take turns come to an end.
    """
    if base in (ours, theirs):
        return theirs if ours == base else ours
    mean, precision = [], []
    for index, certainty in enumerate(base.precision):
        ours_is, theirs_is = ours.precision[index], theirs.precision[index]
        total = max(certainty, ours_is + theirs_is - certainty)
        moment = ours_is * ours.mean[index] + theirs_is * theirs.mean[index]
        moved = (moment - certainty * base.mean[index]) / total
        mean.append(max(-MAX_WEIGHT, min(MAX_WEIGHT, moved)))
        precision.append(min(MAX_PRECISION, total))
    updates = ours.updates + theirs.updates - base.updates
    return Weights(tuple(mean), tuple(precision), updates, ours.names)


def is_alike(one: Weights, other: Weights) -> bool:
    """Return whether two judge alike, however many decisions each has seen."""
    return (one.names, one.mean, one.precision) == (other.names, other.mean, other.precision)
