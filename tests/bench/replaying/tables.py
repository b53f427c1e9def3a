"""What replays came to, as rows of tables."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from statistics import fmean
from typing import TYPE_CHECKING

import attrs
import numpy as np

from tests.bench.replaying.figures import bounds
from tests.bench.replaying.located import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from tests.bench.replaying.engine import Size
    from tests.bench.replaying.figures import Anywhere, Figures, Rates
    from tests.bench.replaying.located import Scored
    from tests.bench.replaying.work import Work

COLUMNS = (
    "repository", "edits", "coverage", "precision", "recall", "best possible", "of best",
    "net benefit", "95 % interval", "best 3 commits", "per 100 quiet", "p50 / p95 ms",
    "bytes an edit",
)  # fmt: skip
KINDS = ("kind of edit", "edits", "share", "precision", "recall", "best possible")
NEXT = (
    "repository", "edits", "coverage", "precision", "wrong once", "recall", "net benefit",
    "p50 / p95 ms",
)  # fmt: skip
BESIDE = ("repository", "engine", "precision", "recall", "net benefit", "per 100 quiet")


@attrs.frozen
class Replayed:
    """One history: what came of each edit, and what the engine kept."""

    name: str
    scored: list[Scored]
    figures: Figures
    size: Size


def located_rows(found: list[Replayed]) -> list[list[str]]:
    """Return a row a history, and their mean."""
    rows = [_row(each) for each in found]
    return [*rows, _mean(found)] if len(found) > 1 else rows


def _row(replayed: Replayed) -> list[str]:
    of, edits = replayed.figures, len(replayed.scored)
    located, size = of.located, replayed.size
    return [
        replayed.name,
        f"{located.edits:,}",
        _share(located.coverage),
        _share(located.precision),
        _share(located.recall),
        _share(of.best_possible),
        _of_best(located.recall, of.best_possible),
        _share(located.net_benefit),
        _interval(of.samples),
        f"{of.best_commits:.2f}",
        f"{located.per_100_quiet:.2f}",
        f"{of.p50_ms:.1f} / {of.p95_ms:.1f}",
        " / ".join(
            f"{each / max(1, edits):,.0f}" for each in (size.records, size.databases, size.vectors)
        ),
    ]


def _interval(samples: NDArray[np.float64]) -> str:
    return " to ".join(map(_share, bounds(samples)))


def _of_best(recall: float, best: float) -> str:
    return f"{recall / best:.2f}" if best else ""


def _mean(found: list[Replayed]) -> list[str]:
    """Return the means over the histories, each as much as the other."""

    def mean(of: Callable[[Figures], float]) -> float:
        return fmean(of(each.figures) for each in found)

    best = mean(lambda each: each.best_possible)
    recall = mean(lambda each: each.located.recall)
    return [
        "mean",
        f"{sum(each.figures.located.edits for each in found):,}",
        _share(mean(lambda each: each.located.coverage)),
        _share(mean(lambda each: each.located.precision)),
        _share(recall),
        _share(best),
        _of_best(recall, best),
        _share(mean(lambda each: each.located.net_benefit)),
        _interval(np.mean([each.figures.samples for each in found], axis=0)),
        f"{mean(lambda each: each.best_commits):.2f}",
        f"{mean(lambda each: each.located.per_100_quiet):.2f}",
        f"{mean(lambda each: each.p50_ms):.1f} / {mean(lambda each: each.p95_ms):.1f}",
        "",
    ]


def beside_rows(found: list[Replayed], *, is_lsp: bool) -> list[list[str]]:
    """Return the engine and its baselines for each history; a server tells less of itself."""
    engines: dict[str, Callable[[Figures], Rates]] = {
        "honed": lambda each: each.located,
        "… patterns of this session only": lambda each: each.own,
        "exact lines": lambda each: each.exact,
    }
    if is_lsp:
        # What else the server might have offered, it does not tell.
        del engines["… patterns of this session only"]
    rows = []
    for each in found:
        for number, (engine, of) in enumerate(engines.items()):
            rates = of(each.figures)
            rows.append([each.name if not number else "", engine, *_shown(rates)])
    if len(found) > 1:
        for number, (engine, of) in enumerate(engines.items()):
            every = [of(each.figures) for each in found]
            rows.append(["mean" if not number else "", engine, *_means(every)])
    return rows


def _shown(of: Rates) -> list[str]:
    shares = _share(of.precision), _share(of.recall), _share(of.net_benefit)
    return [*shares, f"{of.per_100_quiet:.2f}"]


def _means(every: list[Rates]) -> list[str]:
    shares = [
        _share(fmean(of(each) for each in every))
        for of in (attrgetter("precision"), attrgetter("recall"), attrgetter("net_benefit"))
    ]
    return [*shares, f"{fmean(each.per_100_quiet for each in every):.2f}"]


def kind_rows(found: list[Replayed]) -> list[list[str]]:
    """Return what came of each kind of edit, in all histories together."""
    scored = [each for replayed in found for each in replayed.scored]
    rows = []
    for kind in Kind:
        of = [each for each in scored if each.kind is kind]
        offered = sum(each.located.is_offered for each in of)
        right = sum(each.located.is_right for each in of)
        reachable = sum(each.is_reachable for each in of)
        shares = len(of) / max(1, len(scored)), right / max(1, offered)
        every = right / max(1, len(of)), reachable / max(1, len(of))
        rows.append([kind, f"{len(of):,}", *map(_share, (*shares, *every))])
    return rows


def dropped_rows(works: Iterable[Work]) -> list[tuple[str, int]]:
    """Return what was left out of all histories, with how many."""
    total: Counter[str] = Counter()
    for each in works:
        total += each.dropped
    return total.most_common()


def _share(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1)


def next_rows(found: list[tuple[str, Anywhere]]) -> list[list[str]]:
    """Return a row a history, and their mean."""
    shares = (
        "rates.coverage",
        "rates.precision",
        "precision_once",
        "rates.recall",
        "rates.net_benefit",
    )
    rows = []
    for name, each in found:
        times = f"{each.p50_ms:.1f} / {each.p95_ms:.1f}"
        values = [_share(attrgetter(share)(each)) for share in shares]
        rows.append([name, f"{each.rates.edits:,}", *values, times])
    if len(found) > 1:
        every = [each for _, each in found]
        means = [_share(fmean(map(attrgetter(share), every))) for share in shares]
        rows.append(["mean", f"{sum(each.rates.edits for each in every):,}", *means, ""])
    return rows
