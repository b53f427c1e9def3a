"""Two measures of likeness as one: how far each stands out among the documents, added up.

The z-score of each, as Montague and Aslam 2001, "Relevance score normalization for metasearch",
add them (ZMUV).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHT = 0.6
"""What the z-score of the cosine counts beside that of BM25."""


def fuse(
    scores: NDArray[np.float32],
    most: float,
    cosines: NDArray[np.float32],
    weight: float = WEIGHT,
) -> tuple[NDArray[np.float32], float]:
    """Return the z-scores' weighted sum for each document, shape (n,), and one above all.

    It is 0 for a document without a word or a direction in common; none is above that of one that
    reaches `most`, which no score of BM25 does, and has the cosine 1.
    """
    by_score, by_cosine = 1 / _spread(scores), weight / _spread(cosines)
    summed = scores * by_score + cosines * by_cosine
    return np.asarray(summed, np.float32), most * by_score + by_cosine


def _spread(values: NDArray[np.float32]) -> float:
    """Return the standard deviation; 1 where all are equal, which say nothing."""
    return float(values.std()) or 1.0
