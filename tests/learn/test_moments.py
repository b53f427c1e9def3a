"""Many decisions at once move the ranker as they would one by one: to what they say."""

from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Weights
from honed.learn.moments import MAX_STEP, MOST_DECISIONS, Moments, added, moments, posterior
from honed.suggest.rank import prior, probability

BASE = Weights((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
Decision = tuple[list[float], bool]


def decisions(number: int, seed: int = 0) -> list[Decision]:
    """Return decisions that the second feature alone tells."""
    chance = random.Random(seed)
    found = []
    for _ in range(number):
        is_right = chance.random() < 0.5
        found.append(([1.0, float(is_right), chance.random()], is_right))
    return found


def test_learns_what_the_decisions_say() -> None:
    """Right with the feature, wrong without it."""
    learned = posterior(BASE, moments(BASE, decisions(2_000)))
    assert probability(learned, [1.0, 1.0, 0.5]) > 0.7
    assert probability(learned, [1.0, 0.0, 0.5]) < 0.3
    assert learned.updates == 2_000


def test_noop() -> None:
    """No decisions, and those of other features, change nothing."""
    assert moments(BASE, []) is None
    assert posterior(BASE, None) is BASE
    assert posterior(prior(), moments(BASE, decisions(5))) == prior()
    assert posterior(BASE, Moments(5, b"no sums")) == BASE


@given(st.integers(0, 1000), st.integers(1, 40), st.tuples(*[st.floats(-12, 12)] * 3))
def test_never_worse_than_before(seed: int, number: int, mean: tuple[float, float, float]) -> None:
    """However wrong the weights were: what they lose in trust the decisions gain."""
    many, base = decisions(number, seed), Weights(mean, (1.0, 1.0, 1.0))
    learned = posterior(base, moments(base, many))

    def objective(weights: Weights) -> float:
        strayed = sum((one - other) ** 2 for one, other in zip(weights.mean, mean, strict=True))
        return strayed / 2 + sum(
            math.log1p(math.exp((-1 if is_right else 1) * score(weights, features)))
            for features, is_right in many
        )

    assert objective(learned) <= objective(base) + 1e-9


def score(weights: Weights, features: list[float]) -> float:
    """Return w·x."""
    return sum(weight * value for weight, value in zip(weights.mean, features, strict=True))


@given(st.integers(1, 60), st.integers(1, 60))
def test_parts_add_up(first: int, second: int) -> None:
    """Counted apart and added is counted together."""
    many = decisions(first + second)
    parts = [moments(BASE, many[:first]), moments(BASE, many[first:])]
    together = posterior(BASE, moments(BASE, many))
    apart = posterior(BASE, added(each for each in parts if each))
    assert apart.updates == together.updates
    for one, other in zip(apart.mean, together.mean, strict=True):
        assert abs(one - other) < 1e-9


def test_a_long_history_does_not_drown_the_developer() -> None:
    """It weighs so many decisions at most, and moves no weight too far."""
    learned = posterior(BASE, moments(BASE, decisions(5 * MOST_DECISIONS)))
    assert learned.updates == MOST_DECISIONS
    assert max(map(abs, learned.mean)) <= MAX_STEP
