"""What memory weighs: bytes a trajectory on disk, and what a process grows by for a thousand."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from honed.services.project import Project
from honed.services.stores import Stores
from tests.bench.machine import ROOT, facts
from tests.bench.stock import fill, stock
from tests.bench.table import Grid

if TYPE_CHECKING:
    from tests.bench.options import Options

PATTERNS, SHORT_PATTERNS = 3_000, 60
COLUMNS = ("measure", "", "of")

_GROWTH = """
import sys
from honed.services.project import Project
from honed.services.stores import Stores
from honed.retrieval.search import Document, Searcher

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

data, folder = sys.argv[1:]
store = Stores(data).of_project(Project(__import__("pathlib").Path(folder)))
Searcher([Document(0, "warm")]).search("warm up the table")
before = resident()
patterns = store.patterns()
searcher = Searcher(
    Document(each.id, each.example.before + "\\n" + each.example.after, each.rewrite.language)
    for each in patterns
)
searcher.search("rename the argument of a call")
print(resident() - before, len(patterns))
"""


def table(options: Options) -> list[Grid]:
    """Return the bytes of a trajectory, and the memory of a process that holds all patterns."""
    wanted = SHORT_PATTERNS if options.short else PATTERNS
    filling = stock(options.repositories[0] if options.repositories else None, wanted, 0,
                    options.seed)  # fmt: skip
    trajectories = len(filling.taught)
    with tempfile.TemporaryDirectory() as place:
        data, folder = Path(place) / "data", Path(place) / "project"
        folder.mkdir()
        fill(filling, data, folder)
        with closing(Stores(str(data)).of_project(Project(folder))):
            [database] = [path for path in data.rglob("*.db") if _count(path)]
            texts, vectors = _columns(database)
            size = database.stat().st_size
        rows = [
            (
                "record: the texts of a trajectory, compressed",
                f"{texts / trajectories:.0f}",
                "bytes",
            ),
            (
                "vectors in the database, of all its patterns",
                f"{vectors / trajectories:.0f}",
                "bytes",
            ),
            (
                "the whole database, patterns and indexes included",
                f"{size / trajectories:.0f}",
                "bytes",
            ),
            *_growth(data, folder, trajectories),
        ]
    about = facts() | {
        "texts": filling.origin,
        "trajectories": f"{trajectories:,}, with {filling.patterns:,} patterns",
    }
    return [Grid("memory: weight", about, COLUMNS, rows)]


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        try:
            [[count]] = connection.execute("SELECT count(*) FROM trajectories")
        except sqlite3.DatabaseError:
            return 0
    return int(count)


def _columns(database: Path) -> tuple[int, int]:
    """Return the bytes of all texts, and of all vectors."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [[texts]] = connection.execute("SELECT sum(length(texts)) FROM trajectories")
        [[vectors]] = connection.execute("SELECT sum(length(vector)) FROM vectors")
    return int(texts), int(vectors)


def _growth(data: Path, folder: Path, trajectories: int) -> list[tuple[str, str, str]]:
    """Return how much a process grows that reads all patterns and makes them searchable."""
    if not Path("/proc/self/statm").exists():
        return []
    command = [sys.executable, "-c", _GROWTH, str(data), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    grown, _ = map(int, done.split())
    megabytes = grown / 1e6 * 1000 / trajectories
    return [("memory of a process, a thousand trajectories searchable", f"{megabytes:.1f}", "MB")]
