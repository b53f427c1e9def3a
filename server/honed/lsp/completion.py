"""`textDocument/completion`: learned edits that are being typed, and what comes next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from honed.core.text import Span, decode
from honed.lsp.code_action import ACCEPTED
from honed.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text
    from honed.lsp.capabilities import Client
    from honed.lsp.positions import Encoding
    from honed.lsp.server import HonedServer
    from honed.services.document import Document
    from honed.services.suggesting import Completion
    from honed.services.writing import Shown

HELIX = "helix"
NEOVIM = "Neovim"
DETAIL = "honed: as you edited before"
WRITTEN = "honed: as in this project"
LAST = "~~"
_SNIPPET_SIGNS = re.compile(r"([\\$}])")


def options(client: Client) -> types.CompletionOptions:
    """Return what is advertised.

    Neovim (0.11) resolves what was taken, and forgets its command if a key comes before the answer.
    """
    return types.CompletionOptions(resolve_provider=client.name != NEOVIM)


def completion(server: HonedServer, params: types.CompletionParams) -> types.CompletionList | None:
    """Return the items; never complete, so that the editor asks again as the user types on.

    Learned edits go first; what the project would write next goes below what others say.
    """
    uri, encoding = params.text_document.uri, server.client.encoding
    document = server.workspace_state.documents.get(uri)
    if document is None:
        return None
    offset = to_offset(document.text, params.position, encoding)
    menu = server.workspace_state.writing.menu(uri, offset)
    if not menu.learned and not menu.words:
        return None
    learned = _learned(server, document, menu.learned, offset)
    list_ = types.CompletionList(is_incomplete=True, items=learned)
    words = menu.words
    if server.client.name == NEOVIM:
        # As below: what has a space, or replaces something behind the cursor, comes out torn.
        words = [each for each in words if " " not in each.text and each.span.end == offset]
    _add_words(list_, document.text, words, server)
    return list_


def resolve(server: HonedServer, item: types.CompletionItem) -> types.CompletionItem:
    """`completionItem/resolve`: tell which place of the project a text was written after."""
    if item.documentation is None and isinstance(item.data, str):
        item.documentation = server.workspace_state.writing.source(item.data) or None
    return item


def _learned(
    server: HonedServer,
    document: Document,
    found: Sequence[tuple[str, Completion]],
    offset: int,
) -> list[types.CompletionItem]:
    text, encoding = document.text, server.client.encoding
    word = _plain
    if server.client.name == NEOVIM and server.client.has_snippets:
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
    return items


def _add_words(
    list_: types.CompletionList, text: Text, words: Sequence[Shown], server: HonedServer
) -> None:
    """Add entries of what the project would write next, which replace the same word all."""
    if not words:
        return
    client, source = server.client, server.workspace_state.writing.source
    span = to_range(text, words[0].span, client.encoding)
    if client.has_default_ranges:
        list_.item_defaults = types.CompletionItemDefaults(edit_range=span)
    details = types.CompletionItemLabelDetails(description="honed")
    list_.items = [
        *list_.items,
        *(
            types.CompletionItem(
                label=each.text,
                label_details=details if client.has_label_details else None,
                kind=types.CompletionItemKind.Text,
                detail=WRITTEN,
                # Behind what the language's own server says, whatever it sorts by.
                sort_text=f"{LAST}{number:02}",
                text_edit=None if client.has_default_ranges else types.TextEdit(span, each.text),
                insert_text_format=types.InsertTextFormat.PlainText,
                command=_accepted(each.id),
                data=each.id,
                documentation=(source(each.id) or None) if client.name == NEOVIM else None,
            )
            for number, each in enumerate(words)
        ),
    ]


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
