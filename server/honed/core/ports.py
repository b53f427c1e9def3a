"""What the rest of honed expects of a store; `honed.store` offers it, `honed.services` joins them.

Ids are positive and grow. Every method that writes is durable when it returns (synchronous
NORMAL: a killed process loses nothing that returned). A store raises only `StoreError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray

    from honed.core.details import Details
    from honed.core.memory import Distilled, ItemKind, MemoryItem
    from honed.core.model import (
        Evidence,
        Example,
        Neighbour,
        Outcome,
        Pattern,
        Rewrite,
        Session,
        Statistics,
        StoreStatus,
        Trajectory,
        Trial,
        Weights,
    )
    from honed.core.policy import PolicyVersion

    Vector = NDArray[np.float32]


class PatternSource(Protocol):
    """Reading what was learned."""

    def patterns(self, *, language: str | None = None) -> list[Pattern]:
        """Return the patterns that are not forgotten, oldest first."""
        ...

    def pattern(self, pattern_id: int) -> Pattern | None:
        """Return one pattern, None where there is none."""
        ...

    def similar(
        self, vector: Vector, *, language: str | None = None, limit: int = 10
    ) -> list[Neighbour]:
        """Return the nearest edits, nearest first; the first pattern of each stands for all."""
        ...

    def recent(self, limit: int = 20) -> list[Trajectory]:
        """Return the newest trajectories, newest first."""
        ...

    def statistics(self) -> Statistics:
        """Return counts and means."""
        ...

    def status(self) -> StoreStatus:
        """Return where the store lies and how it is."""
        ...


class Reader(PatternSource, Protocol):
    """Reading all that a project needs to know; a server may be writing at the same time."""

    def latest_session(self) -> Session | None:
        """Return the newest session, ended or not."""
        ...

    def last_activity(self, session_id: int) -> float:
        """Return when something last happened in the session (its start where nothing did)."""
        ...

    def patterns_with_ids(self, pattern_ids: Iterable[int]) -> list[Pattern]:
        """Return these patterns as far as there are any, oldest first."""
        ...

    def patterns_taught_with(self, pattern_ids: Iterable[int]) -> list[Pattern]:
        """Return these patterns and all others that the same edits taught, oldest first."""
        ...

    def evidence(self) -> dict[int, Evidence]:
        """Return the records of all patterns by their ids, without reading the patterns."""
        ...

    def rejections(self) -> set[tuple[str, str]]:
        """Return all (path, fingerprint) that were rejected."""
        ...

    def rejections_in(self, session_id: int) -> dict[int, int]:
        """Return how often each pattern was rejected in the session, by its id."""
        ...

    def trials(self) -> dict[tuple[int, str], Trial]:
        """Return the latest trials of each kind, by trajectory and kind, the oldest first."""
        ...

    def contributed(self) -> list[tuple[str, dict[str, tuple[int, int]]]]:
        """Return what was imported of each developer: a name, "" for none, and counts by key.

        The counts are how often a pattern was right and wrong there.
        """
        ...

    def offered(self, above: int = 0, below: int = 1 << 62, limit: int = 50) -> list[Trajectory]:
        """Return the newest trajectories with ids between the two that are no free edits.

        Newest first; fewer than `limit` where there are no more, whatever cannot be read.
        """
        ...

    @property
    def memory(self) -> MemoryItems:
        """The memory items of the store; a reader can only read them."""
        ...

    def load_weights(self) -> Weights | None:
        """Return the weights that were saved with the last edit, None before the first."""
        ...

    def close(self) -> None:
        """Let the files go."""
        ...


class MemoryItems(Protocol):
    """Where memory items lie."""

    def items(self, language: str | None = None, kind: ItemKind | None = None) -> list[MemoryItem]:
        """Return the items that are kept, oldest first; of one language or kind, if named."""
        ...

    def remember(self, distilled: Iterable[Distilled], now: float) -> int:
        """Take in what was distilled; return how many items became ones that are shown.

        A source that spoke before is heard anew only where it says something else. An item that
        faded comes back with new testimony, one that was forgotten does not.
        """
        ...

    def consolidate(self, items: Iterable[MemoryItem]) -> None:
        """Write what these items say of each other; their numbers stay as they are."""
        ...

    def use(self, item_ids: Iterable[int], at: float) -> None:
        """Count a use of items."""
        ...

    def forget(self, item_ids: Iterable[int], *, for_good: bool = True) -> int:
        """Remove the texts of items, and return of how many; their numbers stay."""
        ...

    def clear(self) -> None:
        """Remove all items with their numbers, but for the marks of what was forgotten."""
        ...


class RankerStore(Protocol):
    """Where the ranker's weights lie."""

    def load_weights(self) -> Weights | None:
        """Return the weights, None before the first were saved."""
        ...

    def save_weights(self, weights: Weights) -> None:
        """Replace the weights."""
        ...

    def policies(self) -> list[PolicyVersion]:
        """Return the versions of the policy by their numbers."""
        ...

    def put_policy(self, version: PolicyVersion) -> None:
        """Add a version of the policy, or replace the one with its number."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Write all that is written inside at once, or nothing where it raises."""
        ...

    def has_changed_elsewhere(self) -> bool:
        """Return whether another connection has written since this was last asked."""
        ...

    def close(self) -> None:
        """Let the files go."""
        ...


