"""What many decisions say about the ranker, as sums that add up: how a history teaches it.

One step from the weights that honed ships with needs of all decisions only their gradient and a
bound of their curvature, which are sums over the decisions. Whoever has counted a part of them can
add what others have counted, in any order. The bound is that of Böhning and Lindsay, "Monotonicity
of quadratic-approximation algorithms" (1988): a step of Newton's method that takes it for the
curvature never explains the decisions worse than before, however wrong the weights were.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.learn.ranker import MAX_WEIGHT
from honed.learn.reward import SHADOW_STRENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from honed.core.model import Weights

MOST_DECISIONS = 2_000
"""As many decisions as a history may weigh, each as much as a verdict of the shadow."""

MAX_STEP = 2.0
"""No weight moves farther: a history may be of another kind than the next hour."""


@attrs.frozen
class Moments:
    """Gradient, shape (d,), and the curvature's bound, (d, d), of `number` decisions, as float64.

    They are bytes, so that equal ones are equal: first the gradient, then the bound row by row.
    """

    number: int
    packed: bytes = attrs.field(repr=False)

    @property
    def size(self) -> int:
        """The number of features, d; 0 where `packed` fits no number of them."""
        numbers = len(self.packed) // 8
        size = int((1 + 4 * numbers) ** 0.5 - 1) // 2
        return size if 8 * size * (size + 1) == len(self.packed) else 0


def moments(base: Weights, decisions: Sequence[tuple[Sequence[float], bool]]) -> Moments | None:
    """Return what decisions (the features, and whether it was right) say of the weights `base`.

    None for no decisions.
    """
    if not decisions:
        return None
    features = np.array([each for each, _ in decisions], dtype=np.float64)
    right = np.array([is_right for _, is_right in decisions], dtype=np.float64)
    chance = 1.0 / (1.0 + np.exp(-np.clip(features @ np.array(base.mean), -30.0, 30.0)))
    gradient = features.T @ (right - chance)
    bound = features.T @ features / 4.0
    return _packed(len(decisions), gradient, bound)


def added(many: Iterable[Moments]) -> Moments | None:
    """Return the sum, None of none; those of another number of features are left out."""
    parts = list(many)
    if not parts:
        return None
    size = parts[-1].size
    return reduce(_plus, (each for each in parts if each.size == size))


def posterior(base: Weights, known: Moments | None) -> Weights:
    """Return the weights after the decisions, where `base` were those before.

    Those that do not fit `base` are passed over. Only the mean moves: what the developer decides
    later counts as much as if there had been no history.
    """
    if known is None or not known.size or known.size != len(base.mean):
        return base
    gradient, bound = _unpacked(known)
    most = min(known.number, MOST_DECISIONS)
    share = SHADOW_STRENGTH * most / known.number
    before = np.array(base.precision)
    step = np.linalg.solve(np.diag(before) + share * bound, share * gradient)
    step *= min(1.0, MAX_STEP / max(float(np.abs(step).max()), 1e-9))
    mean = np.clip(np.array(base.mean) + step, -MAX_WEIGHT, MAX_WEIGHT)
    return attrs.evolve(base, mean=tuple(mean.tolist()), updates=base.updates + most)


def _plus(one: Moments, other: Moments) -> Moments:
    total = np.frombuffer(one.packed) + np.frombuffer(other.packed)
    return Moments(one.number + other.number, total.tobytes())


def _packed(number: int, gradient: NDArray[np.float64], bound: NDArray[np.float64]) -> Moments:
    return Moments(number, np.concatenate([gradient, bound.ravel()]).tobytes())


def _unpacked(known: Moments) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    numbers, size = np.frombuffer(known.packed), known.size
    return numbers[:size], numbers[size:].reshape(size, size)
