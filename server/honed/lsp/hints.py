"""The next edit as a hint in the text, for editors that show no more: a diagnostic, off by default.

It names what would be done and where that was learned; the code action makes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.core.text import Span
from honed.lsp.positions import to_range

if TYPE_CHECKING:
    from honed.lsp.server import HonedServer
    from honed.services.next_offers import NextOffer

SOURCE = "honed"


class Hints:
    """What the client shows of each document."""

    def __init__(self, server: HonedServer) -> None:
        """Nothing is shown."""
        self._server = server
        self._shown: dict[str, str] = {}
        """The id of the offer, by document."""

    def look(self) -> None:
        """Show the next edit of the document that changed last, and take away what is none now.

        While something is typed what is shown stays.
        """
        state = self._server.workspace_state
        latest = state.documents.latest_uri
        for uri in {*self._shown, *([latest] if latest else [])}:
            document = state.documents.get(uri)
            if document is not None and document.burst is not None:
                continue
            offer = state.hinted(uri)
            offer_id = "" if offer is None else offer.action.id
            if self._shown.get(uri, "") != offer_id:
                self._publish(uri, offer)
                self._shown[uri] = offer_id
            if document is None or not offer_id:
                self._shown.pop(uri, None)

    def _publish(self, uri: str, offer: NextOffer | None) -> None:
        found = [] if offer is None else [self._diagnostic(offer)]
        version = None if offer is None else offer.action.version
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version)
        )

    def _diagnostic(self, offer: NextOffer) -> types.Diagnostic:
        action, edits = offer.action, offer.action.edits or ()
        hull = Span(edits[0].span.start, edits[-1].span.end)
        return types.Diagnostic(
            range=to_range(action.text, hull, self._server.client.encoding),
            message=f"{action.title}\n{offer.why}",
            severity=types.DiagnosticSeverity.Hint,
            code=offer.suggestion.candidate.pattern_id,
            source=SOURCE,
        )
