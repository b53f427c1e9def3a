"""`$/progress` of what honed does by itself, where it takes longer than a second."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.lsp.server import HonedServer
    from honed.services.work import Work

PATIENCE_S = 1.0
LOOK_S = 0.1

_log = logging.getLogger(__name__)


class Progress:
    """Looks now and then what a thread does, and tells of it once it lasts."""

    def __init__(self, server: HonedServer, current: Callable[[], Work | None]) -> None:
        """Nothing was told of; `current` returns what is being done now."""
        self._server = server
        self._current = current
        self._told: Work | None = None
        self._telling: asyncio.Task[None] | None = None

    def look(self, work: Work | None, now: float) -> None:
        """Begin to tell of work that has lasted long enough at `now`."""
        if work is None or work is self._told or now - work.since < PATIENCE_S:
            return
        self._told = work
        if self._server.client.has_progress:
            self._telling = asyncio.get_running_loop().create_task(self._tell(work))

    async def _tell(self, work: Work) -> None:
        progress = self._server.protocol.progress
        token = str(uuid4())
        try:
            await progress.create_async(token)
        except JsonRpcException as error:
            _log.info("The client shows no progress after all: %s", type(error).__name__)
            return
        if self._current() is not work:
            return
        title, percentage = f"honed: {work.title}", _percentage(work)
        begin = types.WorkDoneProgressBegin(
            title, cancellable=None if work.cancel is None else True, percentage=percentage
        )
        progress.begin(token, begin)
        # The other thread has no loop to tell this one when it is done.
        while self._current() is work:
            await asyncio.sleep(LOOK_S)
            if work.cancel is not None and progress.tokens[token].cancelled():
                work.cancel()
                break
            if (now := _percentage(work)) != percentage:
                percentage = now
                progress.report(token, types.WorkDoneProgressReport(percentage=now))
        progress.end(token, types.WorkDoneProgressEnd())


def _percentage(work: Work) -> int | None:
    return None if work.percentage is None else work.percentage()
