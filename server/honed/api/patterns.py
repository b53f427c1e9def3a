"""What is learned from trajectories, as others ask for it; docs/api.md tells with examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from honed.api.chosen import chosen_ids
from honed.core.memory import ItemKind, MemoryItem
from honed.core.model import Trajectory
from honed.services.memory import SimilarPattern, open_memory

if TYPE_CHECKING:
    import os
    from types import TracebackType
    from typing import Self

__all__ = ["ItemKind", "MemoryItem", "PatternLearner", "SimilarPattern"]


class PatternLearner:
    """Distils memory items from trajectories, and finds what is known for a task.

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
        self._memory = open_memory(
            None if workspace is None else Path(workspace),
            None if data_dir is None else Path(data_dir),
        )

    def find_similar_patterns(
        self, prompt: str, language: str | None = None, k: int = 10
    ) -> list[SimilarPattern]:
        """Return the items and patterns most like a prompt, in words or code, the best first.

        Only those of the language where one is named; none where no word is shared.
        """
        return self._memory.similar(prompt, language, k)

    def learn_patterns_from_trajectories(self, trajectories: Iterable[object]) -> int:
        """Distil what trajectories teach, successes and failures; return how many items are new.

        A trajectory is one of `TrajectoryManager`, or a mapping or an object with some of `task`
        or `prompt`, `code`, `before`, `language`, `success`, `outcome`, `metrics`, `survival`;
        `honed.learn.memory.experience` lists all. What is none is passed over. The same ones again
        teach nothing more. A mapping's `id` is the program's own; only trajectories of this store,
        and mappings that name one as `trajectory_id`, are forgotten with it. `ValueError` for a
        single one where several are asked for.
        """
        is_single = isinstance(trajectories, (str, bytes, Mapping, Trajectory))
        if is_single or not isinstance(trajectories, Iterable):
            raise ValueError(
                "Trajectories are learned from as a list, however many there are: [trajectory]."
            )
        return self._memory.learn(trajectories)

    def best_practices(
        self, task: str = "", language: str | None = None, k: int = 10
    ) -> list[MemoryItem]:
        """Return the items that are known for a task, most trusted first; pitfalls among them.

        Without a task all of the language are asked for.
        """
        return self._memory.best(task, language, k)

    def forget(self, items: int | MemoryItem | Iterable[int | MemoryItem]) -> int:
        """Forget items, or those with these ids, for good; return how many there were.

        `ValueError` for what is no id of this store's.
        """
        return self._memory.forget(chosen_ids(items, MemoryItem, "memory item"))

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        self._memory.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()
