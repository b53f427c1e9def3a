"""`honed serve --tcp`: one client, from this machine."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from honed.lsp import scripted
from honed.lsp.tcp import Address, address
from tests.lsp.samples import PYTHON
from tests.lsp.test_lifecycle import PATIENCE_S, is_gone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Address]]:
    """Start a server on a port that the system chooses; return where it listens."""
    command = scripted.serving(tmp_path / "data", "--tcp", "127.0.0.1:0")
    server = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    words = (await asyncio.wait_for(server.stdout.readline(), PATIENCE_S)).decode().split()
    assert words[:2] == ["listening", "on"]
    yield server, address(words[2])
    if server.returncode is None:
        server.kill()
        await server.wait()


async def test_a_session(
    served: tuple[asyncio.subprocess.Process, Address], tmp_path: Path
) -> None:
    """The loop over a connection is that over pipes; the server ends with its client."""
    server, at = served
    client = scripted.new_client()
    await client.start_tcp(at.host, at.port)
    editor = await scripted.greet(client, tmp_path)
    await editor.settled()
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    await editor.settled()
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0])
    await client.shutdown_async(None)
    client.exit(None)
    assert await asyncio.wait_for(server.wait(), PATIENCE_S) == 0
    await client.stop()  # type: ignore[no-untyped-call]


async def test_the_second_client_is_turned_away(
    served: tuple[asyncio.subprocess.Process, Address],
) -> None:
    """It sees a closed connection; the first one is served on."""
    server, at = served
    _, first = await asyncio.open_connection(at.host, at.port)
    reader, second = await asyncio.open_connection(at.host, at.port)
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
    second.close()
    assert server.returncode is None
    first.close()


async def test_a_client_that_is_gone_ends_the_server(
    served: tuple[asyncio.subprocess.Process, Address],
) -> None:
    """A closed connection is enough."""
    server, at = served
    _, writer = await asyncio.open_connection(at.host, at.port)
    writer.close()
    assert await is_gone(server.pid)


@pytest.mark.parametrize("text", ["127.0.0.1:80", "127.1.2.3:0", "[::1]:65535", "localhost:0"])
def test_addresses_of_this_machine_noop(text: str) -> None:
    """Are taken as they are, `localhost` as the one of IPv4."""
    assert str(address(text)) == text.replace("localhost", "127.0.0.1")


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0:80", "192.168.0.1:80", "[::]:80", "example.org:80", ":80",
        "127.0.0.1", "80", "", "127.0.0.1:", "127.0.0.1:-1", "127.0.0.1:65536", "127.0.0.1:x",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(tmp_path: Path, text: str) -> None:
    """Nobody else may read what is typed here."""
    with pytest.raises(ValueError, match=r"not HOST:PORT|this machine alone"):
        address(text)


@pytest.mark.parametrize("text", ["0.0.0.0:0", "127.0.0.1:99999"])
def test_the_command_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    """In one line, with the exit code of wrong arguments."""
    ran = subprocess.run(
        scripted.serving(tmp_path, "--tcp", text), capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("honed serve: ")
    assert ran.stderr.count("\n") == 1


async def test_a_port_in_use_is_told(
    served: tuple[asyncio.subprocess.Process, Address], tmp_path: Path
) -> None:
    """In one line, too."""
    _, at = served
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "honed", "serve", "--data-dir", str(tmp_path), "--tcp", str(at),
        stderr=subprocess.PIPE,
    )  # fmt: skip
    _, told = await process.communicate()
    assert process.returncode == 2
    assert told.decode().startswith(f"honed serve: Cannot listen on {at}")
