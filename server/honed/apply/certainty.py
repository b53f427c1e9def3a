"""How likely a merge is right: a logistic model over what speaks against it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BIAS = 3.0
WEIGHTS: tuple[float, ...] = ()


def certainty(features: Sequence[float]) -> float:
    """Return the chance that the merge is right, in [0, 1]; features as `doubts.features`."""
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
