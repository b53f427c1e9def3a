"""What another policy would have earned: right on average, and honest about its width."""

from __future__ import annotations

import random

import attrs
import pytest

from honed.learn.off_policy import MOST_WEIGHT, Logged, doubly_robust, ips, snips

ESTIMATORS = (ips, snips, doubly_robust)


def log(number: int, seed: int = 0) -> list[Logged]:
    """Return a log of an even choice of two things, of which the other policy shows the first.

    The first is right in .8 of the cases, the second in .3; the model thinks .7 and .3.
    """
    chance = random.Random(seed)
    rows = []
    for _ in range(number):
        first = chance.random() < 0.5
        reward = float(chance.random() < (0.8 if first else 0.3))
        rows.append(Logged(reward, 0.5, float(first), 0.7 if first else 0.3, 0.7))
    return rows


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_truth_is_found(estimator: type) -> None:
    """Whose log it is does not matter."""
    found = estimator(log(4_000))
    assert found.value == pytest.approx(0.8, abs=0.05)
    assert found.holds(0.8)
    assert not found.holds(0.3)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_noop_the_same_policy(estimator: type) -> None:
    """Where both show the same, it is the mean of the log."""
    rows = [Logged(float(number % 2), 1.0, 1.0) for number in range(100)]
    assert estimator(rows).value == pytest.approx(0.5)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_nothing_is_said_of_nothing(estimator: type) -> None:
    """One row has no spread."""
    assert estimator([]) is None
    assert estimator(log(1)) is None


def test_a_policy_that_shows_nothing_of_the_log_has_no_ratio() -> None:
    """The others say 0, and what the model thinks."""
    rows = [attrs.evolve(each, chance=0.0) for each in log(10)]
    assert snips(rows) is None
    found = doubly_robust(rows)
    assert found is not None
    assert (found.low, found.value, found.high) == pytest.approx((0.7, 0.7, 0.7))


def test_one_row_does_not_outvote_the_others() -> None:
    """However improbable it was."""
    assert Logged(1.0, 1e-12, 1.0).weight == MOST_WEIGHT
    assert Logged(1.0, 0.0, 0.0).weight == 0.0


def test_a_good_model_makes_it_narrower() -> None:
    """And a model of nothing leaves it as it was."""
    rows = log(2_000)
    one, other = ips(rows), doubly_robust(rows)
    assert one is not None
    assert other is not None
    assert other.high - other.low < one.high - one.low
    blind = doubly_robust([attrs.evolve(each, predicted=0.0, expected=0.0) for each in rows])
    assert blind == one
