"""However the client ends, neither a server nor a worker is left within five seconds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from honed.lsp import scripted
from honed.lsp.liveness import is_gone
from tests.lsp.samples import PYTHON
from tests.lsp.wire import framed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and process ids")

LIMIT_S = 5.0
ROOT = Path(__file__).parents[2]
HELLO: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}


def lives(pid: int) -> bool:
    """Return whether a process lives; one that is dead and not yet waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return Path("/proc").exists() is False and not is_gone(pid, None)
    return state != "Z"


async def left_after(*pids: int) -> list[int]:
    """Return which processes still live when the limit is over."""
    for _ in range(int(LIMIT_S / 0.05)):
        if not any(lives(pid) for pid in pids):
            return []
        await asyncio.sleep(0.05)
    return [pid for pid in pids if lives(pid)]


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["--named"],
        ["--named", "--survived-by-a-child"],
        ["--survived-by-a-child"],
        ["--survived-by-a-child", "--before-initialized"],
        ["--survived-by-a-child", "--after-shutdown"],
        ["--tcp"],
        ["--tcp", "--named", "--survived-by-a-child"],
    ],
    ids=" ".join,
)
async def test_nothing_is_left_of_a_killed_client(tmp_path: Path, flags: list[str]) -> None:
    """With pipes and over TCP, with `processId` or not, with a child that holds them open."""
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.lsp.doomed", str(tmp_path), *flags,
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert client.stdout is not None
    pids = json.loads(await client.stdout.readline())
    try:
        ours = [pids["server"], *filter(None, [pids["worker"]])]
        if "--after-shutdown" not in flags:
            assert all(lives(pid) for pid in ours)
        client.kill()
        assert await left_after(*ours) == []
    finally:
        if pids["child"]:
            os.kill(pids["child"], signal.SIGKILL)
        await client.wait()


async def test_a_worker_that_hangs_is_not_left(tmp_path: Path) -> None:
    """The learner waits for it when the client goes: both ends are ended, and no other begins."""
    editor = await scripted.start(tmp_path, tmp_path / "data")
    worker = (await editor.status())["workerId"]
    server = editor.client._server
    assert server is not None
    hanging = asyncio.create_task(hang_all(server.pid, worker))
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    assert (await editor.status())["queue"]
    assert server.stdin is not None
    server.stdin.close()
    assert await left_after(server.pid, worker) == []
    workers = await hanging
    assert [pid for pid in workers if lives(pid)] == []
    await server.wait()
    await editor.client.stop()  # type: ignore[no-untyped-call]


async def hang_all(server: int, first: int) -> set[int]:
    """Let each worker of a server hang until the server ends; return them."""
    os.kill(first, signal.SIGSTOP)
    found = {first}
    while lives(server):
        for pid in children(server) - found:
            os.kill(pid, signal.SIGSTOP)
            found.add(pid)
        await asyncio.sleep(0.01)
    return found


def children(pid: int) -> set[int]:
    """Return the processes that a process has started, none where the system does not tell."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.update(int(each) for each in path.read_text("ascii").split())
    return found


@pytest.mark.parametrize(
    ("said", "exit_code"),
    [
        ([("initialize", 1, HELLO), ("shutdown", 2, None), ("exit", None, None)], 0),
        ([("initialize", 1, HELLO), ("exit", None, None)], 1),
        ([("exit", None, None)], 1),
        ([("initialize", 1, HELLO), ("initialized", None, {}), ("exit", None, None)], 1),
    ],
)
def test_exit_codes(
    tmp_path: Path, said: list[tuple[str, int | None, object]], exit_code: int
) -> None:
    """0 after a shutdown, else 1; the pipes are still open when the process ends."""
    server = subprocess.Popen(
        scripted.serving(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert server.stdin is not None
    for method, message_id, params in said:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        server.stdin.write(framed(message | ({"id": message_id} if message_id else {})))
    server.stdin.flush()
    assert server.wait(30) == exit_code
    server.stdin.close()


def test_half_a_message_and_no_more(tmp_path: Path) -> None:
    """The server ends, and one line says why."""
    half = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO})[:-5]
    ran = subprocess.run(
        scripted.serving(tmp_path), input=half, capture_output=True, timeout=30, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().count("\n") == 1
    assert "in the middle of a message" in ran.stderr.decode()


def test_from_a_file(tmp_path: Path) -> None:
    """Input that is no pipe is read in a thread, and served alike."""
    (tmp_path / "input").write_bytes(
        b"noise\n"
        + framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO})
        + framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown"})
        + framed({"jsonrpc": "2.0", "method": "exit"})
    )
    with (tmp_path / "input").open("rb") as source:
        ran = subprocess.run(
            scripted.serving(tmp_path), stdin=source, capture_output=True, timeout=30, check=False
        )
    assert ran.returncode == 0
    assert ran.stdout.count(b"Content-Length") == 2


def test_a_client_that_reads_no_more(tmp_path: Path) -> None:
    """A closed output ends the server; it prints no traceback."""
    server = subprocess.Popen(
        scripted.serving(tmp_path),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stderr is not None
    server.stdout.close()
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}
    server.stdin.write(framed(hello))
    server.stdin.flush()
    assert server.wait(30) == 0
    server.stdin.close()
    assert "Traceback" not in server.stderr.read().decode()
    server.stderr.close()
