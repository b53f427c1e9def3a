"""The data directory cannot be written, or the disk is full: nothing known is lost or silent."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.conftest import Desk

resource = pytest.importorskip("resource")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process")


def let_files_grow(process_id: int, most_bytes: int) -> None:
    """Limit how large a process may make its files; a write beyond it fails as on a full disk."""
    _, hard = resource.prlimit(process_id, resource.RLIMIT_FSIZE)
    resource.prlimit(process_id, resource.RLIMIT_FSIZE, (most_bytes, hard))


@needs_linux
async def test_no_room(desk: Desk) -> None:
    """Offers go on, one message and the status tell; with room again what waited is learned."""
    watched = await desk.start()
    await watched.learn("one")
    let_files_grow(watched.server_id, 1)
    watched.type("two")
    status = await watched.until_trouble(str(desk.database))
    assert status["queue"] > 0
    assert await watched.offers("one")
    told = await watched.until_told("goes on being offered")
    assert "Look after the disk" in told
    watched.type("three")
    let_files_grow(watched.server_id, resource.RLIM_INFINITY)
    await watched.until(queue=0, trouble="", lastDurableId=3)
    assert await watched.offers("two")
    assert await watched.offers("three")
    assert watched.messages == [told]
    assert len(desk.rows()) == 3


@needs_linux
async def test_no_room_until_the_end(desk: Desk) -> None:
    """An editor that is closed while the disk is full closes, and what was stored stays."""
    watched = await desk.start()
    await watched.learn("one")
    let_files_grow(watched.server_id, 1)
    watched.type("two")
    await watched.until_trouble(str(desk.database))
    await desk.stop(watched)
    watched = await desk.start()
    assert await watched.offers("one")
    assert not await watched.offers("two")


@contextmanager
def read_only(directory: Path) -> Iterator[None]:
    """Let nobody write below a directory; who may write everywhere needs a mount for that."""
    if os.geteuid():
        made = sorted([directory, *directory.rglob("*")], reverse=True)
        modes = [each.stat().st_mode for each in made]
        for each, mode in zip(made, modes, strict=True):
            each.chmod(mode & ~0o222)
        try:
            yield
        finally:
            for each, mode in reversed([*zip(made, modes, strict=True)]):
                each.chmod(mode)
        return
    for options in (["--bind", directory], ["-o", "remount,bind,ro"]):
        if subprocess.run(["mount", *options, directory], check=False).returncode:
            pytest.skip("this machine lets nobody mount a directory")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", directory], check=True)


@needs_linux
async def test_data_directory_that_can_only_be_read(desk: Desk) -> None:
    """What was learned is offered; nothing is learned, and one message says why."""
    watched = await desk.start()
    await watched.learn("one")
    await desk.stop(watched)
    with read_only(desk.data):
        watched = await desk.start()
        assert await watched.offers("one")
        await watched.learn("two")
        project = await watched.project()
        assert project["notTaught"] == {"no store": 1}
        assert "HONED_DATA_DIR" in project["trouble"]
        assert await watched.offers("one")
        assert not await watched.offers("two")
        await watched.until_told(str(desk.data))
        assert len(watched.messages) == 1
        await desk.stop(watched)
    watched = await desk.start()
    assert await watched.offers("one")


async def test_data_directory_that_cannot_be_made(desk: Desk, tmp_path: Path) -> None:
    """Honed is silent, and one message says where it may not write."""
    (tmp_path / "file").write_text("")
    watched = await desk.start(is_ready=False, data=tmp_path / "file" / "data")
    told = await watched.until_told("HONED_DATA_DIR")
    assert str(tmp_path / "file") in told
    watched.type("one")
    status = await watched.until(queue=0)
    assert status["projects"][1]["notTaught"] == {"no store": 1}
    assert not await watched.offers("one")
