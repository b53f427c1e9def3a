"""How likely a merge is right: logistic models over what speaks for it and against it.

The weights lie in `certainty.toml`, which `scripts/bench apply --calibrate` writes.
"""

from __future__ import annotations

import importlib.resources
import tomllib
from functools import cache
from math import exp
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "certainty.toml"
_MOST = 30.0
"""A larger score is as good as sure."""


@attrs.frozen
class Logistic:
    """A logistic model: a bias and a weight for each number that it looks at."""

    bias: float
    weights: tuple[float, ...]

    def chance(self, numbers: Sequence[float]) -> float:
        """Return the chance that a merge with these numbers is right, in [0, 1]."""
        terms = (weight * value for weight, value in zip(self.weights, numbers, strict=True))
        score = self.bias + sum(terms)
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, score))))


@cache
def fitted(model: str, names: tuple[str, ...]) -> Logistic:
    """Return the model of that name, its weights in the order of `names`.

    ValueError where the file has weights of other names: then it must be fitted anew.
    """
    table = _tables()[model]
    weights = dict(table)
    bias = weights.pop("bias")
    if weights.keys() != set(names):
        raise ValueError(f"{FILE}: [{model}] is of other numbers than {', '.join(names)}")
    return Logistic(bias, tuple(weights[name] for name in names))


@cache
def _tables() -> dict[str, dict[str, float]]:
    text = importlib.resources.files("honed.apply").joinpath(FILE).read_text("utf-8")
    return tomllib.loads(text)
