"""What many decisions say about the ranker, as sums that add up: how a history teaches it.

One step of Newton's method from the weights that honed ships with needs of all decisions only
their gradient and their curvature, which are sums over the decisions. Whoever has counted a part
of them can add what others have counted, in any order.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.model import Weights
from honed.learn.ranker import MAX_PRECISION, MAX_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

MOST_DECISIONS = 2_000
"""As many decisions as a history may weigh: a developer's own must still be heard beside it."""

MAX_STEP = 2.0
"""No weight moves farther in the one step; where the step is longer, the curvature has changed."""


@attrs.frozen
class Moments:
    """Gradient, shape (d,), and curvature, shape (d, d), of `number` decisions, as float64.

    They are bytes, so that equal ones are equal: first the gradient, then the curvature row by row.
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
    curvature = (features * (chance * (1.0 - chance))[:, None]).T @ features
    return _packed(len(decisions), gradient, curvature)


def added(many: Iterable[Moments]) -> Moments | None:
    """Return the sum, None of none; those of another number of features are left out."""
    parts = list(many)
    if not parts:
        return None
    size = parts[-1].size
    return reduce(_plus, (each for each in parts if each.size == size))


def posterior(base: Weights, known: Moments | None) -> Weights:
    """Return the weights after the decisions, where `base` were those before.

    Those that do not fit `base` are passed over.
    """
    if known is None or not known.size or known.size != len(base.mean):
        return base
    gradient, curvature = _unpacked(known)
    share = min(1.0, MOST_DECISIONS / known.number)
    before = np.array(base.precision)
    step = np.linalg.solve(np.diag(before) + share * curvature, share * gradient)
    step *= min(1.0, MAX_STEP / max(float(np.abs(step).max()), 1e-9))
    mean = np.clip(np.array(base.mean) + step, -MAX_WEIGHT, MAX_WEIGHT)
    precision = np.minimum(MAX_PRECISION, before + share * np.diag(curvature))
    return Weights(
        tuple(mean.tolist()),
        tuple(precision.tolist()),
        base.updates + round(share * known.number),
    )


def _plus(one: Moments, other: Moments) -> Moments:
    total = np.frombuffer(one.packed) + np.frombuffer(other.packed)
    return Moments(one.number + other.number, total.tobytes())


def _packed(number: int, gradient: NDArray[np.float64], curvature: NDArray[np.float64]) -> Moments:
    return Moments(number, np.concatenate([gradient, curvature.ravel()]).tobytes())


def _unpacked(known: Moments) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    numbers, size = np.frombuffer(known.packed), known.size
    return numbers[:size], numbers[size:].reshape(size, size)
