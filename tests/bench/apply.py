"""How edit snippets are applied: exactly, wrongly or not at all, and how fast.

`docs/benchmarks.md` says what the cases are and how they are judged.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from honed.apply.engine import apply_edits
from tests.bench import written
from tests.bench.applying import (
    against,
    calibration,
    commits,
    goals,
    lazy,
    peer,
    recorded,
    replacements,
    report,
    small,
)
from tests.bench.applying.judge import dump, judge
from tests.bench.machine import ROOT, facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.applying.case import Case
    from tests.bench.applying.judge import Judged
    from tests.bench.options import Options
    from tests.bench.table import Grid

COMMITS = 130
SHORT_COMMITS = 8
WARM_UP = 200
BATCH = 1000


def run(options: Options) -> list[Grid]:
    """Apply all cases and return the tables."""
    repositories = options.repositories or (ROOT,)
    made = cases(repositories, options)
    if options.calibrate:
        return calibration.run(made)
    _warm_up(made)
    results = list(judge(made))
    about = facts() | {
        "cases": f"{len(made)}; seed {options.seed}, {_count(options)} commits a repository",
        "repositories": ", ".join(map(commits.title, repositories)),
    }
    beside, missing = _beside([] if options.is_alone else made)
    if missing:
        about["peer"] = missing
    batch_s = _batch_s()
    tables = report.grids(results, beside, batch_s, about)
    tables.append(goals.grid(results, beside, batch_s))
    if options.against:
        tables.append(against.grid(results, options.against))
    if options.dump:
        dump(options.dump, results)
    return tables


def cases(repositories: Sequence[Path], options: Options) -> list[Case]:
    """Return the cases made from commits, those written by hand, and those of files."""
    made: list[Case] = []
    for repository in repositories:
        for commit in commits.sample(repository, _count(options), options.seed):
            made += lazy.cases(commit, options.seed)
            made += replacements.cases(commit, options.seed)
    made += written.cases([*repositories, *options.written])
    if options.cases:
        made += recorded.cases(options.cases)
    return [each for each in made if not options.suites or each.suite in options.suites]


def _count(options: Options) -> int:
    return options.count or (SHORT_COMMITS if options.short else COMMITS)


def _warm_up(made: Sequence[Case]) -> None:
    """Apply some of every kind, so that grammars and queries are there when time is taken."""
    for _ in judge(made[:: max(1, len(made) // WARM_UP)]):
        pass
    # The cases themselves would cost time whenever garbage is looked for.
    gc.collect()
    gc.freeze()


def _beside(made: Sequence[Case]) -> tuple[list[Judged], str]:
    """Return what the peer makes of the lazy snippets, or why it could not be asked."""
    wanted = [each for each in made if each.suite == "lazy"]
    if not wanted:
        return [], ""
    try:
        return peer.judge(wanted), ""
    except peer.MissingError as error:
        return [], str(error)


def _batch_s() -> float:
    requests = small.requests(BATCH)
    apply_edits(requests[:WARM_UP])
    started = time.perf_counter()
    apply_edits(requests)
    return time.perf_counter() - started
