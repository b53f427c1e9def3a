"""The vector index: finds similar patterns; made from the database and never the truth.

Few vectors are compared one by one, which is as fast as a graph and exact. From `MANY` on, where
hnswlib is installed, only those are compared that the HNSW graph names, as long as it names enough.
Nothing is loaded before the first search or change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from honed.store import exact, hnsw
from honed.store.kept_graph import KeptGraph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from honed.core.model import Neighbour
    from honed.core.ports import Vector
    from honed.store.exact import Matrix
    from honed.store.vector_rows import VectorRows

MANY = 3_000
_OVERFETCH = 4
"""The graph names so many times the wanted number: it errs, and may name other languages."""


class VectorIndex:
    """Searches the vectors of a database; the files of its graph lie in `directory`.

    Threads may share it.
    """

    def __init__(self, directory: Path, rows: VectorRows, *, is_read_only: bool = False) -> None:
        self._rows = rows
        self._is_read_only = is_read_only
        self._graph = KeptGraph(directory, rows, is_read_only=is_read_only)
        self._matrix: Matrix | None = None
        self._counted = (-1, 0)

    @property
    def index_kind(self) -> str:
        """`hnsw` or `exact`: how a search is answered when all is loaded."""
        return "hnsw" if hnsw.is_available() and self._count() >= MANY else "exact"

    @property
    def state(self) -> str:
        """`ready`, `building`, or why the graph was rebuilt or is not used."""
        return self._graph.state

    def search(
        self, vector: Vector, *, language: str | None = None, limit: int = 10
    ) -> list[Neighbour]:
        """Return the nearest patterns, nearest first; none for a vector of zeros."""
        length = float(np.linalg.norm(vector))
        if not length or limit <= 0:
            return []
        query = np.asarray(vector / length, np.float32)
        if self.index_kind == "hnsw":
            found = self._search_graph(query, language, limit)
            if len(found) >= limit:
                return found
        return self._search_all(query, language, limit)

    def refresh(self) -> None:
        """Take in the vectors that were committed since; the graph is saved now and then."""
        if not self._is_read_only and hnsw.is_available():
            self._graph.refresh()

    def warm(self) -> None:
        """Load what the next search needs, or build it, which can take seconds."""
        self.refresh()
        if self.index_kind == "exact":
            self._up_to_date_matrix()

    def remove(self, pattern_ids: Iterable[int]) -> None:
        """Take patterns out of memory and out of the files."""
        self._drop(pattern_ids)
        if self._graph.is_loaded:
            self._graph.save()
        else:
            # Quicker than loading it; the next change builds it without them.
            self._graph.forget()

    def close(self) -> None:
        """Save what is not yet saved."""
        self._graph.save()

    def size_on_disk(self) -> int:
        """Return the bytes of the index's files."""
        return self._graph.size_on_disk()

    def _search_graph(self, query: Vector, language: str | None, limit: int) -> list[Neighbour]:
        """Return the nearest of those that the graph names."""
        named = self._graph.nearest(query, limit * _OVERFETCH)
        batch = self._rows.among(named)
        # Another process forgot them.
        self._drop(set(named).difference(batch.ids.tolist()))
        return exact.empty(self._rows.dimensions).extended(batch).nearest(query, language, limit)

    def _search_all(self, query: Vector, language: str | None, limit: int) -> list[Neighbour]:
        """Return the nearest of all."""
        while True:
            found = self._up_to_date_matrix().nearest(query, language, limit)
            gone = self._rows.missing(neighbour.pattern_id for neighbour in found)
            if not gone:
                return found
            self._drop(gone)

    def _count(self) -> int:
        """Return how many vectors there are, counted again when there are new ones."""
        last, count = self._rows.last(), self._counted[1]
        if last != self._counted[0]:
            count = self._rows.count()
            self._counted = (last, count)
        return count

    def _up_to_date_matrix(self) -> Matrix:
        # Two threads may do this at once: both read the same rows, and either result will do.
        matrix = self._matrix or exact.empty(self._rows.dimensions)
        if self._matrix is None or self._rows.last() > matrix.last:
            matrix = matrix.extended(self._rows.after(matrix.last))
            self._matrix = matrix
        return matrix

    def _drop(self, ids: Iterable[int]) -> None:
        """Take patterns out of what is in memory."""
        gone = set(ids)
        if not gone:
            return
        self._counted = (-1, 0)
        if self._matrix is not None:
            self._matrix = self._matrix.without(gone)
        self._graph.drop(gone)
