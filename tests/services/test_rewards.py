"""The reward of a trajectory knows what it did to the quality of the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.model import Outcome, Trajectory
from honed.services.rewards import MOST_CHARACTERS, rewarded
from tests.services.test_workspace import accept, rows

if TYPE_CHECKING:
    from tests.services.conftest import Bench


def trajectory(before: str, after: str, outcome: Outcome = Outcome.FREE) -> Trajectory:
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
    better = rewarded(trajectory("a = eval(b)\n", "a = int(b)\n"))
    worse = rewarded(trajectory("a = int(b)\n", "a = eval(b)\n"))
    assert better.reward == pytest.approx(0.7)
    assert worse.reward == pytest.approx(0.3)


def test_as_good_noop() -> None:
    """The outcome alone."""
    found = trajectory("log('%s' % a)\n", "log('%s', a)\n")
    assert rewarded(found) == found


def test_accepted_and_broken() -> None:
    """What does not parse any more was not worth it, whoever accepted it."""
    assert rewarded(trajectory("f(a)\n", "f(a\n", Outcome.ACCEPTED)).reward == 0.0


def test_long_texts_noop() -> None:
    """They are not looked at."""
    found = trajectory("a = eval(b)\n", "a = 1\n" * MOST_CHARACTERS)
    assert rewarded(found) is found


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
