"""The probability of lines follows what was shown and was right."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from honed.learn.calibration import updated
from honed.suggest.completion.rank import Calibration


def test_lines_that_are_mostly_wrong_become_less_probable() -> None:
    """A score of 1 that is right one time in five is believed less and less."""
    calibration = Calibration()
    chance = random.Random(0)
    for _ in range(300):
        calibration = updated(calibration, 1.0, is_right=chance.random() < 0.2)
    assert Calibration().chance(1.0) > 0.7
    assert 0.12 < calibration.chance(1.0) < 0.3


def test_what_is_as_right_as_it_says_stays() -> None:
    """Noop: where the probabilities hold, they are left about where they are."""
    calibration = Calibration()
    chance = random.Random(1)
    for _ in range(500):
        score = chance.uniform(-2, 2)
        is_right = chance.random() < Calibration().chance(score)
        calibration = updated(calibration, score, is_right=is_right)
    assert abs(calibration.chance(1.0) - Calibration().chance(1.0)) < 0.08


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.booleans()), max_size=60))
def test_it_stays_a_probability_that_grows_with_the_score(shown: list[tuple[float, bool]]) -> None:
    """Whatever was shown, more is more, and nothing is certain beyond reason."""
    calibration = Calibration()
    for score, is_right in shown:
        calibration = updated(calibration, score, is_right=is_right)
    values = [calibration.chance(score) for score in (-3.0, 0.0, 3.0)]
    assert values == sorted(values)
    assert all(0.0 <= value <= 1.0 for value in values)
