"""Rows of memory items and of who testifies to them; each witness counts once, while it is known.

Of a pattern or a trajectory that is forgotten no item keeps a text: an item does not say which of
its witnesses its texts are from, so it goes with any of them, but for those that gave it nothing
but reasons not to use it: these alone are taken out of it.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from honed.core.errors import StoreError
from honed.core.memory import ItemKind, ItemState, MemoryItem
from honed.store import reasons
from honed.store.codec import decode_item, encode_item

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from honed.core.memory import Distilled, Witness
    from honed.store.database import Database

MOST_SOURCES = 20_000
"""Witnesses that are remembered, besides patterns; what older ones said is counted no more."""

CONTRADICTS, ABSORBED_BY = 7, 8
"""Where the fields of a record hold what an item is to others."""

_log = logging.getLogger(__name__)
_COLUMNS = "id, key, kind, language, state, successes, failures, uses, learned_at, used_at, record"


class MemoryRows:
    """The memory items of a database; implements `MemoryItems`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def items(self, language: str | None = None, kind: ItemKind | None = None) -> list[MemoryItem]:
        """Return the items that are kept, oldest first; reading one takes about 20 µs."""
        with self._database.read() as connection:
            rows = connection.execute(
                f"""
                SELECT {_COLUMNS} FROM memory_items
                WHERE state = 'kept' AND ifnull(language = :language, 1)
                    AND ifnull(kind = :kind, 1)
                ORDER BY id
                """,  # noqa: S608 - constants
                {"language": language, "kind": kind},
            ).fetchall()
        return _read(rows)

    def remember(self, distilled: Iterable[Distilled], now: float) -> int:
        """Take in what was distilled; return how many items became ones that are shown.

        What is known hears new testimony only. An item that faded comes back with it, one that its
        owner has forgotten does not, and hears none.
        """
        with self._database.write() as connection:
            number = sum(_take(connection, each, now) for each in distilled)
            _prune(connection)
        return number

    def consolidate(self, items: Iterable[MemoryItem]) -> None:
        """Write what items say of each other; their numbers stay as they are."""
        with self._database.write() as connection:
            for each in items:
                row = connection.execute(
                    "SELECT record FROM memory_items WHERE id = ? AND state = 'kept'", (each.id,)
                ).fetchone()
                if row is not None:
                    # Its reasons may be others than when it was read.
                    connection.execute(
                        "UPDATE memory_items SET record = ? WHERE id = ?",
                        (_with_relations(row[0], each), each.id),
                    )

    def use(self, item_ids: Iterable[int], at: float) -> None:
        """Count a use of items."""
        with self._database.write() as connection:
            connection.execute(
                """
                UPDATE memory_items SET uses = uses + 1, used_at = max(used_at, ?)
                WHERE id IN (SELECT value FROM json_each(?))
                """,
                (at, json.dumps(list(item_ids))),
            )

    def forget(self, item_ids: Iterable[int], *, for_good: bool = True) -> int:
        """Blank the texts of items, and return of how many; their numbers stay.

        What is forgotten for good does not come back, and neither database nor log holds its texts
        afterwards, as long as no other process is reading; other items fade.
        """
        state = ItemState.FORGOTTEN if for_good else ItemState.FADED
        with self._database.write() as connection:
            cursor = connection.execute(
                """
                UPDATE memory_items SET state = ?, record = x''
                WHERE state = 'kept' AND id IN (SELECT value FROM json_each(?))
                """,
                (state, json.dumps(list(item_ids))),
            )
            is_outermost = not self._database.is_nested
        if for_good and is_outermost:
            self._database.shrink_log()
        return cursor.rowcount

    def clear(self) -> None:
        """Remove all items with their witnesses; what is met again is distilled anew.

        What was forgotten for good stays so. As with that, no file holds the texts afterwards.
        """
        with self._database.write() as connection:
            connection.execute("DELETE FROM memory_items WHERE state <> 'forgotten'")
            is_outermost = not self._database.is_nested
        if is_outermost:
            self._database.shrink_log()


def _take(connection: sqlite3.Connection, found: Distilled, now: float) -> bool:
    item = found.item
    known = connection.execute(
        "SELECT id, state, successes FROM memory_items WHERE key = ?", (item.key,)
    ).fetchone()
    if known is None:
        cursor = connection.execute(
            f"INSERT INTO memory_items ({_COLUMNS[4:]}) VALUES (?, ?, ?, ?, 0, 0, 0, ?, ?, ?)",  # noqa: S608 - constants
            (item.key, item.kind, item.language, ItemState.KEPT, now, now, _record(item)),
        )
        id_, state, before = cursor.lastrowid or 0, ItemState.KEPT, 0
    else:
        id_, state, before = known[0], ItemState(known[1]), known[2]
    if state is ItemState.FORGOTTEN:
        return False
    heard = [_hear(connection, id_, each) for each in found.testimony]
    if not any(heard):
        return False
    if state is ItemState.FADED:
        connection.execute(
            "UPDATE memory_items SET state = ?, record = ?, used_at = ? WHERE id = ?",
            (ItemState.KEPT, _record(item), now, id_),
        )
        before = 0
    [after] = connection.execute(
        "SELECT successes FROM memory_items WHERE id = ?", (id_,)
    ).fetchone()
    return not before and after > 0


