"""Standard input as the event loop reads it by itself, where the system can.

pygls reads each line of a message in another thread. While the learner computes, every change of
thread may wait for the interpreter, three times a message.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import sys
from threading import Event
from typing import TYPE_CHECKING

from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

BUFFER_BYTES = 1 << 20
"""A whole document comes in one message; less would make it arrive in many pieces."""

_log = logging.getLogger(__name__)


def serve_io(server: LanguageServer) -> None:
    """Speak on standard input and output until the client leaves."""
    if not _can_be_awaited():
        server.start_io()
        return
    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    try:
        asyncio.run(_serve(server))
    except BrokenPipeError:
        _log.warning("the client has closed the connection")
    except asyncio.IncompleteReadError:
        _log.warning("the client went away in the middle of a message")
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def _serve(server: LanguageServer) -> None:
    reader = asyncio.StreamReader(BUFFER_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    server._stop_event = stopped = Event()  # noqa: SLF001 - pygls sets it where it reads itself
    await run_async(
        stop_event=stopped,
        reader=reader,
        protocol=server.protocol,
        logger=_log,
        error_handler=server.report_server_error,
    )


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
