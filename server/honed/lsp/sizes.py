"""Documents that are too large to be looked at: honed is silent in them, and holds no text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from honed.lsp import synchronization

if TYPE_CHECKING:
    from lsprotocol import types

    from honed.lsp.server import HonedServer

MOST_BYTES = 5_000_000
"""Generated files are larger, written ones are not; a request in them would be felt."""

_log = logging.getLogger(__name__)


def did_open(server: HonedServer, params: types.DidOpenTextDocumentParams) -> None:
    """Begin a document unless it is too large."""
    uri = params.text_document.uri
    if len(params.text_document.text) > MOST_BYTES:
        _leave_alone(server, uri)
    else:
        synchronization.did_open(server, params)
        _heed(server, uri)


def did_change(server: HonedServer, params: types.DidChangeTextDocumentParams) -> None:
    """Take a change; a document that grows too large by it is let go until it is opened anew."""
    synchronization.did_change(server, params)
    _heed(server, params.text_document.uri)


def _heed(server: HonedServer, uri: str) -> None:
    document = server.workspace_state.documents.get(uri)
    if document is not None and len(document.text.data) > MOST_BYTES:
        _leave_alone(server, uri)


def _leave_alone(server: HonedServer, uri: str) -> None:
    server.workspace_state.documents.close(uri)
    _log.warning("%s has more than %d bytes; honed leaves it alone", uri, MOST_BYTES)
