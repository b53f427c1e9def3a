"""What a replay comes to, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import numpy as np

from tests.bench.table import quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tests.bench.replaying.anywhere import Asked
    from tests.bench.replaying.located import Offered, Scored

SAMPLES = 1_000
LOW, HIGH = 2.5, 97.5
BEST = 3


@attrs.frozen
class Rates:
    """Shares of all edits, and of the offers; offers per 100 lines that were left alone."""

    edits: int
    offered: int
    right: int
    quiet: int
    alarms: int

    @property
    def coverage(self) -> float:
        """The share of the edits at which something was offered."""
        return self.offered / max(1, self.edits)

    @property
    def precision(self) -> float:
        """The share of the offers that were right."""
        return self.right / max(1, self.offered)

    @property
    def recall(self) -> float:
        """The share of the edits that were offered rightly."""
        return self.right / max(1, self.edits)

    @property
    def net_benefit(self) -> float:
        """Right offers less wrong ones, an edit."""
        return (2 * self.right - self.offered) / max(1, self.edits)

    @property
    def per_100_quiet(self) -> float:
        """Offers on 100 lines that were left alone."""
        return 100 * self.alarms / max(1, self.quiet)


@attrs.frozen
class Figures:
    """One history's: of the engine, and of the baselines of the same run."""

    located: Rates
    own: Rates
    exact: Rates
    reachable: int
    samples: NDArray[np.float64] = attrs.field(repr=False, eq=False)
    """The net benefit in each bootstrap sample of the commits."""
    best_commits: float
    """The share of the best three commits in all that was right."""
    p50_ms: float
    p95_ms: float

    @property
    def best_possible(self) -> float:
        """The recall if the best candidate were always offered."""
        return self.reachable / max(1, self.located.edits)


def figures(scored: Sequence[Scored], seed: int = 0) -> Figures:
    """Return the figures of one history."""
    hits = Counter(each.commit for each in scored if each.located.is_right)
    ms = sorted(each for one in scored for each in one.ms)
    return Figures(
        located=_rates(scored, lambda each: each.located, lambda each: each.alarms),
        own=_rates(scored, lambda each: each.own, lambda each: each.own_alarms),
        exact=_rates(scored, lambda each: each.exact, lambda each: each.exact_alarms),
        reachable=sum(each.is_reachable for each in scored),
        samples=samples(scored, seed),
        best_commits=sum(count for _, count in hits.most_common(BEST)) / max(1, hits.total()),
        p50_ms=_quantile(ms, 0.5),
        p95_ms=_quantile(ms, 0.95),
    )


def _rates(
    scored: Sequence[Scored], of: Callable[[Scored], Offered], alarms: Callable[[Scored], int]
) -> Rates:
    return Rates(
        edits=len(scored),
        offered=sum(of(each).is_offered for each in scored),
        right=sum(of(each).is_right for each in scored),
        quiet=sum(each.quiet for each in scored),
        alarms=sum(map(alarms, scored)),
    )


@attrs.frozen
class Anywhere:
    """One history's figures without a cursor; the rates know no quiet lines.

    `again` are the wrong offers that were made before, and stood in the way no second time.
    """

    rates: Rates
    again: int
    p50_ms: float
    p95_ms: float

    @property
    def precision_once(self) -> float:
        """The share of the offers that were right, each wrong one counted once."""
        return self.rates.right / max(1, self.rates.offered - self.again)


def figures_anywhere(asked: Sequence[Asked]) -> Anywhere:
    """Return the figures of one history without a cursor."""
    ms = sorted(each.ms for each in asked)
    rates = Rates(
        edits=len(asked),
        offered=sum(each.offered.is_offered for each in asked),
        right=sum(each.offered.is_right for each in asked),
        quiet=0,
        alarms=0,
    )
    again = sum(each.is_again for each in asked)
    return Anywhere(rates, again, _quantile(ms, 0.5), _quantile(ms, 0.95))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return quantile(ordered, share) if ordered else 0.0


def samples(scored: Sequence[Scored], seed: int = 0) -> NDArray[np.float64]:
    """Return the net benefit in each bootstrap sample of the commits, shape (samples,)."""
    benefit: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for each in scored:
        edits[each.commit] += 1
        benefit[each.commit] += each.located.is_right - (
            each.located.is_offered and not each.located.is_right
        )
    if not edits:
        return np.zeros(SAMPLES)
    gained = np.array([benefit[name] for name in edits], float)
    made = np.array([edits[name] for name in edits], float)
    chosen = np.random.default_rng(seed).integers(0, len(edits), (SAMPLES, len(edits)))
    found: NDArray[np.float64] = gained[chosen].sum(1) / made[chosen].sum(1)
    return found


def bounds(of: NDArray[np.float64]) -> tuple[float, float]:
    """Return the bounds between which 95 % of the samples lie."""
    low, high = np.percentile(of, (LOW, HIGH))
    return float(low), float(high)
