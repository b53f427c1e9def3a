"""Memory items on disk: each source speaks once, and what was forgotten stays so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.memory import Distilled, ItemKind, ItemState, MemoryItem, Witness
from honed.core.model import Outcome
from honed.store import memory_rows
from honed.store.store import open_store
from tests.store.samples import EXAMPLE, REWRITE, trajectory, vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from honed.store.store import SqliteStore

ITEM = MemoryItem(
    key="k1",
    kind=ItemKind.EDIT,
    language="python",
    title="Not wanted: “x”",
    content="a → b",
    when="never",
    when_not=("in tests", "\ud800"),
    before=("a", "‹1›"),
    after=(),
    context=("edit:k", ""),
    contradicts=("k2",),
    absorbed_by="k3",
    origin="a.py:1",
)


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Return an empty store."""
    with closing(open_store(path)) as opened:
        yield opened


def said(*testimony: Witness, item: MemoryItem = ITEM) -> list[Distilled]:
    """Return an item with its witnesses."""
    return [Distilled(item, testimony)]


def numbers(store: SqliteStore) -> list[tuple[str, int, int]]:
    """Return the kept items with what was said of them."""
    return [(each.key, each.successes, each.failures) for each in store.memory.items()]


def test_an_item_comes_back_as_it_went(store: SqliteStore) -> None:
    """With its numbers, and the time at which it came."""
    assert store.memory.remember(said(Witness("s", 2, 1)), 5.0) == 1
    assert store.memory.items() == [
        attrs.evolve(ITEM, successes=2, failures=1, learned_at=5.0, used_at=5.0, id=1)
    ]
    assert store.memory.items("python") == store.memory.items()
    assert store.memory.items("go") == []


def test_a_source_speaks_once(store: SqliteStore) -> None:
    """What it says last counts."""
    assert store.memory.remember(said(Witness("s", 1, 0)), 1.0) == 1
    assert store.memory.remember(said(Witness("s", 1, 0)), 2.0) == 0
    assert numbers(store) == [("k1", 1, 0)]
    store.memory.remember(said(Witness("s", 0, 1), Witness("t", 4, 0)), 3.0)
    assert numbers(store) == [("k1", 4, 1)]


def test_an_item_counts_as_new_with_its_first_success(store: SqliteStore) -> None:
    """What only failed is none."""
    assert store.memory.remember(said(Witness("s", 0, 1)), 1.0) == 0
    assert store.memory.remember(said(Witness("t", 1, 0)), 1.0) == 1
    assert store.memory.remember(said(Witness("u", 1, 0)), 1.0) == 0


def test_what_was_forgotten_does_not_come_back(store: SqliteStore) -> None:
    """Whoever testifies to it; nothing of its texts is left."""
    store.memory.remember(said(Witness("s", 1, 0)), 1.0)
    assert store.memory.forget([1, 77]) == 1
    assert store.memory.remember(said(Witness("t", 9, 0)), 2.0) == 0
    assert store.memory.items() == []


def test_forgotten_words_are_gone_from_the_disk(store: SqliteStore, path: Path) -> None:
    """Of the database and of its log; of what only faded, later."""
    item = attrs.evolve(ITEM, content=" ".join(f"zebra{number}" for number in range(500)))
    store.memory.remember(said(Witness("s", 1, 0), item=item), 1.0)
    record = memory_rows._record(item)
    files = list(path.parent.glob("honed.db*"))
    assert any(record[9:60] in each.read_bytes() for each in files)
    store.memory.forget([1])
    assert not any(record[9:60] in each.read_bytes() for each in files if each.exists())


def test_what_faded_comes_back_with_new_testimony(store: SqliteStore) -> None:
    """And with its numbers; the same testimony again is none."""
    store.memory.remember(said(Witness("s", 3, 1)), 1.0)
    assert store.memory.forget([1], for_good=False) == 1
    assert store.memory.remember(said(Witness("s", 3, 1)), 2.0) == 0
    assert numbers(store) == []
    assert store.memory.remember(said(Witness("t", 1, 0)), 3.0) == 1
    [item] = store.memory.items()
    assert (item.successes, item.failures, item.state, item.used_at) == (4, 1, ItemState.KEPT, 3.0)


def test_what_a_pattern_said_goes_with_it(store: SqliteStore) -> None:
    """With the item, whose texts may be its own; another's item stays."""
    for number in (1, 2):
        store.add_pattern(
            REWRITE, EXAMPLE, session_id=1, trajectory_id=number, vector=vectors(1)[0]
        )
    other = attrs.evolve(ITEM, key="k2")
    both = (Witness("pattern:1", 2, 1), Witness("pattern:2", 1, 0))
    store.memory.remember([*said(*both), *said(both[1], item=other)], 1.0)
    store.forget([1])
    assert numbers(store) == [("k2", 1, 0)]
    store.memory.remember(said(both[1]), 2.0)
    assert numbers(store) == [("k2", 1, 0), ("k1", 1, 0)]
    store.forget([2])
    assert numbers(store) == []


