"""`scripts/bench [NAME] [--repo PATH…] [--json FILE]`: runs benches, prints and writes tables.

`scripts/bench soak apply [--minutes N]` runs a fuzzer, which ends with 1 where it finds something.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import (
    algorithms,
    apply,
    complete,
    corpus,
    findings,
    learning,
    memory,
    outcomes,
    prior,
    quality,
    quality_eslint,
    redaction,
    replay,
    server,
    soak_apply,
    soak_quality,
)
from tests.bench.options import Options
from tests.bench.remembering import items
from tests.bench.table import Grid, show, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.table import Table

BENCHES: dict[str, Callable[[Options], Sequence[Table | Grid]]] = {
    "server": lambda options: [server.run(options.repositories, short=options.short)],
    "replay": replay.run,
    "learning": learning.run,
    "algorithms": algorithms.tables,
    "prior": prior.run,
    "memory-items": items.tables,
    "outcomes": lambda options: [outcomes.run(options.repositories, short=options.short)],
    "apply": apply.run,
    "complete": complete.run,
    "corpus": corpus.run,
    "quality": quality.run,
    "quality-eslint": quality_eslint.run,
    "findings": findings.run,
    "memory": memory.run,
    "redaction": redaction.run,
}
SOAKS = {"apply": soak_apply.run, "quality": soak_quality.run}


def main() -> int:
    """Run one bench in full, or the short form of all; return the exit code."""
    parser = _parser()
    given = parser.parse_args()
    if (given.name == "soak") != (given.what is not None):
        parser.error("say what to soak, as in: scripts/bench soak apply")
    chosen = [SOAKS[given.what]] if given.what else _benches(given.name)
    options = Options(
        repositories=tuple(given.repo),
        short=given.short or not given.name,
        seed=given.seed,
        cases=given.cases,
        written=tuple(given.written),
        suites=tuple(given.suite),
        count=given.count,
        is_alone=given.alone,
        calibrate=given.calibrate,
        against=given.against,
        dump=given.dump,
        minutes=given.minutes,
        edits=given.edits,
        commits=given.commits,
        is_reversed=given.reversed,
        plot=given.plot,
        is_lsp=given.lsp,
        dismisses=given.dismiss,
        jobs=given.jobs,
        until=given.until,
        table=given.table,
    )
    tables: list[Table | Grid] = []
    for bench in chosen:
        for table in bench(options):
            show(table)
            tables.append(table)
    if given.json:
        write(given.json, tables)
    return int(any(isinstance(table, Grid) and table.is_bad for table in tables))


def _benches(name: str | None) -> list[Callable[[Options], Sequence[Table | Grid]]]:
    return [BENCHES[name]] if name else list(BENCHES.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("scripts/bench", description=__doc__)
    add = parser.add_argument
    add("name", nargs="?", choices=[*sorted(BENCHES), "soak"], help="without: all, in short")
    add("what", nargs="?", choices=sorted(SOAKS), help="what to soak")
    add("--json", type=Path, metavar="FILE", help="write the tables here, too")
    add("--repo", type=Path, nargs="+", default=[], metavar="PATH", help="git histories")
    add("--short", action="store_true", help="the short form of one bench")
    add("--seed", type=int, default=0, metavar="N", help="of what is left to chance")
    add = parser.add_argument_group("apply").add_argument
    cases = os.environ.get("HONED_CASES")
    add("--cases", type=Path, default=cases, metavar="DIR",
        help="more cases, as JSON lines (default: $HONED_CASES)")  # fmt: skip
    add("--written", type=Path, nargs="+", default=[], metavar="PATH",
        help="more git histories, only for the snippets written by hand")  # fmt: skip
    add("--suite", nargs="+", default=[], metavar="NAME",
        help="only these (replay: located, next; memory: its tables)")  # fmt: skip
    add("--count", type=int, metavar="N",
        help="commits a repository (memory: vectors of one more graph; corpus: lines of the"
        " largest folder)")  # fmt: skip
    add("--alone", action="store_true", help="without the peer from npm")
    add(
        "--calibrate",
        action="store_true",
        help="fit the weights of confidence (prior: of the ranker; memory: the table of words), and"
        " write them",
    )
    add("--against", type=Path, metavar="FILE", help="compare with an earlier --dump")
    add("--dump", type=Path, metavar="FILE",
        help="write every case (replay: every group of candidates; quality-eslint: every"
        " difference) as a JSON line")  # fmt: skip
    add = parser.add_argument_group("replay and learning").add_argument
    add(
        "--edits",
        type=int,
        metavar="N",
        help="the last so many a repository (learning: in the window)",
    )
    add("--commits", type=int, metavar="N", help="of the last so many commits")
    add("--reversed", action="store_true", help="inside a commit from the last edit to the first")
    add("--lsp", action="store_true", help="replay: drive a real server as an editor does")
    add("--dismiss", action="store_true", help="replay: dismiss each next edit that is wrong")
    add("--jobs", type=int, default=1, metavar="N", help="learning: engines at a time")
    add("--until", type=int, metavar="N", help="learning: no more edits before the window")
    add("--plot", type=Path, metavar="FILE", help="learning: draw it as SVG")
    add = parser.add_argument_group("memory").add_argument
    add("--table", type=Path, metavar="DIR", help="the table of words, instead of the shipped one")
    add = parser.add_argument_group("soak").add_argument
    add("--minutes", type=float, default=10, metavar="N", help="how long")
    return parser


if __name__ == "__main__":
    sys.exit(main())
