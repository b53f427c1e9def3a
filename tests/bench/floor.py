"""The least that a server of pygls can be: the floor under the figures of honed.

It answers the same requests with nothing, and keeps the text of the documents as pygls does.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("floor", "1")


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_action(_: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer nothing."""
    return []


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def completion(_: types.CompletionParams) -> list[types.CompletionItem]:
    """Complete nothing."""
    return []


@server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())
def inline_completion(_: types.InlineCompletionParams) -> list[types.InlineCompletionItem]:
    """Go on with nothing."""
    return []


@server.feature("honed/status")
def status(_: Any) -> dict[str, Any]:
    """Say that nothing is queued."""
    return {"queue": 0, "projects": [], "lastDurableId": 0}


if __name__ == "__main__":
    server.start_io()
