"""The memory of what was asked for and what came of it; docs/api.md tells of it with examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from honed.api.chosen import chosen_ids, demand_time
from honed.core.details import Details, Survival
from honed.core.model import Arm, Outcome, Trajectory
from honed.learn.improvement import Improvement
from honed.services.clock import SystemClock
from honed.services.experience import SimilarTrajectory, open_experience
from honed.services.tasks import Task, TaskResult
from honed.services.totals import TrajectoryStats

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from honed.quality.values import QualityMetrics

__all__ = [
    "Arm",
    "Details",
    "Improvement",
    "Outcome",
    "SimilarTrajectory",
    "Survival",
    "Task",
    "TaskResult",
    "Trajectory",
    "TrajectoryManager",
    "TrajectoryStats",
]


class TrajectoryManager:
    """Stores trajectories, finds those like a prompt, counts and forgets them.

    Secrets are removed before anything is looked at or written. Any thread may call any method, and
    a server may use the same store at the same time; what a method has written is durable when it
    returns. `HonedError` where the store cannot be used.
    """

    def __init__(
        self,
        workspace: str | os.PathLike[str] | None = None,
        data_dir: str | os.PathLike[str] | None = None,
    ) -> None:
        """Open the store of a workspace folder, the user's without one; it is made if need be.

        `data_dir` is where stores lie, instead of the user's data directory.
        """
        self._experience = open_experience(
            None if workspace is None else Path(workspace),
            None if data_dir is None else Path(data_dir),
            SystemClock(),
        )

    def store_trajectory(
        self,
        request: Task | Mapping[str, object],
        result: TaskResult | Mapping[str, object],
        metrics: QualityMetrics | Mapping[str, object] | None = None,
    ) -> int:
        """Store what was asked for, what came of it and how good it is; return the id.

        Dicts may have the design's keys, such as `existingCode` and `qualityScore`. Where `metrics`
        are left out, the code is measured as `CodeQualityAnalyzer` does. `ValueError` says what is
        wrong with a value; nothing is stored then.
        """
        return self._experience.add(request, result, metrics)

    def search_similar(
        self, prompt: str, language: str | None = None, k: int = 5
    ) -> list[SimilarTrajectory]:
        """Return at most `k` trajectories that are like a prompt, the most similar first.

        Words of a prompt, a path and the code before and after count; there is none where no word
        is shared. `ValueError` for a language that honed does not know.
        """
        return self._experience.similar(prompt, language, k)

    def get_recent(self, limit: int = 10) -> list[Trajectory]:
        """Return the newest trajectories, those of edits too, the newest first."""
        return self._experience.recent(limit)

    def get_stats(self) -> TrajectoryStats:
        """Return the numbers of the store; those of what was forgotten are among them."""
        return self._experience.stats()

    def forget(
        self,
        ids: int | Trajectory | Iterable[int | Trajectory] | None = None,
        *,
        before: float | None = None,
    ) -> int:
        """Forget trajectories by id, or those before a time in seconds since the epoch.

        The patterns that they taught go with them; the numbers that they left stay. Return how many
        there were. `ValueError` where neither is said, and for what is no id of this store's, or no
        time.
        """
        if ids is None and before is None:
            raise ValueError("Say which trajectories to forget: an id, ids, or before=seconds.")
        wanted = set() if ids is None else set(chosen_ids(ids, Trajectory, "trajectory"))
        if before is not None:
            demand_time(before)
            wanted.update(self._experience.older_than(before))
        return self._experience.forget(sorted(wanted))

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        self._experience.close()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
