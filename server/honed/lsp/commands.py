"""The commands that the actions carry, and honed's own requests and notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from honed.lsp.next_edit import show
from honed.lsp.workspace_edit import workspace_edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.lsp.server import HonedServer


def _id(arguments: tuple[Any, ...]) -> str:
    """Return the id in a command's arguments, "" where a client sent something else."""
    first = arguments[0] if arguments else None
    if isinstance(first, dict):
        return str(first.get("id", ""))
    return str(getattr(first, "id", ""))


def accepted(server: HonedServer, *arguments: Any) -> None:  # noqa: ANN401 - JSON
    """`honed.accepted {id, show?}`: the editor has applied an action or a completion.

    With `show` it is let go to where that was made.
    """
    state, offer_id = server.workspace_state, _id(arguments)
    handed = state.offering.remembered(offer_id) if _is_to_show(arguments) else None
    state.accepted(offer_id)
    if handed is not None:
        show(server, handed)


def _is_to_show(arguments: tuple[Any, ...]) -> bool:
    first = arguments[0] if arguments else None
    return isinstance(first, dict) and first.get("show") is True


def dismiss(server: HonedServer, *arguments: Any) -> None:  # noqa: ANN401 - JSON
    """`honed.dismiss {id}`: the offer is not wanted at its place."""
    server.workspace_state.rejected(_id(arguments))


async def apply(server: HonedServer, *arguments: Any) -> None:  # noqa: ANN401 - JSON
    """`honed.apply {id}`: for clients whose actions are commands only, let the editor edit."""
    action = server.workspace_state.offered(_id(arguments))
    if action is None or not action.edits:
        return
    params = types.ApplyWorkspaceEditParams(workspace_edit(action, server.client), action.title)
    answer = await server.workspace_apply_edit_async(params)
    if answer.applied:
        server.workspace_state.accepted(action.id)


def status(server: HonedServer, _params: object) -> Mapping[str, Any]:
    """`honed/status`: what is durable, what is queued, how the index is; docs/protocol.md."""
    return server.workspace_state.status()


def session_boundary(server: HonedServer, _params: object) -> None:
    """`honed/sessionBoundary`: what follows is another session."""
    server.workspace_state.end_session()
