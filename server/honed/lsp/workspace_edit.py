"""The edits of an action as the client takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp.positions import to_text_edits
from honed.services.actions import ActionKind

if TYPE_CHECKING:
    from honed.lsp.capabilities import Client
    from honed.services.actions import Action

ANNOTATION = "honed.everywhere"


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
