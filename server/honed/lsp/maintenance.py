"""The commands for when something is wrong: show the log, begin anew with learning."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from honed.services.log import log_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.lsp.server import HonedServer

SHOW_LOG = "honed.showLog"
RESTART_LEARNER = "honed.restartLearner"


async def show_log(server: HonedServer, *_: object) -> Mapping[str, Any]:
    """`honed.showLog`: let the client open the log, or say where it is; answer its path."""
    path = log_path()
    if path is None:
        message = "honed writes its log to standard error, which your editor may keep"
    else:
        message = f"honed writes its log to {path}"
        if server.client.can_show_documents:
            document = types.ShowDocumentParams(path.as_uri(), external=False, take_focus=True)
            if (await server.window_show_document_async(document)).success:
                return {"path": str(path)}
    server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
    return {"path": None if path is None else str(path)}


async def restart_learner(server: HonedServer, *_: object) -> Mapping[str, Any]:
    """`honed.restartLearner`: a new worker, and stores that were in trouble; answer the status."""
    state = server.workspace_state
    await asyncio.wrap_future(state.restart_learner())
    return state.status()
