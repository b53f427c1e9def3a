"""The other open documents of a project, as they are now, beside the corpus of its folder.

They are cut as files are, secrets removed, and by another thread: a request takes what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs
import numpy as np

from honed.core.corpus import NOTHING, Corpus, as_log, joined, without
from honed.core.text import decode
from honed.services.lexed_files import lexed_text
from honed.services.live_tokens import MOST_DOCUMENTS
from honed.suggest.completion.sources import number_of

if TYPE_CHECKING:
    from honed.core.corpus import LexedFile, Shard, TokenLog
    from honed.core.vocabulary import Lexicon
    from honed.services.document import Document
    from honed.services.workspace import Workspace
    from honed.services.writing import Place

MOST_BESIDE = MOST_DOCUMENTS - 2
MOST_BESIDE_BYTES = 500_000
"""Of the other open documents so many, and so much of them, are looked at: they are scanned."""


@attrs.frozen(eq=False)
class _Made:
    """A log, and the documents that it was made of, with their texts and paths."""

    lexicon: Lexicon
    documents: tuple[Document, ...]
    texts: tuple[bytes, ...] = attrs.field(repr=False)
    paths: tuple[str, ...]
    log: TokenLog


class OpenDocuments:
    """Used from the protocol's thread."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing was cut yet."""
        self._workspace = workspace
        self._files: WeakKeyDictionary[Document, tuple[bytes, LexedFile]] = WeakKeyDictionary()
        """By the reader's thread alone."""
        self._made: _Made | None = None
        self._is_awaited = False
        self._with: tuple[Corpus, TokenLog, Corpus] = (Corpus(), NOTHING, Corpus())

    def beside(self, corpus: Corpus, place: Place) -> Corpus:
        """Return a corpus with the documents beside that of a place, instead of its own copies.

        The same two give the same one. What has changed is known as it was, until it is cut.
        """
        made = self._current(corpus.lexicon, place)
        if made is None or not len(made.log):
            return corpus
        known, log, found = self._with
        if known is not corpus or log is not made.log:
            found = _with_documents(corpus, made)
            self._with = (corpus, made.log, found)
        return found

    def _current(self, lexicon: Lexicon, place: Place) -> _Made | None:
        documents = self._others(place)
        texts = tuple(each.text.data for each in documents)
        made = self._made
        if made is not None and made.lexicon is lexicon and _are_same(made.documents, documents):
            if not _are_same(made.texts, texts):
                self._make(lexicon, documents, place)
            return made
        if not documents:
            self._made = None
            return None
        self._make(lexicon, documents, place)
        # Nothing of a document that was closed or switched off, nor of that of the place itself.
        is_part = made is not None and {*made.documents} <= {*documents}
        return made if made is not None and is_part and made.lexicon is lexicon else None

    def _others(self, place: Place) -> tuple[Document, ...]:
        """Return the other open documents of the project in which honed may be used."""
        workspace, found, size = self._workspace, [], 0
        for each in workspace.documents:
            size_with = size + len(each.text.data)
            if (
                each is not place.document
                and size_with <= MOST_BESIDE_BYTES
                and workspace.project_of(each.path) is place.project
                and workspace.bare_request(each.uri) is not None
            ):
                found.append(each)
                size = size_with
        return tuple(found[:MOST_BESIDE])

    def _make(self, lexicon: Lexicon, documents: tuple[Document, ...], place: Place) -> None:
        if self._is_awaited:
            return
        texts = tuple(each.text.data for each in documents)
        paths = tuple(place.project.relative(each.path) for each in documents)

        def make() -> None:
            try:
                files = [self._file(*each) for each in zip(documents, texts, paths, strict=True)]
                log = as_log(files, lexicon)
                self._made = _Made(lexicon, documents, texts, paths, log)
            finally:
                self._is_awaited = False

        self._is_awaited = True
        self._workspace.reader.submit(make)

    def _file(self, document: Document, data: bytes, path: str) -> LexedFile:
        known = self._files.get(document)
        if known is None or known[0] is not data or known[1].path != path:
            known = data, lexed_text(decode(data), document.language, path)
            self._files[document] = known
        return known[1]


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(
        one is other for one, other in zip(some, others, strict=True)
    )


def _with_documents(corpus: Corpus, made: _Made) -> Corpus:
    names = frozenset(made.paths)
    return Corpus(
        corpus.lexicon,
        tuple(_masked(each, names) for each in corpus.shards),
        joined(without(corpus.recent, names), made.log),
        corpus.accepted,
    )


def _masked(shard: Shard, names: frozenset[str]) -> Shard:
    numbers = [at for each in names if (at := number_of(shard.log.paths, each)) is not None]
    if not numbers:
        return shard
    is_live = np.array(shard.is_live)
    is_live[numbers] = False
    return attrs.evolve(shard, is_live=is_live)
