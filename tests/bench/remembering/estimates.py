"""Part of `scripts/bench algorithms`: what another policy would have earned, by simulation.

A place has six numbers and four things that could be shown; how probable each is to be wanted is
a logistic function of the numbers, so the truth is known. One policy has shown things, mostly what
it thinks best; the value of another one is estimated from its log. The model of the doubly robust
estimate is fitted to another log of the same policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.learn.off_policy import Logged, doubly_robust, ips, snips
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from honed.learn.off_policy import Estimate

    Array = NDArray[np.float64]

NUMBERS, THINGS = 6, 4
ROWS = 500
RUNS, MANY_RUNS = 30, 300
TRUTH_FROM = 100_000
BIAS, COVERAGE = 0.03, 0.90
ESTIMATORS: dict[str, Callable[[Sequence[Logged]], Estimate | None]] = {
    "inverse propensity": ips,
    "self-normalised": snips,
    "doubly robust": doubly_robust,
}


@attrs.frozen(eq=False)
class World:
    """What is wanted, and how two policies choose: each shape (NUMBERS, THINGS)."""

    wanted: Array
    used: Array
    other: Array

    @classmethod
    def of(cls, chance: np.random.Generator) -> World:
        """Return a world in which both policies know something of what is wanted."""
        wanted = chance.normal(size=(NUMBERS, THINGS))
        used, other = (wanted + chance.normal(size=wanted.shape) for _ in range(2))
        return cls(wanted, 0.7 * used, 2.0 * other)

    def truth(self, chance: np.random.Generator) -> float:
        """Return what the other policy earns a place."""
        places = chance.normal(size=(TRUTH_FROM, NUMBERS))
        return float(
            (_softmax(places @ self.other) * _logistic(places @ self.wanted)).sum(1).mean()
        )


def tables(seed: int, *, short: bool = False) -> list[Grid]:
    """Estimate again and again, and hold it against the truth."""
    runs = RUNS if short else MANY_RUNS
    chance = np.random.default_rng(seed)
    world = World.of(chance)
    truth = world.truth(chance)
    logs = [logged(world, chance) for _ in range(runs)]
    rows = []
    for number in sorted({RUNS, runs}):
        for name, estimator in ESTIMATORS.items():
            found = [each for log in logs[:number] if (each := estimator(log)) is not None]
            errors = np.array([each.value for each in found]) - truth
            covered = float(np.mean([each.holds(truth) for each in found]))
            bias = float(errors.mean())
            rows.append(
                [
                    name,
                    str(number),
                    f"{bias:+.4f}",
                    f"{float(np.sqrt(np.square(errors).mean())):.4f}",
                    f"{covered:.3f}",
                    "yes" if abs(bias) <= BIAS and covered >= COVERAGE else "no",
                ]
            )
    told = {
        "log": f"{ROWS} decisions a run, {THINGS} things at each",
        "truth": f"{truth:.4f}, of {TRUTH_FROM:,} places",
        "seed": str(seed),
        "goal": f"bias at most {BIAS}, coverage of the 95 % interval at least {COVERAGE:.2f}",
    }
    columns = ("estimate", "runs", "bias", "RMSE", "coverage", "met")
    return [Grid("algorithms: off-policy estimates", told, columns, rows)]


def logged(world: World, chance: np.random.Generator) -> list[Logged]:
    """Return one log, with the predictions of a model that was fitted to another."""
    model = _fitted(world, chance)
    places, shown, rewards, propensities = _played(world, chance)
    others = _softmax(places @ world.other)
    predicted = np.clip(np.einsum("nk,ak->na", _with_one(places), model), 0.0, 1.0)
    expected = (others * predicted).sum(1)
    return [
        Logged(
            float(rewards[row]),
            float(propensities[row, thing]),
            float(others[row, thing]),
            float(predicted[row, thing]),
            float(expected[row]),
        )
        for row, thing in enumerate(shown)
    ]


def _played(
    world: World, chance: np.random.Generator
) -> tuple[Array, NDArray[np.int64], Array, Array]:
    places = chance.normal(size=(ROWS, NUMBERS))
    propensities = _softmax(places @ world.used)
    drawn = chance.random(ROWS)[:, None]
    shown = np.minimum((propensities.cumsum(1) < drawn).sum(1), THINGS - 1)
    wanted = _logistic(places @ world.wanted)[np.arange(ROWS), shown]
    return places, shown, (chance.random(ROWS) < wanted).astype(float), propensities


def _fitted(world: World, chance: np.random.Generator) -> Array:
    """Return a linear model of the reward for each thing, shape (THINGS, NUMBERS + 1)."""
    places, shown, rewards, _ = _played(world, chance)
    model = np.zeros((THINGS, NUMBERS + 1))
    for thing in range(THINGS):
        x, y = _with_one(places[shown == thing]), rewards[shown == thing]
        model[thing] = np.linalg.solve(x.T @ x + np.eye(NUMBERS + 1), x.T @ y)
    return model


def _with_one(places: Array) -> Array:
    return np.hstack([places, np.ones((len(places), 1))])


def _softmax(scores: Array) -> Array:
    raised: Array = np.exp(scores - scores.max(1, keepdims=True))
    found: Array = raised / raised.sum(1, keepdims=True)
    return found


def _logistic(scores: Array) -> Array:
    found: Array = 1.0 / (1.0 + np.exp(-scores))
    return found
