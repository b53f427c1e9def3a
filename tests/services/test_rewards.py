"""The reward of a trajectory knows what it did to the quality of the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.model import Outcome, Trajectory
from honed.learn.reward import REWARDS
from honed.services.rewards import MOST_CHARACTERS, rewarded
from tests.services.conftest import InPlaceWorker
from tests.services.test_workspace import accept, rows

if TYPE_CHECKING:
    from tests.services.conftest import Bench


def trajectory(before: str, after: str, outcome: Outcome = Outcome.MODIFIED) -> Trajectory:
    """Return a trajectory whose reward nobody has looked at yet."""
    return Trajectory(
        session_id=1,
        at=0.0,
        language="python",
        path="a.py",
        line=0,
        before=before,
        after=after,
        outcome=outcome,
        reward=0.5,
    )


def test_better_and_worse() -> None:
    """A finding less, a finding more."""
    better = rewarded(trajectory("a = eval(b)\n", "a = int(b)\n"), InPlaceWorker())
    worse = rewarded(trajectory("a = int(b)\n", "a = eval(b)\n"), InPlaceWorker())
    assert better.reward == pytest.approx(0.8)
    assert worse.reward == pytest.approx(0.4)


def test_as_good_noop() -> None:
    """The outcome alone, so too where the worker has failed."""
    found = trajectory("log('%s' % a)\n", "log('%s', a)\n")
    assert rewarded(found, InPlaceWorker()).reward == REWARDS[Outcome.MODIFIED]
    failing = InPlaceWorker()
    failing.fails = True
    worse = trajectory("a = int(b)\n", "a = eval(b)\n")
    assert rewarded(worse, failing).reward == REWARDS[Outcome.MODIFIED]


@pytest.mark.parametrize("outcome", [Outcome.IGNORED, Outcome.REJECTED, Outcome.FREE])
def test_what_was_not_taken_noop(outcome: Outcome) -> None:
    """It did nothing to the code."""
    found = trajectory("a = eval(b)\n", "a = int(b)\n", outcome)
    assert rewarded(found, InPlaceWorker()) is found


def test_long_texts_noop() -> None:
    """They are not looked at."""
    found = trajectory("a = eval(b)\n", "a = 1\n" * MOST_CHARACTERS)
    assert rewarded(found, InPlaceWorker()) is found


WORSE = "def f(a, b):\n    return json.loads(a)\n\n\ndef g(c, d):\n    return json.loads(c)\n"


def test_what_was_accepted_is_appraised(bench: Bench) -> None:
    """It makes the code worse, so it was worth a little less; a plain one is worth all."""
    uri = bench.open("a.py", WORSE)
    bench.edit(uri, WORSE.replace("json.loads", "eval", 1))
    bench.save(uri)
    assert accept(bench, uri, "json.loads(c)")
    free, accepted = rows(bench)
    assert (free.outcome, free.reward) == (Outcome.FREE, 0.5)
    assert accepted.outcome is Outcome.ACCEPTED
    assert accepted.reward == pytest.approx(0.8)
    bench.edit(uri, bench.text(uri).replace("eval(c)", "json.loads(c)"))
    assert rows(bench)[1].reward == 0.0
