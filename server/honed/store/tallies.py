"""What a store knows in numbers: read from tallies and indices, never from the texts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from honed.core.model import Statistics
from honed.store import details

if TYPE_CHECKING:
    import sqlite3


def statistics(connection: sqlite3.Connection) -> Statistics:
    """Return counts and means.

    `languages` counts trajectories. `mean_latency_ms` is over those that have a latency.
    """
    outcomes: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    total_reward = total_ms = 0.0
    timed = 0
    for language, outcome, number, reward, with_latency, latency_ms in connection.execute(
        "SELECT language, outcome, number, reward, timed, latency_ms FROM tallies"
    ).fetchall():
        outcomes[outcome] += number
        languages[language] += number
        total_reward += reward
        timed += with_latency
        total_ms += latency_ms
    patterns, proven = connection.execute(
        # The same as `Evidence.is_proven`; a test holds the two together.
        """
        SELECT count(*), total(CASE
            WHEN accepted <> 0 THEN accepted > rejected
                AND accepted + shadow_right > rejected + shadow_wrong
            ELSE shadow_right >= 2 AND shadow_right > 2 * (rejected + shadow_wrong)
        END)
        FROM patterns
        """
    ).fetchone()
    [sessions] = connection.execute("SELECT count(*) FROM sessions").fetchone()
    return Statistics(
        outcomes=dict(outcomes),
        mean_reward=total_reward / max(1, outcomes.total()),
        patterns=patterns,
        proven=int(proven),
        sessions=sessions,
        languages=dict(languages),
        mean_latency_ms=total_ms / max(1, timed),
        qualities=details.qualities(connection),
    )


def counts(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Return how many trajectories and patterns there are, and the last trajectory's id."""
    row = connection.execute(
        """
        SELECT (SELECT total(number) FROM tallies),
               (SELECT count(*) FROM patterns),
               (SELECT coalesce(max(id), 0) FROM trajectories)
        """
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])
