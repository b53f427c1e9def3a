"""Two measures of likeness as one: how far each stands out among the documents, added up.

The z-score of each, as Montague and Aslam 2001, "Relevance score normalization for metasearch",
add them (ZMUV).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHT = 0.8
"""What the z-score of the cosine counts beside that of BM25."""


def fuse(
    scores: NDArray[np.float32],
    most: float,
    cosines: NDArray[np.float32],
    weight: float = WEIGHT,
) -> NDArray[np.float32]:
    """Return one number a document, shape (n,), in the order of the z-scores' weighted sum.

    It is 1 for a document that reaches `most`, which no score of BM25 does, and has the cosine 1;
    and 0 for one without a word or a direction in common.
    """
    by_score, by_cosine = 1 / _spread(scores), weight / _spread(cosines)
    whole = most * by_score + by_cosine
    return np.asarray((scores * by_score + cosines * by_cosine) / whole, np.float32)


def _spread(values: NDArray[np.float32]) -> float:
    """Return the standard deviation; 1 where all are equal, which say nothing."""
    return float(values.std()) or 1.0
