"""Rows of what was brought in from elsewhere: who has met a pattern, and what is to be undone.

What writes is called inside of a store's `transaction`, and sees what that has written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import StoreError
from honed.store import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.store.database import Database


@attrs.frozen
class Import:
    """One import: when (seconds since the epoch), and what it has changed."""

    id: int
    at: float
    checksum: bytes
    record: dict[str, Any]


class ImportRows:
    """The imports of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def identity(self) -> str:
        """The name that no other database has."""
        return self._database.identity

    def every(self) -> list[Import]:
        """Return the imports that were not undone, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, at, checksum, record FROM imports ORDER BY id"
            ).fetchall()
        try:
            return [Import(id_, at, bytes(sum_), json.loads(text)) for id_, at, sum_, text in rows]
        except ValueError as error:
            raise StoreError(f"The record of an import cannot be read ({error}).") from error

    def contributors(self) -> dict[str, set[str]]:
        """Return the names of those who have met a pattern elsewhere, by its key."""
        found: dict[str, set[str]] = {}
        with self._database.read() as connection:
            for key, name in connection.execute("SELECT key, contributor FROM contributors"):
                found.setdefault(key.hex(), set()).add(name.hex())
        return found

    def begin(self, checksum: bytes, at: float) -> int:
        """Note an import and return its id."""
        with self._database.write() as connection:
            cursor = connection.execute(
                "INSERT INTO imports (checksum, at, record) VALUES (?, ?, '{}')", (checksum, at)
            )
        return cursor.lastrowid or 0

    def finish(self, import_id: int, record: dict[str, Any]) -> None:
        """Note what an import has changed."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE imports SET record = ? WHERE id = ?", (json.dumps(record), import_id)
            )

    def contribute(self, import_id: int, key: str, names: Iterable[str]) -> None:
        """Note who has met a pattern; who is known already stays as it is."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO contributors VALUES (?, ?, ?)",
                [(bytes.fromhex(key), bytes.fromhex(name), import_id) for name in names],
            )

    def remove(self, import_id: int) -> None:
        """Forget an import and whom it named."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM contributors WHERE import_id = ?", (import_id,))
            connection.execute("DELETE FROM imports WHERE id = ?", (import_id,))

    def last_pattern(self) -> int:
        """Return the greatest id that a pattern has had."""
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = 'patterns'"
            ).fetchone()
        return int(row[0]) if row else 0

    def next_pattern(self, pattern_id: int) -> None:
        """Let the next pattern have this id, which is greater than all before."""
        with self._database.write() as connection:
            patterns.begin_after(connection, pattern_id - 1)
