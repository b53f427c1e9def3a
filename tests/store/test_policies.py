"""Versions of the policy are stored whole, and a damaged one costs only itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honed.core.model import Weights
from honed.core.policy import PolicyState, PolicyVersion
from honed.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

VERSION = PolicyVersion(
    1, "abc", Weights((0.5, -1.25), (30.0, 1.5), names=("bias", "recent")), 0.5,
    PolicyState.LIVE, 1000.5, 200, 20, 10, 3,
)  # fmt: skip
numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.tuples(numbers, numbers), st.sampled_from(PolicyState), st.integers(0, 10**6))
def test_what_is_put_is_read(
    path: Path, mean: tuple[float, float], state: PolicyState, count: int
) -> None:
    """To the last bit, in place of what had its number."""
    weights = attrs.evolve(VERSION.weights, mean=mean)
    version = attrs.evolve(VERSION, weights=weights, state=state, decisions=count)
    with closing(open_store(path)) as store:
        store.put_policy(VERSION)
        store.put_policy(version)
        assert store.policies() == [version]


def test_versions_come_by_number(path: Path) -> None:
    """Whatever the order in which they were put."""
    other = attrs.evolve(VERSION, number=2, fingerprint="def", state=PolicyState.TRIED)
    with closing(open_store(path)) as store:
        store.put_policy(other)
        store.put_policy(VERSION)
        assert [each.number for each in store.policies()] == [1, 2]


def test_a_damaged_one_is_left_out(path: Path) -> None:
    """Of whatever kind the damage is."""
    with closing(open_store(path)) as store:
        for number in range(1, 6):
            store.put_policy(attrs.evolve(VERSION, number=number, fingerprint=str(number)))
    damage = (
        "UPDATE policies SET record = 'nonsense' WHERE number = 1",
        "UPDATE policies SET record = '[]' WHERE number = 2",
        """UPDATE policies SET record = '{"mean": {"a": 1}, "precision": {}}' WHERE number = 3""",
        "UPDATE policies SET state = 'asleep' WHERE number = 4",
    )
    with closing(sqlite3.connect(path)) as connection:
        for each in damage:
            connection.execute(each)
        connection.commit()
    with closing(open_store(path)) as store:
        assert [each.number for each in store.policies()] == [5]


def test_noop_a_new_store_has_none(path: Path) -> None:
    """The language server brings the first."""
    with closing(open_store(path)) as store:
        assert store.policies() == []
