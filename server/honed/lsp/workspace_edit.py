"""The edits of an action as the client takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp.positions import to_text_edits
from honed.services.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.lsp.capabilities import Client
    from honed.services.actions import Action

ANNOTATION = "honed.everywhere"


def together(actions: Sequence[Action], client: Client) -> types.WorkspaceEdit:
    """Return the edits of several documents as one; each document is confirmed for itself."""
    each = [
        workspace_edit(action, client, f"{ANNOTATION}.{number}")
        for number, action in enumerate(actions)
    ]
    if not client.has_document_changes:
        return types.WorkspaceEdit({uri: edits for one in each for uri, edits in _plain(one)})
    annotations = {name: note for one in each for name, note in _notes(one)}
    return types.WorkspaceEdit(
        document_changes=[change for one in each for change in one.document_changes or ()],
        change_annotations=annotations or None,
    )


def _plain(edit: types.WorkspaceEdit) -> Iterable[tuple[str, Sequence[types.TextEdit]]]:
    return (edit.changes or {}).items()


def _notes(edit: types.WorkspaceEdit) -> Iterable[tuple[str, types.ChangeAnnotation]]:
    return (edit.change_annotations or {}).items()


def workspace_edit(
    action: Action, client: Client, annotation: str = ANNOTATION
) -> types.WorkspaceEdit:
    """Return the edits for the version that they were made for, where the client checks it.

    Those all over a file are to be confirmed, where the client can ask.
    """
    edits = to_text_edits(action.text, action.all_edits, client.encoding)
    if action.kind is not ActionKind.EVERYWHERE or not client.has_annotations:
        return in_document(action.uri, action.version, edits, client)
    document = types.OptionalVersionedTextDocumentIdentifier(action.uri, action.version)
    annotated = [types.AnnotatedTextEdit(annotation, each.range, each.new_text) for each in edits]
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(document, [*annotated])],
        change_annotations={
            annotation: types.ChangeAnnotation(action.title, needs_confirmation=True)
        },
    )


def in_document(
    uri: str, version: int | None, edits: Sequence[types.TextEdit], client: Client
) -> types.WorkspaceEdit:
    """Return edits of one document, for a version of it where the client checks that."""
    if not client.has_document_changes:
        return types.WorkspaceEdit(changes={uri: edits})
    document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])
