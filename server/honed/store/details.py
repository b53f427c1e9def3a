"""Rows of what a trajectory knows beside its edit; most have none, or little.

Shares lie as thousandths, those that are 1 as a rule as what they lack to it: a zero takes no room.
What nobody has measured is NULL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from honed.core.details import Details, Qualities, Survival
from honed.core.errors import StoreError
from honed.core.model import Arm
from honed.store.codec import decode_prompt, encode_prompt

if TYPE_CHECKING:
    import sqlite3

COLUMNS = """decided_ms, lost_30, distance_30, lost_save, distance_save, lacks_before, lacks_after,
    lacks_design, details.record"""
JOINED = "LEFT JOIN details ON details.trajectory_id = trajectories.id"
"""Brings the `COLUMNS`, as many as `WIDTH`, to a trajectory; `read` makes a value of them."""
WIDTH = 9
_SCALE = 1000
_NOTHING = Details()


def put(connection: sqlite3.Connection, trajectory_id: int, details: Details) -> None:
    """Store what is known, if anything is; before, nothing was."""
    if details != _NOTHING:
        connection.execute(
            "INSERT INTO details VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (trajectory_id, *_columns(details)),
        )


def revise(connection: sqlite3.Connection, trajectory_id: int, details: Details) -> None:
    """Add to what is known of a trajectory what `details` knows; an unknown id is let be."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM trajectories {JOINED} WHERE trajectories.id = ?",  # noqa: S608 - constants
        (trajectory_id,),
    ).fetchone()
    if row is None:
        return
    news = {
        field.name: value
        for field in attrs.fields(Details)
        if (value := getattr(details, field.name)) not in (None, "", ())
    }
    # Not REPLACE: what was counted of a quality when it came in is not counted again.
    known = attrs.evolve(read(row), **news)
    connection.execute("INSERT OR IGNORE INTO details (trajectory_id) VALUES (?)", (trajectory_id,))
    connection.execute(
        """
        UPDATE details SET
            decided_ms = ?, lost_30 = ?, distance_30 = ?, lost_save = ?, distance_save = ?,
            lacks_before = ?, lacks_after = ?, lacks_design = ?, record = ?
        WHERE trajectory_id = ?
        """,
        (*_columns(known), trajectory_id),
    )


def read(row: tuple[Any, ...]) -> Details:
    """Return what the columns say; `StoreError` where the record is damaged."""
    decided_ms, lost_30, distance_30, lost_save, distance_save, before, after, design, record = row
    try:
        prompt, framework, shown = decode_prompt(record) if record else ("", "", ())
        return Details(
            prompt=prompt,
            framework=framework,
            shown=shown,
            decided_ms=None if decided_ms is None else float(decided_ms),
            after_30_s=_survival(lost_30, distance_30),
            at_save=_survival(lost_save, distance_save),
            quality_before=_lacking(before),
            quality_after=_lacking(after),
            design_reward=_lacking(design),
        )
    except (TypeError, ValueError) as error:
        raise StoreError(f"The details of a trajectory cannot be read ({error}).") from error


def qualities(connection: sqlite3.Connection) -> dict[Arm, Qualities]:
    """Return the qualities of the results of tasks, added up by arm."""
    rows = connection.execute("SELECT arm, number, total, squares FROM qualities").fetchall()
    return {
        Arm(arm): Qualities(number, total / _SCALE, squares / _SCALE**2)
        for arm, number, total, squares in rows
    }


def _columns(details: Details) -> tuple[Any, ...]:
    words = (details.prompt, details.framework, details.shown)
    return (
        None if details.decided_ms is None else round(details.decided_ms),
        *_thousandths(details.after_30_s),
        *_thousandths(details.at_save),
        _lack(details.quality_before),
        _lack(details.quality_after),
        _lack(details.design_reward),
        encode_prompt(*words) if any(words) else None,
    )


def _thousandths(survival: Survival | None) -> tuple[int | None, int | None]:
    if survival is None:
        return None, None
    return _lack(survival.kept), round(survival.distance * _SCALE)


def _lack(share: float | None) -> int | None:
    return None if share is None else _SCALE - round(share * _SCALE)


def _lacking(thousandths: int | None) -> float | None:
    return None if thousandths is None else (_SCALE - thousandths) / _SCALE


def _survival(lost: int | None, distance: int | None) -> Survival | None:
    if lost is None or distance is None:
        return None
    return Survival((_SCALE - lost) / _SCALE, distance / _SCALE)
