"""The weights that completions ship with, fitted to lines that were typed.

A softmax over the candidates of each place; among lines there is one more, which stands for none.
By Adam (Kingma and Ba, arXiv 1412.6980) over all examples at once, every repository counting the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.features import NAMES
from honed.suggest.completion.lines import LINE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

STEPS = 300
RATE = 0.08
SHRINKING = 3e-5


@attrs.frozen(eq=False)
class Choice:
    """Rows of features of which one, or none (-1), is the right one."""

    features: NDArray[np.float32] = attrs.field(repr=False)
    right: int


def fitted_choice(repositories: Sequence[Sequence[Choice]]) -> NDArray[np.float64]:
    """Return the weights under which the right candidates are most probable."""
    kept = [[each for each in every if each.right >= 0] for every in repositories]
    choices = [each for every in kept for each in every]
    weight = np.concatenate([np.full(len(every), 1 / max(1, len(every))) for every in kept])
    weight = (weight / weight.sum()).astype(np.float32)
    rows = np.concatenate([each.features for each in choices])
    counts = np.array([len(each.features) for each in choices])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    owner = np.repeat(np.arange(len(choices)), counts)
    scale = rows.std(axis=0) + 1e-6
    rows = ((rows - rows.mean(axis=0)) / scale).astype(np.float32)
    right = weight @ rows[starts + np.array([each.right for each in choices])]

    def gradient(weights: NDArray[np.float32]) -> NDArray[np.float32]:
        scores = rows @ weights
        chances = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        chances *= (weight / np.add.reduceat(chances, starts))[owner]
        slope: NDArray[np.float32] = chances @ rows - right
        return slope

    weights: NDArray[np.float64] = _descended(gradient, rows.shape[1]) / scale
    return weights


def fitted_lines(repositories: Sequence[Sequence[Choice]]) -> NDArray[np.float64]:
    """Return the weights of lines, against the line that is none of them: all of whose are 0."""
    return fitted_choice([[_or_none(each) for each in every] for every in repositories])


def shares(choices: Sequence[Choice], weights: NDArray[np.float64]) -> tuple[float, float]:
    """Return in which share the right one is among the candidates, and is put first."""
    among = [each.right >= 0 for each in choices]
    first = [
        bool(len(each.features)) and int(np.argmax(each.features @ weights)) == each.right
        for each in choices
    ]
    return float(np.mean(among or [False])), float(np.mean(first or [False]))


def _or_none(choice: Choice) -> Choice:
    rows = np.concatenate((choice.features, np.zeros((1, choice.features.shape[1]), np.float32)))
    return Choice(rows, choice.right if choice.right >= 0 else len(rows) - 1)


def _descended(
    gradient: Callable[[NDArray[np.float32]], NDArray[np.float32]], count: int
) -> NDArray[np.float64]:
    weights = np.zeros(count, np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(STEPS):
        slope = gradient(weights) + SHRINKING * weights
        first += 0.1 * (slope - first)
        second += 0.01 * (slope * slope - second)
        mean, spread = first / (1 - 0.9 ** (step + 1)), second / (1 - 0.99 ** (step + 1))
        weights -= RATE * (1 - step / STEPS) * mean / (np.sqrt(spread) + 1e-8)
    return weights.astype(float)


def write(path: Path, token: NDArray[np.float64], line: NDArray[np.float64]) -> None:
    """Write the weights as they ship."""
    rows = ["# Written by `scripts/bench complete --calibrate`.", "[token]"]
    rows += [f"{name} = {value:.4f}" for name, value in zip(NAMES, token, strict=True)]
    rows += ["", "[line]"]
    rows += [f"{name} = {value:.4f}" for name, value in zip(LINE_NAMES, line, strict=True)]
    path.write_text("\n".join(rows) + "\n", "utf-8")
