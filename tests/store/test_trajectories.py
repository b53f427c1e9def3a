"""Trajectories: appended as they are, read newest first, blanked without leaving the statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honed.core.model import Outcome, Trajectory
from honed.store import trajectories
from tests.store.samples import TRAJECTORY, trajectory

if TYPE_CHECKING:
    from honed.store.store import SqliteStore

chances = st.floats(0, 1)
integers = st.integers(0, 1 << 40)
words = st.text(st.characters(codec="utf-8"), max_size=8)
rows = st.builds(
    Trajectory,
    session_id=integers,
    at=st.floats(0, 1e10),
    language=words,
    path=st.text(st.characters(codec=None), max_size=20),
    line=integers,
    before=st.text(st.characters(codec=None), max_size=20),
    after=st.text(st.characters(codec=None), max_size=20),
    outcome=st.sampled_from(Outcome),
    reward=st.floats(-10, 10),
    kind=words,
    pattern_id=st.none() | integers,
    probability=chances,
    propensity=chances,
    policy_version=integers,
    latency_ms=st.floats(0, 1e6),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_round_trip(store: SqliteStore, row: Trajectory) -> None:
    """What was appended is what is read, with its id."""
    id_ = store.add_trajectory(row)
    assert store.recent(1) == [attrs.evolve(row, id=id_)]


def test_ids_grow_and_newest_come_first(store: SqliteStore) -> None:
    """Ids count from 1, and a limit takes the newest."""
    ids = [store.add_trajectory(trajectory(number)) for number in range(5)]
    assert ids == [1, 2, 3, 4, 5]
    assert [row.id for row in store.recent(2)] == [5, 4]
    assert [row.line for row in store.recent(2)] == [4, 3]
    assert store.recent(0) == store.recent(-1) == []
    assert store.status().last_durable_id == 5


def test_damaged_row_is_left_out(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    """One row that cannot be read does not hide the others."""
    for number in range(3):
        store.add_trajectory(trajectory(number))
    with store._database.write() as connection:
        connection.execute("UPDATE trajectories SET texts = x'00' WHERE id = 2")
        connection.execute("UPDATE trajectories SET outcome = 'unheard of' WHERE id = 1")
    assert [row.id for row in store.recent()] == [3]
    assert "Trajectory 2 is left out" in caplog.text


def test_blank(store: SqliteStore) -> None:
    """The texts of what came from a pattern go; path, outcome and all other rows stay."""
    store.add_trajectory(trajectory(0))
    store.add_trajectory(attrs.evolve(TRAJECTORY, pattern_id=7, outcome=Outcome.ACCEPTED))
    store.add_trajectory(attrs.evolve(TRAJECTORY, pattern_id=8))
    before = store.recent()
    statistics = store.statistics()
    with store._database.write() as connection:
        trajectories.blank(connection, [7])
    untouched, blanked, other = store.recent()[::-1]
    assert [untouched, other] == [before[2], before[0]]
    assert blanked == attrs.evolve(before[1], before="", after="")
    assert store.statistics() == statistics


def test_blank_a_damaged_row(store: SqliteStore) -> None:
    """What cannot be read can be blanked."""
    store.add_trajectory(attrs.evolve(TRAJECTORY, pattern_id=7))
    with store._database.write() as connection:
        connection.execute("UPDATE trajectories SET texts = x'00'")
        trajectories.blank(connection, [7])
    assert [(row.path, row.before) for row in store.recent()] == [("", "")]


@pytest.mark.parametrize("ids", [[], [99]])
def test_noop_blank(store: SqliteStore, ids: list[int]) -> None:
    """No pattern, or one that nothing came from, blanks nothing."""
    store.add_trajectory(attrs.evolve(TRAJECTORY, pattern_id=7))
    with store._database.write() as connection:
        trajectories.blank(connection, ids)
    assert store.recent()[0].before == TRAJECTORY.before


def test_rejections_of_a_session(store: SqliteStore) -> None:
    """Undone counts too; other outcomes and other sessions do not."""
    for pattern_id, outcome, session_id in (
        (7, Outcome.REJECTED, 1),
        (7, Outcome.UNDONE, 1),
        (7, Outcome.REJECTED, 2),
        (8, Outcome.REJECTED, 1),
        (9, Outcome.ACCEPTED, 1),
        (None, Outcome.REJECTED, 1),
    ):
        store.add_trajectory(
            attrs.evolve(TRAJECTORY, pattern_id=pattern_id, outcome=outcome, session_id=session_id)
        )
    assert store.rejections_in(1) == {7: 2, 8: 1}
    assert store.rejections_in(2) == {7: 1}
    assert store.rejections_in(3) == {}
