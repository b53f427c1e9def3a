"""What a store holds, in numbers.

Nothing here changes a file, and a server may be writing at the same time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome, Statistics, StoreStatus
from honed.retrieval.embed import VERSION
from honed.services.places import Place
from honed.store.locations import user_database
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
