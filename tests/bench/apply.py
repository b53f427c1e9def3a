"""How edit snippets are applied: exactly, wrongly or not at all, and how fast.

`docs/benchmarks.md` says what the cases are and how they are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import written
from tests.bench.applying import commits, lazy, recorded, report
from tests.bench.applying.judge import dump, judge
from tests.bench.machine import ROOT, facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.applying.case import Case
    from tests.bench.options import Options
    from tests.bench.table import Grid

COMMITS = 130
SHORT_COMMITS = 8


def run(options: Options) -> list[Grid]:
    """Apply all cases and return the tables."""
    repositories = options.repositories or [ROOT]
    made = cases(repositories, options)
    list(judge(made[:50]))
    results = list(judge(made))
    if options.dump:
        dump(options.dump, results)
    about = facts() | {
        "cases": f"{len(made)}; seed {options.seed}, {_count(options)} commits a repository",
        "repositories": ", ".join(map(commits.title, repositories)),
    }
    return report.grids(results, about)


def cases(repositories: Sequence[Path], options: Options) -> list[Case]:
    """Return the cases made from commits, those written by hand, and those of files."""
    made: list[Case] = []
    for repository in repositories:
        for commit in commits.sample(repository, _count(options), options.seed):
            made += lazy.cases(commit, options.seed)
    made += written.cases(repositories)
    if options.cases:
        made += recorded.cases(options.cases)
    return made


def _count(options: Options) -> int:
    return options.count or (SHORT_COMMITS if options.short else COMMITS)
