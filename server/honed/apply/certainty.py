"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.33
WEIGHTS: tuple[float, ...] = (
    0.40,
    -0.96,
    -1.92,
    0.08,
    0.18,
    0.08,
    -0.80,
    0.78,
    -0.80,
    -4.12,
    -0.88,
    -0.83,
    -1.07,
    -0.83,
    -0.56,
    -2.51,
    -0.16,
    -0.58,
    0.73,
    -1.67,
    -1.13,
    0.04,
    -0.58,
)
"""Of each feature, in the order of `doubts.NAMES`."""
_MOST = 30.0
"""A larger score is as good as sure."""


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=True))
    return 1 / (1 + exp(-max(-_MOST, min(_MOST, score))))
