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
    "left_near": 0.4,
    "right_near": 0.4,
    "left_shape": 0.6,
    "right_shape": 0.5,
    "statement_same": 0.6,
    "words_shared": 1.0,
    "path_same": 1.2,
    "callee_same": 0.6,
    "callee_differs": -3.0,
    "argument_same": 1.5,
    "argument_differs": -4.0,
    "holes_same": 0.4,
    "holes_alike": 0.8,
    "holes_related": 1.2,
    "core_names": 2.0,
    "core_words": 0.6,
    "core_size": 0.6,
    "core_whole": 1.6,
    "weak": -4.5,
    "weak_near": 1.5,
    "weak_callee": 2.5,
    "weak_related": 1.5,
    "role_differs": -3.0,
    "only_inserts": -0.4,
    "only_deletes": -0.2,
    "whole_line": -0.4,
    "reference": 0.2,
    "same_file": 0.4,
    "same_session": 0.7,
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
