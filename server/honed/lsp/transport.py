"""Standard input and output, and what every connection to a client has.

The event loop reads by itself where the system lets it. pygls reads each line of a message in
another thread, and while the learner computes every change of thread may wait for the interpreter.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import sys
from typing import TYPE_CHECKING, Protocol

from honed.lsp.framing import Framing

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.lsp.protocol import DocumentlessProtocol

PIECE_BYTES = 1 << 16

_log = logging.getLogger(__name__)


class _Output(Protocol):
    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> None: ...


class Connection(asyncio.Protocol):
    """One client, until it leaves: what it sends goes to the protocol, in order."""

    def __init__(self, protocol: DocumentlessProtocol) -> None:
        """Made inside the running loop."""
        self._protocol = protocol
        self._framing = Framing()
        self.left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        protocol.on_exit = self.leave

    def data_received(self, data: bytes) -> None:
        """Take a piece of the stream."""
        self._protocol.receive(self._framing.feed(data))

    def connection_lost(self, _error: Exception | None) -> None:
        """Note that nothing will come any more."""
        if self._framing.is_inside:
            _log.warning("The client went away in the middle of a message.")
        self.leave()

    def leave(self) -> None:
        """End it; what waits is not served any more."""
        if not self.left.done():
            self.left.set_result(None)


class _Pipe:
    """Standard output as pygls writes to it; a reader that is gone ends the connection."""

    def __init__(self, stream: _Output, leave: Callable[[], None]) -> None:
        self._stream = stream
        self._leave = leave

    def write(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            _log.warning("The client has closed the connection.")
            # What is left in the buffer would fail once more when the process ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            self._leave()

    def close(self) -> None:
        pass


async def serve_io(protocol: DocumentlessProtocol) -> None:
    """Speak on standard input and output until the client leaves."""
    connection = Connection(protocol)
    protocol.set_writer(_Pipe(sys.stdout.buffer, connection.leave))
    if not _can_be_awaited():
        await _read_in_a_thread(protocol, connection)
        return
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: connection, sys.stdin.buffer)
    await connection.left


async def _read_in_a_thread(protocol: DocumentlessProtocol, connection: Connection) -> None:
    loop = asyncio.get_running_loop()
    while not connection.left.done():
        data = await loop.run_in_executor(None, os.read, 0, PIECE_BYTES)
        if data:
            connection.data_received(data)
        else:
            connection.connection_lost(None)
        # Whoever has sent `exit` may leave the pipe open: then a read would never return.
        await protocol.worked_off()


def _can_be_awaited() -> bool:
    """Return whether the loop can wait for standard input: a pipe of its own, not on Windows.

    Reading so makes it non-blocking, which standard output must not become with it.
    """
    if os.name == "nt":
        return False
    try:
        kind = os.fstat(0).st_mode
        is_shared = any(os.path.sameopenfile(0, other) for other in (1, 2))
    except OSError:
        return False
    return (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)) and not is_shared
