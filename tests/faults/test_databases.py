"""The database is broken before the server starts, or while it runs: what its user sees."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from honed.cli.commands import commands
from honed.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.conftest import Desk


def tear(path: Path) -> None:
    """Cut the file in the middle."""
    os.truncate(path, path.stat().st_size // 2)


def zero(path: Path) -> None:
    """Fill all pages but the first with zeros."""
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + bytes(size - 4096))


def take_for_another(path: Path) -> None:
    """Let another program's database lie there."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")


async def learned_before(desk: Desk) -> int:
    """Let a server learn one edit and leave; return how many patterns came of it."""
    watched = await desk.start()
    await watched.learn("one")
    patterns: int = (await watched.project())["patterns"]
    await desk.stop(watched)
    return patterns


@pytest.mark.parametrize("damage", [tear, zero, take_for_another])
async def test_damaged_at_the_start(desk: Desk, damage: Callable[[Path], None]) -> None:
    """One message says that it was set aside, `honed doctor` says where; honed learns anew."""
    await learned_before(desk)
    damage(desk.database)
    content = desk.database.read_bytes()
    watched = await desk.start()
    told = await watched.until_told("renamed to honed.db.damaged-1")
    assert str(desk.database) in told
    assert desk.database.with_name("honed.db.damaged-1").read_bytes() == content
    assert told in desk.log.read_text("utf-8")
    await watched.learn("two")
    assert await watched.offers("two")
    assert len(watched.messages) == 1
    doctor = CliRunner().invoke(commands, ["doctor", "--data-dir", str(desk.data)])
    assert "was damaged and set aside" in " ".join(doctor.output.split())


async def test_noop_sound_at_the_start(desk: Desk) -> None:
    """A database that is well is used without a word."""
    patterns = await learned_before(desk)
    watched = await desk.start()
    assert watched.messages == []
    assert (await watched.project())["patterns"] == patterns > 0


async def test_newer_schema(desk: Desk) -> None:
    """A newer honed's database is left alone; one message says what to do, and all is silent."""
    await learned_before(desk)
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.LATEST + 1}")
    watched = await desk.start(is_ready=False)
    told = await watched.until_told("A newer honed wrote the database")
    assert "Install the newer honed" in told
    await watched.until_trouble("A newer honed")
    watched.type("two")
    status = await watched.until(queue=0)
    assert status["projects"][1]["notTaught"] == {"no store": 1}
    assert not await watched.offers("two")
    assert len(watched.messages) == 1
    assert len(desk.rows()) == 1


async def test_directory_in_its_place(desk: Desk) -> None:
    """A directory called honed.db is told once and left alone."""
    desk.database.mkdir(parents=True)
    watched = await desk.start(is_ready=False)
    await watched.until_told("should be a database but is a directory")
    assert not await watched.offers("one")
    assert desk.database.is_dir()


def remove(path: Path) -> None:
    """Remove the whole data directory."""
    shutil.rmtree(path.parents[2])


def replace(path: Path) -> None:
    """Put a file of another kind in its place."""
    scratch = path.with_name("scratch")
    scratch.write_bytes(b"no database" * 1000)
    scratch.replace(path)


@pytest.mark.parametrize("damage", [tear, replace, remove])
async def test_damaged_while_running(desk: Desk, damage: Callable[[Path], None]) -> None:
    """What was known goes on being offered, the next edit is learned anew, one message tells."""
    await learned_before(desk)
    watched = await desk.start()
    damage(desk.database)
    assert await watched.offers("one")
    await watched.learn("two")
    await watched.until_told(str(desk.database))
    assert await watched.offers("one")
    assert await watched.offers("two")
    assert len(watched.messages) <= 2
    await desk.stop(watched)
    watched = await desk.start()
    assert await watched.offers("two")
