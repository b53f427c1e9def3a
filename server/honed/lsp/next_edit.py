"""`honed/nextEdit`, and the commands that make the next edit and that dismiss it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from honed.core.errors import HonedError
from honed.core.text import Span, Text, apply_edits
from honed.lsp.positions import to_range, to_text_edits
from honed.lsp.questions import Arguments
from honed.lsp.workspace_edit import workspace_edit

if TYPE_CHECKING:
    from honed.lsp.capabilities import Client
    from honed.lsp.server import HonedServer
    from honed.services.actions import Action
    from honed.services.next_offers import NextOffer

METHOD = "honed/nextEdit"
ACCEPT = "honed.acceptNextEdit"
DISMISS = "honed.dismissNextEdit"


def next_edit(server: HonedServer, params: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
    """`honed/nextEdit {textDocument}`: what the developer most probably does next, or null."""
    try:
        document = Arguments(Arguments(params).demand("textDocument", dict))
        uri, version = document.demand("uri", str), document.get("version", int)
    except HonedError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    offer = server.workspace_state.next_edit(uri, version)
    return None if offer is None else _as_json(offer, server.client)


def _as_json(offer: NextOffer, client: Client) -> dict[str, Any]:
    action, suggestion = offer.action, offer.suggestion
    edits = action.edits or ()
    hull = Span(edits[0].span.start, edits[-1].span.end)
    return {
        "id": action.id,
        "uri": action.uri,
        "version": action.version,
        "edits": to_text_edits(action.text, action.all_edits, client.encoding),
        "range": to_range(action.text, hull, client.encoding),
        "confidence": round(suggestion.probability, 4),
        "title": action.title,
        "why": offer.why,
        "patternId": suggestion.candidate.pattern_id,
    }


async def accept(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """`honed.acceptNextEdit {id | uri}`: let the editor make the next edit, and go to it."""
    state = server.workspace_state
    offer_id = _wanted(server, *arguments, is_asked_for=True)
    action = state.offered(offer_id)
    if action is None or not action.edits or not server.client.can_apply_edits:
        return {"id": offer_id or None, "applied": False}
    if not state.next_offers.claim(offer_id):
        return {"id": offer_id, "applied": False}
    params = types.ApplyWorkspaceEditParams(workspace_edit(action, server.client), action.title)
    answer = await server.workspace_apply_edit_async(params)
    if answer.applied:
        state.accepted(offer_id)
        show(server, action)
    else:
        state.next_offers.release(offer_id)
    return {"id": offer_id, "applied": answer.applied}


def dismiss(server: HonedServer, *arguments: Any) -> None:  # noqa: ANN401 - JSON
    """`honed.dismissNextEdit {id | uri}`: the next edit is not wanted at its place."""
    server.workspace_state.rejected(_wanted(server, *arguments, is_asked_for=False))


def show(server: HonedServer, action: Action) -> None:
    """Let the client go to where an edit was made, if it can."""
    if not server.client.can_show_documents or not action.edits:
        return
    first = action.edits[0]
    after = Text(apply_edits(action.text.data, action.all_edits))
    start = first.span.start + sum(
        len(each.new) - len(each.span)
        for each in action.companions
        if each.span.start < first.span.start
    )
    new = Span(start, start + len(first.new))
    selection = to_range(after, new, server.client.encoding)
    server.window_show_document(
        types.ShowDocumentParams(action.uri, external=False, take_focus=True, selection=selection)
    )


def _wanted(server: HonedServer, *arguments: Any, is_asked_for: bool) -> str:  # noqa: ANN401 - JSON
    """Return the id that a command names, or that of a document's next edit, "" for none.

    Where it `is_asked_for`, it is found if nobody has asked before.
    """
    state = server.workspace_state
    try:
        given = Arguments(arguments[0] if arguments else None)
        if (offer_id := given.get("id", str)) is not None:
            return str(offer_id)
        uri = given.demand("uri", str)
    except HonedError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    document = state.documents.get(uri)
    if document is None:
        return ""
    offer = state.next_edit(uri) if is_asked_for else state.next_offers.latest(document)
    return "" if offer is None else offer.action.id
