"""What was acknowledged is there: after a kill, between processes, and between threads."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import StoreError
from honed.store import generations, hnsw
from honed.store.store import open_store
from tests.store.samples import EXAMPLE, REWRITE, fill, trajectory, vectors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.store.reader import SqliteReader
    from honed.store.store import SqliteStore

_CHILD = """
import sys
from pathlib import Path
from honed.store.store import open_store
from tests.store.samples import EXAMPLE, REWRITE, trajectory, vectors

path, count, first, with_patterns = Path(sys.argv[1]), *map(int, sys.argv[2:])
store = open_store(path)
made = vectors(min(count, 500), seed=first)
print("ready", flush=True)
for number in range(first, first + count):
    id_ = store.add_trajectory(trajectory(number))
    if with_patterns:
        store.add_pattern(
            REWRITE, EXAMPLE, session_id=1, trajectory_id=id_, vector=made[number % len(made)]
        )
    print(id_, number, flush=True)
store.close()
"""


def child(path: Path, count: int, first: int = 0, *, patterns: bool) -> subprocess.Popen[str]:
    """Start a process that appends, and prints each id and the number it stands for."""
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), str(count), str(first), str(int(patterns))],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("patterns", [False, True])
def test_kill(path: Path, patterns: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Every id that a killed process printed is there, with its text, and the files are sound."""
    process = child(path, 1_000_000, patterns=patterns)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(200)][1:]
    process.kill()
    acknowledged += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    pairs = [tuple(map(int, line.split())) for line in acknowledged if line.endswith("\n")]
    with closing(open_store(path)) as store:
        rows = {row.id: row.line for row in store.recent(1_000_000)}
        for id_, number in pairs:
            assert rows[id_] == number
        if patterns:
            assert {each.trajectory_id for each in store.patterns()} >= {id_ for id_, _ in pairs}
            store.warm()
            assert store.status().index_state == "ready"
            graph = store._index._graph._graph
            assert graph is None or graph.count == store.status().patterns
        assert store.add_trajectory(trajectory(0)) == max(rows) + 1
    assert not list(path.parent.glob("*.damaged-*"))


def test_two_writers_and_a_reader(path: Path) -> None:
    """Two servers that write at once lose nothing, and a reader sees more and more."""
    open_store(path).close()
    writers = [child(path, 300, first, patterns=True) for first in (0, 1000)]
    seen = []
    with closing(open_store(path, read_only=True)) as reader:
        while any(writer.poll() is None for writer in writers):
            seen.append(reader.status().trajectories)
            assert len(reader.patterns()) <= 600
            reader.recent(5)
            for writer in writers:
                if writer.poll() is None and writer.stdout is not None:
                    writer.stdout.readline()
        seen.append(reader.status().trajectories)
    for writer in writers:
        assert writer.returncode == 0
        assert writer.stdout is not None
        writer.stdout.close()
    assert seen == sorted(seen)
    with closing(open_store(path)) as store:
        numbers = sorted(row.line for row in store.recent(1000))
        assert numbers == [*range(300), *range(1000, 1300)]
        assert len(store.patterns()) == 600
        store.warm()
        assert store.status().index_state == "ready"


def test_many_open_at_once(path: Path) -> None:
    """Processes that make the same store at the same time all come to use it."""
    processes = [child(path, 20, first, patterns=False) for first in range(0, 400, 100)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with closing(open_store(path)) as store:
        assert store.status().trajectories == 80
    assert not list(path.parent.glob("*.damaged-*"))


def errors_of(*works: Callable[[], None]) -> list[BaseException]:
    """Do each work in a thread of its own, all at once, and return what they raised."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - the caller tells
            errors.append(error)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_threads(store: SqliteStore) -> None:
    """Threads write, search, forget and read at once, and none of them sees an error."""
    made = vectors(600)
    fill(store, made[:100])

    def write(first: int) -> None:
        for number in range(first, first + 250):
            row = store.add_trajectory(trajectory(number))
            store.add_pattern(
                REWRITE, EXAMPLE, session_id=1, trajectory_id=row, vector=made[number]
            )

    def look() -> None:
        for number in range(200):
            store.similar(made[number])
            store.recent(3)
            store.status()

    def forget() -> None:
        for number in range(1, 60):
            store.forget([number])

    assert errors_of(lambda: write(100), lambda: write(350), look, look, forget) == []
    assert store.status().patterns == 600 - 59
    store.warm()
    for number in (100, 350, 599):
        assert store.similar(made[number], limit=1)[0].similarity == pytest.approx(1, abs=1e-5)


def test_threads_in_the_graph(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the graph is searched while it is added to, grows and is saved."""
    if not hnsw.is_available():
        pytest.skip("hnswlib is not installed")
    monkeypatch.setattr("honed.store.vectors.MANY", 10)
    monkeypatch.setattr(hnsw, "_LEAST_ROOM", 16)
    test_threads(store)
    found = generations.newest(store._database.path.parent, store._index._graph._origin())
    assert isinstance(found, tuple)


def test_reader_sees_commits_only(store: SqliteStore, read: Callable[[], SqliteReader]) -> None:
    """A reader sees what is committed, at once, and nothing of a transaction that goes on."""
    reader = read()
    store.add_trajectory(trajectory(1))
    assert reader.status().last_durable_id == 1
    with store.transaction():
        store.add_trajectory(trajectory(2))
        store.add_pattern(REWRITE, EXAMPLE, session_id=1, trajectory_id=2, vector=vectors(1)[0])
        assert reader.status().last_durable_id == 1
        assert reader.patterns() == store.patterns() == []
    assert reader.status().last_durable_id == 2
    assert reader.patterns() == store.patterns() != []
    assert reader.similar(vectors(1)[0])[0].pattern_id == 1
    assert not hasattr(reader, "add_trajectory")


def test_forget_in_a_transaction(store: SqliteStore) -> None:
    """Forgetting inside a transaction that is rolled back forgets nothing."""
    made = vectors(5)
    fill(store, made)
    assert len(store.similar(made[0])) == 5

    def forget_and(error: Exception | None = None) -> None:
        with store.transaction():
            assert store.forget([1]) == 1
            if error is not None:
                raise error

    with pytest.raises(StoreError, match="something else"):
        forget_and(StoreError("something else went wrong"))
    assert [each.id for each in store.patterns()] == [1, 2, 3, 4, 5]
    assert store.similar(made[0], limit=1)[0].pattern_id == 1
    forget_and()
    assert 1 not in {one.pattern_id for one in store.similar(made[0])}
