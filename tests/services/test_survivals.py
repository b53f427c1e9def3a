"""What was accepted is looked at again: after 30 seconds and at the next save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.details import Details, Survival
from honed.core.model import Outcome
from honed.learn.survival import GONE
from honed.services import survivals
from tests.services.test_workspace import accept, rows

if TYPE_CHECKING:
    from honed.core.model import Trajectory
    from tests.services.conftest import Bench

TEXT = "def f(a, b):\n    log.warn(a)\n\n\ndef g(c, d):\n    log.warn(c)\n"
SECOND = "log.warn(c)"


def begun(bench: Bench) -> str:
    """Return the document in which `log.warning(c)` was accepted."""
    uri = bench.open("a.py", TEXT)
    bench.edit(uri, TEXT.replace("warn", "warning", 1))
    bench.save(uri)
    assert accept(bench, uri, SECOND)
    return uri


def later(bench: Bench, seconds: float = survivals.AFTER_S) -> Trajectory:
    """Return the trajectory of what was accepted, so many seconds later."""
    bench.clock.time += seconds
    bench.workspace.tick()
    return rows(bench)[1]


def test_kept(bench: Bench) -> None:
    """After 30 seconds and at the save all is there, and the reward is whole."""
    uri = begun(bench)
    assert later(bench).details.after_30_s == Survival(1.0, 0.0)
    bench.save(uri)
    found = later(bench, 1)
    assert found.details.at_save == Survival(1.0, 0.0)
    assert (found.outcome, found.reward) == (Outcome.ACCEPTED, 1.0)
    assert found.details.decided_ms is not None
    assert found.details.quality_after is not None
    assert not len(bench.workspace.survivals)


def test_not_yet_noop(bench: Bench) -> None:
    """Before the 30 seconds, and without a save, nothing is known, and it is followed."""
    begun(bench)
    known = later(bench, survivals.AFTER_S - 1).details
    assert (known.after_30_s, known.at_save) == (None, None)
    assert len(bench.workspace.survivals) == 1


def test_edited(bench: Bench) -> None:
    """What was typed over it since, and above it, where it is found nevertheless."""
    uri = begun(bench)
    bench.edit(uri, "import log\n\n" + bench.text(uri).replace("warning(c)", "error(c)"))
    found = later(bench)
    assert found.details.after_30_s is not None
    assert found.details.after_30_s.kept == 0.0
    assert found.reward == pytest.approx(0.6 - 0.2 / 6, abs=0.001)


def test_the_save_counts_more(bench: Bench) -> None:
    """It comes later, and what is there then is what was kept."""
    uri = begun(bench)
    assert later(bench).reward == 1.0
    bench.edit(uri, bench.text(uri).replace("warning(c)", "error(c)"))
    bench.save(uri)
    found = later(bench, 1)
    assert found.details.after_30_s == Survival(1.0, 0.0)
    assert found.details.at_save is not None
    assert found.details.at_save.kept == 0.0
    assert found.reward < 0.6


def test_undone(bench: Bench) -> None:
    """What was taken back is gone, and not followed any more."""
    uri = begun(bench)
    bench.edit(uri, bench.text(uri).replace("warning(c)", "warn(c)"))
    [_, found] = rows(bench)
    assert (found.outcome, found.reward) == (Outcome.UNDONE, 0.0)
    assert found.details.after_30_s == GONE
    assert not len(bench.workspace.survivals)


def test_closed_noop(bench: Bench) -> None:
    """Of a document that is closed nothing more is known."""
    uri = begun(bench)
    bench.workspace.documents.close(uri)
    assert later(bench).details.after_30_s is None
    assert not len(bench.workspace.survivals)


def test_the_oldest_are_let_go(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each holds a text: there are never more than a few."""
    monkeypatch.setattr(survivals, "MOST_FOLLOWED", 1)
    begun(bench)
    followed = bench.workspace.survivals
    [first] = followed._followed
    uri = bench.open("b.py", TEXT.replace("warn(a)", "warning(a)"))
    assert accept(bench, uri, SECOND)
    [second] = followed._followed
    assert second is not first


def test_accepted_before_it_is_told(bench: Bench) -> None:
    """An editor whose command comes before its change: the lines are those of its number."""
    uri = bench.open("a.py", TEXT)
    bench.edit(uri, TEXT.replace("warn", "warning", 1))
    bench.save(uri)
    action = bench.actions(uri, SECOND)[0]
    bench.workspace.accepted(action.id)
    bench.edit(uri, bench.text(uri).replace("warn(c)", "warning(c)"))
    bench.wait()
    assert later(bench).details.after_30_s == Survival(1.0, 0.0)


def test_what_is_not_written_is_not_measured_noop(bench: Bench) -> None:
    """Where the trajectory could not be written, nothing is added to it."""
    from honed.services.decided import Record

    asked: list[int] = []

    def measured() -> Details:
        asked.append(1)
        return Details()

    bench.workspace.learner.note(bench.project, Record(), measured)
    bench.wait()
    assert not asked
