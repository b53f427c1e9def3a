"""The process that learns is killed, hangs or cannot be started: only learning suffers."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from honed.lsp import scripted

if TYPE_CHECKING:
    from tests.faults.conftest import Desk, Watched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


async def worker_id(watched: Watched) -> int:
    """Return the worker's process id."""
    process_id = (await watched.editor.status())["workerId"]
    assert isinstance(process_id, int)
    return process_id


def state(process_id: int) -> str:
    """Return the state of a process as the system calls it, Z for a zombie, "" for none."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return ""


async def test_killed_again_and_again(desk: Desk) -> None:
    """Each edit is learned, a new process takes over every time, and no zombie is left."""
    watched = await desk.start()
    dead = []
    for number in range(3):
        dead.append(await worker_id(watched))
        os.kill(dead[-1], signal.SIGKILL)
        await watched.learn(f"edit{number}")
        assert await watched.offers(f"edit{number}")
    assert await worker_id(watched) not in dead
    assert [state(each) for each in dead] == ["", "", ""]
    assert watched.messages == []


async def test_dies_in_silence(desk: Desk) -> None:
    """A worker that died while nothing was typed leaves no zombie either."""
    watched = await desk.start()
    dead = await worker_id(watched)
    os.kill(dead, signal.SIGKILL)
    await watched.until(workerId=None)
    assert state(dead) == ""


async def test_stopped_worker_ends_with_the_server(desk: Desk) -> None:
    """A worker that hangs in an edit keeps neither requests waiting nor the editor from closing."""
    watched = await desk.start()
    await watched.learn("one")
    worker = await worker_id(watched)
    os.kill(worker, signal.SIGSTOP)
    watched.type("two")
    assert await watched.offers("one")
    assert (await watched.editor.status())["queue"] > 0
    await asyncio.wait_for(desk.stop(watched), scripted.PATIENCE_S)
    assert state(worker) == ""
    watched = await desk.start()
    assert await watched.offers("one")
