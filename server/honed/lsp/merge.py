"""`honed.applySnippet`, and the edits of the action on a selected snippet when it is resolved.

The result is that of the command line in JSON; what was refused is also shown in a message.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from honed.apply.result import Applied, Format, Refused
from honed.core.errors import HonedError
from honed.lsp.questions import Arguments
from honed.lsp.workspace_edit import workspace_edit
from honed.services.apply_answers import result_json, summary, unavailable_json
from honed.services.silence import Hush

if TYPE_CHECKING:
    from honed.lsp.server import HonedServer
    from honed.services.actions import Action
    from honed.services.merging import Asked

APPLY_SNIPPET = "honed.applySnippet"

_LATE = ("the text has changed meanwhile, or was closed", "ask again")
_OFF = "ask again once honed is on there and knows the text"
_NO_EDITS = ("the editor makes no edits that a server asks for", "use `honed apply`")
_DECLINED = "the editor did not make the edit"


async def apply_snippet(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """`honed.applySnippet {uri, snippet, format?, instruction?}`: merge a snippet into a document.

    The first two may also stand by themselves, with an object of the others behind them.
    """
    asked = _asked(server, *arguments)
    if asked is Hush.NOT_READY:
        # It was asked so soon that nobody has looked yet whether git ignores the file.
        await asyncio.wrap_future(server.workspace_state.reader.caught_up())
        asked = _asked(server, *arguments)
    if isinstance(asked, str):
        return _unavailable(server, asked, _OFF)
    if not server.client.can_apply_edits:
        return _unavailable(server, *_NO_EDITS)
    found = await asyncio.wrap_future(server.workspace_state.merging.compute(asked))
    answer = result_json(found.result)
    if not found.edits:
        _show(server, summary(found.result))
        return answer
    merging = server.workspace_state.merging
    action = server.workspace_state.merged(asked, found) if merging.claim(asked) else None
    if action is None:
        return _unavailable(server, *_LATE)
    if not await _made(server, action):
        merging.release(asked)
        return _unavailable(server, _DECLINED, _LATE[1])
    if isinstance(found.result, Applied) and found.result.deleted:
        _show(server, summary(found.result))
    return answer


async def resolved(server: HonedServer, action_id: str) -> Action | None:
    """Return the merge of a selected snippet, which an action has offered, with its edits.

    None where it is refused, which a message tells, and where it comes too late.
    """
    state = server.workspace_state
    asked = state.to_merge(action_id)
    if asked is None:
        return None
    found = await asyncio.wrap_future(state.merging.compute(asked))
    if isinstance(found.result, Refused):
        _show(server, summary(found.result))
    return state.merged(asked, found, action_id)


def _asked(server: HonedServer, *arguments: Any) -> Asked | str:  # noqa: ANN401 - JSON
    """Return what is to be merged, or why honed is silent; an error for what makes no sense."""
    try:
        given = Arguments(_given(*arguments))
        return server.workspace_state.snippet(
            given.demand("uri", str),
            given.demand("snippet", str),
            _format(given),
            given.get("instruction", str),
        )
    except HonedError as error:
        raise JsonRpcInvalidParams(str(error)) from error


def _format(given: Arguments) -> str | None:
    wanted: str | None = given.get("format", str)
    if wanted is not None and wanted not in set(Format):
        raise HonedError(f"`format` must be one of {', '.join(Format)}.")
    return wanted


def _given(*arguments: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the arguments as one object."""
    match arguments:
        case [str() as uri, str() as snippet, *others]:
            return {**_object(others), "uri": uri, "snippet": snippet}
    return arguments[0] if arguments else None


def _object(others: list[Any]) -> dict[str, Any]:
    if not others or others[0] is None:
        return {}
    if not isinstance(others[0], dict):
        raise HonedError("An object is wanted as the third argument.")
    return others[0]


async def _made(server: HonedServer, action: Action) -> bool:
    """Let the editor make a merge; return whether it has."""
    state = server.workspace_state
    params = types.ApplyWorkspaceEditParams(workspace_edit(action, server.client), action.title)
    answer = await server.workspace_apply_edit_async(params)
    if answer.applied:
        state.accepted(action.id)
    else:
        state.offering.withdraw(lambda handed: handed.id == action.id)
    return answer.applied


def _unavailable(server: HonedServer, message: str, advice: str) -> dict[str, Any]:
    _show(server, f"not merged: {message}; {advice}")
    return unavailable_json(message, advice)


def _show(server: HonedServer, message: str) -> None:
    params = types.ShowMessageParams(types.MessageType.Info, f"honed: {message}")
    server.window_show_message(params)
