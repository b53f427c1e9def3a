"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.27
WEIGHTS: tuple[float, ...] = (
    0.42,
    -1.05,
    -1.86,
    0.05,
    0.18,
    0.09,
    -0.85,
    0.85,
    -0.88,
    -4.15,
    -0.99,
    -0.96,
    -0.94,
    -0.85,
    -0.55,
    -2.82,
    -0.20,
    -0.55,
    0.73,
    -1.69,
    -1.20,
    0.04,
    -1.52,
)


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
