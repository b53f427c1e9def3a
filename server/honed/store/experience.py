"""Trajectories as they are searched through: in order, by their numbers and by their age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.store import trajectories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.model import Trajectory
    from honed.store.database import Database


class ExperienceRows:
    """The trajectories of one database, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, trajectory_id: int, limit: int = 1000) -> tuple[list[Trajectory], int | None]:
        """Return the trajectories with greater ids, the oldest first, and the last id looked at.

        That is of a damaged one, too, which is left out; None where there are no more.
        """
        with self._database.read() as connection:
            rows = trajectories.after(connection, trajectory_id, limit)
        return trajectories.read(rows), rows[-1][0] if rows else None

    def with_ids(self, ids: Iterable[int]) -> list[Trajectory]:
        """Return these trajectories as far as there are any, the oldest first."""
        with self._database.read() as connection:
            rows = trajectories.select_ids(connection, ids)
        return trajectories.read(rows)

    def older_than(self, at: float) -> list[int]:
        """Return the ids of the trajectories before `at`, seconds since the epoch."""
        with self._database.read() as connection:
            return trajectories.before(connection, at)
