"""The reward of a trajectory knows what it did to the quality of the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.details import Details
from honed.core.model import Outcome, Trajectory
from honed.learn.reward import REWARDS
from honed.services.decided import Record
from honed.services.rewards import MOST_CHARACTERS, appraised, reward_of
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


def rewarded(row: Trajectory, worker: InPlaceWorker) -> float | None:
    """Return the reward of a trajectory that has just been written."""
    found = appraised(row, worker)
    return reward_of(Record(written=row.outcome, gain=found.gain if found else None))


def test_better_and_worse() -> None:
    """A finding less, a finding more; the scores and the design's reward are measured beside."""
    better = trajectory("a = eval(b)\n", "a = int(b)\n")
    worse = trajectory("a = int(b)\n", "a = eval(b)\n")
    assert rewarded(better, InPlaceWorker()) == pytest.approx(0.8)
    assert rewarded(worse, InPlaceWorker()) == pytest.approx(0.4)
    found = appraised(worse, InPlaceWorker())
    assert found is not None
    known = found.details
    assert (known.quality_before or 0) > (known.quality_after or 0) > 0
    assert 0 < (known.design_reward or 0) < 1


def test_what_no_longer_parses_is_worth_nothing() -> None:
    """To the design; ours asks for a whole text, as a part of a statement never parses."""
    broken = appraised(trajectory("a = int(b)\n", "a = int(b\n"), InPlaceWorker())
    assert broken is not None
    assert broken.details.design_reward == 0.0
    assert reward_of(Record(written=Outcome.ACCEPTED, gain=broken.gain)) == 1.0
    part = appraised(trajectory(") -> int:\n", ") -> str:\n"), InPlaceWorker())
    assert part is not None
    assert part.details.design_reward


def test_languages_without_a_grammar_noop() -> None:
    """Nothing is measured, and the outcome alone counts."""
    found = attrs.evolve(trajectory("a b\n", "a c\n"), language="unheard of")
    measured = appraised(found, InPlaceWorker())
    assert measured is not None
    assert measured.details == Details()
    assert rewarded(found, InPlaceWorker()) == REWARDS[Outcome.MODIFIED]


def test_what_is_not_written_has_no_reward_noop() -> None:
    """Nor anything that could be made of it."""
    assert reward_of(Record()) is None


def test_as_good_noop() -> None:
    """The outcome alone, so too where the worker has failed."""
    found = trajectory("log('%s' % a)\n", "log('%s', a)\n")
    assert rewarded(found, InPlaceWorker()) == REWARDS[Outcome.MODIFIED]
    failing = InPlaceWorker()
    failing.fails = True
    worse = trajectory("a = int(b)\n", "a = eval(b)\n")
    assert appraised(worse, failing) is None
    assert rewarded(worse, failing) == REWARDS[Outcome.MODIFIED]


@pytest.mark.parametrize("outcome", [Outcome.IGNORED, Outcome.REJECTED, Outcome.FREE])
def test_what_was_not_taken_noop(outcome: Outcome) -> None:
    """It did nothing to the code."""
    found = trajectory("a = eval(b)\n", "a = int(b)\n", outcome)
    assert appraised(found, InPlaceWorker()) is None


def test_long_texts_noop() -> None:
    """They are not looked at."""
    found = trajectory("a = eval(b)\n", "a = 1\n" * MOST_CHARACTERS)
    assert appraised(found, InPlaceWorker()) is None


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
