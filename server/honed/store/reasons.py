"""The reasons that sources gave to memory items: each goes with the source that gave it.

A source that gives reasons and says nothing for or against an item is none of its authors: the item
stays when that source is forgotten, without what only it has said.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from honed.core.errors import StoreError
from honed.store.codec import decode_item, encode_item

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

WHEN_NOT = 3
"""Where the fields of an item's record hold when it is not to be used."""

IS_AUTHOR = "(reasons IS NULL OR successes + failures > 0)"
"""Holds of a row of `memory_sources` whose source may have said the item's other texts."""

_log = logging.getLogger(__name__)


def encoded(reasons: Sequence[str]) -> str | None:
    """Return reasons as a row of `memory_sources` keeps them, None for none."""
    return json.dumps(list(reasons)) if reasons else None


def retract(connection: sqlite3.Connection, named: str) -> None:
    """Take what only these sources gave as reasons out of items; `named` is their list in JSON.

    To be called before the rows of the sources go.
    """
    rows = connection.execute(
        """
        SELECT id, record FROM memory_items WHERE state = 'kept' AND id IN (
            SELECT item_id FROM memory_sources
            WHERE reasons IS NOT NULL AND source IN (SELECT value FROM json_each(?))
        )
        """,
        (named,),
    ).fetchall()
    for id_, record in rows:
        given = {True: set[str](), False: set[str]()}
        for is_going, reasons in connection.execute(
            """
            SELECT source IN (SELECT value FROM json_each(?)), reasons FROM memory_sources
            WHERE item_id = ? AND reasons IS NOT NULL
            """,
            (named, id_),
        ):
            given[bool(is_going)].update(json.loads(reasons))
        try:
            fields = decode_item(record)
            kept = [each for each in fields[WHEN_NOT] if each not in given[True] - given[False]]
        except (StoreError, LookupError, TypeError) as error:
            _log.warning("Memory item %d cannot be read, and is let go: %s", id_, error)
            connection.execute("DELETE FROM memory_items WHERE id = ?", (id_,))
            continue
        fields[WHEN_NOT] = kept
        connection.execute(
            "UPDATE memory_items SET record = ? WHERE id = ?", (encode_item(fields), id_)
        )
