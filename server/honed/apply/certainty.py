"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.30
WEIGHTS: tuple[float, ...] = (
    0.41,
    -1.01,
    -1.85,
    0.08,
    0.25,
    0.11,
    -1.07,
    0.81,
    -0.90,
    -4.24,
    -1.14,
    -0.86,
    -1.01,
    -0.85,
    -0.55,
    -2.41,
    -0.21,
    -0.54,
    0.66,
    -1.69,
    -1.23,
    0.04,
    -1.48,
)
"""Of each feature, in the order of `doubts.NAMES`."""
_MOST = 30.0
"""A larger score is as good as sure."""


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=True))
    return 1 / (1 + exp(-max(-_MOST, min(_MOST, score))))
