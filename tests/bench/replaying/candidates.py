"""The candidates of many situations as arrays, so that weights are tried on all of them at once.

What `suggest.rank.ranked` does with one line is done here with every line; a test holds the two
together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.features import NAMES
from honed.suggest.rank import share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    from tests.bench.replaying.situations import Situation

_AGREEING, _RIVALS, _RIVAL = (NAMES.index(name) for name in ("agreeing", "rivals", "rival"))
_FARTHEST = 30.0


def probabilities(
    mean: NDArray[np.float64],
    features: NDArray[np.float64],
    fixed: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return σ(w·x), or σ(w·x + fixed), for each row, shape (rows,)."""
    score = features @ mean if fixed is None else features @ mean + fixed
    chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(score, -_FARTHEST, _FARTHEST)))
    return chance


@attrs.frozen(eq=False)
class Candidates:
    """All candidates of `situations` places, a row each.

    `right` is 1 or 0, and NaN for what is never offered. Rows of one `group` lead to the same
    text, groups of one `line` of groups stand against each other; `situation` is the row's place.
    """

    situations: int
    is_quiet: NDArray[np.bool_]
    is_demanded: NDArray[np.bool_]
    features: NDArray[np.float64] = attrs.field(repr=False)
    right: NDArray[np.float64] = attrs.field(repr=False)
    pattern: NDArray[np.int64] = attrs.field(repr=False)
    situation: NDArray[np.int64] = attrs.field(repr=False)
    group: NDArray[np.int64] = attrs.field(repr=False)
    line: NDArray[np.int64] = attrs.field(repr=False)
    """Of each group."""

    @classmethod
    def of(cls, situations: Sequence[Situation]) -> Self:
        """Take the candidates of some situations, none of which is empty."""
        rows = [
            (number, candidate, is_right)
            for number, each in enumerate(situations)
            for candidate, is_right in each.candidates
        ]
        groups: dict[object, int] = {}
        lines: dict[object, int] = {}
        group, line = [], []
        for number, candidate, _ in rows:
            key = (number, candidate.result)
            if key not in groups:
                groups[key] = len(groups)
                line.append(lines.setdefault((number, candidate.line), len(lines)))
            group.append(groups[key])
        return cls(
            situations=len(situations),
            is_quiet=np.array([each.is_quiet for each in situations], bool),
            is_demanded=np.array([each.is_demanded for each in situations], bool),
            features=np.array([each.features for _, each, _ in rows], float).reshape(
                -1, len(NAMES)
            ),
            right=np.array([np.nan if each is None else each for *_, each in rows], float),
            pattern=np.array([each.pattern_id for _, each, _ in rows], np.int64),
            situation=np.array([number for number, *_ in rows], np.int64),
            group=np.array(group, np.int64),
            line=np.array(line, np.int64),
        )

    def best(self, mean: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the row of the most probable candidate of each group, and its features.

        They say how many agree with it and what stands against it.
        """
        chance = probabilities(mean, self.features)
        order = np.lexsort((self.pattern, chance, self.group))
        ends = np.append(self.group[order][1:] != self.group[order][:-1], [True] * bool(len(order)))
        best = order[np.flatnonzero(ends)]
        features = self.features[best].copy()
        shares = np.array([share(count) for count in range(len(self.group) + 1)])
        agreeing = np.bincount(self.group, minlength=len(best)) - 1
        rivals = np.bincount(self.line, minlength=0)[self.line] - 1
        features[:, _AGREEING] = shares[agreeing]
        features[:, _RIVALS] = shares[rivals]
        features[:, _RIVAL] = self._rival(chance[best])
        return best, features

    def _rival(self, chance: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each group how probable the best other one of its line is, 0 for none."""
        order = np.lexsort((chance, self.line))
        lines, found = self.line[order], chance[order]
        is_last = np.append(lines[1:] != lines[:-1], [True] * bool(len(order)))
        last = np.flatnonzero(is_last)
        size = np.diff(last, prepend=-1)
        second = np.where(size > 1, found[np.maximum(last - 1, 0)], 0.0)
        rival = found[last][lines]
        rival[last] = second
        result = np.empty_like(rival)
        result[order] = rival
        return result

    def first(self, mean: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return of each situation the row that may be offered first, and how probable it is.

        Where all are refused, it is less probable than anything.
        """
        best, features = self.best(mean)
        chance = np.where(np.isnan(self.right[best]), -np.inf, probabilities(mean, features))
        order = np.lexsort((self.pattern[best], chance, self.situation[best]))
        places = self.situation[best][order]
        ends = np.append(places[1:] != places[:-1], [True] * bool(len(order)))
        first = order[np.flatnonzero(ends)]
        return best[first], chance[first]
