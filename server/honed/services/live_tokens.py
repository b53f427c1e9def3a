"""The tokens of the open documents: cut and numbered anew only where the text has changed.

What takes longer than a request may is done by another thread; until then there are none.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.diff import minimal_edit
from honed.services.lexed_files import MOST_BYTES
from honed.syntax.lexing import Kind, kind, lex, relex

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from honed.core.text import Edit, Text
    from honed.core.vocabulary import Lexicon
    from honed.services.document import Document
    from honed.syntax.lexing import Lexemes

MOST_DOCUMENTS = 12
"""Those that were asked about last; of a text of 10,000 lines the tokens take some megabytes."""

SMALL_BYTES = 50_000
"""More is cut and numbered by another thread: a request has no time for it."""

MOST_ANEW_BYTES = 20_000
"""The same for what is to be cut again where a text has changed."""


@attrs.define(eq=False)
class _Known:
    document: Document
    text: Text
    lexemes: Lexemes
    lexicon: Lexicon | None = None
    ids: NDArray[np.int32] = attrs.field(factory=lambda: np.zeros(0, np.int32))


class LiveTokens:
    """Used from the protocol's thread only; `submit` does something in another one."""

    def __init__(self, submit: Callable[[Callable[[], object]], object]) -> None:
        """Nothing was asked for yet."""
        self._submit = submit
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._prepared: dict[str, _Known] = {}
        self._awaited: dict[str, Document] = {}
        """Documents that are being cut."""
        self._lock = threading.Lock()
        self._lexicon: Callable[[], Lexicon | None] = lambda: None
        """The one that was asked for last, as long as it lives."""

    def __len__(self) -> int:
        """Return of how many documents the tokens are at hand, or are being cut."""
        return len(self._known) + len(self._prepared) + len(self._awaited)

    def of(self, document: Document) -> Lexemes | None:
        """Return the tokens of a document as it is now, None where they are still to be cut."""
        known = self._of(document)
        return None if known is None else known.lexemes

    def ids(self, document: Document, lexicon: Lexicon) -> NDArray[np.int32] | None:
        """Return their ids in a lexicon, int32 of the same length; None as `of`."""
        if self._lexicon() is not lexicon:
            self._lexicon = weakref.ref(lexicon)
        known = self._of(document)
        if known is None:
            return None
        if known.lexicon is not lexicon:
            if len(known.text.data) > SMALL_BYTES:
                self.prepare(document)
                return None
            known.lexicon, known.ids = lexicon, lexicon.ids_of(known.lexemes.words)
        return known.ids

    def prepare(self, document: Document) -> None:
        """Have a document cut by another thread, unless it is too large, or being cut."""
        text, uri, language = document.text, document.uri, document.language
        if len(text.data) > MOST_BYTES or self._awaited.get(uri) is document:
            return
        lexicon = self._lexicon()

        def cut() -> None:
            made: _Known | None = None
            if self._awaited.get(uri) is document:
                made = _Known(document, text, lex(text.data, language))
                if lexicon is not None:
                    made.lexicon, made.ids = lexicon, lexicon.ids_of(made.lexemes.words)
            with self._lock:
                # It may have been closed, or opened in another language, meanwhile.
                if made is not None and self._awaited.get(uri) is document:
                    del self._awaited[uri]
                    self._prepared[uri] = made

        self._awaited[uri] = document
        self._submit(cut)

    def forget(self, uri: str) -> None:
        """Let go of a document that was closed, or is open in another language now."""
        with self._lock:
            self._awaited.pop(uri, None)
            self._prepared.pop(uri, None)
        self._known.pop(uri, None)

    def _of(self, document: Document) -> _Known | None:
        text, uri = document.text, document.uri
        if len(text.data) > MOST_BYTES:
            self.forget(uri)
            return None
        if self._awaited.get(uri) is document:
            return None
        known = self._prepared.pop(uri, None) or self._known.get(uri)
        if known is None or known.document is not document:
            if len(text.data) > SMALL_BYTES:
                self.prepare(document)
                return None
            known = _Known(document, text, lex(text.data, document.language))
        elif known.text.data is not text.data and not _follow(known, text):
            self.prepare(document)
            return None
        self._known[uri] = known
        self._known.move_to_end(uri)
        while len(self._known) > MOST_DOCUMENTS:
            self._known.popitem(last=False)
        return known


def _follow(known: _Known, text: Text) -> bool:
    """Bring what is known up to a text; return False, with nothing done, where it takes long."""
    edit = minimal_edit(known.text.data, text.data)
    if edit is not None:
        start, old_end = edit.span.start, edit.span.end
        change = (start, old_end, start + len(edit.new))
        found = relex(known.lexemes, text.data, change, known.document.language, MOST_ANEW_BYTES)
        if found is None:
            return False
        if known.lexicon is not None:
            known.ids = _renumbered(known.ids, known.lexicon, known.lexemes, found, edit)
        known.lexemes = found
    known.text = text
    return True


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
