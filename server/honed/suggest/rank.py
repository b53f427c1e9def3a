"""How probable it is that a candidate is what the developer wants, and whether to speak.

A logistic model over `suggest.features`; only `learn.ranker` changes its weights. Those that honed
ships with lie in `prior.toml`, which `scripts/bench prior --calibrate` writes.
"""

from __future__ import annotations

import importlib.resources
import math
import tomllib
from functools import cache
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Candidate, Weights
from honed.suggest.features import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from honed.core.text import Edit

OFFER_AT = 0.5
"""A code action is offered from this probability on."""

ACCEPTED_AT = 0.3
"""So is, in later sessions, what the developer has accepted and what was never wrong: they know it.

Histories say that it is wrong more often than right there. But it is seldom met, in one of 3,000
lines, and one rejection ends it.
"""

LEAST_PRECISION = 1e-3
"""What a weight is known by at the least: every step divides by it."""

FILE = "prior.toml"
MANY = 8
"""Candidates that agree, or texts beside each other, from which on one more says nothing."""

_AGREEING, _RIVALS, _RIVAL = (NAMES.index(name) for name in ("agreeing", "rivals", "rival"))


@cache
def prior() -> Weights:
    """Return the weights that honed ships with: learned on other projects, good on the first day.

    A feature that the file does not name weighs nothing.
    """
    text = importlib.resources.files("honed.suggest").joinpath(FILE).read_text("utf-8")
    tables: Mapping[str, Mapping[str, float]] = tomllib.loads(text)
    mean, precision = tables["mean"], tables["precision"]
    return Weights(
        tuple(mean.get(name, 0.0) for name in NAMES),
        tuple(precision.get(name, 1.0) for name in NAMES),
        names=NAMES,
    )


def brought_up(weights: Weights) -> Weights | None:
    """Return stored weights for the features of today: what was learned is kept by name.

    A feature that they do not know begins as it ships. None for weights that tell no names.
    """
    if not all(each >= LEAST_PRECISION for each in weights.precision):
        bounded = tuple(max(LEAST_PRECISION, each) for each in weights.precision)
        weights = attrs.evolve(weights, precision=bounded)
    if weights.names == NAMES:
        return weights
    if not weights.names:
        return None
    begin = prior()
    mean = dict(zip(NAMES, begin.mean, strict=True)) | _by_name(weights, weights.mean)
    precision = dict(zip(NAMES, begin.precision, strict=True)) | _by_name(
        weights, weights.precision
    )
    return Weights(
        tuple(mean[name] for name in NAMES),
        tuple(precision[name] for name in NAMES),
        weights.updates,
        NAMES,
    )


def _by_name(weights: Weights, numbers: Sequence[float]) -> dict[str, float]:
    return dict(zip(weights.names, numbers, strict=True))


def probability(weights: Weights, features: Sequence[float]) -> float:
    """Return σ(w·x)."""
    return _logistic(sum(map(float.__mul__, weights.mean, features)))


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def ranked(weights: Weights, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
    """Return the candidates with their probabilities, the most probable first.

    Of candidates that lead to the same text only the most probable stays, and its features say
    how many agree with it and what stands against it.
    """
    return ranked_by(lambda candidate: probability(weights, candidate.features), candidates)


def ranked_by(
    score: Callable[[Candidate], float], candidates: Iterable[Candidate]
) -> list[tuple[float, Candidate]]:
    """Return what `ranked` does, by another judgement of how probable a candidate is."""
    scored = sorted(
        ((score(candidate), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], -pair[1].pattern_id),
    )
    groups: dict[tuple[Edit, ...], list[tuple[float, Candidate]]] = {}
    for probable, candidate in scored:
        groups.setdefault(candidate.result, []).append((probable, candidate))
    best = []
    for result, group in groups.items():
        others = [
            other[0][0]
            for text, other in groups.items()
            if text != result and other[0][1].line == group[0][1].line
        ]
        candidate = _with_others(group[0][1], len(group) - 1, others)
        best.append((score(candidate), candidate))
    best.sort(key=lambda pair: (-pair[0], -pair[1].pattern_id))
    return best


def _with_others(candidate: Candidate, agreeing: int, others: Sequence[float]) -> Candidate:
    """Return a candidate with what the other ones on its line say."""
    if not agreeing and not others:
        return candidate
    values = list(candidate.features)
    values[_AGREEING] = share(agreeing)
    values[_RIVALS] = share(len(others))
    values[_RIVAL] = max(others, default=0.0)
    return attrs.evolve(candidate, features=tuple(values))


def share(count: int) -> float:
    """Return a number of candidates as a number in [0, 1], `MANY` as 1."""
    return min(1.0, math.log1p(count) / math.log1p(MANY))
