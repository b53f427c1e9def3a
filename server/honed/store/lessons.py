"""Rows of lessons: an edit and all that it taught in one record, so that nothing lies there twice.

The patterns of a lesson know their place in it, its trajectory has no texts of its own.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from honed.core.errors import StoreError
from honed.core.model import Example
from honed.core.text import encode
from honed.store.codec import decode_lesson, encode_lesson

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from honed.core.model import Rewrite

_log = logging.getLogger(__name__)


LESSON = "lessons.record, paths.path"
"""Columns of a lesson that `JOINED` brings to its patterns and its trajectory."""

JOINED = "LEFT JOIN lessons ON lessons.id = lesson_id LEFT JOIN paths ON paths.id = path_id"


def insert(connection: sqlite3.Connection, example: Example, rewrites: Sequence[Rewrite]) -> int:
    """Store what an edit taught and return the lesson's id; a rewrite's place is its index."""
    cursor = connection.execute(
        "INSERT INTO lessons (path_id, line, record) VALUES (?, ?, ?)",
        (path_id(connection, example.path), example.line, encode_lesson(example, rewrites)),
    )
    return cursor.lastrowid or 0


def path_id(connection: sqlite3.Connection, path: str) -> int:
    """Return the number of a path, which gets one where it has none."""
    data = encode(path)
    connection.execute("INSERT OR IGNORE INTO paths (path) VALUES (?)", (data,))
    [number] = connection.execute("SELECT id FROM paths WHERE path = ?", (data,)).fetchone()
    return int(number)


def forget_paths(connection: sqlite3.Connection) -> None:
    """Remove the paths that nothing speaks of any more."""
    connection.execute(
        """
        DELETE FROM paths WHERE id NOT IN (
            SELECT path_id FROM lessons
            UNION SELECT own_path FROM trajectories WHERE own_path IS NOT NULL
        )
        """
    )


def replace(connection: sqlite3.Connection, pattern_id: int, rewrite: Rewrite) -> bool:
    """Replace what a lesson holds of one of its patterns; False where the pattern has no lesson.

    `StoreError` where the lesson is damaged.
    """
    row = connection.execute(
        """
        SELECT lessons.id, lessons.record, place
        FROM patterns JOIN lessons ON lessons.id = lesson_id WHERE patterns.id = ?
        """,
        (pattern_id,),
    ).fetchone()
    if row is None:
        return False
    id_, record, place = row
    before, after, rewrites = decode_lesson(record, rewrite.language)
    rewrites[place] = rewrite
    connection.execute(
        "UPDATE lessons SET record = ? WHERE id = ?",
        (encode_lesson(Example(before, after, "", 0), rewrites), id_),
    )
    return True


def forget(connection: sqlite3.Connection, pattern_ids: Iterable[int]) -> None:
    """Take patterns, which are still there, out of their lessons; one with none left goes."""
    rows = connection.execute(
        """
        SELECT lesson_id, language, json_group_array(place)
        FROM patterns
        WHERE lesson_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))
        GROUP BY lesson_id
        """,
        (json.dumps(list(pattern_ids)),),
    ).fetchall()
    for id_, language, places in rows:
        _forget(connection, id_, language, set(json.loads(places)))


def _forget(connection: sqlite3.Connection, id_: int, language: str, places: set[int]) -> None:
    row = connection.execute("SELECT record FROM lessons WHERE id = ?", (id_,)).fetchone()
    record = _without(row[0] if row else b"", language, places)
    if record is None:
        connection.execute("DELETE FROM lessons WHERE id = ?", (id_,))
    else:
        connection.execute("UPDATE lessons SET record = ? WHERE id = ?", (record, id_))


def _without(record: bytes, language: str, places: set[int]) -> bytes | None:
    """Return a lesson's record without the rewrites at these places, None where nothing is left.

    Nor is of a damaged one, which tells nobody anything any more.
    """
    try:
        before, after, rewrites = decode_lesson(record, language)
    except StoreError as error:
        _log.warning("A lesson is removed: %s", error)
        return None
    left = [None if place in places else each for place, each in enumerate(rewrites)]
    return encode_lesson(Example(before, after, "", 0), left) if any(left) else None
