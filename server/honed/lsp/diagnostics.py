"""Diagnostics, all off by default: the next edit as a hint, and what is found in the code.

A hint names what would be done and where that was learned; the code action makes it. A client knows
one list a document, so both are sent together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lsprotocol import types

from honed.core.text import Span
from honed.lsp.positions import to_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text
    from honed.lsp.positions import Encoding
    from honed.lsp.server import HonedServer
    from honed.quality.values import Finding
    from honed.services.inspection import Inspected
    from honed.services.next_offers import NextOffer

SOURCE = "honed"
SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
"""What is shown in any other way is not shown."""


@attrs.define
class _Shown:
    """What the client shows of a document."""

    offer_id: str = ""
    inspected: Inspected | None = None
    """What was found when that was known last."""
    ways: tuple[str, ...] = ()
    """How each of that is shown."""


class Diagnostics:
    """What the client shows of each document."""

    def __init__(self, server: HonedServer) -> None:
        """Nothing is shown."""
        self._server = server
        self._shown: dict[str, _Shown] = {}

    def look(self) -> None:
        """Show what is new, and take away what is none now.

        While something is typed what is shown stays.
        """
        state = self._server.workspace_state
        uris = {*self._shown, *filter(None, [state.documents.latest_uri])}
        # Most look for nothing, and this is done five times a second.
        if any(state.rules.settings(each).quality_findings for each in state.projects):
            uris.update(document.uri for document in state.documents)
        for uri in uris:
            document = state.documents.get(uri)
            if document is None or document.burst is None:
                self._look_at(uri, is_open=document is not None)

    def _look_at(self, uri: str, *, is_open: bool) -> None:
        state = self._server.workspace_state
        shown = self._shown.get(uri) or _Shown()
        offer = None
        if uri == state.documents.latest_uri or shown.offer_id:
            offer = state.hinted(uri)
        inspected = self._inspected(uri, shown)
        ways: tuple[str, ...] = ()
        if inspected is not None:
            ways = tuple(map(state.inspection.ways(uri), inspected.findings))
        offer_id = "" if offer is None else offer.action.id
        now = offer_id, inspected, ways
        if now != (shown.offer_id, shown.inspected, shown.ways):
            self._publish(uri, offer, inspected, ways)
        shown.offer_id, shown.inspected, shown.ways = now
        if is_open and (offer_id or inspected is not None):
            self._shown[uri] = shown
        else:
            self._shown.pop(uri, None)

    def _inspected(self, uri: str, shown: _Shown) -> Inspected | None:
        """Return what is found in a document; the same as before until that is known anew."""
        state = self._server.workspace_state
        found = state.inspection.findings(uri)
        if found is None and state.inspection.wants_findings(uri):
            return shown.inspected
        return found

    def _publish(
        self,
        uri: str,
        offer: NextOffer | None,
        inspected: Inspected | None,
        ways: Sequence[str],
    ) -> None:
        found = [] if offer is None else [self._hint(offer)]
        versions = set() if offer is None else {offer.action.version}
        if inspected is not None:
            versions.add(inspected.version)
            for each, way in zip(inspected.findings, ways, strict=True):
                if way in SEVERITIES:
                    found.append(
                        diagnostic(inspected.text, each, way, self._server.client.encoding)
                    )
        self._server.text_document_publish_diagnostics(
            # What is of two versions, because one is not looked through yet, is of none.
            types.PublishDiagnosticsParams(uri, found, *(versions if len(versions) == 1 else ()))
        )

    def _hint(self, offer: NextOffer) -> types.Diagnostic:
        action, edits = offer.action, offer.action.edits or ()
        hull = Span(edits[0].span.start, edits[-1].span.end)
        return types.Diagnostic(
            range=to_range(action.text, hull, self._server.client.encoding),
            message=f"{action.title}\n{offer.why}",
            severity=types.DiagnosticSeverity.Hint,
            code=offer.suggestion.candidate.pattern_id,
            source=SOURCE,
        )


def diagnostic(text: Text, finding: Finding, way: str, encoding: Encoding) -> types.Diagnostic:
    """Return a finding as the protocol has it; `way` is a key of `SEVERITIES`."""
    cwe = f" ({finding.cwe})" if finding.cwe else ""
    return types.Diagnostic(
        range=to_range(text, finding.span, encoding),
        message=f"{finding.message}{cwe}",
        severity=SEVERITIES[way],
        code=finding.id,
        source=SOURCE,
    )
