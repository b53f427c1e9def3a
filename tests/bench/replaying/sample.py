"""Means over commits with their 95 % intervals, by bootstrap; arms are drawn together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from tests.bench.replaying.figures import HIGH, LOW, SAMPLES
from tests.bench.replaying.trajectories import Chosen

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

Key = tuple[str, int]
"""An arm, and how many edits were seen."""

Measure = Callable[[Sequence[Chosen]], tuple[int, int]]
"""The sum and the count of which a mean is made."""


def accuracy(found: Sequence[Chosen]) -> tuple[int, int]:
    """Count the first suggestions that were right, where there was a choice."""
    choices = [each for each in found if each.is_choice]
    return sum(each.is_first_right for each in choices), len(choices)


def benefit(found: Sequence[Chosen]) -> tuple[int, int]:
    """Count right offers less wrong ones, of all edits."""
    return sum(each.benefit for each in found), len(found)


def ratio(of: tuple[int, int]) -> float:
    """Return the mean, 0 of nothing."""
    return of[0] / of[1] if of[1] else 0.0


@attrs.frozen
class Interval:
    """A value, and the bounds between which 95 % of the samples lie."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


@attrs.frozen(eq=False)
class Sample:
    """What was chosen in each commit, and which commits each of the samples draws."""

    commits: Sequence[Mapping[Key, Sequence[Chosen]]]
    drawn: NDArray[np.int64]
    """Shape (samples, commits)."""

    @classmethod
    def of(cls, histories: Sequence[Mapping[Key, Sequence[Chosen]]], seed: int = 0) -> Self:
        """Return the sample of all histories together."""
        commits: list[Mapping[Key, Sequence[Chosen]]] = []
        for chosen in histories:
            by_commit: dict[str, dict[Key, list[Chosen]]] = {}
            for key, every in chosen.items():
                for each in every:
                    by_commit.setdefault(each.commit, {}).setdefault(key, []).append(each)
            commits += by_commit.values()
        size = (SAMPLES, len(commits))
        return cls(commits, np.random.default_rng(seed).integers(0, max(1, len(commits)), size))

    def mean(self, key: Key, measure: Measure) -> Interval:
        """Return the mean of an arm."""
        return _interval(*self._means(key, measure))

    def improvement(self, key: Key, against: Key, measure: Measure) -> Interval:
        """Return by what share of the other arm's mean an arm's is larger."""
        (one, ones), (other, others) = self._means(key, measure), self._means(against, measure)
        value = one / other - 1 if other else 0.0
        with np.errstate(divide="ignore", invalid="ignore"):
            return _interval(value, ones / others - 1)

    def difference(self, key: Key, against: Key, measure: Measure) -> Interval:
        """Return by how much an arm's mean is larger than the other arm's."""
        (one, ones), (other, others) = self._means(key, measure), self._means(against, measure)
        return _interval(one - other, ones - others)

    def _means(self, key: Key, measure: Measure) -> tuple[float, NDArray[np.float64]]:
        counts = np.array([measure(each.get(key, ())) for each in self.commits], float)
        counts = counts.reshape(-1, 2)
        sums = counts[self.drawn].sum(1)
        total = counts.sum(0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(total[0] / total[1]) if total[1] else 0.0, sums[:, 0] / sums[:, 1]


def _interval(value: float, samples: NDArray[np.float64]) -> Interval:
    samples = samples[np.isfinite(samples)]
    if not len(samples):
        return Interval(value, value, value)
    low, high = np.percentile(samples, (LOW, HIGH))
    return Interval(value, float(low), float(high))
