"""`scripts/bench corpus`: what it costs to index folders, and to look things up in what was made.

A folder is the files at HEAD of a repository in the languages that honed knows; the last one is all
repositories side by side, and again under other names until it has `--count` lines. What indexes
is the product's own process. Lookups are completions at places drawn by the seed, in files that are
in the index as they stand, in a process that has nothing else to do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from honed.config import Settings
from honed.services.index_jobs import Refresh
from honed.services.lexed_files import MADE_BY
from honed.services.pipes import receive, send
from honed.services.project_index import ProjectIndex
from honed.services.refreshing import Refreshed
from honed.services.status import memory_bytes
from honed.store.corpus.generations import CorpusFiles
from honed.suggest.completion.engine import complete
from honed.suggest.completion.request import Request
from honed.syntax import languages
from honed.syntax.lexing import lex
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid, quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.options import Options

LOOKUPS, SHORT_LOOKUPS = 300, 5
MOST_SECONDS = 3.0
MOST_BYTES = 110.0
MB = 1 << 20
COLUMNS = (
    "folder", "files", "lines", "tokens (M)", "CPU s", "CPU s / M tokens", "walk again s",
    "indexer MB", "bytes / line", "open ms", "reader MB", "with it MB", "ms p50", "p95",
)  # fmt: skip


def run(options: Options) -> Sequence[Grid]:
    """Return a row for each repository, and one for all together."""
    repositories = options.repositories or (ROOT,)
    lookups = SHORT_LOOKUPS if options.short else LOOKUPS
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch) / "all"
        for each in repositories:
            lines = _export(each, everything / _name(each))
            rows.append(_row(_name(each), everything / _name(each), lines, lookups, options.seed))
        lines = sum(int(row[2].replace(",", "")) for row in rows)
        if len(rows) > 1 or lines < (options.count or 0):
            for number in count(2):
                if lines >= (options.count or 0):
                    break
                each = repositories[number % len(repositories)]
                lines += _export(each, everything / f"{_name(each)}-{number}")
            rows.append(_row("all together", everything, lines, lookups, options.seed))
    about = facts() | {
        "lookups": f"{lookups}, seed {options.seed}",
        "limits": f"{MOST_SECONDS:g} CPU s / M tokens, {MOST_BYTES:g} bytes / line",
        "reader": "a process that completes, before and after the index was opened and used",
    }
    return [Grid("corpus", about, COLUMNS, rows)]


def _export(repository: Path, folder: Path) -> int:
    """Write the code of a repository into a folder, and return how many lines it has."""
    lines = 0
    with Blobs(repository) as blobs:
        for name, blob in files_at(repository):
            data = blobs.read(blob)
            if data is not None and languages.by_path(name) is not None:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
                lines += data.count(b"\n")
    return lines


def _row(name: str, folder: Path, lines: int, lookups: int, seed: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as data:
        directory = Path(data) / "corpus"
        done, seconds, peak = _refreshed(directory, folder)
        again = _refreshed(directory, folder)[1]
        files = CorpusFiles(directory, MADE_BY)
        found = files.newest()
        tokens = sum(len(each.log) for each in found.shards) if found else 0
        read = _in_own_process(directory, folder, lookups, seed)
        return (
            name,
            f"{done.files:,}",
            f"{lines:,}",
            f"{tokens / 1e6:.2f}",
            f"{seconds:.1f}",
            f"{seconds / max(1, tokens) * 1e6:.2f}",
            f"{again:.1f}",
            f"{peak / MB:.0f}",
            f"{files.size_on_disk() / max(1, lines):.0f}",
            f"{read['open_ms']:.0f}",
            f"{read['before'] / MB:.0f}",
            f"{read['after'] / MB:.0f}",
            f"{read['p50']:.1f}",
            f"{read['p95']:.1f}",
        )


def _refreshed(directory: Path, folder: Path) -> tuple[Refreshed, float, int]:
    """Index a folder; return what came of it, the CPU seconds and the most bytes it held."""
    child = subprocess.Popen(
        [sys.executable, "-m", "honed.services.index_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    send(child.stdin, Refresh(directory, MADE_BY, folder, Settings()))
    while not isinstance(said := receive(child.stdout), Refreshed):
        assert said is not None
    child.stdin.close()
    child.stdout.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return said, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _in_own_process(directory: Path, folder: Path, lookups: int, seed: int) -> dict[str, Any]:
    """Return what `probe` prints in a process that has nothing else in its memory."""
    code = "from tests.bench import corpus; corpus.probe()"
    command = [sys.executable, "-c", code, str(directory), str(folder), str(lookups), str(seed)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def probe() -> None:
    """Print as JSON how long opening and lookups take, and the memory before and after."""
    directory, folder, lookups, seed = sys.argv[1:]
    index = ProjectIndex(Path(folder), CorpusFiles(Path(directory), MADE_BY))
    before = memory_bytes()
    started = time.perf_counter()
    index.load(lambda _: False)
    open_ms = (time.perf_counter() - started) * 1e3
    times = sorted(_timed(index, Path(folder), int(lookups), Random(int(seed))))
    said = {
        "open_ms": open_ms,
        "before": before,
        "after": memory_bytes(),
        "p50": quantile(times, 0.5) if times else 0.0,
        "p95": quantile(times, 0.95) if times else 0.0,
    }
    print(json.dumps(said))


def _timed(index: ProjectIndex, folder: Path, lookups: int, chance: Random) -> Iterable[float]:
    """Yield the CPU milliseconds of completions in files that are drawn, beginnings left out."""
    paths = [log.paths[at] for log in _logs(index) for at in range(len(log.paths))]
    for number in range(lookups + 3):
        name = chance.choice(paths)
        data = (folder / name).read_bytes()
        language = languages.by_path(name)
        lexemes = lex(data, language)
        if not len(lexemes):
            continue
        cursor = int(lexemes.ends[chance.randrange(len(lexemes))])
        ids = index.corpus.lexicon.ids_of(lexemes.words)
        request = Request(index.corpus, name, data, lexemes, ids, cursor)
        started = time.thread_time()
        complete(request)
        # The first ones load what all others need.
        if number >= 3:
            yield (time.thread_time() - started) * 1e3


def _logs(index: ProjectIndex) -> Iterable[Any]:
    return (each.log for each in index.corpus.shards)


def _name(repository: Path) -> str:
    path = repository.resolve()
    return path.parent.name if path.name == "repo" else path.name
