"""What mends a finding, as a quick fix on its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp.diagnostics import SEVERITIES, diagnostic
from honed.lsp.positions import to_text_edits
from honed.lsp.workspace_edit import in_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.lsp.server import HonedServer
    from honed.quality.values import Finding
    from honed.services.inspection import Inspected

KIND = types.CodeActionKind.QuickFix


def fixes(
    server: HonedServer, uri: str, lines: tuple[int, int], only: Sequence[str] | None
) -> list[types.CodeAction]:
    """Return the quick fixes for what is shown on the lines `first` to `last` (zero-based)."""
    if only and not any(KIND.value == each or not each for each in only):
        return []
    inspection = server.workspace_state.inspection
    found = inspection.findings(uri)
    if found is None:
        return []
    way_of = inspection.ways(uri)
    return [
        _action(server, uri, found, each, way)
        for each in found.findings
        if each.fix is not None
        and lines[0] <= found.text.line_at(each.span.end)
        and each.line <= lines[1]
        and (way := way_of(each)) in SEVERITIES
    ]


def _action(
    server: HonedServer, uri: str, found: Inspected, finding: Finding, way: str
) -> types.CodeAction:
    client = server.client
    edits = to_text_edits(found.text, [finding.fix] if finding.fix else [], client.encoding)
    return types.CodeAction(
        title=f"honed: mend {finding.id}",
        kind=KIND,
        diagnostics=[diagnostic(found.text, finding, way, client.encoding)],
        edit=in_document(uri, found.version, edits, client),
    )
