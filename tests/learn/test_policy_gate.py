"""A better policy passes, one that is no better does not, and what was learned badly is undone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.learn.policy_gate import (
    LOOK_EVERY,
    LOOKS,
    MOST_DECISIONS,
    WATCHED,
    Contest,
    Said,
    Stand,
    Watch,
    level,
    precision,
    tail,
)

RIGHT, WRONG, SILENT = Said(True, True), Said(True, False), Said(False, False)  # noqa: FBT003 - offered, right


def played(better: float, worse: float, seed: int) -> Contest:
    """Return how a candidate fares that does better and worse on these shares of the places."""
    chance, contest = random.Random(seed), Contest()
    while contest.stand is Stand.OPEN:
        drawn = chance.random()
        contest = contest.after(float(drawn < better), float(better <= drawn < better + worse))
    return contest


def test_five_points_better_passes() -> None:
    """Of twenty versions nearly all, where the two differ on every ninth place."""
    stands = [played(0.08, 0.03, seed).stand for seed in range(20)]
    assert stands.count(Stand.PASSED) >= 18


def test_noop_equal_and_worse_ones_do_not_pass() -> None:
    """One of twenty by chance, and of the worse none."""
    equal = [played(0.055, 0.055, seed).stand for seed in range(20)]
    worse = [played(0.03, 0.08, seed).stand for seed in range(20)]
    assert equal.count(Stand.PASSED) <= 1
    assert worse.count(Stand.PASSED) == 0


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_tail_is_that_of_a_fair_coin(wins: int, losses: int) -> None:
    """It falls with every win, and both sides together are all."""
    number = wins + losses
    assert 0.0 < tail(wins, number) <= 1.0
    assert tail(wins, number) + tail(number - wins + 1, number) == pytest.approx(1.0)
    assert tail(wins + 1, number + 1) <= tail(wins, number)


@given(st.lists(st.sampled_from([(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]), max_size=300))
def test_counts_add_up(places: list[tuple[float, float]]) -> None:
    """What is better, worse and equal is all there is; the bound lies below the mean."""
    contest = Contest()
    for candidate, live in places:
        contest = contest.after(candidate, live)
    assert contest.better + contest.worse <= contest.decisions <= len(places)
    assert contest.lower_bound <= contest.difference


def test_nothing_passes_before_the_first_look() -> None:
    """However well it does; then it does, and its bound is above nothing."""
    contest = Contest()
    for _ in range(LOOK_EVERY - 1):
        contest = contest.after(1.0, 0.0)
    assert contest.stand is Stand.OPEN
    contest = contest.after(1.0, 0.0)
    assert contest.stand is Stand.PASSED
    assert contest.lower_bound > 0
    assert contest.after(0.0, 1.0) == contest


def test_it_ends() -> None:
    """What has not passed after the last look is set aside."""
    contest = Contest()
    for _ in range(MOST_DECISIONS):
        contest = contest.after(1.0, 1.0)
    assert contest.stand is Stand.SET_ASIDE


def test_the_looks_share_one_chance_of_error() -> None:
    """Each is easier to pass than the one before, all together at most twice the last."""
    levels = [level(look) for look in range(1, LOOKS + 1)]
    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(0.0207, abs=1e-4)
    assert sum(levels) < 0.05


def test_what_was_learned_badly_is_taken_back() -> None:
    """When of the last 200 decisions its offers were right less often than the frozen ones."""
    watch = Watch()
    said = [watch.note(WRONG, SILENT) for _ in range(6)]
    said += [watch.note(RIGHT, RIGHT) for _ in range(WATCHED - 6)]
    assert said == [False] * (WATCHED - 1) + [True]
    assert not watch.note(WRONG, RIGHT)


def test_noop_one_place_does_not_decide() -> None:
    """It would take back what is as good, sooner or later."""
    watch = Watch()
    assert not any(watch.note(WRONG, SILENT) for _ in range(1))
    assert not any(watch.note(RIGHT, RIGHT) for _ in range(WATCHED))


def test_noop_what_is_as_good_stays() -> None:
    """Silence is no fault."""
    watch = Watch()
    assert not any(watch.note(RIGHT, WRONG) or watch.note(SILENT, RIGHT) for _ in range(WATCHED))
    assert precision([SILENT]) == 1.0


def test_a_reward_is_that_of_the_offer() -> None:
    """Silence earns nothing."""
    assert [each.reward for each in (RIGHT, WRONG, SILENT)] == [1.0, -1.0, 0.0]
