"""`textDocument/inlineCompletion`: ghost text, for clients that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp.code_action import ACCEPTED
from honed.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from honed.lsp.server import HonedServer

OPTIONS = types.InlineCompletionOptions()
"""Without them pygls advertises nothing."""


def inline_completion(
    server: HonedServer, params: types.InlineCompletionParams
) -> types.InlineCompletionList | None:
    """Return the most probable text at the cursor, if it is probable enough to be shown unasked.

    While an entry of another menu is selected the editor shows that one, and ghost text only if it
    goes on behind it: nothing is known of what stands there, so there is none.
    """
    uri, encoding = params.text_document.uri, server.client.encoding
    document = server.workspace_state.documents.get(uri)
    if document is None or params.context.selected_completion_info is not None:
        return None
    text, offset = document.text, to_offset(document.text, params.position, encoding)
    is_invoked = params.context.trigger_kind == types.InlineCompletionTriggerKind.Invoked
    shown = server.workspace_state.writing.ghost(uri, offset, is_invoked=is_invoked)
    if shown is None:
        return None
    item = types.InlineCompletionItem(
        insert_text=shown.text,
        range=to_range(text, shown.span, encoding),
        command=types.Command("accepted", ACCEPTED, arguments=[{"id": shown.id}]),
    )
    return types.InlineCompletionList([item])
