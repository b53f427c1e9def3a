"""`textDocument/completion`: learned edits that finish what is being typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from honed.core.text import Span, decode
from honed.lsp.code_action import ACCEPTED
from honed.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.lsp.positions import Encoding
    from honed.lsp.server import HonedServer
    from honed.services.suggesting import Completion

OPTIONS = types.CompletionOptions()
HELIX = "helix"
DETAIL = "honed: as you edited before"
_SNIPPET_SIGNS = re.compile(r"([\\$}])")


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
    word = _plain
    if server.client.name == "Neovim" and server.client.has_snippets:
        word = _for_neovim
    elif server.client.name == HELIX:
        word = _for_helix
    items = []
    for offer_id, each in found:
        item = word(text, each, offset, offer_id, encoding)
        suggestion = each.suggestion
        item.documentation = (
            server.workspace_state.inspection.told(
                suggestion.before, suggestion.after, document.language_name
            )
            or None
        )
        items.append(item)
    return types.CompletionList(is_incomplete=True, items=items)


def _plain(
    text: Text, each: Completion, offset: int, offer_id: str, encoding: Encoding
) -> types.CompletionItem:
    typed = decode(text.data[each.span.start : offset])
    return types.CompletionItem(
        label=each.text.strip() or each.text,
        kind=types.CompletionItemKind.Text,
        detail=DETAIL,
        filter_text=each.text if each.text.startswith(typed) else typed + each.text,
        sort_text="0",
        text_edit=types.TextEdit(to_range(text, each.span, encoding), each.text),
        insert_text_format=types.InsertTextFormat.PlainText,
        command=_accepted(offer_id),
    )


def _for_helix(
    text: Text, each: Completion, offset: int, offer_id: str, encoding: Encoding
) -> types.CompletionItem:
    """Return the item so that the cursor ends behind it.

    Helix leaves the cursor where it stood in what an edit replaces: so the edit ends at the cursor,
    and what is behind goes by another one.
    """
    item = _plain(text, each, offset, offer_id, encoding)
    behind = Span(offset, each.span.end)
    if len(behind):
        start = to_range(text, Span(each.span.start, offset), encoding)
        item.text_edit = types.TextEdit(start, each.text)
        item.additional_text_edits = [types.TextEdit(to_range(text, behind, encoding), "")]
    return item


def _for_neovim(
    text: Text, each: Completion, offset: int, offer_id: str, encoding: Encoding
) -> types.CompletionItem:
    """Return the item as Neovim puts it in whole.

    It inserts a plain edit only up to the first space (0.11), and replaces nothing behind the
    cursor (neovim#37949): so a snippet at the cursor, and what is behind goes by another edit.
    """
    rest = each.text[len(decode(text.data[each.span.start : offset])) :]
    behind = Span(offset, each.span.end)
    gone = [types.TextEdit(to_range(text, behind, encoding), "")] if len(behind) else None
    here = to_range(text, Span(offset, offset), encoding)
    return types.CompletionItem(
        label=each.text.strip() or each.text,
        kind=types.CompletionItemKind.Text,
        detail=DETAIL,
        sort_text="0",
        text_edit=types.TextEdit(here, _SNIPPET_SIGNS.sub(r"\\\1", rest)),
        insert_text_format=types.InsertTextFormat.Snippet,
        additional_text_edits=gone,
        command=_accepted(offer_id),
    )


def _accepted(offer_id: str) -> types.Command:
    return types.Command("accepted", ACCEPTED, arguments=[{"id": offer_id}])
