"""The trees of the open documents that are written in, as these are now."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from honed.services.documents import tree_of
from honed.services.live_tokens import MOST_DOCUMENTS, SMALL_BYTES
from honed.syntax.cursor import is_in_text
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.services.document import Document
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


class LiveTrees:
    """Used from the protocol's thread only, but for `prepare`.

    Apart from the trees that learned edits are looked up in: those are of the text before what is
    being typed, and to go from one to the other and back would cost two parses a key.
    """

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._known: OrderedDict[str, Tree] = OrderedDict()
        self._prepared: dict[str, Tree] = {}

    def __len__(self) -> int:
        """Return of how many documents the tree is at hand."""
        return len(self._known)

    def prepare(self, uri: str, text: Text, language: Language | None) -> None:
        """Parse a text of a document; called from another thread when it was opened."""
        tree = parse(text, language)
        if tree is not None:
            self._prepared[uri] = tree

    def of(self, document: Document) -> Tree | None:
        """Return the tree of a document, None for none or where it is still to be parsed."""
        text, language = document.text, document.language
        near = self._prepared.pop(document.uri, None) or self._known.pop(document.uri, None)
        if near is None or near.language is not language:
            tree = parse(text, language) if len(text.data) <= SMALL_BYTES else None
        else:
            tree = tree_of(text, language, near)
        if tree is not None:
            self._known[document.uri] = tree
            while len(self._known) > MOST_DOCUMENTS:
                self._known.popitem(last=False)
        return tree

    def is_in_text(self, document: Document, offset: int) -> bool:
        """Return whether a byte stands in a string or a comment, as far as there is a tree."""
        tree = self.of(document)
        return tree is not None and is_in_text(tree, offset)

    def forget(self, uri: str) -> None:
        """Let go of a document that was closed, or is open in another language now."""
        self._known.pop(uri, None)
        self._prepared.pop(uri, None)
