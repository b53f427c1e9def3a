"""Rows of sessions, and of the places where a text was rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Session
from honed.core.text import decode, encode

if TYPE_CHECKING:
    import sqlite3

# Paths and branch names come from outside and may hold what is not valid UTF-8: they are bytes.


def begin(connection: sqlite3.Connection, start: float, head: str) -> Session:
    """Begin a session."""
    cursor = connection.execute(
        "INSERT INTO sessions (started, active, head) VALUES (?, ?, ?)",
        (start, start, encode(head)),
    )
    return Session(cursor.lastrowid or 0, start, None, head)


def begin_at(connection: sqlite3.Connection, session_id: int) -> None:
    """Let the next session have this id."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'sessions'")
    connection.execute("INSERT INTO sqlite_sequence VALUES ('sessions', ?)", (session_id - 1,))


def latest(connection: sqlite3.Connection) -> Session | None:
    """Return the newest session, ended or not."""
    row = connection.execute(
        "SELECT id, started, ended, head FROM sessions ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    id_, started, ended, head = row
    return Session(id_, started, ended, decode(head))


def touch(connection: sqlite3.Connection, session_id: int, at: float) -> None:
    """Note that something happened at `at`; what is already noted later stays."""
    connection.execute("UPDATE sessions SET active = max(active, ?) WHERE id = ?", (at, session_id))


def last_activity(connection: sqlite3.Connection, session_id: int) -> float:
    """Return when something last happened in the session, 0 where there is no such session."""
    row = connection.execute("SELECT active FROM sessions WHERE id = ?", (session_id,)).fetchone()
    return float(row[0]) if row else 0.0


def end(connection: sqlite3.Connection, session_id: int, at: float) -> None:
    """End a session."""
    connection.execute("UPDATE sessions SET ended = ? WHERE id = ?", (at, session_id))


def reject(connection: sqlite3.Connection, path: str, fingerprint: str, at: float) -> None:
    """Remember that a text was rejected at a place."""
    connection.execute(
        "INSERT INTO rejections VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
        (encode(path), encode(fingerprint), at),
    )


def withdraw_rejection(connection: sqlite3.Connection, path: str, fingerprint: str) -> None:
    """Take a rejection back."""
    connection.execute(
        "DELETE FROM rejections WHERE path = ? AND fingerprint = ?",
        (encode(path), encode(fingerprint)),
    )


def rejections(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return all (path, fingerprint) that were rejected."""
    rows = connection.execute("SELECT path, fingerprint FROM rejections").fetchall()
    return {(decode(path), decode(fingerprint)) for path, fingerprint in rows}
