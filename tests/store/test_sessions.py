"""Sessions, rejections, statistics and weights: small rows that survive a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.model import Outcome, Session, Statistics, Weights
from tests.store.samples import TRAJECTORY, fill, vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.store.store import SqliteStore


def test_session(open_: Callable[[], SqliteStore]) -> None:
    """A session begins, is touched, ends, and is there after a restart."""
    store = open_()
    assert store.latest_session() is None
    first = store.open_session(10.0, "main")
    assert first == Session(1, 10.0, None, "main")
    assert store.latest_session() == first
    assert store.last_activity(1) == 10.0
    store.touch_session(1, 20.0)
    store.touch_session(1, 15.0)
    assert store.last_activity(1) == 20.0
    store.end_session(1, 30.0)
    store.close()
    store = open_()
    assert store.latest_session() == Session(1, 10.0, 30.0, "main")
    second = store.open_session(40.0, "b\ud800")
    assert second.id == 2
    assert store.latest_session() == second


def test_noop_session(store: SqliteStore) -> None:
    """What is said of a session that is not there goes nowhere."""
    store.touch_session(5, 1.0)
    store.end_session(5, 1.0)
    assert store.last_activity(5) == 0.0
    assert store.latest_session() is None


def test_rejections(store: SqliteStore) -> None:
    """A place and a text are remembered once, whatever is in the path."""
    store.add_rejection("a.py", "f1", 1.0)
    store.add_rejection("a.py", "f1", 2.0)
    store.add_rejection("b\udcff.py", "f1", 1.0)
    assert store.rejections() == {("a.py", "f1"), ("b\udcff.py", "f1")}


def test_statistics(store: SqliteStore) -> None:
    """Counts and means, over all that was ever appended."""
    assert store.statistics() == Statistics({}, 0.0, 0, 0, 0, {}, 0.0)
    store.open_session(1.0, "main")
    fill(store, vectors(2))
    rows = [
        (Outcome.ACCEPTED, 1.0, "python", 4.0),
        (Outcome.ACCEPTED, 1.0, "go", 8.0),
        (Outcome.REJECTED, -1.0, "go", 0.0),
    ]
    for outcome, reward, language, latency_ms in rows:
        store.add_trajectory(
            attrs.evolve(
                TRAJECTORY, outcome=outcome, reward=reward, language=language, latency_ms=latency_ms
            )
        )
    statistics = store.statistics()
    assert statistics.outcomes == {"free": 2, "accepted": 2, "rejected": 1}
    assert statistics.languages == {"python": 3, "go": 2}
    assert statistics.mean_reward == pytest.approx(0.2)
    assert statistics.mean_latency_ms == pytest.approx(6.0)
    assert (statistics.patterns, statistics.proven, statistics.sessions) == (2, 0, 1)


def test_weights(open_: Callable[[], SqliteStore]) -> None:
    """Weights come back to the last bit, and the newest only."""
    store = open_()
    assert store.load_weights() is None
    store.save_weights(Weights((1.0,), (2.0,), 1))
    weights = Weights((0.1, -1e300, 5e-324), (1 / 3, 2.0, 3.0), 7)
    store.save_weights(weights)
    assert store.load_weights() == weights
    named = attrs.evolve(weights, names=("bias", "weak", "fresh"))
    store.save_weights(named)
    store.close()
    assert open_().load_weights() == named


def test_damaged_weights(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    """Weights that cannot be read are as if there were none, and that is logged."""
    store.save_weights(Weights((1.0,), (2.0,), 1))
    with store._database.write() as connection:
        connection.execute("UPDATE weights SET mean = x'0000'")
    assert store.load_weights() is None
    assert "begins anew" in caplog.text


def test_has_changed_elsewhere(open_: Callable[[], SqliteStore]) -> None:
    """What another connection wrote is noticed, once; what this one wrote is not."""
    store, other = open_(), open_()
    store.open_session(1.0, "main")
    assert not store.has_changed_elsewhere()
    other.touch_session(1, 2.0)
    assert store.has_changed_elsewhere()
    assert not store.has_changed_elsewhere()
