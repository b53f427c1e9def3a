"""One suggestion counts once in its pattern's record, as what it finally turned out to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Evidence, Outcome
from honed.learn.evidence import may_follow, rejudged

DECIDED = [each for each in Outcome if each is not Outcome.FREE]


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        (Outcome.ACCEPTED, Evidence(accepted=1)),
        (Outcome.MODIFIED, Evidence(accepted=1)),
        (Outcome.REJECTED, Evidence(rejected=1)),
        (Outcome.UNDONE, Evidence(rejected=1)),
        (Outcome.IGNORED, Evidence(ignored=1)),
    ],
)
def test_each_outcome_counts(outcome: Outcome, wanted: Evidence) -> None:
    """As wanted, as not wanted, or as passed over."""
    assert rejudged(Evidence(), None, outcome) == wanted


@given(st.lists(st.sampled_from(DECIDED), min_size=1, max_size=6))
def test_only_the_last_outcome_counts(outcomes: list[Outcome]) -> None:
    """Whatever it turned out to be in between."""
    evidence, earlier = Evidence(), None
    for outcome in outcomes:
        evidence = rejudged(evidence, earlier, outcome)
        earlier = outcome
    assert evidence == rejudged(Evidence(), None, outcomes[-1])


def test_what_may_follow() -> None:
    """An acceptance may be undone, an undo taken back; a rejection is not undone."""
    assert may_follow(None, Outcome.ACCEPTED)
    assert may_follow(Outcome.ACCEPTED, Outcome.UNDONE)
    assert may_follow(Outcome.UNDONE, Outcome.ACCEPTED)
    assert may_follow(Outcome.IGNORED, Outcome.ACCEPTED)


def test_what_may_not_follow_noop() -> None:
    """Nothing is decided the same way twice, and nothing undone that was not accepted."""
    for outcome in Outcome:
        assert not may_follow(outcome, outcome)
    assert not may_follow(None, Outcome.UNDONE)
    assert not may_follow(Outcome.REJECTED, Outcome.UNDONE)
    assert not may_follow(Outcome.UNDONE, Outcome.MODIFIED)
