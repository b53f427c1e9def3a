"""What was answered while lines were typed, and the figures made of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.request import Line, is_worth_showing
from honed.syntax.lexing import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.suggest.completion.request import Completions
    from tests.bench.completing.typing import Step

SAMPLES = 400
"""Of the bootstrap."""

BINS = 10


@attrs.frozen
class Asked:
    """One place in a line: the ranks (0 for not among the items) of the token that came next."""

    commit: str
    line: tuple[int, int]
    kind: Kind
    is_start: bool
    rank: int
    cache_rank: int
    chance: float
    """Of the first item."""
    rest: str
    """What came to the line's end, empty at its end."""
    offered: str | None
    line_chance: float
    saved: float | None = None
    """Keystrokes saved in the token that begins here, None where they were not counted."""
    saved_by_words: float | None = None
    letters: int = 0


def asked(
    commit: str, line: tuple[int, int], step: Step, found: Completions, cache_rank: int
) -> Asked:
    """Return what an answer was worth."""
    texts = [item.text for item in found.items]
    rank = texts.index(step.tokens[0]) + 1 if step.tokens[0] in texts else 0
    return Asked(
        commit, line, step.kind, step.is_start, rank, cache_rank,
        found.items[0].probability if found.items else 0.0,
        step.text, found.line.text if found.line else None,
        found.line.probability if found.line else 0.0,
    )  # fmt: skip


def top(places: Sequence[Asked], most: int, *, cache: bool = False) -> float:
    """Return the share of places whose next token was among the first."""
    ranks = _ranks(places, cache=cache)
    return float(((ranks > 0) & (ranks <= most)).mean()) if len(ranks) else 0.0


def mean_reciprocal_rank(places: Sequence[Asked]) -> float:
    """Return the mean of 1 / rank, 0 where the next token was not among the items."""
    ranks = _ranks(places, cache=False)
    return float(np.where(ranks > 0, 1 / np.maximum(ranks, 1), 0).mean()) if len(ranks) else 0.0


def _ranks(places: Sequence[Asked], *, cache: bool) -> np.ndarray:
    return np.array([each.cache_rank if cache else each.rank for each in places], int)


def names(places: Sequence[Asked]) -> list[Asked]:
    """Return the places where a name came."""
    return [each for each in places if each.kind is Kind.IDENTIFIER]


def rests(places: Sequence[Asked]) -> list[Asked]:
    """Return the places at which something was still to come."""
    return [each for each in places if each.rest]


def exact(places: Sequence[Asked]) -> float:
    """Return the share of places at which the first line was what came, letter by letter."""
    return float(np.mean([each.offered == each.rest for each in places])) if places else 0.0


@attrs.frozen
class Ghosts:
    """Ghost text over lines: how often it was shown, was right, and how much it filled."""

    lines: int
    shown: int
    right: int
    letters: int
    filled: int


def ghosts(places: Sequence[Asked]) -> Ghosts:
    """Return what ghost text did, taken wherever it was right; what goes on is shown once."""
    lines = shown = right = letters = filled = 0
    for _, group in groupby(places, key=lambda each: each.line):
        lines += 1
        standing = ""
        steps = list(group)
        letters += len(steps[0].rest)
        for at, each in enumerate(steps):
            if (
                not each.rest
                or each.offered is None
                or not is_worth_showing(Line(each.offered, each.line_chance))
            ):
                standing = ""
                continue
            if not (standing and standing.endswith(each.offered) and at):
                shown += 1
            standing = each.offered
            if each.offered == each.rest:
                right += 1
                filled += len(each.rest)
                break
    return Ghosts(lines, shown, right, letters, filled)


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the mean distance of ten equal bins' probability from how often they were right."""
    if not pairs:
        return 0.0
    found = np.array(sorted(pairs), float)
    return float(
        sum(
            len(part) * abs(part[:, 0].mean() - part[:, 1].mean())
            for part in np.array_split(found, BINS)
            if len(part)
        )
        / len(found)
    )


def interval(
    places: Sequence[Asked], figure: Callable[[Sequence[Asked]], float], seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % interval of a figure, the commits drawn again and again."""
    groups = [list(group) for _, group in groupby(places, key=lambda each: each.commit)]
    if not groups:
        return 0.0, 0.0
    chance = np.random.default_rng(seed)
    values = []
    for _ in range(SAMPLES):
        drawn = chance.integers(0, len(groups), len(groups))
        values.append(figure([each for number in drawn for each in groups[number]]))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
