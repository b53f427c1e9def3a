"""Finding the texts that answer a query: prompts, code, messages; all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.retrieval.bm25 import Bm25
from honed.retrieval.subwords import subwords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@attrs.frozen
class Document:
    """A text that may be found; `language` and `kind` are what a search can be narrowed to."""

    id: int
    text: str
    language: str = ""
    kind: str = ""


@attrs.frozen
class Match:
    """A document that was found; scores, from 0 to 1, compare inside of one answer only."""

    id: int
    score: float


class Searcher:
    """Searches the documents that it was given; reads nothing, and is one thread's at a time."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._bm25 = Bm25()
        self._row_of: dict[int, int] = {}
        self._ids: NDArray[np.int64] = np.zeros(64, np.int64)
        self._groups: NDArray[np.int32] = np.zeros((64, 2), np.int32)
        self._names: dict[str, int] = {}
        for document in documents:
            self.add(document)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._row_of)

    def add(self, document: Document) -> None:
        """Take in a document; it replaces one of the same id."""
        self.remove(document.id)
        row = self._bm25.add(subwords(document.text))
        self._make_room(row + 1)
        self._row_of[document.id] = row
        self._ids[row] = document.id
        self._groups[row] = self._number(document.language), self._number(document.kind)

    def remove(self, id: int) -> None:  # noqa: A002 - as the field is called
        """Forget a document; an id that is not known is let be."""
        row = self._row_of.pop(id, None)
        if row is not None:
            self._bm25.remove(row)

    def search(
        self,
        query: str,
        *,
        language: str | None = None,
        kind: str | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the documents that answer a query best, the best first, of equal ones the older.

        Only those of a language or a kind where these are named; none where no word is shared.
        """
        scores, bound = self._bm25.scores(subwords(query))
        for column, name in enumerate((language, kind)):
            if name is not None:
                wanted = self._names.get(name, -1)
                scores[self._groups[: len(scores), column] != wanted] = 0
        rows = np.flatnonzero(scores)
        order = np.lexsort((self._ids[rows], -scores[rows]))[: max(0, limit)]
        return [
            Match(int(self._ids[row]), min(1.0, float(scores[row]) / bound)) for row in rows[order]
        ]

    def _number(self, name: str) -> int:
        return self._names.setdefault(name, len(self._names))

    def _make_room(self, rows: int) -> None:
        if rows > len(self._ids):
            self._ids = np.concatenate((self._ids, np.zeros_like(self._ids)))
            self._groups = np.concatenate((self._groups, np.zeros_like(self._groups)))
