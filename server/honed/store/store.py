"""A store: one database and its vector index, behind the ports of `honed.core`.

`open_store(path)` writes and reads, `open_store(path, read_only=True)` reads what a server may be
writing at the same time. Any thread may call any method. A read sees what is committed and waits
for no write. Servers that share a store (two windows on one folder) both write: SQLite lets them
take turns, and the files of the vector index get names of their own, so there is no lock to hold
between processes, and none that a killed one could leave behind. Secrets are taken out by whoever
calls, as ever before a text is looked at.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Literal, overload

from honed.core.errors import StoreError
from honed.store import (
    details,
    lessons,
    memory_rows,
    patterns,
    policies,
    sessions,
    trajectories,
    trials,
    vector_rows,
    weights,
)
from honed.store.database import open_database, open_reader
from honed.store.reader import SqliteReader

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from honed.core.details import Details
    from honed.core.model import (
        Evidence,
        Example,
        Outcome,
        Pattern,
        Rewrite,
        Session,
        Trajectory,
        Trial,
        Weights,
    )
    from honed.core.policy import PolicyVersion
    from honed.core.ports import Vector
    from honed.store.database import Database

_log = logging.getLogger(__name__)


class SqliteStore(SqliteReader):
    """Reading and writing a store; implements `Store` and `RankerStore`.

    What a method wrote is durable when it returns; inside `transaction` when that ends.
    """

    def __init__(self, database: Database, embedding_version: int) -> None:
        super().__init__(database, embedding_version, read_only=False)
        self._is_vector_new = False
        self._forgotten: set[int] = set()
        self._is_log_stale = False
        self._changes_seen = database.changes_elsewhere()
        self.warning = database.warning

    def continue_from(self, session_id: int, pattern_id: int) -> None:
        """Let the next session have this id, and the next pattern a greater one than that.

        For a new database in the place of one whose patterns are still in memory.
        """
        with self._database.write() as connection:
            sessions.begin_at(connection, session_id)
            patterns.begin_after(connection, pattern_id)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is written inside at once, or nothing where it raises.

        Reads inside do not see it yet. Other writing threads wait until it ends.
        """
        with self._settling():
            yield

    def open_session(self, start: float, head: str) -> Session:
        """Begin a session."""
        with self._database.write() as connection:
            return sessions.begin(connection, start, head)

    def touch_session(self, session_id: int, at: float) -> None:
        """Note that something happened in the session at `at`."""
        with self._database.write() as connection:
            sessions.touch(connection, session_id, at)

    def end_session(self, session_id: int, end: float) -> None:
        """End a session."""
        with self._database.write() as connection:
            sessions.end(connection, session_id, end)

    def add_trajectory(self, trajectory: Trajectory) -> int:
        """Append a trajectory, whatever its `id` says, and return its id."""
        with self._database.write() as connection:
            return trajectories.append(connection, trajectory)

    def revise_trajectory(self, trajectory_id: int, outcome: Outcome, reward: float) -> None:
        """Replace the outcome of a trajectory; nothing happens where it is not there."""
        with self._database.write() as connection:
            trajectories.revise(connection, trajectory_id, outcome, reward)

    def add_details(self, trajectory_id: int, details_now: Details) -> None:
        """Add to what is known of a trajectory; an unknown id is let be."""
        with self._database.write() as connection:
            details.revise(connection, trajectory_id, details_now)

    def forget_trajectories(self, ids: Iterable[int]) -> int:
        """Remove trajectories with the patterns that they taught; return how many there were.

        With them go the memory items that they testify to. The statistics that they left stay. As
        with `forget`, no file holds them afterwards.
        """
        wanted = list(ids)
        with self._settling() as connection:
            self.forget(trajectories.taught_by(connection, wanted))
            memory_rows.forget_trajectories(connection, wanted)
            number = trajectories.delete(connection, wanted)
            self._is_log_stale = self._is_log_stale or bool(number)
        return number

    def add_pattern(
        self,
        rewrite: Rewrite,
        example: Example,
        *,
        session_id: int,
        trajectory_id: int,
        vector: Vector,
    ) -> Pattern:
        """Store a pattern and its vector, shape (256,)."""
        [pattern] = self.add_patterns(
            [rewrite], example, session_id=session_id, trajectory_id=trajectory_id, vector=vector
        )
        return pattern

    def add_patterns(
        self,
        rewrites: Sequence[Rewrite],
        example: Example,
        *,
        session_id: int,
        trajectory_id: int,
        vector: Vector,
    ) -> list[Pattern]:
        """Store all patterns that one edit taught, and the edit's vector, shape (256,)."""
        if not rewrites:
            return []
        quantised = self._rows.quantised(vector)
        with self._settling() as connection:
            found = patterns.insert(
                connection, rewrites, example, session_id=session_id, trajectory_id=trajectory_id
            )
            vector_rows.put(connection, found[0].id, self._rows.version, quantised)
            self._is_vector_new = True
        return found

    def revise(self, pattern_id: int, change: Callable[[Evidence], Evidence]) -> None:
        """Change a pattern's record from what it is now, whoever wrote that.

        Nothing happens where there is no such pattern.
        """
        with self._database.write() as connection:
            patterns.revise(connection, pattern_id, change)

    def add_imports(self, pattern_id: int, imports: Sequence[str]) -> None:
        """Let a pattern bring along more imports; an unknown id is let be."""
        with self._database.write() as connection:
            patterns.add_imports(connection, pattern_id, imports)

    def outdated(self, limit: int = 100) -> list[int]:
        """Return the first pattern of each edit that another version embedded: unfindable yet."""
        with self._database.read() as connection:
            return vector_rows.outdated(connection, self._rows.version, limit)

    def set_vector(self, pattern_id: int, vector: Vector) -> None:
        """Replace the vector of an edit; `pattern_id` is the first pattern that it taught."""
        quantised = self._rows.quantised(vector)
        with self._settling() as connection:
            vector_rows.put(connection, pattern_id, self._rows.version, quantised)
            self._is_vector_new = True

    def forget(self, pattern_ids: Iterable[int]) -> int:
        """Remove patterns with their vectors and the texts of their trajectories; return how many.

        What became of their offers is forgotten, too, and the memory items that they or those
        trajectories testify to; the statistics that they left stay. Neither database, log nor index
        holds them afterwards, as long as no other process is reading.
        """
        ids = list(pattern_ids)
        with self._settling() as connection:
            memory_rows.forget_trajectories(connection, trajectories.blank(connection, ids))
            trials.delete(connection, ids)
            lessons.forget(connection, ids)
            memory_rows.forget_patterns(connection, ids)
            self._is_vector_new = vector_rows.pass_on(connection, ids) or self._is_vector_new
            number = patterns.delete(connection, ids)
            if number:
                self._forgotten.update(ids)
        return number

    def add_rejection(self, path: str, fingerprint: str, at: float) -> None:
        """Remember that a text was rejected at a place."""
        with self._database.write() as connection:
            sessions.reject(connection, path, fingerprint, at)

    def withdraw_rejection(self, path: str, fingerprint: str) -> None:
        """Take a rejection back; nothing happens where there is none."""
        with self._database.write() as connection:
            sessions.withdraw_rejection(connection, path, fingerprint)

    def put_trial(self, trajectory_id: int, trial: Trial, most: int) -> None:
        """Add a trial, or replace that of the trajectory; of its kind the latest `most` stay."""
        with self._database.write() as connection:
            trials.put(connection, trajectory_id, trial, most)

    def save_weights(self, weights_now: Weights) -> None:
        """Replace the weights."""
        with self._database.write() as connection:
            weights.save(connection, weights_now)

    def put_policy(self, version: PolicyVersion) -> None:
        """Add a version of the policy, or replace the one with its number."""
        with self._database.write() as connection:
            policies.put(connection, version)

    def has_changed_elsewhere(self) -> bool:
        """Return whether another connection has written since this was last asked."""
        before, self._changes_seen = self._changes_seen, self._database.changes_elsewhere()
        return self._changes_seen != before

    def close(self) -> None:
        """Save the vector index and let the files go; a second call does nothing."""
        try:
            if self._database.is_open:
                self._index.close()
        finally:
            super().close()

    @contextlib.contextmanager
    def _settling(self) -> Iterator[sqlite3.Connection]:
        """Write, and after the outermost commit let the index follow what patterns did."""
        is_new, is_stale, forgotten = False, False, set[int]()
        with self._database.write() as connection:
            is_outermost = not self._database.is_nested
            try:
                yield connection
            finally:
                if is_outermost:
                    # No other thread writes before this one leaves.
                    is_new, self._is_vector_new = self._is_vector_new, False
                    forgotten, self._forgotten = self._forgotten, set()
                    is_stale, self._is_log_stale = self._is_log_stale, False
        # It is committed: trouble from here on must not look as if it were not.
        try:
            if forgotten:
                self._index.remove(forgotten)
            if forgotten or is_stale:
                self._database.shrink_log()
            if is_new:
                self._index.refresh()
        except StoreError as error:
            _log.warning("The index or the log could not follow: %s", error)


@overload
def open_store(
    path: Path, *, read_only: Literal[False] = False, embedding_version: int = 1
) -> SqliteStore: ...
@overload
def open_store(
    path: Path, *, read_only: Literal[True], embedding_version: int = 1
) -> SqliteReader: ...
@overload
def open_store(path: Path, *, read_only: bool, embedding_version: int = 1) -> SqliteReader: ...
def open_store(path: Path, *, read_only: bool = False, embedding_version: int = 1) -> SqliteReader:
    """Open the store whose database is at `path`; only a writer makes or changes files.

    `embedding_version` is that of the embedder whose vectors come in. `StoreError` where the
    directory cannot be used, a newer honed wrote the database, or a reader finds none.
    """
    if read_only:
        return SqliteReader(open_reader(path), embedding_version, read_only=True)
    return SqliteStore(open_database(path), embedding_version)
