"""What a trajectory weighs: all that it adds to the database, its row, keys and pages included."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from honed.core.details import Details, Survival
from honed.core.model import Outcome, Trajectory
from honed.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2] / "server" / "honed"
NUMBER = 2_000
FILES = 400
"""A path weighs what it does once, however often its file is edited: with all files of honed the
weight of an edit would grow with honed."""

MOST_BYTES = 200


def edits(random: Random) -> Iterator[tuple[str, str, str, int]]:
    """Yield edits of this project's own code: a name of a line becomes another, lines at random."""
    files = random.sample(sorted(SOURCE.rglob("*.py")), FILES)
    while True:
        path = random.choice(files)
        lines = path.read_text("utf-8").splitlines()
        line = random.randrange(len(lines)) if lines else 0
        before = "\n".join(lines[line : line + random.choice((1, 1, 1, 2, 3))])
        names = re.findall(r"[a-z_]{4,}", before)
        if names:
            after = before.replace(random.choice(names), f"{random.choice(names)}_{line}", 1)
            yield path.relative_to(SOURCE).as_posix(), before, after, line


def rows(random: Random) -> Iterator[Trajectory]:
    """Yield decisions on suggestions with all that is measured of them."""
    for number, (path, before, after, line) in zip(range(NUMBER), edits(random), strict=False):
        kept = random.choice((1.0, 1.0, 1.0, random.random()))
        quality = random.choice((1.0, 1.0, random.random()))
        yield Trajectory(
            session_id=number // 40,
            at=1.7e9 + number * 17.125,
            language="python",
            path=path,
            line=line,
            before=before,
            after=after,
            outcome=Outcome.ACCEPTED,
            reward=random.random(),
            kind="suggestion",
            pattern_id=random.randrange(1, 5_000),
            probability=random.random(),
            policy_version=number,
            latency_ms=random.random(),
            details=Details(
                decided_ms=float(random.randrange(300, 10_000)),
                after_30_s=Survival(1.0, 0.0),
                at_save=Survival(kept, 1.0 - kept),
                quality_before=quality,
                quality_after=quality,
                design_reward=random.random(),
            ),
        )


def size(path: Path) -> int:
    """Return the size of a database without what is free in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return path.stat().st_size


def test_a_trajectory_is_light(tmp_path: Path) -> None:
    """With its details; what a pattern that it teaches weighs is told elsewhere."""
    empty, full = tmp_path / "empty" / "honed.db", tmp_path / "full" / "honed.db"
    open_store(empty).close()
    with closing(open_store(full)) as store, store.transaction():
        for row in rows(Random(0)):
            store.add_trajectory(row)
    weight = (size(full) - size(empty)) / NUMBER
    print(f"{weight:.0f} bytes a trajectory")  # noqa: T201 - the figure of docs/api.md
    assert weight <= MOST_BYTES
