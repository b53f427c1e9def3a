"""A database that is cut or overwritten anywhere: it is used, or set aside, and honed goes on."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from honed.store.store import open_store
from tests.store.samples import TRAJECTORY, fill, trajectory, vectors

ROWS = 60


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a database as a killed server leaves it: part of it in its log."""
    path = tmp_path_factory.mktemp("store") / "honed.db"
    with closing(open_store(path)) as store:
        fill(store, vectors(10))
    with closing(open_store(path)) as store:
        for number in range(ROWS):
            store.add_trajectory(trajectory(number))
        copy = tmp_path_factory.mktemp("killed") / "store"
        shutil.copytree(path.parent, copy)
    return copy


def demand_use(path: Path) -> int:
    """Open what is there, add to it, and return how many rows it had; fail where that fails."""
    with closing(open_store(path)) as store:
        known = store.status().trajectories
        assert len(store.recent(1000)) == known
        assert len(store.patterns()) in {0, 10}
        added = store.add_trajectory(TRAJECTORY)
        assert store.recent(1)[0].id == added
        fill(store, vectors(2, seed=1))
        assert len(store.similar(vectors(1, seed=1)[0])) >= 2
    with closing(open_store(path)) as store:
        assert store.status().trajectories == known + 3
    return known


@settings(max_examples=60)
@given(
    name=st.sampled_from(["honed.db", "honed.db-wal"]),
    where=st.floats(0, 1),
    length=st.integers(0, 8192),
    cut=st.booleans(),
)
@example(name="honed.db", where=1e-5, length=0, cut=True)
def test_damage_anywhere(killed: Path, name: str, where: float, length: int, *, cut: bool) -> None:
    """Cut anywhere, or zeros anywhere, in the database or its log."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "store" / "honed.db"
        shutil.copytree(killed, path.parent)
        damaged = path.with_name(name)
        data = damaged.read_bytes()
        place = int(where * len(data))
        rest = b"" if cut else (bytes(length) + data[place + length :])[: len(data) - place]
        damaged.write_bytes(data[:place] + rest)
        known = demand_use(path)
        assert known in range(10 + ROWS + 1)
        aside = list(path.parent.glob("honed.db.damaged-*"))
        assert aside or known >= 10


@pytest.mark.parametrize("name", ["honed.db-wal", "honed.db-shm"])
def test_log_that_is_gone(killed: Path, tmp_path: Path, name: str) -> None:
    """Without its log the database is what it was before; the log's index is made anew."""
    path = tmp_path / "store" / "honed.db"
    shutil.copytree(killed, path.parent)
    path.with_name(name).unlink()
    assert demand_use(path) == (10 if name.endswith("wal") else 10 + ROWS)
    assert not list(path.parent.glob("honed.db.damaged-*"))


def test_noop_killed(killed: Path, tmp_path: Path) -> None:
    """What a killed server leaves is whole."""
    path = tmp_path / "store" / "honed.db"
    shutil.copytree(killed, path.parent)
    assert demand_use(path) == 10 + ROWS
