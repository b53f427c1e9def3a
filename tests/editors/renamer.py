"""Another server beside honed, which renames words."""

from __future__ import annotations

import re

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("renamer", "1")


@server.feature(types.TEXT_DOCUMENT_RENAME)
def rename(ls: LanguageServer, params: types.RenameParams) -> types.WorkspaceEdit:
    """Rename the word at the position everywhere in its file."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    word = re.compile(rf"\b{re.escape(document.word_at_position(params.position))}\b")
    edits = [
        types.TextEdit(
            types.Range(types.Position(number, found.start()), types.Position(number, found.end())),
            params.new_name,
        )
        for number, line in enumerate(document.lines)
        for found in word.finditer(line)
    ]
    return types.WorkspaceEdit(changes={params.text_document.uri: edits})


if __name__ == "__main__":
    server.start_io()
