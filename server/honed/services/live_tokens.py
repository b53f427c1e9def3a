"""The tokens of the open documents: cut anew only where the text has changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from honed.core.diff import minimal_edit
from honed.syntax.lexing import lex, relex

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.services.document import Document
    from honed.syntax.lexing import Lexemes

MOST_DOCUMENTS = 12
"""Those that were asked about last; of a text of 10,000 lines the tokens take some megabytes."""


class LiveTokens:
    """Used from the protocol's thread only."""

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._known: OrderedDict[str, tuple[Text, Lexemes]] = OrderedDict()

    def __len__(self) -> int:
        """Return of how many documents the tokens are at hand."""
        return len(self._known)

    def of(self, document: Document) -> Lexemes:
        """Return the tokens of a document as it is now."""
        text, language = document.text, document.language
        known = self._known.pop(document.uri, None)
        if known is None:
            found = lex(text.data, language)
        elif known[0].data is text.data:
            found = known[1]
        else:
            before = known[0]
            edit = minimal_edit(before.data, text.data)
            found = known[1]
            if edit is not None:
                start, old_end = edit.span.start, edit.span.end
                change = (start, old_end, start + len(edit.new))
                found = relex(found, text.data, change, language)
        self._known[document.uri] = (text, found)
        while len(self._known) > MOST_DOCUMENTS:
            self._known.popitem(last=False)
        return found

    def forget(self, uri: str) -> None:
        """Let go of a document that was closed, or is open in another language now."""
        self._known.pop(uri, None)
