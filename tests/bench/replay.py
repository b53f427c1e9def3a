"""`scripts/bench replay`: how often the next edit is offered, rightly, and how often it disturbs.

Git histories, edit by edit. `located`: the cursor is on the first changed line; an answer is right
when the text equals the text after the developer's own edit, the space at line ends aside. Beside
each edit 20 lines that the commit leaves alone are asked about. `next`: without a cursor; right is
any edit that is still to be made to the file. The engine sees the past only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit, facts
from tests.bench.progress import shown
from tests.bench.replaying import work
from tests.bench.replaying.anywhere import replay_anywhere
from tests.bench.replaying.dump import dumping
from tests.bench.replaying.figures import figures, figures_anywhere
from tests.bench.replaying.located import replay
from tests.bench.replaying.over_lsp import LspEngine
from tests.bench.replaying.pipe import PipeEngine
from tests.bench.replaying.tables import (
    BESIDE,
    COLUMNS,
    KINDS,
    NEXT,
    Replayed,
    beside_rows,
    dropped_rows,
    kind_rows,
    located_rows,
    next_rows,
)
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.replaying.engine import Engine
    from tests.bench.replaying.figures import Anywhere
    from tests.bench.replaying.located import Group
    from tests.bench.replaying.work import Work

LOCATED, ANYWHERE = "located", "next"
SHORT_EDITS = 100


def run(options: Options) -> list[Grid]:
    """Replay the histories; without one, honed's own."""
    repositories = options.repositories or (ROOT,)
    suites = options.suites or (LOCATED, ANYWHERE)
    works = [(title(each), _work(each, options)) for each in repositories]
    told = facts() | {
        "edits": f"the last {_edits(options):,} a repository"
        + (", from the last to the first" if options.is_reversed else ""),
        "seed": str(options.seed),
        "engine": "a real server, by LSP" if options.is_lsp else "a child process, by a pipe",
        "histories": ", ".join(f"{title(each)} at {commit(each)}" for each in repositories),
        "left out": ", ".join(
            f"{count} {why}" for why, count in dropped_rows(found for _, found in works)
        ),
    }
    grids = []
    if LOCATED in suites:
        with dumping(options.dump) as write:
            found = [_located(name, each, options, write) for name, each in shown(works, LOCATED)]
        grids += [
            Grid("replay: the cursor given", told, COLUMNS, located_rows(found)),
            Grid(
                "replay: baselines of the same run",
                {},
                BESIDE,
                beside_rows(found, is_lsp=options.is_lsp),
            ),
            Grid("replay: by kind of edit", {}, KINDS, kind_rows(found)),
        ]
    if ANYWHERE in suites:
        asked = [(name, _anywhere(each, options)) for name, each in shown(works, ANYWHERE)]
        wrong = "dismissed" if options.dismisses else "left standing"
        facts_ = {"wrong offers": wrong} | ({} if grids else told)
        grids.append(Grid("replay: no cursor", facts_, NEXT, next_rows(asked)))
    return grids


def _edits(options: Options) -> int:
    return options.edits or (SHORT_EDITS if options.short else work.EDITS)


def _work(repository: Path, options: Options) -> Work:
    return work.read(repository, _edits(options), options.commits, is_reversed=options.is_reversed)


def _engine(options: Options) -> Engine:
    return LspEngine() if options.is_lsp else PipeEngine()


def _located(
    name: str, found: Work, options: Options, write: Callable[[str, Group], None] | None
) -> Replayed:
    engine = _engine(options)
    dump = None if write is None else partial(write, name)
    try:
        scored = list(replay(found, engine, options.seed, dump))
    finally:
        size = engine.stop()
    return Replayed(name, scored, figures(scored, options.seed), size)


def _anywhere(found: Work, options: Options) -> Anywhere:
    engine = _engine(options)
    try:
        asked = list(replay_anywhere(found, engine, dismisses=options.dismisses))
    finally:
        engine.stop()
    return figures_anywhere(asked)
