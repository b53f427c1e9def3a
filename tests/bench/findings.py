"""`scripts/bench findings`: what is found in Python, beside bandit and ruff's rules `S`.

Compared are the findings of medium and high severity of the rules that both have: those of bandit
on lines that say of themselves that they are meant (`noqa`, `nosec`) are counted apart. One is
found where ours is on a line that bandit names. `--dump` writes what of ours bandit lacks, to be
judged by reading: what bandit calls low, too, it does not lack.

Without bandit or ruff beside this Python what they would say is left out.
"""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.text import Text
from honed.quality.findings import find
from honed.quality.suppression import MEANT
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.bench.machine import facts
from tests.bench.progress import shown
from tests.bench.table import Grid, Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.quality.values import Finding
    from tests.bench.options import Options

SHARED: dict[str, tuple[str, ...]] = {
    "python-assert-input": ("B101",),
    "python-eval": ("B102", "B307"),
    "python-chmod": ("B103",),
    "python-bind-all": ("B104",),
    "python-hardcoded-secret": ("B105", "B106", "B107"),
    "python-tmp-path": ("B108",),
    "python-except-pass": ("B110", "B112"),
    "python-no-timeout": ("B113",),
    "python-flask-debug": ("B201",),
    "python-tar": ("B202",),
    "python-pickle": ("B301",),
    "python-marshal": ("B302",),
    "python-weak-cipher": ("B304", "B305"),
    "python-mktemp": ("B306",),
    "python-markup": ("B308", "B703", "B704"),
    "python-urlopen": ("B310",),
    "python-random-secret": ("B311",),
    "python-clear-text": ("B312", "B321"),
    "python-xml": ("B313", "B314", "B315", "B316", "B317", "B318", "B319"),
    "python-ssl-unverified": ("B323",),
    "python-weak-hash": ("B303", "B324"),
    "python-verify-false": ("B501",),
    "python-ssl-version": ("B502",),
    "python-weak-key": ("B505",),
    "python-yaml-load": ("B506",),
    "python-yaml-loader": ("B506",),
    "python-host-key": ("B507",),
    "python-ssh-command": ("B601",),
    "python-shell-true": ("B602",),
    "python-os-shell": ("B605",),
    "python-sql": ("B608",),
    "python-database-statement": ("B610", "B611"),
    "python-logging-listen": ("B612",),
    "python-model-load": ("B614",),
    "python-jinja-autoescape": ("B701",),
    "python-mako": ("B702",),
}
"""Our rules and those of bandit that mean the same. Ruff's have the same number after an `S`.

Not shared are bandit's findings about an import alone (B4xx: where it is used is told), about a
call of a program without a shell (B603, B606, B607), about names of parameters whose default
negotiates the version (B503), and what we have no rule for (B508, B509, B609, B613, B615).
"""
COLUMNS = (
    "rule", "bandit's", "medium, high", "meant", "found", "recall", "ours", "bandit lacks",
)  # fmt: skip
TIMES = ("tool", "files", "lines", "findings", "s", "times honed")
SHORT_FILES = 40
THOUSAND = range(900, 1_101)
MOST_MS = 6.0
TIMES_EACH = 5


@attrs.frozen
class Told:
    """What another tool found: its rule, the file, its lines from 1."""

    rule: str
    path: str
    lines: range
    is_low: bool = False


