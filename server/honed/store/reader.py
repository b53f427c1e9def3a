"""Reading a store: what is committed, while a server may be writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.errors import StoreError
from honed.core.model import StoreStatus
from honed.store import (
    patterns,
    policies,
    sessions,
    tallies,
    timeline,
    trajectories,
    trials,
    weights,
)
from honed.store.experience import ExperienceRows
from honed.store.imported_weights import ImportedWeights
from honed.store.imports import ImportRows
from honed.store.memory_rows import MemoryRows
from honed.store.mined import MinedRows
from honed.store.vector_rows import VectorRows
from honed.store.vectors import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.model import (
        Evidence,
        Neighbour,
        Pattern,
        Session,
        Statistics,
        Trajectory,
        Trial,
        Weights,
    )
    from honed.core.policy import PolicyVersion
    from honed.core.ports import Vector
    from honed.core.timeline import Moment
    from honed.store.database import Database

DIMENSIONS = 256


class SqliteReader:
    """Reading a store; implements `PatternSource`."""

    def __init__(self, database: Database, embedding_version: int, *, read_only: bool) -> None:
        self._database = database
        self._rows = VectorRows(database, embedding_version, DIMENSIONS)
        self._index = VectorIndex(database.path.parent, self._rows, is_read_only=read_only)
        self.mined = MinedRows(database)
        self.experience = ExperienceRows(database)
        self.memory = MemoryRows(database)
        self.imports = ImportRows(database)
        self.imported_weights = ImportedWeights(database)

    def patterns(self, *, language: str | None = None) -> list[Pattern]:
        """Return the patterns, oldest first; reading one takes about 45 µs."""
        with self._database.read() as connection:
            rows = patterns.select(connection, language)
        return patterns.read(rows)

    def pattern(self, pattern_id: int) -> Pattern | None:
        """Return one pattern, None where there is none."""
        return next(iter(self.patterns_with_ids([pattern_id])), None)

    def patterns_with_ids(self, pattern_ids: Iterable[int]) -> list[Pattern]:
        """Return these patterns as far as there are any, oldest first."""
        with self._database.read() as connection:
            rows = patterns.select_ids(connection, pattern_ids)
        return patterns.read(rows)

    def patterns_taught_with(self, pattern_ids: Iterable[int]) -> list[Pattern]:
        """Return these patterns and all others that the same edits taught, oldest first."""
        with self._database.read() as connection:
            rows = patterns.select_taught_with(connection, pattern_ids)
        return patterns.read(rows)

    def evidence(self) -> dict[int, Evidence]:
        """Return the records of all patterns by their ids; reading one takes about 2 µs."""
        with self._database.read() as connection:
            return patterns.evidence(connection)

    def similar(
        self, vector: Vector, *, language: str | None = None, limit: int = 10
    ) -> list[Neighbour]:
        """Return the nearest edits, nearest first; the first pattern of each stands for all."""
        return self._index.search(vector, language=language, limit=limit)

    def warm(self) -> None:
        """Load the vector index, or build it, which can take seconds; for the background thread."""
        self._index.warm()

    def recent(self, limit: int = 20) -> list[Trajectory]:
        """Return the newest trajectories, newest first."""
        with self._database.read() as connection:
            rows = trajectories.newest(connection, limit)
        return trajectories.read(rows)

    def contributed(self) -> list[tuple[str, dict[str, tuple[int, int]]]]:
        """Return what was imported of each developer: a name, "" for none, and counts by key."""
        try:
            return [
                (
                    str(each.record["contributor"]),
                    {key: (int(right), int(wrong)) for key, (right, wrong) in counts.items()},
                )
                for each in self.imports.every()
                if (counts := each.record.get("counts"))
            ]
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise StoreError(f"What was imported cannot be read ({error!r}).") from error

    def offered(self, above: int = 0, below: int = 1 << 62, limit: int = 50) -> list[Trajectory]:
        """Return the newest trajectories with ids between the two that are no free edits.

        Newest first; fewer than `limit` where there are no more, whatever cannot be read.
        """
        found: list[Trajectory] = []
        while (wanted := limit - len(found)) > 0:
            with self._database.read() as connection:
                rows = trajectories.newest(connection, wanted, (above, below))
            if not rows:
                break
            found += trajectories.read(rows)
            below = rows[-1][0]
        return found

    def timeline(self, most: int) -> list[Moment]:
        """Return the newest trajectories without their texts, the oldest of them first."""
        with self._database.read() as connection:
            return timeline.moments(connection, most)

    def statistics(self) -> Statistics:
        """Return counts and means."""
        with self._database.read() as connection:
            return tallies.statistics(connection)

    def status(self) -> StoreStatus:
        """Return where the store lies and how it is."""
        with self._database.read() as connection:
            number_of_trajectories, number_of_patterns, last_id = tallies.counts(connection)
        return StoreStatus(
            path=str(self._database.path),
            trajectories=number_of_trajectories,
            patterns=number_of_patterns,
            last_durable_id=last_id,
            bytes_on_disk=self._database.size_on_disk() + self._index.size_on_disk(),
            index_kind=self._index.index_kind,
            index_state=self._index.state,
        )

    def latest_session(self) -> Session | None:
        """Return the newest session, ended or not."""
        with self._database.read() as connection:
            return sessions.latest(connection)

    def last_activity(self, session_id: int) -> float:
        """Return when something last happened in the session, 0 where there is no such session."""
        with self._database.read() as connection:
            return sessions.last_activity(connection, session_id)

    def rejections(self) -> set[tuple[str, str]]:
        """Return all (path, fingerprint) that were rejected."""
        with self._database.read() as connection:
            return sessions.rejections(connection)

    def rejections_in(self, session_id: int) -> dict[int, int]:
        """Return how often each pattern was rejected in the session, by its id."""
        with self._database.read() as connection:
            return trajectories.rejections(connection, session_id)

    def trials(self) -> dict[tuple[int, str], Trial]:
        """Return the latest trials of each kind, by trajectory and kind, the oldest first."""
        with self._database.read() as connection:
            return trials.every(connection)

    def load_weights(self) -> Weights | None:
        """Return the weights, None before the first were saved."""
        with self._database.read() as connection:
            return weights.load(connection)

    def policies(self) -> list[PolicyVersion]:
        """Return the versions of the policy by their numbers."""
        with self._database.read() as connection:
            return policies.every(connection)

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        self._database.close()
