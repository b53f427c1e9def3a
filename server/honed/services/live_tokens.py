"""The tokens of the open documents: cut and numbered anew only where the text has changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.diff import minimal_edit
from honed.syntax.lexing import Kind, kind, lex, relex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.core.text import Edit, Text
    from honed.core.vocabulary import Lexicon
    from honed.services.document import Document
    from honed.syntax.languages import Language
    from honed.syntax.lexing import Lexemes

MOST_DOCUMENTS = 12
"""Those that were asked about last; of a text of 10,000 lines the tokens take some megabytes."""


SMALL_BYTES = 50_000
"""A larger text is cut for the first time by another thread: a request has no time for it."""


@attrs.define(eq=False)
class _Known:
    text: Text
    lexemes: Lexemes
    lexicon: Lexicon | None = None
    ids: NDArray[np.int32] = attrs.field(factory=lambda: np.zeros(0, np.int32))


class LiveTokens:
    """Used from the protocol's thread only, but for `prepare`."""

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._prepared: dict[str, _Known] = {}

    def prepare(self, uri: str, text: Text, language: Language | None) -> None:
        """Cut a text of a document; called from another thread when it was opened."""
        self._prepared[uri] = _Known(text, lex(text.data, language))

    def __len__(self) -> int:
        """Return of how many documents the tokens are at hand."""
        return len(self._known)

    def of(self, document: Document) -> Lexemes | None:
        """Return the tokens of a document as it is now, None where they are still to be cut."""
        known = self._of(document)
        return None if known is None else known.lexemes

    def ids(self, document: Document, lexicon: Lexicon) -> NDArray[np.int32]:
        """Return their ids in a lexicon, int32 of the same length; none where there are none."""
        known = self._of(document)
        if known is None:
            return np.zeros(0, np.int32)
        if known.lexicon is not lexicon:
            known.lexicon, known.ids = lexicon, lexicon.ids_of(known.lexemes.words)
        return known.ids

    def _of(self, document: Document) -> _Known | None:
        text, language = document.text, document.language
        known = self._prepared.pop(document.uri, None) or self._known.pop(document.uri, None)
        if known is None:
            if len(text.data) > SMALL_BYTES:
                return None
            known = _Known(text, lex(text.data, language))
        elif known.text.data is not text.data:
            edit = minimal_edit(known.text.data, text.data)
            if edit is not None:
                start, old_end = edit.span.start, edit.span.end
                change = (start, old_end, start + len(edit.new))
                found = relex(known.lexemes, text.data, change, language)
                if known.lexicon is not None:
                    known.ids = _renumbered(known.ids, known.lexicon, known.lexemes, found, edit)
                known.lexemes = found
            known.text = text
        self._known[document.uri] = known
        while len(self._known) > MOST_DOCUMENTS:
            self._known.popitem(last=False)
        return known

    def forget(self, uri: str) -> None:
        """Let go of a document that was closed, or is open in another language now."""
        self._known.pop(uri, None)
        self._prepared.pop(uri, None)


def _renumbered(
    ids: NDArray[np.int32], lexicon: Lexicon, old: Lexemes, new: Lexemes, edit: Edit
) -> NDArray[np.int32]:
    """Return the ids of `new` from those of `old`, of the text before an edit.

    Only what may differ is asked for. A line end before the edit may: it tells the indentation.
    """
    first = int(np.searchsorted(old.ends, edit.span.start, side="left"))
    for _ in range(2):
        first -= 1
        while first > 0 and kind(old.words[first]) is not Kind.NEWLINE:
            first -= 1
    first = max(0, min(first, len(new)))
    after = int(np.searchsorted(old.starts, edit.span.end, side="left"))
    while after < len(old) and kind(old.words[after]) is not Kind.NEWLINE:
        after += 1
    most = max(0, min(len(old) - after - 1, len(new) - first))
    shift = len(edit.new) - len(edit.span)
    last_old, last_new = slice(len(old) - most, None), slice(len(new) - most, None)
    is_same = (old.starts[last_old] + shift == new.starts[last_new]) & (
        old.ends[last_old] + shift == new.ends[last_new]
    )
    differing = np.flatnonzero(~is_same)
    kept = most - (int(differing[-1]) + 1 if len(differing) else 0)
    # The first line end that is kept tells the indentation against a line that may be gone.
    is_end = False
    while kept > 0 and not is_end:
        is_end = kind(new.words[len(new) - kept]) is Kind.NEWLINE
        kept -= 1
    changed = lexicon.ids_of(new.words[first : len(new) - kept])
    return np.concatenate((ids[:first], changed, ids[len(ids) - kept :]))
