"""Finding the texts that answer a query: prompts, code, messages; all in memory.

By the words in common (BM25), and by the direction of their vectors in the shipped table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.retrieval.bm25 import Bm25
from honed.retrieval.fuse import fuse
from honed.retrieval.naming import MOST, Asked, Name
from honed.retrieval.subwords import document_terms, header, joined, paths, subwords, terms
from honed.retrieval.table import Table, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

HEADER = 4
"""So many times more the words of a function's header count: its name says what it is for."""

PATHS = 2
"""So many times more those of the paths that a change or an edit begins with."""

JOINED = 0.8
"""What two neighbouring words of a query count as one name, beside each of them."""

AT_THE_TOP = 32
"""The names of so many documents, the best by words and table, are held against the query."""

LEAST_COSINE = 0.3
"""A document that shares no word with a query is found from here on."""

_ROWS_AT_ONCE = 1024
"""Few enough that their numbers stay near the processor."""


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


def weighted_terms(text: str) -> list[str]:
    """Return the terms of a document, those of its header or its paths more often."""
    of_files = paths(text)
    more = PATHS * document_terms(of_files) if of_files else HEADER * document_terms(header(text))
    return [*document_terms(text), *more]


def asked_for(query: str, table: Table | None) -> dict[str, float]:
    """Return the terms of a query and how much each counts, of neighbouring words as one, too."""
    weight = table.weight if table is not None else _alike
    found: dict[str, float] = {}
    for term in terms(query):
        found[term] = found.get(term, 0.0) + weight(term)
    for term in joined(subwords(query)):
        found[term] = found.get(term, 0.0) + JOINED * weight(term)
    return found


def _alike(term: str) -> float:  # noqa: ARG001 - as a table is asked
    return 1.0


class Searcher:
    """Searches the documents that it was given; it is one thread's at a time.

    `table` gives the vectors of words and is asked for at the first document; where it gives None
    words alone count.
    """

    def __init__(
        self,
        documents: Iterable[Document] = (),
        *,
        table: Callable[[], Table | None] = shipped,
    ) -> None:
        self._bm25 = Bm25()
        self._table = table
        self._row_of: dict[int, int] = {}
        self._ids: NDArray[np.int64] = np.zeros(64, np.int64)
        self._groups: NDArray[np.int32] = np.zeros((64, 2), np.int32)
        self._vectors: NDArray[np.int8] = np.zeros((64, 0), np.int8)
        self._numbers: dict[str, int] = {}
        self._names: list[Name] = []
        for document in documents:
            self.add(document)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._row_of)

    def add(self, document: Document) -> None:
        """Take in a document; it replaces one of the same id."""
        self.remove(document.id)
        words = weighted_terms(document.text)
        row = self._bm25.add(words)
        self._make_room(row + 1)
        if row == len(self._names):
            self._names.append(Name.of(document.text))
        else:
            self._names[row] = Name.of(document.text)
        self._row_of[document.id] = row
        self._ids[row] = document.id
        self._groups[row] = self._number(document.language), self._number(document.kind)
        table = self._table()
        if table is not None:
            if not self._vectors.shape[1]:
                self._vectors = np.zeros((len(self._ids), table.dimensions), np.int8)
            self._vectors[row] = np.rint(_FULL * table.embed(words))

    def remove(self, id: int) -> None:  # noqa: A002 - as the field is called
        """Forget a document; an id that is not known is let be."""
        row = self._row_of.pop(id, None)
        if row is not None:
            self._bm25.remove(row)
            self._groups[row] = _NOWHERE

    def search(
        self,
        query: str,
        *,
        language: str | None = None,
        kind: str | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the documents that answer a query best, the best first, of equal ones the older.

        Only those of a language or a kind where these are named; none that has neither a word nor
        the direction of the query.
        """
        asked = terms(query)
        if limit <= 0 or not asked or not self:
            return []
        scores, most = self._bm25.scores(asked_for(query, self._table()))
        cosines = self._cosines(asked, len(scores))
        rows, groups = np.arange(len(scores)), self._groups[: len(scores)]
        if len(self) < len(scores):
            rows = np.flatnonzero(groups[:, 0] != _NOWHERE)
            scores, cosines, groups = scores[rows], cosines[rows], groups[rows]
        stays = (scores > 0) | (cosines >= LEAST_COSINE)
        for column, name in enumerate((language, kind)):
            if name is not None:
                stays &= groups[:, column] == self._numbers.get(name, _NOWHERE)
        summed, whole = fuse(scores, most, cosines)
        rows, summed = rows[stays], summed[stays]
        self._add_names(asked, rows, summed)
        return _best(self._ids[rows], summed / np.float32(whole + MOST), limit)

    def _add_names(
        self, asked: list[str], rows: NDArray[np.intp], summed: NDArray[np.float32]
    ) -> None:
        """Add to the best of `summed`, one number a row, what their names are worth."""
        query = Asked(asked, self._bm25.rarity)
        few = len(summed) <= AT_THE_TOP
        # Those that equal the last one are all looked at: else chance would choose among them.
        least = -np.inf if few else np.partition(summed, -AT_THE_TOP)[-AT_THE_TOP]
        top = np.flatnonzero(summed >= least)
        summed[top] += [query.bonus(self._names[row]) for row in rows[top].tolist()]

    def _cosines(self, asked: list[str], rows: int) -> NDArray[np.float32]:
        """Return the cosine of each row's vector with the query's, shape (rows,)."""
        table = self._table()
        if table is None:
            return np.zeros(rows, np.float32)
        query = table.embed(asked) / np.float32(_FULL)
        # `vecdot` and not `@`, whose threads wait for each other when other work keeps them busy.
        return np.concatenate(
            [
                np.vecdot(
                    self._vectors[start : min(rows, start + _ROWS_AT_ONCE)].astype("f4"), query
                )
                for start in range(0, rows, _ROWS_AT_ONCE)
            ]
        )

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def _make_room(self, rows: int) -> None:
        if rows > len(self._ids):
            self._ids = np.concatenate((self._ids, np.zeros_like(self._ids)))
            self._groups = np.concatenate((self._groups, np.zeros_like(self._groups)))
            self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))


def _best(ids: NDArray[np.int64], shares: NDArray[np.float32], limit: int) -> list[Match]:
    """Return the best, the best first, of equal ones the older."""
    if len(ids) > limit:
        # Those that equal the last one stay for now: the older of them is wanted.
        near = shares >= np.partition(shares, -limit)[-limit]
        ids, shares = ids[near], shares[near]
    order = np.lexsort((ids, -shares))[:limit]
    found = zip(ids[order].tolist(), shares[order].clip(0, 1).tolist(), strict=True)
    return [Match(id_, share) for id_, share in found]


_FULL = 127
"""The greatest number of 8 bits."""

_NOWHERE = -1
"""The language and the kind of a row without a document."""