def run(options: Options) -> list[Grid | Table]:
    """Compare on the Python of the repositories; without any, on modules of the library."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        if options.repositories:
            for repository in options.repositories:
                _unpack(repository, root / (repository.parent.name or repository.name))
        else:
            _library(root)
        files = sorted(path for path in root.rglob("*.py") if path.is_file())
        started = time.perf_counter()
        ours = {str(path.relative_to(root)): _found(path) for path in shown(files, "findings")}
        seconds = time.perf_counter() - started
        told, took = _bandit(root)
        count, ruff_took = _ruff(root)
        meant = {(each.path, line) for each in told or () for line in _meant(root, each)}
        thousand = numbers([_milliseconds(path) for path in files if _is_thousand(path)])
        lines = sum(path.read_bytes().count(b"\n") for path in files)
    times = [("honed, all rules", sum(map(len, ours.values())), seconds)]
    times += [("bandit", len(told), took)] if told is not None else []
    times += [("ruff, rules S", count, ruff_took)] if count is not None else []
    rows = [
        (name, f"{len(files):,}", f"{lines:,}", f"{number:,}", f"{spent:.1f}",
         f"{spent / seconds:.2f}")
        for name, number, spent in times
    ]  # fmt: skip
    said = facts() | {"left out": ", ".join(_left_out(told, count)) or "nothing"}
    grids: list[Grid | Table] = [Grid("findings, time", said, TIMES, rows)]
    if thousand:
        row = Row("find in 900 to 1,100 lines", "ms of CPU", thousand, limits={"median": MOST_MS})
        grids.append(Table("findings, a file", said, [row]))
    if told is not None:
        grids.append(Grid("findings, beside bandit", said, COLUMNS, _compared(ours, told, meant)))
    if options.dump and told is not None:
        _dump(options.dump, ours, told)
    return grids


def _left_out(told: Sequence[Told] | None, count: int | None) -> list[str]:
    missing = ["bandit, which is not installed"] if told is None else []
    return missing + (["ruff, which is not installed"] if count is None else [])


def _unpack(repository: Path, target: Path) -> None:
    """Write the Python files of a repository's last commit."""
    command = ["git", "-C", str(repository), "archive", "HEAD"]
    packed = subprocess.run(command, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [each for each in archive if each.isfile() and each.name.endswith(".py")]
        archive.extractall(target, members, filter="data")


def _library(root: Path) -> None:
    """Write the first modules of the standard library."""
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[:SHORT_FILES]:
        (root / path.name).write_bytes(path.read_bytes())


def _found(path: Path) -> tuple[Finding, ...]:
    tree = parse(Text(path.read_bytes()), languages.by_name("python"))
    return find(tree) if tree is not None else ()


def _is_thousand(path: Path) -> bool:
    return path.read_bytes().count(b"\n") in THOUSAND


def _milliseconds(path: Path) -> float:
    """Return the least of a few times that finding takes, without the parse."""
    times = []
    for number in range(TIMES_EACH):
        # Another text each time: what is remembered of one does not help.
        tree = parse(Text(path.read_bytes() + b"\n" * number), languages.by_name("python"))
        started = time.process_time()
        if tree is not None:
            find(tree)
        times.append(time.process_time() - started)
    return 1000 * min(times)


def _bandit(root: Path) -> tuple[list[Told] | None, float]:
    """Return what bandit finds, None where it is not installed, and the seconds."""
    if importlib.util.find_spec("bandit") is None:
        return None, 0.0
    command = [sys.executable, "-m", "bandit", "-q", "-r", ".", "-f", "json"]
    started = time.perf_counter()
    answer = subprocess.run(command, check=False, capture_output=True, cwd=root).stdout
    seconds = time.perf_counter() - started
    return [_told(each) for each in json.loads(answer)["results"]], seconds


def _told(result: dict[str, Any]) -> Told:
    lines = [result["line_number"], *result["line_range"]]
    return Told(
        result["test_id"],
        result["filename"].removeprefix("./"),
        range(min(lines), max(lines) + 1),
        is_low=result["issue_severity"] == "LOW",
    )


def _ruff(root: Path) -> tuple[int | None, float]:
    """Return how much ruff finds, None where it is not installed, and the seconds."""
    if importlib.util.find_spec("ruff") is None:
        return None, 0.0
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "S",
               "--output-format", "json", "."]  # fmt: skip
    started = time.perf_counter()
    answer = subprocess.run(command, check=False, capture_output=True, cwd=root).stdout
    seconds = time.perf_counter() - started
    return len(json.loads(answer)), seconds


def _meant(root: Path, told: Told) -> Iterable[int]:
    """Yield the first line of a finding where one of its lines says that it is meant."""
    lines = (root / told.path).read_bytes().splitlines()
    if any(MEANT.search(lines[line - 1]) for line in told.lines if line <= len(lines)):
        yield told.lines.start


def _compared(
    ours: dict[str, tuple[Finding, ...]], told: Sequence[Told], meant: set[tuple[str, int]]
) -> list[tuple[str, ...]]:
    """Return a row for each of bandit's rules that we share, and one for all of them."""
    rules: dict[tuple[str, ...], list[str]] = {}
    for rule, theirs in SHARED.items():
        rules.setdefault(theirs, []).append(rule)
    rows: list[tuple[str, ...]] = []
    total: Counter[str] = Counter()
    for theirs, mine in rules.items():
        counted = _counted(ours, [each for each in told if each.rule in theirs], mine, meant)
        total.update(counted)
        if counted["told"] or counted["ours"]:
            rows.append(_row(", ".join(mine), ", ".join(theirs), counted))
    return [*rows, _row("all", "", total)]


def _counted(
    ours: dict[str, tuple[Finding, ...]],
    told: Sequence[Told],
    rules: Sequence[str],
    meant: set[tuple[str, int]],
) -> Counter[str]:
    mine = {
        (path, each.line + 1) for path, found in ours.items() for each in found if each.id in rules
    }
    high = [each for each in told if not each.is_low]
    asked = [each for each in high if (each.path, each.lines.start) not in meant]
    theirs = {(each.path, line) for each in told for line in each.lines}
    return Counter(
        told=len(high),
        meant=len(high) - len(asked),
        found=sum(any((each.path, line) in mine for line in each.lines) for each in asked),
        ours=len(mine),
        lacks=len(mine - theirs),
    )


def _row(name: str, theirs: str, counted: Counter[str]) -> tuple[str, ...]:
    asked = counted["told"] - counted["meant"]
    recall = f"{counted['found'] / asked:.1%}" if asked else ""
    numbers = (str(counted[each]) for each in ("told", "meant", "found"))
    return (name, theirs, *numbers, recall, str(counted["ours"]), str(counted["lacks"]))


def _dump(path: Path, ours: dict[str, tuple[Finding, ...]], told: Sequence[Told]) -> None:
    """Write what of ours stands on a line of which bandit says nothing, one a line."""
    theirs = {(each.path, line) for each in told for line in each.lines}
    rows = [
        {"path": name, "line": each.line + 1, "rule": each.id, "message": each.message}
        for name, found in ours.items()
        for each in found
        if (name, each.line + 1) not in theirs
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
