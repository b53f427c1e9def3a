"""What a trajectory knows beside its edit: written with it, added to later, forgotten with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honed.core.details import Details, Qualities, Survival
from honed.core.model import Outcome
from tests.store.samples import EXAMPLE, REWRITE, TRAJECTORY, trajectory, vectors

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from honed.store.store import SqliteStore

shares = st.integers(0, 1000).map(lambda number: number / 1000)
survivals = st.builds(Survival, shares, shares)
words = st.text(st.characters(codec=None), max_size=20)
details = st.builds(
    Details,
    prompt=words,
    framework=words,
    shown=st.lists(words, max_size=3).map(tuple),
    decided_ms=st.none() | st.integers(0, 10**6).map(float),
    after_30_s=st.none() | survivals,
    at_save=st.none() | survivals,
    quality_before=st.none() | shares,
    quality_after=st.none() | shares,
    design_reward=st.none() | shares,
)


def known(store: SqliteStore, id_: int) -> Details:
    """Return what is known of a trajectory."""
    [row] = store.experience.with_ids([id_])
    return row.details


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(details, details)
def test_round_trip(store: SqliteStore, first: Details, more: Details) -> None:
    """What was written is what is read, and what is added replaces only what it knows."""
    id_ = store.add_trajectory(attrs.evolve(TRAJECTORY, details=first))
    assert known(store, id_) == first
    store.add_details(id_, more)
    news = {key: each for key, each in attrs.asdict(more, recurse=False).items()
            if each not in (None, "", ())}  # fmt: skip
    assert known(store, id_) == attrs.evolve(first, **news)


def test_unknown_ids_noop(store: SqliteStore) -> None:
    """Nothing is added to what is not there."""
    store.add_details(7, Details(decided_ms=1.0))
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM details").fetchone() == (0,)


def test_a_damaged_record_hides_one_row(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are read."""
    for prompt in ("one", "two"):
        store.add_trajectory(attrs.evolve(TRAJECTORY, details=Details(prompt=prompt)))
    with store._database.write() as connection:
        connection.execute("UPDATE details SET record = x'00' WHERE trajectory_id = 1")
    assert [row.details.prompt for row in store.recent()] == ["two"]
    assert "Trajectory 1 is left out" in caplog.text


def test_qualities_of_tasks_add_up_by_arm(store: SqliteStore) -> None:
    """Those of edits do not, and a later measurement is not counted again."""
    for kind, version, quality in (("task", 0, 0.5), ("task", 3, 0.75), ("task", 4, 0.25),
                                   ("edit", 4, 0.9)):  # fmt: skip
        row = attrs.evolve(TRAJECTORY, kind=kind, policy_version=version)
        store.add_trajectory(attrs.evolve(row, details=Details(quality_after=quality)))
    store.add_details(1, Details(quality_after=0.9))
    found = store.statistics().qualities
    assert found == {0: Qualities(1, 0.5, 0.25), 1: Qualities(2, 1.0, 0.625)}
    store.forget_trajectories([1, 2, 3, 4])
    assert store.statistics().qualities == found


def test_forgotten_with_what_they_taught(store: SqliteStore, path: Path) -> None:
    """Texts, details and patterns go, from all files; the numbers stay, and none comes again."""
    secret = "a_name_that_is_nowhere_else"
    ids = []
    for number in range(3):
        row = trajectory(number, Outcome.ACCEPTED)
        ids.append(
            store.add_trajectory(
                attrs.evolve(row, path=secret, after=secret, details=Details(prompt=secret))
            )
        )
    store.add_pattern(REWRITE, EXAMPLE, session_id=1, trajectory_id=3, vector=vectors(1)[0])
    assert store.forget_trajectories([2, 3, 99]) == 2
    assert [row.id for row in store.recent()] == [1]
    assert [row.id for row in store.experience.after(0)[0]] == [1]
    assert store.patterns() == []
    assert store.status().last_durable_id == 3
    assert store.add_trajectory(TRAJECTORY) == 4
    assert store.statistics().outcomes == {"accepted": 3, "free": 1}
    assert store.forget_trajectories([2, 3]) == 0
    assert store.forget_trajectories([4, 1]) == 2
    assert store.experience.with_ids([1, 3, 4]) == []
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM trajectories").fetchone() == (1,)
    store.close()
    assert all(secret.encode() not in each.read_bytes() for each in path.parent.iterdir())


def test_older_than(store: SqliteStore) -> None:
    """By their time, which is seconds since the epoch."""
    for at in (1.0, 2.0, 3.0):
        store.add_trajectory(attrs.evolve(TRAJECTORY, at=at))
    assert store.experience.older_than(2.5) == [1, 2]
    assert store.experience.older_than(1.0) == []
