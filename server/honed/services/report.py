"""What a store holds, in numbers.

Nothing here changes a file, and a server may be writing at the same time.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome, Statistics, StoreStatus
from honed.retrieval.embed import VERSION
from honed.services.places import Place
from honed.store.locations import CORPUS, user_database
from honed.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from honed.store.reader import SqliteReader


@attrs.frozen
class Overview:
    """What a store holds; `exists` is False, and all is zero, where no server has made it."""

    place: Place
    exists: bool
    statistics: Statistics
    status: StoreStatus
    ranker_updates: int
    """Of the ranker, which is one for all stores of the data directory."""
    corpus_bytes: int
    """What the index of the folder's code takes on the disk."""


def reader(place: Place) -> SqliteReader:
    """Open the store for reading; `StoreError` where it cannot be read."""
    return open_store(place.database, read_only=True, embedding_version=VERSION)


def overview(place: Place) -> Overview:
    """Return what the store holds in numbers; `statistics.outcomes` names every outcome."""
    updates, corpus_bytes = _ranker_updates(place.data), index_bytes(place)
    if not place.exists:
        nothing = StoreStatus(str(place.database), 0, 0, 0, 0, "exact", "ready")
        zeros = Statistics(_all_outcomes({}), 0.0, 0, 0, 0, {})
        return Overview(place, False, zeros, nothing, updates, corpus_bytes)  # noqa: FBT003 - exists
    opened = reader(place)
    try:
        statistics, status = opened.statistics(), opened.status()
    finally:
        opened.close()
    statistics = attrs.evolve(statistics, outcomes=_all_outcomes(dict(statistics.outcomes)))
    return Overview(place, True, statistics, status, updates, corpus_bytes)  # noqa: FBT003 - exists


def index_bytes(place: Place) -> int:
    """Return what the files of a folder's index take on the disk."""
    directory = place.database.with_name(CORPUS)
    total = 0
    for path in directory.glob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


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
