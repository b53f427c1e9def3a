"""Rows of patterns: what was learned, from what, and how it did."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import StoreError
from honed.core.model import Evidence, Example, Pattern
from honed.core.text import decode
from honed.store import lessons, trajectories
from honed.store.codec import decode_lesson, decode_pattern

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from honed.core.model import Rewrite

_log = logging.getLogger(__name__)

_SELECT = f"""
    SELECT patterns.id, language, patterns.record, lesson_id, place, {lessons.LESSON}, line,
           session_id, trajectory_id,
           (SELECT at FROM trajectories WHERE trajectories.id = trajectory_id),
           support, accepted, rejected, ignored, shadow_right, shadow_wrong
    FROM patterns {lessons.JOINED}
"""  # noqa: S608 - constants
_NO_RECORD = b""


def insert(
    connection: sqlite3.Connection,
    rewrites: Sequence[Rewrite],
    example: Example,
    *,
    session_id: int,
    trajectory_id: int,
) -> list[Pattern]:
    """Store the patterns that one edit taught, each met once."""
    evidence = Evidence()
    lesson_id = lessons.insert(connection, example, rewrites)
    row = connection.execute(
        "SELECT at FROM trajectories WHERE id = ?", (trajectory_id,)
    ).fetchone()
    found = []
    for place, rewrite in enumerate(rewrites):
        cursor = connection.execute(
            """
            INSERT INTO patterns (
                language, record, lesson_id, place, session_id, trajectory_id,
                support, accepted, rejected, ignored, shadow_right, shadow_wrong
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                rewrite.language,
                _NO_RECORD,
                lesson_id,
                place,
                session_id,
                trajectory_id,
                *attrs.astuple(evidence),
            ),
        )
        found.append(
            Pattern(
                cursor.lastrowid or 0,
                rewrite,
                example,
                session_id,
                trajectory_id,
                evidence,
                learned_at=row[0] if row else 0.0,
            )
        )
    trajectories.share(connection, trajectory_id, lesson_id, example)
    return found


def select(connection: sqlite3.Connection, language: str | None) -> list[tuple[Any, ...]]:
    """Return the rows of all patterns, or of one language's, oldest first."""
    if language is None:
        return connection.execute(f"{_SELECT} ORDER BY patterns.id").fetchall()
    return connection.execute(
        f"{_SELECT} WHERE language = ? ORDER BY patterns.id",
        (language,),
    ).fetchall()


def select_ids(connection: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return the rows of these patterns, as far as there are any, oldest first."""
    return connection.execute(
        f"{_SELECT} WHERE patterns.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - a constant
        " ORDER BY patterns.id",
        (json.dumps(list(ids)),),
    ).fetchall()


def select_taught_with(connection: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return the rows of these patterns and of all that the same edits taught, oldest first."""
    wanted = json.dumps(list(ids))
    return connection.execute(
        f"""{_SELECT}
        WHERE patterns.id IN (SELECT value FROM json_each(?)) OR lesson_id IN (
            SELECT lesson_id FROM patterns WHERE id IN (SELECT value FROM json_each(?))
        )
        ORDER BY patterns.id
        """,  # noqa: S608 - a constant
        (wanted, wanted),
    ).fetchall()


def evidence(connection: sqlite3.Connection) -> dict[int, Evidence]:
    """Return the records of all patterns by their ids."""
    rows = connection.execute(
        """
        SELECT id, support, accepted, rejected, ignored, shadow_right, shadow_wrong
        FROM patterns ORDER BY id
        """
    )
    return {id_: Evidence(*counts) for id_, *counts in rows}


def read(rows: Iterable[tuple[Any, ...]]) -> list[Pattern]:
    """Return the patterns of the rows; a damaged one is left out and logged."""
    found = []
    known: _Known = {}
    for id_, language, record, lesson_id, place, lesson, path, line, *rest in rows:
        session_id, trajectory_id, at, *evidence = rest
        try:
            if lesson_id is None:
                rewrite, example = decode_pattern(record, language)
            else:
                if lesson_id not in known:
                    known[lesson_id] = _lesson(lesson, language, path, line)
                example, rewrites = known[lesson_id]
                rewrite = _at(rewrites, place)
        except StoreError as error:
            _log.warning("Pattern %d is left out: %s", id_, error)
            continue
        found.append(
            Pattern(
                id_,
                rewrite,
                example,
                session_id,
                trajectory_id,
                Evidence(*evidence),
                learned_at=at or 0.0,
            )
        )
    return found


_Known = dict[int, tuple["Example", "list[Rewrite | None]"]]


def _lesson(
    record: bytes | None, language: str, path: bytes | None, line: int
) -> tuple[Example, list[Rewrite | None]]:
    """Return a lesson, which is read once for all of its patterns."""
    before, after, rewrites = decode_lesson(record or b"", language)
    return Example(before, after, decode(path or b""), line), rewrites


def _at(rewrites: Sequence[Rewrite | None], place: int) -> Rewrite:
    rewrite = rewrites[place] if 0 <= place < len(rewrites) else None
    if rewrite is None:
        raise StoreError("Its lesson does not hold it.")
    return rewrite


def revise(
    connection: sqlite3.Connection, pattern_id: int, change: Callable[[Evidence], Evidence]
) -> None:
    """Change a pattern's record from what it is now; unknown ids are let be."""
    row = connection.execute(
        """
        SELECT support, accepted, rejected, ignored, shadow_right, shadow_wrong
        FROM patterns WHERE id = ?
        """,
        (pattern_id,),
    ).fetchone()
    if row is None:
        return
    connection.execute(
        """
        UPDATE patterns SET
            support = ?, accepted = ?, rejected = ?, ignored = ?,
            shadow_right = ?, shadow_wrong = ?
        WHERE id = ?
        """,
        (*attrs.astuple(change(Evidence(*row))), pattern_id),
    )


def add_imports(connection: sqlite3.Connection, pattern_id: int, imports: Sequence[str]) -> None:
    """Let a pattern bring along more imports; unknown ids, and damaged ones, are let be."""
    for pattern in read(select_ids(connection, [pattern_id])):
        more = tuple(dict.fromkeys([*pattern.rewrite.imports, *imports]))
        rewrite = attrs.evolve(pattern.rewrite, imports=more)
        if not lessons.replace(connection, pattern_id, rewrite):
            # It was stored with a record of its own, before there were lessons.
            connection.execute(
                "UPDATE patterns SET record = ?, lesson_id = ?, place = 0 WHERE id = ?",
                (_NO_RECORD, lessons.insert(connection, pattern.example, [rewrite]), pattern_id),
            )


def begin_after(connection: sqlite3.Connection, pattern_id: int) -> None:
    """Let the next pattern have a greater id."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'patterns'")
    connection.execute("INSERT INTO sqlite_sequence VALUES ('patterns', ?)", (pattern_id,))


def delete(connection: sqlite3.Connection, ids: Sequence[int]) -> int:
    """Delete patterns, their vectors with them, and return how many there were."""
    return connection.execute(
        "DELETE FROM patterns WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    ).rowcount
