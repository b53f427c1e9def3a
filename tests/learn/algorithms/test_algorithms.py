"""What holds for all nine algorithms: values, bounds, the same from the same, nothing from nothing."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.config import Algorithm as Named
from honed.core.model import Weights
from honed.learn.algorithms.choice import ALGORITHMS, begun
from honed.learn.algorithms.interface import DEFAULT, Context, Decision, Option
from honed.learn.algorithms.q_learning import QLearning
from honed.suggest.features import NAMES
from honed.suggest.rank import prior, probability

HERE = Context("python", 7, "a session")
features = st.lists(st.floats(0, 1), min_size=len(NAMES), max_size=len(NAMES)).map(tuple)
options = st.builds(
    Option,
    features,
    st.builds(
        Context, st.sampled_from(["python", "go"]), st.integers(1, 3), st.sampled_from(["a", "b"])
    ),
    st.booleans(),
)
decisions = st.builds(
    Decision, st.lists(options, max_size=3).map(tuple), st.sampled_from([0.0, 0.01, 1.0])
)
every_algorithm = pytest.mark.parametrize("name", ALGORITHMS)


def vector(**named: float) -> tuple[float, ...]:
    """Return features that are 0 but for the bias and those named."""
    return tuple({"bias": 1.0, **named}.get(name, 0.0) for name in NAMES)


def empty() -> Weights:
    """Return the weights of a ranker that knows nothing."""
    return Weights((0.0,) * len(NAMES), (1.0,) * len(NAMES), names=NAMES)


def test_there_are_nine_and_the_settings_name_them() -> None:
    """In one order, the default first."""
    assert len(ALGORITHMS) == 9
    assert [*ALGORITHMS] == [each.value for each in Named]
    assert next(iter(ALGORITHMS)) == DEFAULT


@every_algorithm
@settings(max_examples=25, deadline=None)
@given(st.lists(decisions, max_size=8), features)
def test_a_score_is_a_probability(
    name: str, seen: list[Decision], asked: tuple[float, ...]
) -> None:
    """Whatever was decided."""
    algorithm = begun(name, prior())
    for each in seen:
        algorithm = algorithm.update(each)
    assert 0.0 <= algorithm.score(asked, HERE) <= 1.0


@every_algorithm
@settings(max_examples=15, deadline=None)
@given(st.lists(decisions, max_size=6), features)
def test_the_same_decisions_lead_to_the_same_scores(
    name: str, seen: list[Decision], asked: tuple[float, ...]
) -> None:
    """Nothing is drawn, and no value is changed by being used."""
    first = second = begun(name, prior())
    for each in seen:
        kept, before = copy.deepcopy(first), first.score(asked, HERE)
        following = first.update(each)
        assert first.score(asked, HERE) == before == kept.score(asked, HERE)
        first, second = following, second.update(each)
    assert first.score(asked, HERE) == second.score(asked, HERE)


@every_algorithm
def test_what_is_always_right_becomes_more_probable(name: str) -> None:
    """And what is always wrong less, from a ranker that knows nothing."""
    good, bad = vector(left_near=1.0), vector(callee_differs=1.0)
    algorithm = begun(name, empty())
    here = Context("python", 7, "a")
    for _ in range(60):
        both = (Option(good, here, is_right=True), Option(bad, here, is_right=False))
        algorithm = algorithm.update(Decision(both, 1.0))
    assert algorithm.score(good, here) > 0.6
    assert algorithm.score(bad, here) < 0.4


@every_algorithm
def test_noop_nothing_was_decided(name: str) -> None:
    """Neither a place without candidates nor a decision without strength moves a score."""
    algorithm = begun(name, prior())
    asked = vector(left_near=0.5)
    before = algorithm.score(asked, HERE)
    algorithm = algorithm.update(Decision(()))
    for _ in range(3):
        algorithm = algorithm.update(Decision((Option(asked, HERE, is_right=False),), 0.0))
    assert algorithm.score(asked, HERE) == pytest.approx(before)


def test_noop_an_unknown_name() -> None:
    """It is the default that is meant."""
    assert isinstance(begun("a later one", prior()), QLearning)


@pytest.mark.parametrize("name", [each for each in ALGORITHMS if each != "active_learning"])
def test_all_begin_as_the_ranker_is(name: str) -> None:
    """So choosing one makes nothing worse on the first day."""
    asked = vector(left_near=1.0, recent=0.5)
    assert begun(name, prior()).score(asked, HERE) == pytest.approx(probability(prior(), asked))
