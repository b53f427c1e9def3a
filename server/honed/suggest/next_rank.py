"""How probable it is that an edit is made next, where nobody has asked about its place.

A logistic model on top of the ranker's: that one knows whether an edit fits a place at which the
developer stands, this one whether they go there. Its weights lie in `prior.toml` with the others,
and nothing changes them while honed runs: what the ranker learns reaches it through the first.
"""

from __future__ import annotations

import importlib.resources
import math
import tomllib
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from honed.suggest.rank import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Evidence

NEXT_NAMES = (
    "bias",
    "edit",
    "onward",
    "between",
    "behind",
    "right",
    "unproven",
    "momentum",
    "passed",
    "passed_any",
    "taken",
)
"""The features in the order of the weights."""

NEXT_AT = 0.5
"""Where nobody has asked about a place, only what is so probable to be next is offered."""

UNTRIED_AT = 0.35
"""So is what an edit has taught that says enough and was never right nor left: the answer tells.

Right after the first of several like edits the others are as often left as made, and whoever makes
them all is offered the second.
"""

MOST_ODDS = 4.0
"""In log odds, of the edit's own probability."""

MANY = 6
"""From which count on one more says nothing."""


_TRIED = tuple(NEXT_NAMES.index(name) for name in ("right", "passed", "unproven"))
"""Where one of these is not zero, no answer is asked for below the usual probability."""


class Way(Enum):
    """Where a place lies, seen from the edit that was learned and from the latest one."""

    OPEN = 0
    """The developer has gone neither up nor down, or the edit was learned elsewhere."""

    ONWARD = 1
    """Farther on the way that they have taken."""

    BETWEEN = 2
    """They have passed it on the way."""

    BEHIND = 3
    """The other way from the example on: who begins a change begins at its first place."""


def way(example: range, latest: int | None, line: int) -> Way:
    """Return where a line lies, given the lines of the example and that of the latest edit."""
    if latest is None or latest in example:
        return Way.OPEN
    is_down = latest > example.start
    if (line >= latest) if is_down else (line <= latest):
        return Way.ONWARD
    return Way.BETWEEN if (line >= example.start) == is_down else Way.BEHIND


def next_features(  # noqa: PLR0913 - the edit, its place, and what became of the others
    probability: float,
    evidence: Evidence,
    direction: Way = Way.OPEN,
    *,
    says_little: bool = False,
    passed: int = 0,
    passed_any: int = 0,
    taken: int = 0,
    has_momentum: bool = False,
) -> tuple[float, ...]:
    """Return the numbers in the order of `NEXT_NAMES`, each in [-1, 1].

    `probability` is the ranker's. Of the next edits that were offered in the document in this
    session, `passed` of what one edit has taught were left and `passed_any` of all, and `taken`
    were taken; the latest edit was one of them where it `has_momentum`.
    """
    return (
        1.0,
        edit_odds(probability),
        float(direction is Way.ONWARD),
        float(direction is Way.BETWEEN),
        float(direction is Way.BEHIND),
        _share(evidence.right),
        float(says_little and not evidence.right),
        float(has_momentum),
        _share(passed),
        _share(passed_any),
        _share(taken),
    )


def next_from(features: Sequence[float]) -> float:
    """Return from which probability on an edit of such features is offered."""
    return NEXT_AT if any(features[index] for index in _TRIED) else UNTRIED_AT


def edit_odds(probability: float) -> float:
    """Return the log odds of the ranker's probability as a number in [-1, 1]."""
    inside = min(1.0 - 1e-9, max(1e-9, probability))
    return max(-1.0, min(1.0, math.log(inside / (1.0 - inside)) / MOST_ODDS))


def next_probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """Return σ(w·x)."""
    score = sum(map(float.__mul__, weights, features))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def next_prior() -> tuple[float, ...]:
    """Return the weights; a feature that the file does not name weighs nothing."""
    text = importlib.resources.files("honed.suggest").joinpath(FILE).read_text("utf-8")
    table = tomllib.loads(text)["next"]
    return tuple(float(table.get(name, 0.0)) for name in NEXT_NAMES)


def _share(count: int) -> float:
    return min(1.0, math.log1p(count) / math.log1p(MANY))