def _hear(connection: sqlite3.Connection, item_id: int, testimony: Witness) -> bool:
    """Count a testimony, in the place of what its source said before; return whether it is new."""
    before = connection.execute(
        """
        SELECT successes, failures, reasons FROM memory_sources WHERE source = ? AND item_id = ?
        """,
        (testimony.source, item_id),
    ).fetchone()
    now = (testimony.successes, testimony.failures, reasons.encoded(testimony.reasons))
    if before == now:
        return False
    right, wrong = before[:2] if before else (0, 0)
    connection.execute(
        """
        INSERT INTO memory_sources (source, item_id, successes, failures, reasons)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (source, item_id) DO UPDATE SET
            successes = excluded.successes, failures = excluded.failures,
            reasons = excluded.reasons
        """,
        (testimony.source, item_id, *now),
    )
    connection.execute(
        """
        UPDATE memory_items SET
            successes = max(0, successes + ?), failures = max(0, failures + ?)
        WHERE id = ?
        """,
        (now[0] - right, now[1] - wrong, item_id),
    )
    return True


def _read(rows: Iterable[tuple[Any, ...]]) -> list[MemoryItem]:
    """Return the items of the rows; a damaged one is left out and logged."""
    found = []
    for row in rows:
        try:
            found.append(_item(*row))
        except (StoreError, ValueError, TypeError, LookupError) as error:
            _log.warning("Memory item %d is left out: %s", row[0], error)
    return found


def forget_patterns(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Remove what these patterns said, and the items that they testify to."""
    _forget_sources(connection, [f"pattern:{each}" for each in ids])


def forget_trajectories(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Remove what these trajectories said, and the items that they testify to."""
    _forget_sources(connection, [f"{kind}:{each}" for each in ids for kind in _OF_TRAJECTORIES])


_OF_TRAJECTORIES = ("trajectory", "edit")


def _forget_sources(connection: sqlite3.Connection, sources: Sequence[str]) -> None:
    """Remove what these sources said, and the items of which one of them is a witness.

    What others say of those is distilled again, where they are still there.
    """
    named = json.dumps(list(sources))
    items = json.dumps(_heard_of(connection, named))
    reasons.retract(connection, named)
    _silence(connection, named)
    connection.execute(
        """
        DELETE FROM memory_items
        WHERE id IN (SELECT value FROM json_each(?)) AND state <> 'forgotten'
        """,
        (items,),
    )


def _prune(connection: sqlite3.Connection) -> None:
    """Let go of the oldest witnesses, and of items that nobody is left to testify to.

    What they said is taken back, so that it counts once when they say it again. A pattern stays a
    witness for as long as it is there.
    """
    rows = connection.execute(
        """
        SELECT DISTINCT source FROM memory_sources
        WHERE number <= (SELECT max(number) FROM memory_sources) - ?
            AND source NOT GLOB 'pattern:*' AND source <> 'decisions'
        """,
        (MOST_SOURCES,),
    ).fetchall()
    if not rows:
        return
    named = json.dumps([source for (source,) in rows])
    items = json.dumps(_heard_of(connection, named))
    reasons.retract(connection, named)
    _silence(connection, named)
    connection.execute(
        f"""
        DELETE FROM memory_items
        WHERE id IN (SELECT value FROM json_each(?)) AND state <> 'forgotten'
            AND id NOT IN (SELECT item_id FROM memory_sources WHERE {reasons.IS_AUTHOR})
        """,  # noqa: S608 - a constant
        (items,),
    )


def _heard_of(connection: sqlite3.Connection, named: str) -> list[int]:
    """Return the ids of the items that sources testify to; `named` is their list in JSON.

    Not of those to which they gave nothing but reasons.
    """
    rows = connection.execute(
        f"""
        SELECT DISTINCT item_id FROM memory_sources
        WHERE source IN (SELECT value FROM json_each(?)) AND {reasons.IS_AUTHOR}
        """,  # noqa: S608 - a constant
        (named,),
    )
    return [id_ for (id_,) in rows]


def _silence(connection: sqlite3.Connection, named: str) -> None:
    """Take back what sources said; `named` is their list in JSON."""
    connection.execute(
        """
        UPDATE memory_items SET
            successes = max(0, successes - said.right),
            failures = max(0, failures - said.wrong)
        FROM (
            SELECT item_id, sum(successes) AS right, sum(failures) AS wrong
            FROM memory_sources WHERE source IN (SELECT value FROM json_each(:sources))
            GROUP BY item_id
        ) AS said WHERE id = said.item_id
        """,
        {"sources": named},
    )
    connection.execute(
        "DELETE FROM memory_sources WHERE source IN (SELECT value FROM json_each(?))", (named,)
    )


def _record(item: MemoryItem) -> bytes:
    return encode_item(
        [
            item.title,
            item.content,
            item.when,
            item.when_not,
            item.before,
            item.after,
            item.context,
            item.contradicts,
            item.absorbed_by,
            item.origin,
        ]
    )


def _with_relations(record: bytes, item: MemoryItem) -> bytes:
    """Return a record with what an item says of others."""
    try:
        fields = decode_item(record)
    except StoreError:
        return record
    fields[CONTRADICTS], fields[ABSORBED_BY] = item.contradicts, item.absorbed_by
    return encode_item(fields)


def _item(  # noqa: PLR0913 - the columns of a row
    id_: int,
    key: str,
    kind: str,
    language: str,
    state: str,
    successes: int,
    failures: int,
    uses: int,
    learned_at: float,
    used_at: float,
    record: bytes,
) -> MemoryItem:
    (title, content, when, when_not, before, after, context, contradicts, absorbed_by,
     origin) = decode_item(record)  # fmt: skip
    return MemoryItem(
        key=key,
        kind=ItemKind(kind),
        language=language,
        title=title,
        content=content,
        when=when,
        when_not=tuple(when_not),
        before=tuple(before),
        after=tuple(after),
        context=None if context is None else (context[0], context[1]),
        contradicts=tuple(contradicts),
        absorbed_by=absorbed_by,
        origin=origin,
        successes=successes,
        failures=failures,
        uses=uses,
        learned_at=learned_at,
        used_at=used_at,
        state=ItemState(state),
        id=id_,
    )
