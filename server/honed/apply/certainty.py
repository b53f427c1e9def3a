"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.66
WEIGHTS: tuple[float, ...] = (
    0.40,
    -0.93,
    -1.42,
    -0.18,
    0.40,
    0.18,
    -1.11,
    -0.08,
    -0.93,
    -3.88,
    -1.10,
    -0.98,
    -0.98,
    -0.86,
    -1.24,
    -2.55,
    -0.08,
    -0.36,
    0.35,
    -1.68,
    -1.44,
    0.03,
    -1.39,
)


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