class Store(Reader, RankerStore, Protocol):
    """Reading and writing; one writer at a time."""

    @property
    def warning(self) -> str:
        """What the user has to know of how the store was opened, "" for nothing."""
        ...

    def continue_from(self, session_id: int, pattern_id: int) -> None:
        """Let the next session have this id, and the next pattern a greater one than that."""
        ...

    def open_session(self, start: float, head: str) -> Session:
        """Begin a session."""
        ...

    def touch_session(self, session_id: int, at: float) -> None:
        """Note that something happened in the session at `at`; `last_activity` reads it."""
        ...

    def end_session(self, session_id: int, end: float) -> None:
        """End a session."""
        ...

    def add_trajectory(self, trajectory: Trajectory) -> int:
        """Append a trajectory and return its id."""
        ...

    def revise_trajectory(self, trajectory_id: int, outcome: Outcome, reward: float) -> None:
        """Replace the outcome of a trajectory, in the statistics too; an unknown id is let be."""
        ...

    def add_details(self, trajectory_id: int, details_now: Details) -> None:
        """Add to what is known of a trajectory beside its edit; an unknown id is let be."""
        ...

    def forget_trajectories(self, ids: Iterable[int]) -> int:
        """Remove trajectories with the patterns that they taught; return how many there were.

        The statistics that they left stay.
        """
        ...

    def add_pattern(
        self,
        rewrite: Rewrite,
        example: Example,
        *,
        session_id: int,
        trajectory_id: int,
        vector: Vector,
    ) -> Pattern:
        """Store a pattern and its vector."""
        ...

    def add_patterns(
        self,
        rewrites: Sequence[Rewrite],
        example: Example,
        *,
        session_id: int,
        trajectory_id: int,
        vector: Vector,
    ) -> list[Pattern]:
        """Store all patterns that one edit taught, with the edit's vector."""
        ...

    def revise(self, pattern_id: int, change: Callable[[Evidence], Evidence]) -> None:
        """Change a pattern's record from what it is now; unknown ids are let be."""
        ...

    def add_imports(self, pattern_id: int, imports: Sequence[str]) -> None:
        """Let a pattern bring along more imports; an unknown id is let be."""
        ...

    def outdated(self, limit: int = 100) -> list[int]:
        """Return the first pattern of each edit that another version embedded: unfindable yet."""
        ...

    def set_vector(self, pattern_id: int, vector: Vector) -> None:
        """Replace the vector of an edit; `pattern_id` is the first pattern that it taught."""
        ...

    def forget(self, pattern_ids: Iterable[int]) -> int:
        """Remove patterns with their vectors and the texts of their trajectories; return how many.

        What became of their offers is forgotten, too; the statistics that they left stay.
        """
        ...

    def put_trial(self, trajectory_id: int, trial: Trial, most: int) -> None:
        """Add a trial, or replace that of the trajectory; of its kind the latest `most` stay."""
        ...

    def add_rejection(self, path: str, fingerprint: str, at: float) -> None:
        """Remember that a text was rejected at a place."""
        ...

    def withdraw_rejection(self, path: str, fingerprint: str) -> None:
        """Take a rejection back; nothing happens where there is none."""
        ...

    def close(self) -> None:
        """Write what is not yet written and let the files go."""
        ...


class Embedder(Protocol):
    """Text to a vector."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        ...

    def embed(self, tokens: Sequence[str]) -> Vector:
        """Return a vector of unit length, shape (dimensions,), float32; zeros for no tokens."""
        ...
