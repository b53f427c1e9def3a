"""Rows of what was mined from a git history: commits, sightings of patterns, the ranker's sums.

Ids, fingerprints and keys come as hexadecimal and lie as bytes. What writes is called inside of a
store's `transaction`, and sees what that has written.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.store.database import Database

    Counts = tuple[int, int, int, int]


class Sum(IntEnum):
    """The rows of sums."""

    MINED = 0
    """Of all that was mined."""
    TOLD = 1
    """Of what the ranker was told."""


class MinedRows:
    """The tables of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def commits(self) -> set[str]:
        """Return the ids of the commits that were mined."""
        with self._database.read() as connection:
            return {id_.hex() for (id_,) in connection.execute("SELECT commit_id FROM mined")}

    def note(self, commits: Mapping[str, str]) -> dict[str, bool]:
        """Note commits by id with their fingerprints.

        Return those that were not there yet, with whether a commit before had the fingerprint; ""
        is none.
        """
        found = {}
        with self._database.write() as connection:
            for commit, name in commits.items():
                fingerprint = bytes.fromhex(name)
                known = connection.execute(
                    "SELECT 1 FROM mined WHERE fingerprint = ? LIMIT 1", (fingerprint,)
                ).fetchone()
                done = connection.execute(
                    "INSERT OR IGNORE INTO mined VALUES (?, ?)",
                    (bytes.fromhex(commit), fingerprint),
                )
                if done.rowcount:
                    found[commit] = bool(fingerprint) and known is not None
        return found

    def add(self, key: str, counts: Counts) -> tuple[Counts, int | None]:
        """Add to a pattern's commits, support, right and wrong.

        Return what they come to, and the id that `bind` gave it, None before.
        """
        with self._database.write() as connection:
            commits, support, right, wrong, pattern_id = connection.execute(
                """
                INSERT INTO sightings VALUES (?, ?, ?, ?, ?, NULL)
                ON CONFLICT DO UPDATE SET
                    commits = commits + excluded.commits,
                    support = support + excluded.support,
                    shadow_right = shadow_right + excluded.shadow_right,
                    shadow_wrong = shadow_wrong + excluded.shadow_wrong
                RETURNING commits, support, shadow_right, shadow_wrong, pattern_id
                """,
                (bytes.fromhex(key), *counts),
            ).fetchone()
        return (commits, support, right, wrong), pattern_id

    def bind(self, key: str, pattern_id: int) -> None:
        """Note which pattern a key has become."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE sightings SET pattern_id = ? WHERE key = ?",
                (pattern_id, bytes.fromhex(key)),
            )

    def bound(self) -> int:
        """Return how many keys have become patterns, forgotten ones too."""
        with self._database.read() as connection:
            [number] = connection.execute(
                "SELECT count(*) FROM sightings WHERE pattern_id IS NOT NULL"
            ).fetchone()
        return int(number)

    def sums(self, which: Sum) -> tuple[int, bytes] | None:
        """Return a number of decisions and their sums, None before the first."""
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT number, packed FROM moments WHERE id = ?", (int(which),)
            ).fetchone()
        return None if row is None else (int(row[0]), bytes(row[1]))

    def save_sums(self, which: Sum, number: int, packed: bytes) -> None:
        """Replace a number of decisions and their sums."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO moments VALUES (?, ?, ?)", (int(which), number, packed)
            )