def test_what_a_trajectory_said_goes_with_it(store: SqliteStore) -> None:
    """When it is forgotten itself, or blanked with the pattern that it taught."""
    for each in range(3):
        store.add_trajectory(trajectory(each))
    store.add_pattern(REWRITE, EXAMPLE, session_id=1, trajectory_id=2, vector=vectors(1)[0])
    found = [
        Distilled(attrs.evolve(ITEM, key=source), (Witness(source, 1, 0),))
        for source in ("trajectory:1", "edit:1", "trajectory:2", "trajectory:3", "given:1")
    ]
    store.memory.remember(found, 1.0)
    assert store.forget_trajectories([77]) == 0
    assert len(numbers(store)) == 5
    store.forget_trajectories([1])
    assert [each[0] for each in numbers(store)] == ["trajectory:2", "trajectory:3", "given:1"]
    store.forget([1])
    assert [each[0] for each in numbers(store)] == ["trajectory:3", "given:1"]


def test_all_goes_but_for_what_was_forgotten_for_good(store: SqliteStore, path: Path) -> None:
    """What is met again comes back with its numbers from then on; no file holds what went."""
    content = " ".join(f"zebra{number}" for number in range(500))
    other = attrs.evolve(ITEM, key="k2", content=content)
    store.memory.remember([*said(Witness("s", 1, 0)), *said(Witness("s", 5, 0), item=other)], 1.0)
    store.memory.forget([1])
    store.memory.clear()
    record = memory_rows._record(other)
    assert not any(record[9:60] in each.read_bytes() for each in path.parent.glob("honed.db*"))
    store.memory.remember([*said(Witness("t", 1, 0)), *said(Witness("t", 1, 0), item=other)], 2.0)
    assert numbers(store) == [("k2", 1, 0)]


def test_a_guard_goes_with_one_of_its_witnesses(store: SqliteStore) -> None:
    """Whatever the decisions say."""
    guard = attrs.evolve(ITEM, kind=ItemKind.GUARD)
    store.memory.remember(said(Witness("decisions", 9, 0), Witness("pattern:1"), item=guard), 1.0)
    store.forget([2])
    assert numbers(store) == [("k1", 9, 0)]
    store.forget([1])
    assert numbers(store) == []


