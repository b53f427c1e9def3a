"""Patterns: what was learned comes back, its record is replaced, and forgetting takes it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honed.core.model import Evidence, Outcome, Pattern
from tests.store.samples import EXAMPLE, REWRITE, TRAJECTORY, fill, vectors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.store.store import SqliteStore

SECRET_WORDS = attrs.evolve(EXAMPLE, before="unmistakable words", after="unforgettable words")


def test_round_trip(store: SqliteStore) -> None:
    """What is added is returned, and found again alone and among all."""
    added = store.add_pattern(REWRITE, EXAMPLE, session_id=3, trajectory_id=4, vector=vectors(1)[0])
    assert added == Pattern(1, REWRITE, EXAMPLE, session_id=3, trajectory_id=4)
    assert store.pattern(1) == added
    assert store.patterns() == [added]
    assert store.pattern(2) is None


def test_when_it_was_learned(store: SqliteStore) -> None:
    """That is when its trajectory was; 0 where there is none."""
    trajectory_id = store.add_trajectory(TRAJECTORY)
    for trajectory, at in ((trajectory_id, TRAJECTORY.at), (99, 0.0)):
        added = store.add_pattern(
            REWRITE, EXAMPLE, session_id=1, trajectory_id=trajectory, vector=vectors(1)[0]
        )
        assert added.learned_at == at
        assert store.pattern(added.id) == added


def test_by_language_and_ids(store: SqliteStore) -> None:
    """Oldest first, of one language or of given ids."""
    python = fill(store, vectors(2))
    go = fill(store, vectors(2), language="go")
    python += fill(store, vectors(1))
    assert [each.id for each in store.patterns()] == sorted(python + go)
    assert [each.id for each in store.patterns(language="python")] == python
    assert {each.rewrite.language for each in store.patterns(language="go")} == {"go"}
    assert store.patterns(language="rust") == []
    assert [each.id for each in store.patterns_with_ids([5, 1, 99])] == [1, 5]
    assert store.evidence() == {each.id: each.evidence for each in store.patterns()}


def test_revise(store: SqliteStore, open_: Callable[[], SqliteStore]) -> None:
    """A record changes from what it is by then; that of another pattern, and of none, stays."""
    first, second = fill(store, vectors(2))

    def accepted(evidence: Evidence) -> Evidence:
        return attrs.evolve(evidence, accepted=evidence.accepted + 1)

    store.revise(first, lambda _: Evidence(2, 3, 4, 5, 6, 7))
    open_().revise(first, accepted)
    with store.transaction():
        store.revise(first, accepted)
        store.revise(first, accepted)
        store.revise(99, accepted)
    assert [each.evidence for each in store.patterns()] == [Evidence(2, 6, 4, 5, 6, 7), Evidence()]
    assert store.pattern(second) is not None


def test_imports_come_later(store: SqliteStore) -> None:
    """A pattern learns what it brings along; what it has stays, and an unknown id is let be."""
    first, second = fill(store, vectors(2))
    for imports in (["import a"], ["import a", "import b"]):
        store.add_imports(first, imports)
    store.add_imports(99, ["import c"])
    wanted = attrs.evolve(REWRITE, imports=("import a", "import b"))
    assert [each.rewrite for each in store.patterns()] == [wanted, REWRITE]
    assert [each.id for each in store.patterns()] == [first, second]


def test_damaged_pattern_is_left_out(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    """One that cannot be read does not hide the others."""
    fill(store, vectors(2))
    with store._database.write() as connection:
        connection.execute("UPDATE lessons SET record = x'00' WHERE id = 1")
    assert [each.id for each in store.patterns()] == [2]
    assert store.pattern(1) is None
    assert "Pattern 1 is left out" in caplog.text


def test_forget(store: SqliteStore) -> None:
    """Pattern, vector and the texts go; the counts and the other patterns stay."""
    made = vectors(3)
    first, second, third = fill(store, made)
    offer = attrs.evolve(TRAJECTORY, pattern_id=second, outcome=Outcome.ACCEPTED)
    store.add_trajectory(offer)
    statistics = store.statistics()
    assert store.forget([second, 99]) == 1
    assert [each.id for each in store.patterns()] == [first, third]
    assert {one.pattern_id for one in store.similar(made[1])} == {first, third}
    assert [row.before for row in store.recent()] == ["", EXAMPLE.before, "", EXAMPLE.before]
    after = store.statistics()
    assert after == attrs.evolve(statistics, patterns=2)
    assert store.forget([second]) == 0
    assert fill(store, made[:1]) == [4], "the id of a forgotten pattern does not return"


def test_forgotten_words_are_gone_from_the_disk(store: SqliteStore, path: Path) -> None:
    """No file of the store holds what was forgotten, nor any bytes of its record."""
    row = store.add_trajectory(
        attrs.evolve(TRAJECTORY, before=SECRET_WORDS.before, after=SECRET_WORDS.after)
    )
    kept = store.add_pattern(REWRITE, EXAMPLE, session_id=1, trajectory_id=9, vector=vectors(1)[0])
    pattern = store.add_pattern(
        REWRITE, SECRET_WORDS, session_id=1, trajectory_id=row, vector=vectors(2)[1]
    )
    with store._database.read() as connection:
        records = [
            record
            for (record,) in connection.execute(
                "SELECT record FROM lessons WHERE id = 2"
                " UNION SELECT vector FROM vectors WHERE pattern_id = ?",
                (pattern.id,),
            )
        ]
    assert len(records) == 2

    def is_on_disk(record: bytes) -> bool:
        return any(record in each.read_bytes() for each in path.parent.glob("honed.db*"))

    assert all(map(is_on_disk, records))
    store.forget([pattern.id])
    assert not any(map(is_on_disk, records))
    assert store.patterns() == [kept]


def test_what_one_edit_taught_lies_in_one_record(store: SqliteStore) -> None:
    """Its patterns and its trajectory share it; one that is forgotten leaves the others."""
    row = store.add_trajectory(TRAJECTORY)
    other = attrs.evolve(REWRITE, path=("other",))
    one, two, three = store.add_patterns(
        [REWRITE, other, REWRITE], EXAMPLE, session_id=1, trajectory_id=row, vector=vectors(1)[0]
    )
    with store._database.read() as connection:
        query = "SELECT count(*), sum(length(texts)) FROM lessons, trajectories"
        assert connection.execute(query).fetchall() == [(1, 0)]
    assert store.patterns() == [one, two, three]
    [trajectory] = store.recent()
    assert (trajectory.path, trajectory.before, trajectory.after) == (
        EXAMPLE.path,
        EXAMPLE.before,
        EXAMPLE.after,
    )
    assert store.forget([one.id]) == 1
    assert store.patterns() == [two, three]
    assert store.patterns_with_ids([three.id]) == [three]
    assert [(each.path, each.before) for each in store.recent()] == [(EXAMPLE.path, "")]
    assert store.forget([two.id, three.id]) == 2
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM lessons").fetchone() == (0,)


def test_another_text_is_not_shared_noop(store: SqliteStore) -> None:
    """A trajectory keeps its own, and nothing is written for an edit that taught nothing."""
    own = attrs.evolve(TRAJECTORY, after="another")
    row = store.add_trajectory(own)
    for rewrites in ([REWRITE], []):
        store.add_patterns(rewrites, EXAMPLE, session_id=1, trajectory_id=row, vector=vectors(1)[0])
    assert [each.after for each in store.recent()] == ["another"]
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM lessons").fetchone() == (1,)


def test_a_lesson_that_cannot_be_read_is_forgotten_whole(store: SqliteStore) -> None:
    """Nobody can take one pattern out of it, and its words must not stay."""
    one, two = store.add_patterns(
        [REWRITE, REWRITE], EXAMPLE, session_id=1, trajectory_id=9, vector=vectors(1)[0]
    )
    with store._database.write() as connection:
        connection.execute("UPDATE lessons SET record = x'00'")
    assert store.forget([one.id]) == 1
    assert store.pattern(two.id) is None
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM lessons").fetchone() == (0,)


def test_noop_forget(store: SqliteStore) -> None:
    """Forgetting nothing changes nothing."""
    fill(store, vectors(2))
    before = store.patterns(), store.recent(), store.statistics()
    assert store.forget([]) == store.forget([99]) == 0
    assert (store.patterns(), store.recent(), store.statistics()) == before


@pytest.mark.parametrize(
    ("evidence", "is_proven"),
    [
        (Evidence(), False),
        (Evidence(accepted=1), True),
        (Evidence(accepted=1, rejected=1), False),
        (Evidence(accepted=1, shadow_wrong=1), False),
        (Evidence(accepted=2, shadow_wrong=1), True),
        (Evidence(accepted=1, shadow_right=1, shadow_wrong=1), True),
        (Evidence(shadow_right=1), False),
        (Evidence(shadow_right=2), True),
        (Evidence(shadow_right=2, shadow_wrong=1), False),
    ],
)
def test_what_later_sessions_trust(evidence: Evidence, *, is_proven: bool) -> None:
    """Accepted once is enough, as long as it is right more often than wrong."""
    assert evidence.is_proven is is_proven


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(Evidence, *[st.integers(0, 4)] * 6))
def test_proven_is_counted_as_the_model_says(store: SqliteStore, evidence: Evidence) -> None:
    """The statistics' SQL and `Evidence.is_proven` agree."""
    if not store.patterns():
        fill(store, vectors(1))
    store.revise(1, lambda _: evidence)
    assert store.statistics().proven == evidence.is_proven
