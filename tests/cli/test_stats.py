"""`honed stats`, before anything was learned and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.details import Details
from honed.core.model import Evidence, Example, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell

NO_OUTCOMES = dict.fromkeys(
    ("free", "accepted", "modified", "rejected", "ignored", "undone"), 0
)  # fmt: skip


def test_noop_without_any_store(shell: Shell, folder: Path, data_dir: Path) -> None:
    """Before a server ran all is zero, and asking makes no file."""
    assert shell.json("stats") == {
        "workspace": None,
        "store": str(data_dir / "user" / "honed.db"),
        "dataDir": str(data_dir),
        "exists": False,
        "totalTrajectories": 0,
        "successCount": 0,
        "failureCount": 0,
        "successRate": 0.0,
        "patternsLearned": 0,
        "qualityImprovement": None,
        "avgLatency": 0.0,
        "trajectories": 0,
        "outcomes": NO_OUTCOMES,
        "meanReward": 0.0,
        "patterns": {"total": 0, "proven": 0},
        "sessions": 0,
        "languages": {},
        "meanLatencyMs": 0.0,
        "rankerUpdates": 0,
        "bytesOnDisk": 0,
        "corpusBytesOnDisk": 0,
        "index": {"kind": "exact", "state": "ready"},
    }
    assert "Nothing was learned yet" in shell.text("stats")
    assert not list(data_dir.iterdir())


def test_noop_empty_store(shell: Shell, shelf: Shelf) -> None:
    """A store in which nothing was learned has a session and its place."""
    found = shell.json("stats")
    assert found["exists"]
    assert (found["workspace"], found["store"]) == (str(shelf.folder), str(shelf.database))
    assert (found["trajectories"], found["sessions"]) == (0, 1)
    assert found["outcomes"] == NO_OUTCOMES
    assert "Nothing was learned yet" not in shell.text("stats")


def test_counts(shell: Shell, shelf: Shelf, save_updates: Callable[[int], None]) -> None:
    """What a server wrote is counted; the ranker's updates lie in the user's store."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)", evidence=Evidence(accepted=1))
    shelf.teach("a = ‹x›", "b = ‹x›", language="go")
    free = shelf.trajectory(Example("x", "y", "app.py", 0))
    with shelf.opened() as store:
        store.add_trajectory(
            attrs.evolve(free, outcome=Outcome.REJECTED, reward=-1.0, latency_ms=3.0)
        )
    save_updates(7)
    found = shell.json("stats")
    assert found["trajectories"] == 3
    assert found["outcomes"] == {**NO_OUTCOMES, "free": 2, "rejected": 1}
    assert found["meanReward"] == pytest.approx(0.0)
    assert found["patterns"] == {"total": 2, "proven": 1}
    assert found["languages"] == {"python": 2, "go": 1}
    assert found["meanLatencyMs"] == 3.0
    assert found["rankerUpdates"] == 7
    assert found["bytesOnDisk"] >= shelf.database.stat().st_size > 0
    text = shell.text("stats")
    for part in ("2 free, 1 rejected", "2, 1 of them proven", "2 python, 1 go", "3.0 ms"):
        assert part in text


def test_a_ranker_that_never_learned(shell: Shell, make_shelf: Callable[..., Shelf]) -> None:
    """The user's store may be there without weights."""
    make_shelf(None)
    assert shell.json("stats")["rankerUpdates"] == 0


def test_a_damaged_store_is_told(shell: Shell, shelf: Shelf) -> None:
    """What cannot be read is one line that names the file, not a traceback."""
    shelf.database.write_bytes(b"not a database at all" * 100)
    assert shell.error("stats").startswith(f"honed: The database {shelf.database}")


def test_the_designs_numbers(shell: Shell, shelf: Shelf) -> None:
    """Beside our own; the quality with its interval, for people too."""
    row = attrs.evolve(shelf.trajectory(Example("x", "y", "app.py", 0)), kind="task")
    with shelf.opened() as store:
        for number in range(12):
            outcome = Outcome.ACCEPTED if number % 4 else Outcome.REJECTED
            details = Details(quality_after=0.5 + 0.02 * number)
            store.add_trajectory(
                attrs.evolve(row, outcome=outcome, policy_version=number // 6, details=details)
            )
    found = shell.json("stats")
    assert (found["successCount"], found["failureCount"]) == (9, 3)
    assert (found["successRate"], found["totalTrajectories"]) == (0.75, 12)
    better = found["qualityImprovement"]
    assert better["difference"] == pytest.approx(0.12)
    assert better["interval"][0] < 0.12 < better["interval"][1]
    assert better["frozen"] == {"mean": pytest.approx(0.55), "number": 6}
    text = shell.text("stats")
    assert "75%, 9 of 12 that were decided" in text
    assert "+0.120 against the frozen arm" in text
