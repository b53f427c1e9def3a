"""The file: it is made, brought up to date, checked when needed, and set aside when damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.errors import StoreBusyError, StoreError
from honed.store import database, schema, soundness
from honed.store.database import Database, open_database, open_reader
from honed.store.store import open_store
from tests.store.samples import TRAJECTORY, trajectory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.core.model import Trajectory
    from honed.store.store import SqliteStore


def fill(path: Path, count: int = 50) -> None:
    """Make a store with so many trajectories and close it in order."""
    store = open_store(path)
    with store.transaction():
        for number in range(count):
            store.add_trajectory(trajectory(number))
    store.close()


def damaged(path: Path) -> list[str]:
    """Return the names of what was set aside."""
    return sorted(each.name for each in path.parent.glob("*.damaged-*"))


def test_new_database(store: SqliteStore, path: Path) -> None:
    """A new one has the latest schema, our mark, a log, and is the user's alone."""
    with store._database.read() as connection:
        assert schema.version(connection) == schema.LATEST
        assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    if os.name == "posix":
        assert path.parent.stat().st_mode & 0o077 == 0


def test_identity(tmp_path: Path, path: Path) -> None:
    """A database keeps its identity, and another has another."""
    fill(path)
    fill(tmp_path / "other.db")
    names = []
    for each in (path, path, tmp_path / "other.db"):
        opened = open_database(each)
        names.append(opened.identity)
        opened.close()
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"\0" * len(data), id="zeroed"),
        pytest.param(
            lambda data: data[:100] + b"\0" * (len(data) - 100), id="zeroed behind the header"
        ),
        pytest.param(lambda data: data[: len(data) // 2], id="truncated"),
        # The last page alone may hold nothing yet: then nothing is lost, and it stays in use.
        pytest.param(lambda data: data[:-5000], id="truncated in a page"),
        pytest.param(lambda data: data[:50], id="truncated in the header"),
        pytest.param(lambda data: b"hello, this is no database\n" * 100, id="foreign"),
        pytest.param(
            lambda data: data[:8192] + os.urandom(len(data) - 8192 - 512) + data[-512:],
            id="torn in the middle",
        ),
    ],
)
def test_damaged_database_is_set_aside(
    path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    """It is renamed, not deleted, the log says so, and a new one works."""
    fill(path)
    content = damage(path.read_bytes())
    path.write_bytes(content)
    store = open_store(path)
    assert store.recent() == []
    assert store.add_trajectory(TRAJECTORY) == 1
    store.close()
    assert damaged(path) == ["honed.db.damaged-1"]
    assert path.with_name("honed.db.damaged-1").read_bytes() == content
    assert "renamed to honed.db.damaged-1" in caplog.text


def test_noop_sound_database_stays(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A sound one, an empty file, and one that was copied are used as they are."""
    fill(path)
    content = path.read_bytes()
    fill(path)
    path.with_name("copy.db").write_bytes(content)
    path.with_name("empty.db").write_bytes(b"")
    for name, count in (("honed.db", 100), ("copy.db", 50), ("empty.db", 0)):
        store = open_store(path.with_name(name))
        assert store.status().trajectories == count
        store.close()
    assert damaged(path) == []
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


def test_foreign_sqlite_database_is_set_aside(path: Path) -> None:
    """A database of another program is nobody's to write into."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    open_store(path).close()
    assert damaged(path) == ["honed.db.damaged-1"]


def test_log_goes_along(path: Path) -> None:
    """The log of a damaged database must not be applied to the new one."""
    fill(path)
    path.write_bytes(b"no database" * 1000)
    path.with_name("honed.db-wal").write_bytes(b"log")
    path.with_name("honed.db-shm").write_bytes(b"index of the log")
    store = open_store(path)
    assert store.recent() == []
    store.close()
    assert damaged(path) == [
        "honed.db.damaged-1",
        "honed.db.damaged-1-wal",
    ]


def test_names_of_what_is_set_aside_are_counted(path: Path) -> None:
    """What was set aside before is not overwritten."""
    for number in (1, 2, 3):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no database %d" % number)
        open_store(path).close()
    assert len(damaged(path)) == 3
    assert path.with_name("honed.db.damaged-2").read_bytes() == b"no database 2"


def test_set_aside_by_another_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process was first, its new database is used and not set aside, too."""
    fill(path)
    path.write_bytes(b"no database")
    check = soundness.fault

    def slow(connection: sqlite3.Connection, of: Path, *, is_closed_well: bool) -> str | None:
        found = check(connection, of, is_closed_well=is_closed_well)
        if found is not None:
            monkeypatch.setattr(database, "fault", check)
            soundness.set_aside(of, found)
            fill(of, 7)
        return found

    monkeypatch.setattr(database, "fault", slow)
    store = open_store(path)
    assert store.status().trajectories == 7
    store.close()
    assert damaged(path) == ["honed.db.damaged-1"]


def test_set_aside_by_another_process_just_now(path: Path) -> None:
    """Nothing is left of an attempt that found the file gone."""
    path.parent.mkdir()
    soundness.set_aside(path, "damaged")
    assert damaged(path) == []


def test_damaged_again_and_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that spoils each new database is an error, not a loop."""
    fill(path)
    monkeypatch.setattr(database, "fault", lambda *_, **__: "spoiled")
    monkeypatch.setattr(database, "set_aside", lambda *_: None)
    with pytest.raises(StoreError, match="again and again"):
        open_store(path)


def test_newer_schema_is_refused(path: Path) -> None:
    """A newer honed's database is neither read nor written nor set aside."""
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.LATEST + 1}")
    connection.close()
    for read_only in (False, True):
        with pytest.raises(StoreError, match="newer honed"):
            open_store(path, read_only=read_only)
    assert damaged(path) == []


def test_migration(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older database gets what is new in it and keeps its rows; a reader leaves that alone."""
    fill(path, 3)
    more = (*schema.MIGRATIONS, ("CREATE TABLE new (x)", "INSERT INTO new VALUES (1)"))
    monkeypatch.setattr(schema, "MIGRATIONS", more)
    monkeypatch.setattr(schema, "LATEST", len(more))
    with pytest.raises(StoreError, match="an older honed wrote it"):
        open_store(path, read_only=True)
    store = open_store(path)
    assert store.status().trajectories == 3
    with store._database.read() as connection:
        assert connection.execute("SELECT x FROM new").fetchall() == [(1,)]
        assert schema.version(connection) == len(more)
    store.close()
    open_store(path, read_only=True).close()


def test_failed_migration_leaves_no_half(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration is done wholly or not at all."""
    fill(path, 3)
    more = (*schema.MIGRATIONS, ("CREATE TABLE new (x)", "nonsense"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", more)
        patch.setattr(schema, "LATEST", len(more))
        with pytest.raises(StoreError, match="nonsense"):
            open_store(path)
    store = open_store(path)
    assert store.status().trajectories == 3
    with store._database.read() as connection:
        assert connection.execute("SELECT * FROM sqlite_schema WHERE name = 'new'").fetchall() == []
    store.close()


def checks(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Return whether opening reads the whole file through."""
    known = []
    check = soundness.fault

    def spy(connection: sqlite3.Connection, of: Path, *, is_closed_well: bool) -> str | None:
        known.append(is_closed_well)
        return check(connection, of, is_closed_well=is_closed_well)

    with monkeypatch.context() as patch:
        patch.setattr(database, "fault", spy)
        open_store(path).close()
    return known == [False]


def test_check_only_after_a_bad_close(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read through when it was not closed in order, or changed since."""
    fill(path)
    assert not checks(path, monkeypatch)
    note = path.with_name("honed.db.closed")
    note.unlink()
    assert checks(path, monkeypatch)
    assert not checks(path, monkeypatch)
    path.write_bytes(path.read_bytes())
    assert checks(path, monkeypatch)
    path.with_name("honed.db-wal").write_bytes(b"x")
    assert checks(path, monkeypatch)


def test_trouble_is_no_close_in_order(store: SqliteStore, path: Path) -> None:
    """After an error the next start checks."""
    with pytest.raises(StoreError), store._database.write() as connection:
        connection.execute("nonsense")
    store.close()
    assert not path.with_name("honed.db.closed").exists()


def test_note_of_close_that_cannot_be_written(path: Path) -> None:
    """Where the note cannot be written, the store closes all the same."""
    store = open_store(path)
    path.with_name("honed.db.closed").mkdir()
    store.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_no_directory_can_be_made(tmp_path: Path, read_only: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A file where the directory should be is told with its name and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file") as caught:
        open_store(tmp_path / "file" / "honed.db", read_only=read_only)
    assert read_only or "HONED_DATA_DIR" in str(caught.value)


def test_directory_in_place_of_the_database(path: Path) -> None:
    """A directory of that name is told, not removed."""
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="Move it away"):
        open_store(path)
    assert path.is_dir()


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="this user may write everywhere",
)
def test_read_only_directory(path: Path) -> None:
    """A directory that must not be written is told."""
    path.parent.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="HONED_DATA_DIR"):
        open_store(path)


def test_read_only_file(store: SqliteStore) -> None:
    """What SQLite says of a file that it must not write is told with what to do."""
    with store._database.write() as connection:
        connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="HONED_DATA_DIR"):
        store.add_trajectory(TRAJECTORY)


def test_full_disk(store: SqliteStore) -> None:
    """A full disk loses what did not fit, nothing else, and ends when there is room."""
    ids = [store.add_trajectory(trajectory(number)) for number in range(10)]
    database = store._database
    with database.write() as connection:
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def go_on() -> None:
        for number in range(1000):
            ids.append(store.add_trajectory(trajectory(number)))  # noqa: PERF401 - until it raises

    def go_on_in_one_commit() -> None:
        with store.transaction():
            for number in range(1000):
                store.add_trajectory(trajectory(number))

    with pytest.raises(StoreError, match="Free some space"):
        go_on()
    with pytest.raises(StoreError, match="Free some space"):
        go_on_in_one_commit()
    with database.write() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert store.status().trajectories == len(ids)
    assert store.add_trajectory(TRAJECTORY) == ids[-1] + 1


def test_locked_database(store: SqliteStore, path: Path) -> None:
    """A writer that has to wait too long says what is the matter."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store._database._writer is not None
    store._database._writer.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(StoreError, match="Another honed"):
        store.add_trajectory(TRAJECTORY)
    other.execute("COMMIT")
    other.close()
    assert store.add_trajectory(TRAJECTORY) == 1


@pytest.mark.parametrize("is_left", [True, False])
def test_log_begins_when_nobody_looks(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, is_left: bool
) -> None:
    """Two that open a new database at once: SQLite waits for no one, so it is tried again."""
    fill(path, 1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_schema").fetchall()
    waits: list[float] = []

    def leave(seconds: float) -> None:
        waits.append(seconds)
        if is_left:
            other.execute("COMMIT")

    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    monkeypatch.setattr("honed.store.database.time.sleep", leave)
    if is_left:
        open_store(path).close()
        assert len(waits) == 1
    else:
        monkeypatch.setattr(database, "_TRIES", 3)
        with pytest.raises(StoreBusyError, match="Another honed"):
            open_store(path)
    other.close()


def test_transaction_is_all_or_nothing(store: SqliteStore) -> None:
    """What was written before the error is not there after it; inner ones belong to the outer."""

    def fail() -> None:
        with store.transaction():
            store.add_trajectory(TRAJECTORY)
            with store.transaction():
                store.add_trajectory(TRAJECTORY)
            assert store.recent() == []
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.recent() == []
    with store.transaction():
        store.add_trajectory(TRAJECTORY)
        with store.transaction():
            store.add_trajectory(TRAJECTORY)
    assert len(store.recent()) == 2


def test_commit_that_fails(store: SqliteStore) -> None:
    """A commit that SQLite refuses leaves no open transaction behind."""

    def refer_to_nothing() -> None:
        with store._database.write() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.execute(
                "INSERT INTO vectors (pattern_id, version, vector) VALUES (9, 1, x'00')"
            )

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        refer_to_nothing()
    assert store.add_trajectory(TRAJECTORY) == 1


def test_reader_needs_a_store(path: Path) -> None:
    """A reader makes nothing: not the file, not its directory."""
    with pytest.raises(StoreError, match="There is no store"):
        open_reader(path)
    assert not path.parent.exists()


def test_reader_of_a_damaged_database(path: Path) -> None:
    """A reader sets nothing aside, it says who does."""
    path.parent.mkdir()
    path.write_bytes(b"no database")
    with pytest.raises(StoreError, match="Start the language server"):
        open_reader(path)
    assert damaged(path) == []


def test_reader_cannot_write(path: Path) -> None:
    """A reader has no way to write, and no changes of its own to see."""
    fill(path, 1)
    reader = open_reader(path)
    with pytest.raises(StoreError, match="reading only"), reader.write():
        pass
    reader.shrink_log()
    assert reader.changes_elsewhere() == 0
    reader.close()


def test_closed_store(store: SqliteStore) -> None:
    """A second close does nothing; a use after it is an error of ours."""
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.recent()
    with pytest.raises(StoreError, match="closed"):
        store.add_trajectory(TRAJECTORY)


@pytest.mark.parametrize(
    "row",
    [
        attrs.evolve(TRAJECTORY, line=1 << 80),
        attrs.evolve(TRAJECTORY, language="\ud800"),
        attrs.evolve(TRAJECTORY, reward=float("nan")),
    ],
)
def test_value_that_sqlite_cannot_hold(store: SqliteStore, row: Trajectory) -> None:
    """Such a value is refused with `StoreError`, and the store goes on."""
    with pytest.raises(StoreError):
        store.add_trajectory(row)
    assert store.add_trajectory(TRAJECTORY) == 1


def test_size_on_disk(store: SqliteStore, path: Path) -> None:
    """The log counts, too."""
    store.add_trajectory(TRAJECTORY)
    sizes = [each.stat().st_size for each in path.parent.glob("honed.db*")]
    assert isinstance(store._database, Database)
    assert store._database.size_on_disk() == sum(sizes) == store.status().bytes_on_disk
