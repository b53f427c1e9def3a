"""Exact search: every vector is compared, as 8-bit numbers, with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.model import Neighbour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from honed.core.ports import Vector
    from honed.store.vector_rows import Batch

_ROWS_AT_ONCE = 4096
"""So many rows, 4 MB as float32, stay in the cache while they are multiplied."""


@attrs.frozen(eq=False)
class Matrix:
    """All vectors: ids (n,) int64, languages (n,), vectors (n, dimensions) int8, lengths (n,).

    `last` is the number of the last vector that was taken in.
    """

    ids: NDArray[np.int64]
    languages: NDArray[np.str_]
    vectors: NDArray[np.int8]
    lengths: NDArray[np.float32]
    last: int

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return len(self.ids)

    def extended(self, batch: Batch) -> Matrix:
        """Return the matrix with the batch; a vector that was there before is replaced."""
        base = self.without(batch.ids)
        return Matrix(
            np.concatenate((base.ids, batch.ids)),
            np.concatenate((base.languages, batch.languages)),
            np.concatenate((base.vectors, batch.vectors)),
            np.concatenate((base.lengths, np.linalg.norm(batch.vectors.astype("f4"), axis=1))),
            max(base.last, batch.last),
        )

    def without(self, ids: Iterable[int]) -> Matrix:
        """Return the matrix without these patterns."""
        if not len(self):
            return self
        stays = ~np.isin(self.ids, np.fromiter(ids, np.int64))
        if stays.all():
            return self
        return Matrix(
            self.ids[stays],
            self.languages[stays],
            self.vectors[stays],
            self.lengths[stays],
            self.last,
        )

    def nearest(self, query: Vector, language: str | None, limit: int) -> list[Neighbour]:
        """Return the patterns nearest to a vector of unit length, nearest first, older first."""
        rows = None if language is None else np.flatnonzero(self.languages == language)
        ids = self.ids if rows is None else self.ids[rows]
        similarities = self._similarities(query, rows)
        best = np.argsort(-similarities, kind="stable")[:limit]
        return [Neighbour(int(ids[row]), float(similarities[row])) for row in best]

    def _similarities(self, query: Vector, rows: NDArray[np.intp] | None) -> NDArray[np.float32]:
        """Return the cosines with the vectors of `rows`, or with all."""
        vectors = self.vectors if rows is None else self.vectors[rows]
        lengths = self.lengths if rows is None else self.lengths[rows]
        # `vecdot` and not `@`, whose threads wait for each other when other work keeps them busy.
        products = [
            np.vecdot(vectors[start : start + _ROWS_AT_ONCE].astype(np.float32), query)
            for start in range(0, len(vectors), _ROWS_AT_ONCE)
        ]
        if not products:
            return np.zeros(0, np.float32)
        cosines: NDArray[np.float32] = np.concatenate(products)
        cosines /= np.maximum(lengths, 1)
        return cosines


def empty(dimensions: int) -> Matrix:
    """Return a matrix without rows."""
    return Matrix(
        np.zeros(0, np.int64),
        np.zeros(0, np.str_),
        np.zeros((0, dimensions), np.int8),
        np.zeros(0, np.float32),
        0,
    )
