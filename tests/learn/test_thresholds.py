"""Thresholds follow how precise offers were: up where they are too often wrong, and back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Trial
from honed.learn.thresholds import MOST_SHIFT, MOST_TRIALS, excess, logistic, threshold

SHIPPED = 0.5
HIGHEST = logistic(MOST_SHIFT)
trials = st.lists(
    st.builds(
        Trial,
        kind=st.just("edit.insertion"),
        probability=st.floats(0.0, 1.0),
        is_right=st.booleans(),
        weight=st.floats(0.0, 1.0),
    ),
    max_size=MOST_TRIALS,
)


def told(outcomes: str, probability: float = 0.8) -> list[Trial]:
    """Return trials of equal probability: `+` was wanted, `-` was not."""
    return [Trial("edit.insertion", probability, each == "+") for each in outcomes]


def test_no_trials_noop() -> None:
    """What ships holds, to the last bit."""
    assert threshold(SHIPPED, []) == SHIPPED
    assert threshold(0.7, []) == 0.7


@pytest.mark.parametrize("outcomes", ["-", "+", "--", "++++----+", "+" * 200])
def test_few_or_right_noop(outcomes: str) -> None:
    """One or two that were wrong say nothing, nor does what is right often enough."""
    assert threshold(SHIPPED, told(outcomes, 0.6)) == SHIPPED


def test_what_is_as_precise_as_it_says_noop() -> None:
    """Chance alone seldom moves a threshold, and never far."""
    found = []
    for seed in range(50):
        chance = random.Random(seed)
        probabilities = [chance.uniform(0.5, 1.0) for _ in range(MOST_TRIALS)]
        drawn = [Trial("", each, chance.random() < each) for each in probabilities]
        found.append(threshold(SHIPPED, drawn))
    assert sum(each == SHIPPED for each in found) > 35
    assert max(found) < 0.6


def test_the_more_is_wrong_the_higher() -> None:
    """Step by step, and bounded: what is nearly certain is still offered."""
    found = [threshold(SHIPPED, told("-" * number)) for number in range(0, 201, 5)]
    assert found == sorted(found)
    assert found[0] == SHIPPED < found[2] < found[4] < found[-1] == HIGHEST
    assert 0.9 < HIGHEST < 0.97


def test_back_where_it_is_right_again() -> None:
    """A developer who rejects all insertions for a while, and then wants them."""
    before = threshold(SHIPPED, told("-" * 30))
    going_back = [
        threshold(SHIPPED, told(("-" * 30 + "+" * number)[-MOST_TRIALS:]))
        for number in range(0, 201, 10)
    ]
    assert before > 0.8
    assert going_back == sorted(going_back, reverse=True)
    assert going_back[-1] == SHIPPED


def test_weak_outcomes_move_little() -> None:
    """What was only ignored says less than what was rejected."""
    rejected = told("-" * 20)
    ignored = [Trial(each.kind, each.probability, each.is_right, 0.1) for each in rejected]
    assert threshold(SHIPPED, ignored) < 0.55 < threshold(SHIPPED, rejected)


@given(trials)
def test_bounds(found: list[Trial]) -> None:
    """Whatever happened: never below what ships, never above the bound."""
    assert 0.0 <= excess(found) <= MOST_SHIFT
    assert SHIPPED <= threshold(SHIPPED, found) <= HIGHEST
    assert 0.7 <= threshold(0.7, found) < 0.95


@given(st.floats(0.01, 0.99), st.integers(1, MOST_TRIALS))
def test_what_is_always_wrong_is_never_back(probability: float, number: int) -> None:
    """However improbable that was: one more that is wrong does not lower the threshold."""
    one, more = (excess(told("-" * each, probability)) for each in (number, number + 1))
    assert more >= one - 1e-6
