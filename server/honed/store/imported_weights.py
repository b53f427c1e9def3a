"""Rows of what the ranker has taken in of imports, in the user's database.

The patterns of an import lie in one store and the weights in another, so the two cannot be written
at once. The import itself is the truth; a row here says that the weights have followed it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import StoreError

if TYPE_CHECKING:
    from honed.store.database import Database


@attrs.frozen
class TakenIn:
    """The weights of one import: by the store that it went to, and what they have changed."""

    store: str
    import_id: int
    record: dict[str, Any]


class ImportedWeights:
    """The table of one database; it is used in that of the ranker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[TakenIn]:
        """Return what was taken in, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT store, import_id, record FROM imported_weights ORDER BY number"
            ).fetchall()
        try:
            return [TakenIn(store, id_, json.loads(text)) for store, id_, text in rows]
        except ValueError as error:
            raise StoreError(f"What was imported cannot be read ({error}).") from error

    def put(self, taken: TakenIn) -> None:
        """Note what was taken in."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO imported_weights (store, import_id, record) VALUES (?, ?, ?)",
                (taken.store, taken.import_id, json.dumps(taken.record)),
            )

    def remove(self, store: str, import_id: int) -> None:
        """Note that it was taken out again."""
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM imported_weights WHERE store = ? AND import_id = ?", (store, import_id)
            )
