"""Trajectories in the order in which they happened, read without their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Outcome
from honed.core.timeline import Moment

if TYPE_CHECKING:
    import sqlite3

_KNOWN = frozenset(Outcome)


def moments(connection: sqlite3.Connection, most: int) -> list[Moment]:
    """Return the newest trajectories, at most so many, the oldest of them first."""
    rows = connection.execute(
        """
        SELECT at, language, kind, outcome, probability, latency_ms
        FROM trajectories ORDER BY id DESC LIMIT ?
        """,
        (most,),
    ).fetchall()
    return [
        Moment(at, language, kind, Outcome(outcome), probability, latency_ms)
        for at, language, kind, outcome, probability, latency_ms in reversed(rows)
        if outcome in _KNOWN
    ]
