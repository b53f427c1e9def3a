"""`textDocument/codeAction` and `codeAction/resolve`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from honed.core.text import Span
from honed.learn.outcome import Visibility
from honed.lsp.editors import visibility_of
from honed.lsp.fixes import KIND, fixes
from honed.lsp.merge import resolved
from honed.lsp.next_edit import ACCEPT
from honed.lsp.positions import to_offset
from honed.lsp.workspace_edit import workspace_edit
from honed.services.actions import Action, ActionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.lsp.capabilities import Client
    from honed.lsp.server import HonedServer

ACCEPTED = "honed.accepted"
DISMISS = "honed.dismiss"
APPLY = "honed.apply"

_VISIBILITIES = {
    types.CodeActionTriggerKind.Invoked: Visibility.SHOWN,
    types.CodeActionTriggerKind.Automatic: Visibility.HIDDEN,
}

OPTIONS = types.CodeActionOptions(
    code_action_kinds=[
        ActionKind.EDIT,
        ActionKind.EVERYWHERE,
        ActionKind.DISMISS,
        ActionKind.MERGE,
        ActionKind.NEXT,
        KIND,
    ],
    resolve_provider=True,
)


def code_action(
    server: HonedServer, params: types.CodeActionParams
) -> list[types.CodeAction | types.Command] | None:
    """Return what is offered on the lines of the range."""
    if not _can_take_any(server.client):
        return None
    uri, lines = params.text_document.uri, (params.range.start.line, params.range.end.line)
    kinds = wanted(params.context.only)
    found = [*_suggested(server, params, lines, kinds)] if kinds else []
    if server.client.has_action_literals:
        found += fixes(server, uri, lines, names(params.context.only))
    return found or None


def _suggested(
    server: HonedServer,
    params: types.CodeActionParams,
    lines: tuple[int, int],
    kinds: frozenset[ActionKind],
) -> list[types.CodeAction | types.Command]:
    state, uri = server.workspace_state, params.text_document.uri
    visibility = _visibility(params.context.trigger_kind, server.client.name)
    can_resolve = server.client.can_resolve_edits
    actions = state.actions(uri, lines, kinds, visibility=visibility, can_resolve=can_resolve)
    selection = _selection(server, uri, params.range)
    if ActionKind.MERGE in kinds and selection:
        merge = state.selected(uri, selection, visibility=visibility, can_resolve=can_resolve)
        actions += [merge] if merge is not None else []
    return [to_lsp(action, server.client) for action in actions]


def _selection(server: HonedServer, uri: str, range_: types.Range) -> Span | None:
    """Return what is selected in a document, None where nothing is."""
    document = server.workspace_state.documents.get(uri)
    if document is None or range_.start == range_.end:
        return None
    start = to_offset(document.text, range_.start, server.client.encoding)
    return Span(start, max(start, to_offset(document.text, range_.end, server.client.encoding)))


def _visibility(kind: types.CodeActionTriggerKind | None, editor: str) -> Visibility:
    return visibility_of(editor) if kind is None else _VISIBILITIES[kind]


async def resolve(server: HonedServer, action: types.CodeAction) -> types.CodeAction:
    """Return the action with its edits and command, as far as they still fit the text."""
    if not action.data:
        return action
    action_id = str(action.data)
    found = server.workspace_state.resolve(action_id) or await resolved(server, action_id)
    if found is not None and found.edits:
        action.edit = workspace_edit(found, server.client)
        action.command = _command(found, server.client)
    return action


def wanted(only: Sequence[str] | None) -> frozenset[ActionKind]:
    """Return the kinds that `only` lets through: a kind, or one that it is a part of.

    An empty list asks for nothing in particular, so for all.
    """
    if not only:
        return frozenset(ActionKind)
    asked = names(only)
    return frozenset(
        kind
        for kind in ActionKind
        if any(not name or kind == name or kind.startswith(f"{name}.") for name in asked)
    )


def names(only: Sequence[str] | None) -> list[str]:
    """Return the kinds that are asked for by their names; [] for all."""
    return [str(each.value if isinstance(each, Enum) else each) for each in only or ()]


def _can_take_any(client: Client) -> bool:
    return client.has_action_literals or client.can_apply_edits


def to_lsp(action: Action, client: Client) -> types.CodeAction | types.Command:
    """Return the action as the protocol has it; a bare command where the client knows no more.

    Without its edits it comes without its command, too, where the client takes that later:
    lsp-mode does not ask for the edits of an action that has a command.
    """
    command = _command(action, client)
    if not client.has_action_literals:
        return command
    is_whole = action.edits is not None or not client.can_resolve_commands
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        edit=workspace_edit(action, client) if action.edits else None,
        command=command if is_whole else None,
        is_preferred=True if action.is_preferred and client.has_preferred else None,
        data=action.id if action.edits is None else None,
    )


def _command(action: Action, client: Client) -> types.Command:
    taken = ACCEPTED if client.has_action_literals else APPLY
    name = DISMISS if action.kind is ActionKind.DISMISS else taken
    if action.kind is ActionKind.NEXT and name == APPLY:
        name = ACCEPT
    given: dict[str, Any] = {"id": action.id}
    if action.kind is ActionKind.NEXT and name == ACCEPTED:
        # The cursor may be anywhere.
        given["show"] = True
    return types.Command(action.title, name, arguments=[given])
