"""What an edit does to the quality of its statements, and what that is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Outcome
from honed.learn.quality_gain import Gain, gain
from honed.learn.reward import REWARDS, reward
from honed.syntax import languages

PYTHON = languages.by_name("python")


def test_a_finding_less() -> None:
    """What was found is gone: better; the other way it is worse by as much."""
    better = gain("a = eval(b)\n", "a = int(b)\n", PYTHON)
    assert better.value > 0
    assert [each.id for each in better.change.removed] == ["python-eval"]
    worse = gain("a = int(b)\n", "a = eval(b)\n", PYTHON)
    assert worse.value == -better.value


def test_more_ways_through() -> None:
    """One more branch is a little worse."""
    found = gain("f(a)\n", "if a:\n    f(a)\n", PYTHON)
    assert -0.2 < found.value < 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("log('%s' % a)\n", "log('%s', a)\n"),
        ("a = 1\n", "a = 1  # one\n"),
        ("a = 1\n", "a = 1\n"),
        ("", ""),
    ],
)
def test_nothing_of_this_noop(before: str, after: str) -> None:
    """What has as many ways through and as many findings is as good."""
    assert gain(before, after, PYTHON).value == 0.0


def test_unknown_languages_noop() -> None:
    """Nothing is said of what cannot be read."""
    assert gain("eval(a)\n", "b\n", None) == Gain()


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("eval(a)\n", "f(a\n", "python"),
        ("**kwargs\n", "*, a=eval(b), **kwargs\n", "python"),
        ("foo(a) { eval(b); }\n", "async foo(a) { await b(); }\n", "javascript"),
    ],
)
def test_what_says_nothing_alone_noop(before: str, after: str, language: str) -> None:
    """A part of a statement, or a member without its class, is not judged."""
    assert gain(before, after, languages.by_name(language)) == Gain()


@pytest.mark.parametrize("outcome", Outcome)
def test_reward(outcome: Outcome) -> None:
    """A little more or less than the outcome alone."""
    assert reward(outcome) == reward(outcome, Gain()) == REWARDS[outcome]
    better, worse = reward(outcome, Gain(0.5)), reward(outcome, Gain(-0.5))
    assert 0 <= worse <= REWARDS[outcome] <= better <= 1
    if outcome is Outcome.MODIFIED:
        assert better - worse == pytest.approx(0.2)
    if outcome in {Outcome.REJECTED, Outcome.UNDONE}:
        assert better == 0.0


@given(st.text(), st.text(), st.sampled_from(["python", "typescript", "go"]))
def test_no_text_raises(before: str, after: str, language: str) -> None:
    """The gain stays in its bounds."""
    assert -1 <= gain(before, after, languages.by_name(language)).value <= 1
