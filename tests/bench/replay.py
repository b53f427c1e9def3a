"""`scripts/bench replay`: how often the next edit is offered, rightly, and how often it disturbs.

Git histories, edit by edit. The cursor is on the first changed line; an answer is right when the
text equals the text after the developer's own edit, the space at line ends aside. Beside each edit
20 lines that the commit leaves alone are asked about. The engine sees the past only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from statistics import fmean
from typing import IO, TYPE_CHECKING

import attrs

from honed.core.text import apply_edits
from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit, facts
from tests.bench.replaying import work
from tests.bench.replaying.figures import figures
from tests.bench.replaying.located import replay
from tests.bench.replaying.over_lsp import LspEngine
from tests.bench.replaying.pipe import PipeEngine
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.replaying.engine import Engine, Size
    from tests.bench.replaying.figures import Figures, Rates
    from tests.bench.replaying.located import Group, Scored
    from tests.bench.replaying.work import Work

SHORT_EDITS = 100
COLUMNS = (
    "repository", "edits", "coverage", "precision", "recall", "best possible", "of best",
    "net benefit", "95 % interval", "best 3 commits", "per 100 quiet", "p50 / p95 ms",
    "bytes an edit",
)  # fmt: skip
BESIDE = ("repository", "engine", "precision", "recall", "net benefit", "per 100 quiet")


@attrs.frozen
class Replayed:
    """One history: what was replayed, what came of it, and what the engine kept."""

    name: str
    work: Work
    scored: list[Scored]
    figures: Figures
    size: Size


def run(options: Options) -> list[Grid]:
    """Replay the histories; without one, honed's own."""
    with _dumping(options.dump) as write:
        found = [
            _replayed(repository, options, write) for repository in options.repositories or (ROOT,)
        ]
    told = facts() | {
        "edits": f"the last {_edits(options):,} a repository"
        + (", from the last to the first" if options.is_reversed else ""),
        "seed": str(options.seed),
        "engine": "a real server, by LSP" if options.is_lsp else "a child process, by a pipe",
        "histories": ", ".join(
            f"{title(each)} at {commit(each)}" for each in options.repositories or (ROOT,)
        ),
    }
    return [
        Grid("replay: the cursor given", told, COLUMNS, _rows(found)),
        Grid("replay: baselines of the same run", {}, BESIDE, _beside(found, options)),
        Grid("replay: what was left out", {}, ("", "how many"), _dropped(found)),
    ]


def _edits(options: Options) -> int:
    return options.edits or (SHORT_EDITS if options.short else work.EDITS)


def _replayed(
    repository: Path, options: Options, write: Callable[[str, Group], None] | None
) -> Replayed:
    name = title(repository)
    found = work.read(repository, _edits(options), options.commits, is_reversed=options.is_reversed)
    engine: Engine = LspEngine() if options.is_lsp else PipeEngine()
    dump = None if write is None else partial(write, name)
    try:
        scored = list(replay(found, engine, options.seed, dump))
    finally:
        size = engine.stop()
    return Replayed(name, found, scored, figures(scored, options.seed), size)


@contextmanager
def _dumping(path: Path | None) -> Iterator[Callable[[str, Group], None] | None]:
    """Give a function that writes one JSON line a group of candidates."""
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8") as stream:
        yield partial(_write, stream)


def _write(stream: IO[str], name: str, group: Group) -> None:
    if not group.candidates:
        return
    row = {
        "repository": name,
        "commit": group.commit,
        "edit": group.edit,
        "line": group.line,
        "quiet": group.is_quiet,
        "candidates": [
            {
                "pattern": each.candidate.pattern_id,
                "features": [round(value, 4) for value in each.candidate.features],
                "right": is_right,
                "text": _hash(apply_edits(group.text.data, each.candidate.edits)),
                "session": each.is_of_session,
                "probability": round(each.probability, 4),
            }
            for each, is_right in group.candidates
        ],
    }
    stream.write(json.dumps(row, separators=(",", ":")) + "\n")


def _hash(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=6).hexdigest()


def _rows(found: list[Replayed]) -> list[list[str]]:
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
        f"{_share(of.low)} to {_share(of.high)}",
        f"{of.best_commits:.2f}",
        f"{located.per_100_quiet:.2f}",
        f"{of.p50_ms:.1f} / {of.p95_ms:.1f}",
        f"{size.databases / max(1, edits):,.0f} + {size.vectors / max(1, edits):,.0f}",
    ]


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
        "",
        f"{mean(lambda each: each.best_commits):.2f}",
        f"{mean(lambda each: each.located.per_100_quiet):.2f}",
        f"{mean(lambda each: each.p50_ms):.1f} / {mean(lambda each: each.p95_ms):.1f}",
        "",
    ]


def _beside(found: list[Replayed], options: Options) -> list[list[str]]:
    engines: dict[str, Callable[[Figures], Rates]] = {
        "honed": lambda each: each.located,
        "… patterns of this session only": lambda each: each.own,
        "exact lines": lambda each: each.exact,
    }
    if options.is_lsp:
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


def _dropped(found: list[Replayed]) -> list[list[str]]:
    total: Counter[str] = Counter()
    for each in found:
        total += each.work.dropped
    return [[reason, f"{count:,}"] for reason, count in total.most_common()]


def _share(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1)
