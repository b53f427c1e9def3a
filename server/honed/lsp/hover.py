"""`textDocument/hover`: over the name of a function, how complex it is and what is found in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.lsp.server import HonedServer
    from honed.services.measuring import FunctionSeen

MOST_FINDINGS = 8


async def hover(server: HonedServer, params: types.HoverParams) -> types.Hover | None:
    """Return what there is to tell at a position, None for nothing; other requests go on."""
    uri, encoding = params.text_document.uri, server.client.encoding
    state = server.workspace_state
    document = state.documents.get(uri)
    if document is None:
        return None
    text = document.text
    asked = state.inspection.function_at(uri, to_offset(text, params.position, encoding))
    if asked is None:
        return None
    found = await asyncio.wrap_future(asked)
    if not found or document.text is not text or state.documents.get(uri) is not document:
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.PlainText, told(text, found[0])),
        to_range(text, found[0].name, encoding),
    )


def told(text: Text, seen: FunctionSeen) -> str:
    """Return what is told of a function, a line for its numbers and one for each finding."""
    function = seen.function
    lines = function.last_line - function.line + 1
    numbers = (
        f"{function.name}: cyclomatic complexity {function.cyclomatic}, cognitive"
        f" {function.cognitive}, nesting {function.nesting}, {_number(function.parameters)},"
        f" {lines} {'line' if lines == 1 else 'lines'}"
    )
    findings = [
        f"line {text.line_at(each.span.start) + 1}: {each.message}"
        for each in seen.findings[:MOST_FINDINGS]
    ]
    more = len(seen.findings) - MOST_FINDINGS
    return "\n".join([numbers, *findings, *([f"and {more} more"] if more > 0 else [])])


def _number(parameters: int) -> str:
    return "1 parameter" if parameters == 1 else f"{parameters} parameters"
