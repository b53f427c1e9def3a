"""`textDocument/codeAction` and `codeAction/resolve`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from lsprotocol import types

from honed.learn.outcome import Visibility
from honed.lsp.editors import visibility_of
from honed.lsp.positions import to_text_edits
from honed.services.actions import Action, ActionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.lsp.capabilities import Client
    from honed.lsp.server import HonedServer

ACCEPTED = "honed.accepted"
DISMISS = "honed.dismiss"
APPLY = "honed.apply"
ANNOTATION = "honed.everywhere"

_VISIBILITIES = {
    types.CodeActionTriggerKind.Invoked: Visibility.SHOWN,
    types.CodeActionTriggerKind.Automatic: Visibility.HIDDEN,
}

OPTIONS = types.CodeActionOptions(
    code_action_kinds=[ActionKind.EDIT, ActionKind.EVERYWHERE, ActionKind.DISMISS],
    resolve_provider=True,
)


def code_action(
    server: HonedServer, params: types.CodeActionParams
) -> list[types.CodeAction | types.Command] | None:
    """Return what is offered on the lines of the range."""
    kinds = wanted(params.context.only)
    if not kinds or not _can_take_any(server.client):
        return None
    actions = server.workspace_state.actions(
        params.text_document.uri,
        (params.range.start.line, params.range.end.line),
        kinds,
        visibility=_visibility(params.context.trigger_kind, server.client.name),
        can_resolve=server.client.can_resolve_edits,
    )
    return [to_lsp(action, server.client) for action in actions] or None


def _visibility(kind: types.CodeActionTriggerKind | None, editor: str) -> Visibility:
    return visibility_of(editor) if kind is None else _VISIBILITIES[kind]


def resolve(server: HonedServer, action: types.CodeAction) -> types.CodeAction:
    """Return the action with its edits and command, as far as they still fit the text."""
    found = server.workspace_state.resolve(str(action.data)) if action.data else None
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
    names = [str(each.value if isinstance(each, Enum) else each) for each in only]
    return frozenset(
        kind
        for kind in ActionKind
        if any(not name or kind == name or kind.startswith(f"{name}.") for name in names)
    )


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
    return types.Command(action.title, name, arguments=[{"id": action.id}])


def workspace_edit(action: Action, client: Client) -> types.WorkspaceEdit:
    """Return the edits for the version that they were made for, where the client checks it.

    Those all over a file are to be confirmed, where the client can ask.
    """
    edits = to_text_edits(action.text, action.edits or (), client.encoding)
    if not client.has_document_changes:
        return types.WorkspaceEdit(changes={action.uri: edits})
    document = types.OptionalVersionedTextDocumentIdentifier(action.uri, action.version)
    if action.kind is not ActionKind.EVERYWHERE or not client.has_annotations:
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])
    annotated = [types.AnnotatedTextEdit(ANNOTATION, each.range, each.new_text) for each in edits]
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(document, [*annotated])],
        change_annotations={
            ANNOTATION: types.ChangeAnnotation(action.title, needs_confirmation=True)
        },
    )
