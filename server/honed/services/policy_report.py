"""What the command line tells of the policy's versions, and how it makes one live again."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.policy import PolicyState
from honed.retrieval.embed import VERSION
from honed.services.clock import SystemClock
from honed.services.places import Place
from honed.services.policies import rolled_back, weights_of
from honed.services.report import reader
from honed.store.locations import user_database
from honed.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.policy import PolicyVersion
    from honed.services.clock import Clock


def versions(data: Path) -> list[PolicyVersion]:
    """Return all versions by their numbers, none before a server has run; nothing is changed."""
    place = _users(data)
    if not place.exists:
        return []
    with closing(reader(place)) as opened:
        return opened.policies()


def version(data: Path, number: int | None) -> PolicyVersion:
    """Return one version, without a number the live one; `HonedError` where there is none."""
    for each in versions(data):
        if each.number == number or (number is None and each.state is PolicyState.LIVE):
            return each
    which = "live version" if number is None else f"version {number}"
    raise HonedError(f"There is no {which} of the policy; `honed policy list` shows them.")


def demand_earlier(data: Path, number: int | None) -> None:
    """Raise `HonedError` where there is nothing to roll back to, before anybody is asked."""
    rolled_back(versions(data), number, 0.0)


def roll_back(data: Path, number: int | None, clock: Clock | None = None) -> PolicyVersion:
    """Make an earlier version live, and return it; a running server follows.

    What was learned online on top of the other one is forgotten. `HonedError` as in `rolled_back`.
    """
    place = _users(data)
    if not place.exists:
        rolled_back([], number, 0.0)
    with (
        closing(open_store(place.database, embedding_version=VERSION)) as store,
        store.transaction(),
    ):
        # Inside, as a running server may be making another version live.
        changed = rolled_back(store.policies(), number, (clock or SystemClock()).now())
        live = changed[-1]
        before = store.load_weights()
        updates = 1 + (before.updates if before else 0)
        for each in changed:
            store.put_policy(each)
        store.save_weights(attrs.evolve(weights_of(live), updates=updates))
    return live


def _users(data: Path) -> Place:
    return Place(data, None, user_database(data))
