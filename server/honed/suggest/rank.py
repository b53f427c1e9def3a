"""How probable it is that a candidate is what the developer wants, and whether to speak.

A logistic model over `suggest.features`; only `learn.ranker` changes its weights.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from honed.core.model import Candidate, Weights
from honed.suggest.features import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OFFER_AT = 0.5
"""A code action is offered from this probability on."""

PRIOR = {
    "bias": -6.0,
    "left_near": -0.1,
    "right_near": 1.1,
    "left_shape": -0.0,
    "right_shape": 0.3,
    "statement_same": 0.3,
    "words_shared": 1.0,
    "path_same": 1.7,
    "callee_same": 2.1,
    "callee_differs": -5.0,
    "callee_other": -0.8,
    "argument_same": 0.7,
    "argument_differs": -5.0,
    "holes_same": -0.1,
    "holes_alike": 0.7,
    "holes_related": 2.0,
    "receiver_differs": -1.5,
    "core_names": 2.2,
    "core_words": 0.3,
    "core_size": 1.1,
    "core_whole": 1.4,
    "weak": -7.6,
    "weak_near": 2.3,
    "weak_callee": 3.6,
    "weak_related": 4.8,
    "role_differs": -3.5,
    "only_inserts": 0.9,
    "only_deletes": -1.1,
    "whole_line": -0.0,
    "reference": 0.5,
    "same_file": 0.4,
    "same_session": 0.8,
    "recent": 0.8,
    "proven": 0.8,
    "belief": 2.0,
    "experience": 0.2,
    "support": 0.6,
}
"""The weights before anything was learned, set by hand."""

PRIOR_PRECISION = 30.0


def prior() -> Weights:
    """Return the weights that honed ships with."""
    return Weights(tuple(PRIOR[name] for name in NAMES), (PRIOR_PRECISION,) * len(NAMES))


def probability(weights: Weights, features: Sequence[float]) -> float:
    """Return σ(w·x)."""
    score = sum(weight * value for weight, value in zip(weights.mean, features, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def ranked(weights: Weights, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
    """Return the candidates with their probabilities, the most probable first.

    Of candidates that lead to the same text only the most probable stays.
    """
    scored = sorted(
        ((probability(weights, candidate.features), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], -pair[1].pattern_id),
    )
    seen: set[tuple[object, ...]] = set()
    best = []
    for score, candidate in scored:
        if candidate.edits not in seen:
            seen.add(candidate.edits)
            best.append((score, candidate))
    return best
