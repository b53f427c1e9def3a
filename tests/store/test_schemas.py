"""Databases of each released schema, as they lie on users' disks, are brought up to date whole."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import StoreError
from honed.core.model import Evidence, Outcome
from honed.store import schema
from honed.store.store import open_store
from tests.store.samples import EXAMPLE, REWRITE, trajectory, vectors

if TYPE_CHECKING:
    from honed.store.reader import SqliteReader

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
DUMPS = sorted(SCHEMAS.glob("*.sql"))
MORE = (
    "ALTER TABLE patterns ADD COLUMN colour TEXT NOT NULL DEFAULT 'none'",
    "CREATE TABLE colours (name TEXT NOT NULL)",
    "INSERT INTO colours SELECT 'colour of ' || id FROM patterns",
)
"""A migration that a later honed might have."""

_CHILD = """
import sys
from pathlib import Path
from honed.store import schema
from honed.store.store import open_store
from tests.store.test_schemas import MORE

schema.MIGRATIONS = (*schema.MIGRATIONS, MORE)
schema.LATEST += 1
print("ready", flush=True)
sys.stdin.readline()
store = open_store(Path(sys.argv[1]))
print(store.status().patterns)
store.close()
"""


@pytest.fixture(params=DUMPS, ids=lambda dump: f"schema {dump.stem}")
def old(request: pytest.FixtureRequest, path: Path) -> Path:
    """Return the path of a database of a released schema, with rows in every table."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text("utf-8"))
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - its own
            for (name,) in tables
        }


def version(path: Path) -> int:
    """Return the schema that the database says it has."""
    with closing(sqlite3.connect(path)) as connection:
        return schema.version(connection)


def demand_all(store: SqliteReader) -> None:
    """Fail where not everything is there that the dumps hold."""
    python, typescript = store.patterns()
    assert (python.rewrite, python.example) == (REWRITE, EXAMPLE)
    assert python.evidence == Evidence(2, 3, 1, 4, 5, 6)
    assert (typescript.rewrite.language, typescript.session_id) == ("typescript", 2)
    assert [row.outcome for row in store.recent()] == [
        Outcome.REJECTED,
        Outcome.ACCEPTED,
        Outcome.FREE,
        Outcome.FREE,
    ]
    assert store.recent()[-1].after == trajectory(0).after
    assert store.similar(vectors(2, seed=7)[1], limit=1)[0].pattern_id == typescript.id
    assert store.rejections() == {("src/app.py", "0123456789abcdef01234567")}
    assert store.statistics().outcomes == {"free": 2, "accepted": 1, "rejected": 1}
    session, weights = store.latest_session(), store.load_weights()
    assert session is not None
    assert (session.id, session.end, session.head) == (2, None, "ref: refs/heads/topic")
    assert weights is not None
    assert weights.updates == 11


def test_each_released_schema_is_frozen() -> None:
    """A dump for each, with rows in every table."""
    assert [dump.stem for dump in DUMPS] == [str(number + 1) for number in range(schema.LATEST)]
    for dump in DUMPS:
        text = dump.read_text("utf-8")
        filled = set(re.findall(r'INSERT INTO "(\w+)"', text))
        assert filled >= set(re.findall(r"CREATE TABLE (\w+)", text)) - {"sqlite_sequence"}


def test_comes_up_to_date_with_all_rows(old: Path) -> None:
    """What a released honed stored is there, and can be added to."""
    with closing(open_store(old)) as store:
        demand_all(store)
        assert store.add_trajectory(trajectory(1)) == 5
        added = store.add_pattern(
            REWRITE, EXAMPLE, session_id=2, trajectory_id=5, vector=vectors(1)[0]
        )
        assert added.id == 3
        store.add_imports(1, ["import c"])
        assert [each.rewrite.imports for each in store.patterns()] == [("import c",), (), ()]
        assert store.forget([1]) == 1
        assert [each.id for each in store.patterns()] == [2, 3]
    assert version(old) == schema.LATEST
    assert not list(old.parent.glob("*.damaged-*"))


def test_a_migration_that_fails_leaves_the_old_one(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle, after tables were changed and filled: all is as before."""
    before, number = rows(old), version(old)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, (*MORE, "nonsense")))
        patch.setattr(schema, "LATEST", schema.LATEST + 1)
        with pytest.raises(StoreError, match="nonsense"):
            open_store(old)
    assert (rows(old), version(old)) == (before, number)
    with closing(open_store(old)) as store:
        demand_all(store)


def test_a_newer_one_is_refused_untouched(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This honed does not touch what a later one has migrated, and says what to do."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MORE))
        patch.setattr(schema, "LATEST", schema.LATEST + 1)
        with closing(open_store(old)) as store:
            demand_all(store)
    before = rows(old)
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"Install the newer honed, or give HONED_DATA_DIR"):
            open_store(old, read_only=read_only)
    assert rows(old) == before
    assert before["colours"] == [("colour of 1",), ("colour of 2",)]


def test_two_that_migrate_at_once(old: Path) -> None:
    """Servers that start together after an update: it is done once, and both go on."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(old)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        assert process.communicate()[0].strip() == "2"
        assert process.returncode == 0
    assert rows(old)["colours"] == [("colour of 1",), ("colour of 2",)]
    assert not list(old.parent.glob("*.damaged-*"))
