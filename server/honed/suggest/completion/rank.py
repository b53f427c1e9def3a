"""How probable each candidate is: a logistic model with weights that ship, a softmax over all."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.features import NAMES
from honed.suggest.completion.lines import LINE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "prior.toml"


@attrs.frozen(eq=False)
class Weights:
    """What is multiplied with `features.NAMES` and with `lines.LINE_NAMES`; float64."""

    token: NDArray[np.float64]
    line: NDArray[np.float64]


@cache
def prior() -> Weights:
    """Return the weights that ship."""
    table = tomllib.loads(files(__package__).joinpath(FILE).read_text("utf-8"))
    return Weights(
        np.array([table["token"].get(name, 0.0) for name in NAMES]),
        np.array([table["line"].get(name, 0.0) for name in LINE_NAMES]),
    )


def probabilities(
    features: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a probability for each row of features; together they are one."""
    if not len(features):
        return np.zeros(0)
    scores = features @ weights
    chances: NDArray[np.float64] = np.exp(scores - scores.max())
    chances /= chances.sum()
    return chances


def line_scores(features: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row the logit of its probability, where it may be that none is right."""
    scores = features @ weights
    most = max(0.0, float(scores.max()))
    powers = np.exp(scores - most)
    rest: NDArray[np.float64] = powers.sum() + np.exp(-most) - powers
    logits: NDArray[np.float64] = scores - most - np.log(np.maximum(rest, 1e-12))
    return logits


@attrs.frozen
class Calibration:
    """What was shown, and whether it was right, says of the probability of lines.

    The logit of a line is taken times `slope` and moved by `offset`; `precision` is how sure both
    are, as so many lines would make them.
    """

    slope: float = 1.0
    offset: float = 0.0
    slope_precision: float = 50.0
    offset_precision: float = 15.0

    def chance(self, score: float) -> float:
        """Return how probable it is that a line with this logit is right."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * score + self.offset))))
