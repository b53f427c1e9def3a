"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.15
WEIGHTS: tuple[float, ...] = (
    0.32,
    -1.13,
    -1.56,
    -0.21,
    0.28,
    0.03,
    -0.33,
    0.61,
    -0.79,
    -1.21,
    -2.01,
    -1.09,
    -0.90,
    -0.79,
    -0.44,
    -3.86,
    -0.16,
    -0.44,
    0.49,
    -1.49,
    -1.11,
    0.04,
    -1.38,
)


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
