"""Rows of offers whose outcome is known: the latest of each kind, by the trajectory they led to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from honed.core.model import Trial

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def put(connection: sqlite3.Connection, trajectory_id: int, trial: Trial, most: int) -> None:
    """Add a trial, or replace the one that the trajectory had; keep the latest `most` of a kind."""
    connection.execute(
        "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?, ?)",
        (
            trajectory_id,
            trial.kind,
            trial.probability,
            trial.is_right,
            trial.weight,
            trial.pattern_id,
        ),
    )
    connection.execute(
        """
        DELETE FROM trials WHERE kind = :kind AND trajectory_id NOT IN (
            SELECT trajectory_id FROM trials WHERE kind = :kind
            ORDER BY trajectory_id DESC LIMIT :most
        )
        """,
        {"kind": trial.kind, "most": most},
    )


def every(connection: sqlite3.Connection) -> dict[tuple[int, str], Trial]:
    """Return all trials by their trajectories and kinds, the oldest first."""
    rows = connection.execute(
        """
        SELECT trajectory_id, kind, probability, is_right, weight, pattern_id
        FROM trials ORDER BY trajectory_id, kind
        """
    ).fetchall()
    return {
        (trajectory_id, kind): Trial(kind, probability, bool(is_right), weight, pattern_id)
        for trajectory_id, kind, probability, is_right, weight, pattern_id in rows
    }


def delete(connection: sqlite3.Connection, pattern_ids: Iterable[int]) -> None:
    """Delete the trials of patterns."""
    connection.execute(
        "DELETE FROM trials WHERE pattern_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(pattern_ids)),),
    )
