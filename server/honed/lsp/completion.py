"""`textDocument/completion`: learned edits that finish what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.core.text import decode
from honed.lsp.code_action import ACCEPTED
from honed.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from honed.lsp.server import HonedServer

OPTIONS = types.CompletionOptions()


def completion(server: HonedServer, params: types.CompletionParams) -> types.CompletionList | None:
    """Return the items; never complete, so that the editor asks again as the user types on."""
    uri, encoding = params.text_document.uri, server.client.encoding
    document = server.workspace_state.documents.get(uri)
    if document is None:
        return None
    offset = to_offset(document.text, params.position, encoding)
    text, found = server.workspace_state.completions(uri, offset)
    if text is None or not found:
        return None
    items = []
    for offer_id, each in found:
        typed = decode(text.data[each.span.start : offset])
        items.append(
            types.CompletionItem(
                label=each.text.strip() or each.text,
                kind=types.CompletionItemKind.Text,
                detail="honed: as you edited before",
                filter_text=typed + each.text if not each.text.startswith(typed) else each.text,
                sort_text="0",
                text_edit=types.TextEdit(to_range(text, each.span, encoding), each.text),
                insert_text_format=types.InsertTextFormat.PlainText,
                command=types.Command("accepted", ACCEPTED, arguments=[{"id": offer_id}]),
            )
        )
    return types.CompletionList(is_incomplete=True, items=items)
