"""`honed.previewEverywhere`: one pattern at all places of the open documents, or of a folder."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import attrs
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from honed.core.errors import HonedError
from honed.lsp.questions import Arguments
from honed.lsp.uris import path_of
from honed.lsp.workspace_edit import together
from honed.services import preview

if TYPE_CHECKING:
    from honed.lsp.server import HonedServer
    from honed.services.actions import Action
    from honed.services.folder_search import FolderSearch

PREVIEW = "honed.previewEverywhere"
OPEN, WORKSPACE = "open", "workspace"
TITLE = "honed: the edit everywhere"
LOOK_S = 0.1


@attrs.frozen
class _Asked:
    what: preview.Wanted
    is_whole_folder: bool
    is_to_apply: bool


async def preview_everywhere(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """`honed.previewEverywhere {id | patternId | uri, scope?, apply?}`: the edits of all places."""
    asked = _asked(server, *arguments)
    state, what = server.workspace_state, asked.what
    actions = []
    for action in preview.in_documents(state, what):
        actions.append(action)
        # Each document may take some milliseconds; others are served between them.
        await asyncio.sleep(0)
    search = preview.folder_search(state, what) if asked.is_whole_folder else None
    if search is not None:
        await _finish(server, search)
        actions += preview.in_files(state, what, search.found)
    is_applied = asked.is_to_apply and await _applied(server, actions)
    return {
        "patternId": what.pattern.id,
        "edit": together(actions, server.client) if actions else None,
        "ids": [action.id for action in actions],
        "files": len(actions),
        "places": sum(len(action.edits or ()) for action in actions),
        "filesRead": search.read if search else 0,
        "isComplete": search.is_complete if search else True,
        "applied": is_applied,
    }


def _asked(server: HonedServer, *arguments: Any) -> _Asked:  # noqa: ANN401 - JSON
    try:
        given = Arguments(arguments[0] if arguments else None)
        is_whole_folder = _scope(given) == WORKSPACE
        uri = given.get("uri", str)
        what = preview.wanted(
            server.workspace_state,
            given.get("id", str),
            given.get("patternId", int),
            None if uri is None else path_of(uri),
        )
        return _Asked(what, is_whole_folder, bool(given.get("apply", bool)))
    except HonedError as error:
        raise JsonRpcInvalidParams(str(error)) from error


def _scope(given: Arguments) -> str:
    scope = given.get("scope", str) or OPEN
    if scope not in {OPEN, WORKSPACE}:
        raise HonedError(f"`scope` must be {OPEN} or {WORKSPACE}.")
    return str(scope)


async def _applied(server: HonedServer, actions: list[Action]) -> bool:
    """Let the editor make the edits, each of which is to be confirmed where it can ask."""
    if not actions or not server.client.can_apply_edits:
        return False
    params = types.ApplyWorkspaceEditParams(together(actions, server.client), TITLE)
    answer = await server.workspace_apply_edit_async(params)
    for action in actions if answer.applied else ():
        server.workspace_state.accepted(action.id)
    return answer.applied


async def _finish(server: HonedServer, search: FolderSearch) -> None:
    """Wait for a search, tell how far it is, and stop it where the client says so."""
    state = server.workspace_state
    searching = asyncio.wrap_future(search.begin(state.judge, state.clock))
    telling = asyncio.create_task(_tell(server, search))
    try:
        await searching
    finally:
        # Where the request was cancelled nobody waits for it any more.
        search.stop()
        telling.cancel()


async def _tell(server: HonedServer, search: FolderSearch) -> None:
    """Show the progress until this is cancelled; a client that cancels it ends the search."""
    if not server.client.has_progress:
        return
    progress, token = server.protocol.progress, str(uuid4())
    try:
        await progress.create_async(token)
    except JsonRpcException:
        return
    progress.begin(token, types.WorkDoneProgressBegin(TITLE, cancellable=True))
    try:
        while not progress.tokens[token].cancelled():
            await asyncio.sleep(LOOK_S)
            told = f"{search.read} files, {len(search.found)} to be changed"
            progress.report(token, types.WorkDoneProgressReport(message=told))
        search.stop()
    finally:
        progress.end(token, types.WorkDoneProgressEnd())
