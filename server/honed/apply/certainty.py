"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.17
WEIGHTS: tuple[float, ...] = (
    0.30,
    -0.84,
    -1.79,
    -0.03,
    0.39,
    0.16,
    -0.92,
    0.47,
    -0.78,
    -2.91,
    -1.16,
    -0.48,
    -1.47,
    -0.82,
    -0.78,
    -2.90,
    -0.32,
    -0.28,
    0.60,
    -1.66,
    -0.46,
    0.03,
)


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
