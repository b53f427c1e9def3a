"""What memory weighs: bytes a trajectory on disk, and what a process grows by for a thousand."""

from __future__ import annotations

import json
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
    from tests.bench.stock import Stock

PATTERNS, SHORT_PATTERNS = 3_000, 60
COLUMNS = ("a trajectory", "", "unit")

_GROWTH = """
import json, sys
from pathlib import Path
from honed.retrieval.search import Document, Searcher
from honed.retrieval.table import shipped
from honed.services.project import Project
from honed.services.stores import Stores

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

data, folder = sys.argv[1:]
store = Stores(data).of_project(Project(Path(folder)))
documents = json.loads(sys.stdin.read())
# The whole table is in memory once, however many trajectories there are.
shipped().numbers.sum()
Searcher([Document(0, "warm")]).search("warm up")
before = resident()
searcher = Searcher(Document(*each) for each in documents)
searcher.search("rename the argument of a call")
searching = resident()
patterns = store.patterns()
print(searching - before, resident() - searching)
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
        each = f"{filling.patterns / trajectories:.1f}"
        rows = [
            _row("record: its texts and its patterns, compressed", texts / trajectories),
            _row(f"vector of its {each} patterns in the database", vectors / trajectories),
            _row("the whole database, indexes included", size / trajectories),
            *_growth(data, folder, filling),
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


def _row(name: str, size: float) -> tuple[str, str, str]:
    return name, f"{size:.0f}", "bytes"


def _columns(database: Path) -> tuple[int, int]:
    """Return the bytes of all records, and of all vectors."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [[texts]] = connection.execute("SELECT sum(length(texts)) FROM trajectories")
        [[records]] = connection.execute("SELECT sum(length(record)) FROM lessons")
        [[vectors]] = connection.execute("SELECT sum(length(vector)) FROM vectors")
    return int(texts) + int(records), int(vectors)


def _growth(data: Path, folder: Path, filling: Stock) -> list[tuple[str, str, str]]:
    """Return how much a process grows that makes trajectories searchable, and reads patterns."""
    if not Path("/proc/self/statm").exists():
        return []
    lessons = [(each.path, each.lesson) for each in filling.taught]
    documents = [
        (number, f"{path}\n{lesson.after}\n{lesson.before}", "python", "edit")
        for number, (path, lesson) in enumerate(lessons)
    ]
    done = subprocess.run(
        [sys.executable, "-c", _GROWTH, str(data), str(folder)],
        input=json.dumps(documents), capture_output=True, text=True, check=True, cwd=ROOT,
    ).stdout  # fmt: skip
    names = ("memory of the process: searchable, the table apart", "... and all its patterns read")
    return [
        (name, f"{int(grown) / 1000 / len(documents):.2f}", "kB")
        for name, grown in zip(names, done.split(), strict=True)
    ]
