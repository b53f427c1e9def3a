"""One store seen from outside: which one a command speaks of, and what it holds in numbers.

Nothing here changes a file, and a server may be writing at the same time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.model import Outcome, Statistics, StoreStatus
from honed.retrieval.embed import VERSION
from honed.store.locations import data_directory, list_workspaces, user_database
from honed.store.store import open_store

if TYPE_CHECKING:
    from honed.store.store import SqliteReader

MOST_NAMED = 5


@attrs.frozen
class Place:
    """A store that may or may not exist yet; `folder` is None for the user's."""

    data: Path
    folder: Path | None
    database: Path

    @property
    def name(self) -> str:
        """What a message calls the store."""
        return str(self.folder) if self.folder else "the files outside any workspace"

    @property
    def exists(self) -> bool:
        """Whether a server has made the store."""
        return self.database.exists()


@attrs.frozen
class Overview:
    """What a store holds; `exists` is False, and all is zero, where no server has made it."""

    place: Place
    exists: bool
    statistics: Statistics
    status: StoreStatus
    ranker_updates: int
    """Of the ranker, which is one for all stores of the data directory."""


def find_place(data_dir: Path | None, workspace: Path | None) -> Place:
    """Return the store of the innermost known workspace that holds the folder `workspace`.

    Without one it is that of the current directory, or the user's where no known workspace holds
    that. `HonedError` where a folder was given and none does.
    """
    data = data_directory(data_dir)
    known = list_workspaces(data)
    here = _resolved(workspace)
    holding = [each for each in known if here is not None and here.is_relative_to(each.folder)]
    if holding:
        innermost = max(holding, key=lambda each: len(each.folder.parts))
        return Place(data, innermost.folder, innermost.database)
    if workspace is not None:
        raise HonedError(_unknown(workspace, [str(each.folder) for each in known]))
    return Place(data, None, user_database(data))


def _resolved(folder: Path | None) -> Path | None:
    """Return the folder, or the current directory, without links; None where it was removed."""
    try:
        return (folder or Path.cwd()).expanduser().resolve()
    except (OSError, RuntimeError):
        return None


def _unknown(workspace: Path, known: list[str]) -> str:
    named = ", ".join(known[:MOST_NAMED]) + (", …" if len(known) > MOST_NAMED else "")
    return (
        f"No workspace that honed knows holds {workspace}. Known are: {named or 'none'}."
        " A folder becomes known when an editor opens it."
    )


def reader(place: Place) -> SqliteReader:
    """Open the store for reading; `StoreError` where it cannot be read."""
    return open_store(place.database, read_only=True, embedding_version=VERSION)


def overview(place: Place) -> Overview:
    """Return what the store holds in numbers; `statistics.outcomes` names every outcome."""
    updates = _ranker_updates(place.data)
    if not place.exists:
        nothing = StoreStatus(str(place.database), 0, 0, 0, 0, "exact", "ready")
        zeros = Statistics(_all_outcomes({}), 0.0, 0, 0, 0, {})
        return Overview(
            place, exists=False, statistics=zeros, status=nothing, ranker_updates=updates
        )
    opened = reader(place)
    try:
        statistics, status = opened.statistics(), opened.status()
    finally:
        opened.close()
    statistics = attrs.evolve(statistics, outcomes=_all_outcomes(dict(statistics.outcomes)))
    return Overview(
        place, exists=True, statistics=statistics, status=status, ranker_updates=updates
    )


def _all_outcomes(counted: dict[str, int]) -> dict[str, int]:
    return {outcome.value: 0 for outcome in Outcome} | counted


def _ranker_updates(data: Path) -> int:
    """Return how often the ranker was updated, 0 where it never was."""
    users = Place(data, None, user_database(data))
    if not users.exists:
        return 0
    opened = reader(users)
    try:
        weights = opened.load_weights()
    finally:
        opened.close()
    return weights.updates if weights else 0
