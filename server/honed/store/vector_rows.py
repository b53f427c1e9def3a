"""The vectors as the database holds them: 8-bit numbers, numbered in the order of writing.

All patterns that one edit taught have its vector; it lies there once, for the first of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from honed.core.ports import Vector
    from honed.store.database import Database

_PEAK = 127
_AFTER = """
    SELECT v.number, p.id, p.language, v.vector
    FROM vectors v JOIN patterns p ON p.id = v.pattern_id
    WHERE v.number > ? AND v.version = ? ORDER BY v.number LIMIT ?
"""
# CROSS JOIN keeps the order: from the few that are wanted, not from all of a version.
_OF_PATTERNS = """
    SELECT v.number, p.id, p.language, v.vector
    FROM json_each(?) wanted
    CROSS JOIN patterns p ON p.id = wanted.value
    CROSS JOIN vectors v ON v.pattern_id = p.id
    WHERE v.version = ?
"""


@attrs.frozen(eq=False)
class Batch:
    """Vectors in the order of their numbers: ids (n,) int64, vectors (n, dimensions) int8.

    `last` is the number up to which nothing is left out.
    """

    ids: NDArray[np.int64]
    languages: NDArray[np.str_]
    vectors: NDArray[np.int8]
    last: int


@attrs.frozen
class VectorRows:
    """The vectors of one database that one version of the embedding made."""

    database: Database
    version: int
    dimensions: int

    def last(self) -> int:
        """Return the greatest number that was given, 0 before the first."""
        with self.database.read() as connection:
            return _last(connection)

    def count(self) -> int:
        """Return how many vectors there are."""
        with self.database.read() as connection:
            [count] = connection.execute(
                "SELECT count(*) FROM vectors WHERE version = ?", (self.version,)
            ).fetchone()
            return int(count)

    def ids(self) -> set[int]:
        """Return the ids of all patterns that have a vector."""
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT pattern_id FROM vectors WHERE version = ?", (self.version,)
            ).fetchall()
            return {id_ for (id_,) in rows}

    def after(self, number: int, most: int = -1) -> Batch:
        """Return the vectors with greater numbers, at most `most` where that is not negative."""
        with self.database.read() as connection:
            last = _last(connection)
            rows = connection.execute(
                _AFTER,
                (number, self.version, most),
            ).fetchall()
        if rows:
            last = rows[-1][0] if len(rows) == most else max(last, rows[-1][0])
        return self._batch(rows, last)

    def among(self, ids: Iterable[int]) -> Batch:
        """Return the vectors of these patterns, as far as there are any; `last` is 0."""
        with self.database.read() as connection:
            rows = connection.execute(
                _OF_PATTERNS,
                (json.dumps(list(ids)), self.version),
            ).fetchall()
        return self._batch(rows, 0)

    def missing(self, ids: Iterable[int]) -> set[int]:
        """Return those of the patterns that are not there any more."""
        wanted = set(ids)
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT id FROM patterns WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(wanted)),),
            ).fetchall()
        return wanted - {id_ for (id_,) in rows}

    def _batch(self, rows: list[tuple[int, int, str, bytes]], last: int) -> Batch:
        # A vector of another length is of no embedding that this version could have made.
        rows = [row for row in rows if len(row[3]) == self.dimensions]
        return Batch(
            np.array([row[1] for row in rows], np.int64),
            np.array([row[2] for row in rows], np.str_),
            np.frombuffer(b"".join(row[3] for row in rows), np.int8).reshape(-1, self.dimensions),
            last,
        )

    def quantised(self, vector: Vector) -> bytes:
        """Return a vector as 8-bit numbers, one byte each; `StoreError` where it has another shape.

        Only the direction is kept, as only the cosine is asked for; zeros stay zeros.
        """
        if vector.shape != (self.dimensions,) or not np.isfinite(vector).all():
            raise StoreError(
                f"A vector of shape {vector.shape} cannot be stored: {self.dimensions} finite"
                " numbers are expected. This is a fault of honed, please report it."
            )
        peak = float(np.abs(vector).max(initial=0.0))
        numbers: NDArray[np.int8] = np.rint(vector * (_PEAK / peak if peak else 0.0)).astype("i1")
        return numbers.tobytes()


def put(connection: sqlite3.Connection, pattern_id: int, version: int, vector: bytes) -> None:
    """Store or replace the vector of a pattern."""
    connection.execute(
        "INSERT OR REPLACE INTO vectors (pattern_id, version, vector) VALUES (?, ?, ?)",
        (pattern_id, version, vector),
    )


def pass_on(connection: sqlite3.Connection, ids: Iterable[int]) -> bool:
    """Give the vectors of patterns that are about to go to the next of the same edits.

    Return whether there was any such.
    """
    gone = json.dumps(list(ids))
    return bool(
        connection.execute(
            """
            INSERT INTO vectors (pattern_id, version, vector)
            SELECT min(others.id), v.version, v.vector
            FROM vectors v
            JOIN patterns p ON p.id = v.pattern_id
            JOIN patterns others ON others.lesson_id = p.lesson_id
            WHERE p.id IN (SELECT value FROM json_each(?))
            AND others.id NOT IN (SELECT value FROM json_each(?))
            GROUP BY v.number
            """,
            (gone, gone),
        ).rowcount
    )


def outdated(connection: sqlite3.Connection, version: int, limit: int) -> list[int]:
    """Return the first pattern of edits whose vector another embedding made, or without any."""
    rows = connection.execute(
        """
        SELECT min(id) AS first FROM patterns GROUP BY ifnull(lesson_id, -id)
        HAVING first NOT IN (SELECT pattern_id FROM vectors WHERE version = ?)
        ORDER BY first LIMIT ?
        """,
        (version, limit),
    ).fetchall()
    return [id_ for (id_,) in rows]


def _last(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'vectors'").fetchone()
    return int(row[0]) if row else 0
