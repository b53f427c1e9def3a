"""The document notifications: open, change, save, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import encode
from honed.lsp.positions import changed
from honed.lsp.uris import path_of

if TYPE_CHECKING:
    from lsprotocol import types

    from honed.lsp.server import HonedServer


def did_open(server: HonedServer, params: types.DidOpenTextDocumentParams) -> None:
    """Begin a document."""
    item = params.text_document
    documents = server.workspace_state.documents
    documents.open(item.uri, path_of(item.uri), item.language_id, item.version, encode(item.text))
    server.workspace_state.opened(item.uri)


def did_change(server: HonedServer, params: types.DidChangeTextDocumentParams) -> None:
    """Take what was typed."""
    identifier = params.text_document
    document = server.workspace_state.documents.get(identifier.uri)
    if document is None:
        return
    after, edits = changed(document.text, params.content_changes, server.client.encoding)
    server.workspace_state.change(identifier.uri, identifier.version, after, edits)


def will_save(server: HonedServer, params: types.WillSaveTextDocumentParams) -> None:
    """Note that the editor is about to save: a formatter may change more.

    Eglot announces a save before it has sent what was typed; its announcements tell nothing.
    """
    if not server.client.name.lower().startswith("eglot"):
        state = server.workspace_state
        state.documents.will_save(params.text_document.uri, state.clock.elapsed())


def did_save(server: HonedServer, params: types.DidSaveTextDocumentParams) -> None:
    """Settle what was typed; it may have been settings."""
    uri = params.text_document.uri
    data = None if params.text is None else encode(params.text)
    server.workspace_state.documents.save(uri, data)
    server.workspace_state.files_changed([path_of(uri)])


def did_close(server: HonedServer, params: types.DidCloseTextDocumentParams) -> None:
    """End a document."""
    state = server.workspace_state
    state.documents.close(params.text_document.uri, state.clock.elapsed())
    state.writing.closed(params.text_document.uri)
