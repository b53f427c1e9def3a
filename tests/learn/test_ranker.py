"""One decision, one step: towards what happened, bounded, more carefully the more is known."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Outcome, Weights
from honed.learn.ranker import MAX_PRECISION, MAX_WEIGHT, merged, updated
from honed.learn.reward import SHADOW_STRENGTH, reward, strength
from honed.suggest.features import NAMES
from honed.suggest.rank import prior, probability

vectors = st.lists(st.floats(0, 1), min_size=len(NAMES), max_size=len(NAMES)).map(tuple)


@given(vectors, st.booleans(), st.floats(0, 3))
def test_a_step_goes_towards_what_happened(
    features: tuple[float, ...],
    is_right: bool,  # noqa: FBT001 - drawn
    weight: float,
) -> None:
    """The same candidate is never less probable after it was right."""
    before, after = prior(), updated(prior(), features, is_right=is_right, strength=weight)
    change = probability(after, features) - probability(before, features)
    assert change >= -1e-9 if is_right else change <= 1e-9
    assert after.updates == before.updates + 1


@given(st.lists(st.tuples(vectors, st.booleans()), max_size=30))
def test_weights_stay_bounded(decisions: list[tuple[tuple[float, ...], bool]]) -> None:
    """Whatever a developer does."""
    weights = prior()
    for features, is_right in decisions:
        weights = updated(weights, features, is_right=is_right, strength=100.0)
    assert all(abs(each) <= MAX_WEIGHT for each in weights.mean)
    assert all(0 < each <= MAX_PRECISION for each in weights.precision)


def test_many_decisions_are_followed() -> None:
    """What was rejected again and again is no longer offered."""
    features = (1.0,) * len(NAMES)
    weights = prior()
    for _ in range(300):
        weights = updated(weights, features, is_right=False)
    assert probability(weights, features) < 0.2


def test_the_developer_outweighs_the_shadow() -> None:
    """Ten verdicts of the shadow do not undo one decision about what was shown."""
    features = (1.0,) + (0.0,) * (len(NAMES) - 2) + (1.0,)
    weights = updated(prior(), features, is_right=True, strength=strength(Outcome.ACCEPTED))
    for _ in range(10):
        weights = updated(weights, features, is_right=False, strength=SHADOW_STRENGTH)
    assert probability(weights, features) > probability(prior(), features)


def test_noop_a_decision_of_no_strength() -> None:
    """Only its number is counted."""
    features = (1.0,) * len(NAMES)
    after = updated(prior(), features, is_right=True, strength=0.0)
    assert after == attrs.evolve(prior(), updates=1)


def test_noop_features_that_are_absent_do_not_move() -> None:
    """A zero says nothing about its weight."""
    features = (1.0,) + (0.0,) * (len(NAMES) - 1)
    after = updated(prior(), features, is_right=True)
    assert after.mean[1:] == prior().mean[1:]
    assert after.mean[0] > prior().mean[0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Outcome.ACCEPTED, Outcome.MODIFIED),
        (Outcome.MODIFIED, Outcome.FREE),
        (Outcome.FREE, Outcome.IGNORED),
        (Outcome.IGNORED, Outcome.REJECTED),
    ],
)
def test_rewards_are_ordered(better: Outcome, worse: Outcome) -> None:
    """From accepted to rejected, all in [0, 1]."""
    assert 0 <= reward(worse) < reward(better) <= 1


def test_every_outcome_has_a_reward_and_a_strength() -> None:
    """An undo says it most clearly, a free edit nothing."""
    strengths = {outcome: strength(outcome) for outcome in Outcome}
    assert max(strengths, key=lambda outcome: strengths[outcome]) is Outcome.UNDONE
    assert strength(Outcome.FREE) == 0
    assert reward(Outcome.UNDONE) == 0


decisions_made = st.lists(st.tuples(vectors, st.booleans()), max_size=8)


def after(weights: Weights, decisions: list[tuple[tuple[float, ...], bool]]) -> Weights:
    """Return the weights after decisions."""
    for features, is_right in decisions:
        weights = updated(weights, features, is_right=is_right)
    return weights


@given(decisions_made, decisions_made, decisions_made)
def test_what_two_have_learned_is_merged(
    before: list[tuple[tuple[float, ...], bool]],
    by_us: list[tuple[tuple[float, ...], bool]],
    by_them: list[tuple[tuple[float, ...], bool]],
) -> None:
    """In either order the same, every decision counted, and precision never less than before."""
    base = after(prior(), before)
    ours, theirs = after(base, by_us), after(base, by_them)
    both = merged(base, ours, theirs)
    assert both.updates == len(before) + len(by_us) + len(by_them)
    assert both.mean == pytest.approx(merged(base, theirs, ours).mean)
    assert all(each <= MAX_PRECISION for each in both.precision)
    assert all(
        each >= max(pair) - 1e-9
        for each, *pair in zip(both.precision, ours.precision, theirs.precision, strict=True)
    )


@given(decisions_made)
def test_merging_with_nothing_new_noop(decisions: list[tuple[tuple[float, ...], bool]]) -> None:
    """What only one has learned is taken as it is."""
    learned = after(prior(), decisions)
    for both in (merged(prior(), learned, prior()), merged(prior(), prior(), learned)):
        assert both == learned