def test_a_witness_that_is_let_go_counts_once(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many are remembered; what the oldest said counts when they say it again."""
    monkeypatch.setattr(memory_rows, "MOST_SOURCES", 2)
    for number in range(5):
        store.memory.remember(said(Witness(f"given:{number}", 1, 0)), 1.0)
    assert numbers(store) == [("k1", 2, 0)]
    for _ in range(3):
        store.memory.remember(said(Witness("given:4", 1, 0)), 1.0)
        assert numbers(store) == [("k1", 2, 0)]
    store.memory.remember(said(Witness("given:0", 1, 0)), 1.0)
    assert numbers(store) == [("k1", 2, 0)]


def test_an_item_goes_with_the_last_witness_that_is_let_go(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was forgotten for good keeps its mark."""
    monkeypatch.setattr(memory_rows, "MOST_SOURCES", 2)
    for number in range(3):
        item = attrs.evolve(ITEM, key=f"k{number}")
        store.memory.remember(said(Witness(f"given:{number}", 1, 0), item=item), 1.0)
    assert [each[0] for each in numbers(store)] == ["k1", "k2"]
    store.memory.forget([2])
    for number in (3, 4, 1):
        item = attrs.evolve(ITEM, key=f"k{number}")
        store.memory.remember(said(Witness(f"given:{number}", 1, 0), item=item), 1.0)
    assert [each[0] for each in numbers(store)] == ["k3", "k4"]


@pytest.mark.parametrize("source", ["pattern:7", "decisions"])
def test_patterns_and_decisions_are_not_let_go_noop(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """However long ago they spoke."""
    monkeypatch.setattr(memory_rows, "MOST_SOURCES", 2)
    store.memory.remember(said(Witness(source, 4, 1)), 1.0)
    for number in range(5):
        store.memory.remember(said(Witness(f"edit:{number}", 0, 1)), 1.0)
    assert numbers(store) == [("k1", 4, 3)]


def test_uses_and_what_items_say_of_each_other(store: SqliteStore) -> None:
    """Are written without touching the rest."""
    store.memory.remember(said(Witness("s", 1, 0)), 5.0)
    store.memory.use([1, 5], 9.0)
    store.memory.use([1], 7.0)
    [item] = store.memory.items()
    assert (item.uses, item.used_at) == (2, 9.0)
    store.memory.consolidate([attrs.evolve(item, contradicts=(), absorbed_by="", successes=99)])
    assert store.memory.items() == [attrs.evolve(item, contradicts=(), absorbed_by="")]


def test_a_damaged_item_is_left_out(store: SqliteStore, path: Path) -> None:
    """The others are read."""
    import sqlite3

    other = attrs.evolve(ITEM, key="k2")
    store.memory.remember([*said(Witness("s", 1, 0)), *said(Witness("s", 1, 0), item=other)], 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE memory_items SET record = x'00' WHERE key = 'k1'")
    assert numbers(store) == [("k2", 1, 0)]


def test_decisions(store: SqliteStore) -> None:
    """Are the trajectories of suggestions and tasks, the newest first, between two ids."""
    for number in range(4):
        row = trajectory(number)
        kind = "suggestion" if number % 2 else "edit"
        store.add_trajectory(attrs.evolve(row, kind=kind, outcome=Outcome.ACCEPTED))
    assert [each.id for each in store.offered()] == [4, 2]
    assert [each.id for each in store.offered(2)] == [4]
    assert [each.id for each in store.offered(0, 4)] == [2]
    assert [each.id for each in store.offered(0, limit=1)] == [4]


REASON = Witness("trajectory:1", reasons=("in tests",))


def test_reasons_go_with_their_source(store: SqliteStore) -> None:
    """The item stays, as do reasons that another gave too, and those of which nobody said it."""
    item = attrs.evolve(ITEM, when_not=("in tests", "slow", "it leaks"))
    both = Witness("trajectory:2", reasons=("slow",))
    store.memory.remember(
        said(
            Witness("given:1", 1, 0), attrs.evolve(REASON, reasons=("in tests", "slow")), both,
            item=item,
        ),
        1.0,
    )  # fmt: skip
    store.add_trajectory(trajectory(1))
    store.forget_trajectories([1])
    [found] = store.memory.items()
    assert found.when_not == ("slow", "it leaks")
    assert (found.successes, found.content) == (1, ITEM.content)


def test_what_also_counts_takes_the_item_along(store: SqliteStore) -> None:
    """Who gave reasons and testifies may have said the other texts, too."""
    store.memory.remember(said(Witness("given:1", 1, 0), attrs.evolve(REASON, successes=1)), 1.0)
    store.forget_trajectories([1])
    assert numbers(store) == []


def test_reasons_do_not_come_back_with_what_items_are_to_each_other(store: SqliteStore) -> None:
    """That was found out of what they were before."""
    store.memory.remember(said(Witness("given:1", 1, 0), REASON), 1.0)
    [before] = store.memory.items()
    store.forget_trajectories([1])
    store.memory.consolidate([attrs.evolve(before, absorbed_by="k9", contradicts=("k8",))])
    [found] = store.memory.items()
    assert found.when_not == ("\ud800",)
    assert (found.absorbed_by, found.contradicts) == ("k9", ("k8",))


def test_reasons_of_a_damaged_item(store: SqliteStore, path: Path) -> None:
    """It goes, as nobody can tell what is in it; relations leave it alone."""
    store.memory.remember(said(Witness("given:1", 1, 0), REASON), 1.0)
    [before] = store.memory.items()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE memory_items SET record = x'00'")
    store.memory.consolidate([before])
    store.forget_trajectories([1])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM memory_items").fetchone() == (0,)


def test_who_only_gave_reasons_keeps_no_item(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last that testifies is let go, the item goes; reasons alone are let go as well."""
    monkeypatch.setattr(memory_rows, "MOST_SOURCES", 2)
    other = attrs.evolve(ITEM, key="k2")
    store.memory.remember(said(Witness("given:1", 1, 0), REASON), 1.0)
    store.memory.remember(said(Witness("pattern:7", 1, 0), REASON, item=other), 1.0)
    assert [each.key for each in store.memory.items()] == ["k2"]
    for number in (3, 4):
        found = attrs.evolve(ITEM, key="k3")
        store.memory.remember(said(Witness(f"given:{number}", 1, 0), item=found), 1.0)
    assert {each.key: each.when_not for each in store.memory.items()} == {
        "k2": ("\ud800",),
        "k3": ITEM.when_not,
    }


def test_a_slice_is_filled_behind_a_damaged_row(store: SqliteStore, path: Path) -> None:
    """As many as were asked for come, and fewer only at the end."""
    offer = attrs.evolve(trajectory(1), kind="suggestion")
    for _ in range(6):
        store.add_trajectory(offer)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE trajectories SET texts = x'00' WHERE id IN (2, 4, 5)")
    assert [each.id for each in store.offered(limit=2)] == [6, 3]
    assert [each.id for each in store.offered(below=6, limit=2)] == [3, 1]
    assert [each.id for each in store.offered(limit=9)] == [6, 3, 1]
    assert store.offered(limit=0) == []
