"""From the engine's raw margin to the share of exact results: a monotone table for the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.bench.applying.judge import Verdict
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.bench.applying.judge import Judged

SUITES = {"lazy", "written", "own written", "replace", "diff"}
PRIOR_RIGHT, PRIOR_WRONG = 0.5, 0.5
MIN_STEP = 0.005


def grid(results: Sequence[Judged]) -> Grid:
    """Return, for each strategy and all, the table as literals of Python."""
    applied = [each for each in results if each.text is not None and each.case.suite in SUITES]
    strategies = sorted({each.strategy for each in applied})
    groups = {"all": applied} | {
        name: [each for each in applied if each.strategy == name] for name in strategies
    }
    rows = []
    for name, group in groups.items():
        margins = np.array([each.margin for each in group])
        exact = np.array([each.verdict is Verdict.EXACT for each in group], dtype=float)
        points = table(margins, exact)
        literal = "(" + "".join(f"({x:.3f}, {y:.3f}), " for x, y in points).rstrip() + ")"
        rows.append([name, str(len(group)), literal])
    return Grid("apply: calibration", {}, ("strategy", "n", "(margin, share exact)"), rows)


def table(margins: NDArray[np.float64], exact: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return the corners of the monotone fit: (n, 2) pairs of a margin and its share exact.

    Pool adjacent violators (Ayer et al. 1955); half a right and half a wrong case are added to
    each pool, so that a small one is never certain. Between corners one interpolates.
    """
    pools: list[tuple[float, float, float]] = []  # margins summed, cases, right ones
    for margin in np.unique(margins):
        here = exact[margins == margin]
        pools.append((float(margin) * len(here), float(len(here)), float(here.sum())))
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((last[0] + before[0], last[1] + before[1], last[2] + before[2]))
    corners: list[tuple[float, float]] = []
    for pool in pools:
        if not corners or _share(pool) - corners[-1][1] >= MIN_STEP:
            corners.append((pool[0] / pool[1], _share(pool)))
    return corners


def _share(pool: tuple[float, float, float]) -> float:
    return (pool[2] + PRIOR_RIGHT) / (pool[1] + PRIOR_RIGHT + PRIOR_WRONG)
