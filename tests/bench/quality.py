"""What is measured about Python beside radon itself, on every file of repositories, and how fast.

`docs/benchmarks.md` says what the columns are.
"""

from __future__ import annotations

import ast
import importlib.util
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs
from radon.complexity import cc_visit
from radon.metrics import mi_visit

from honed.core.text import Edit, Span, Text, apply_edits
from honed.quality.analysis import analyse
from honed.quality.change import change
from honed.services.radon_metrics import by_radon
from honed.syntax import languages
from honed.syntax.tree import parse, reparse
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid, Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from honed.quality.values import QualityMetrics
    from tests.bench.options import Options

T = TypeVar("T")

PYTHON = languages.by_name("python")
POINT = 1.0
SHORT_FILES = 40
ROUNDS = 20
EDITS = 40
LARGE_LINES = (900, 1_300)
LIMIT_MS = 15.0
CHANGE_MS = 2.0
OTHERS: Mapping[str, tuple[str, ...]] = {
    "lizard": ("-m", "lizard", "-l", "python", "-m"),
    "bandit": ("-m", "bandit", "-q", "-r"),
    "ruff C901, S": ("-m", "ruff", "check", "-q", "--isolated", "--no-cache", "--select", "C901,S"),
}
"""Other tools and how they are called, a folder behind it."""
STATEMENTS = (b"x = a if b else c\n", b"print(a or b)\n", b"pass\n", b"eval(a)\n")


@attrs.define
class Compared:
    """What came of the files of a repository; times are in seconds of processor time."""

    lines: int = 0
    files: int = 0
    functions: int = 0
    equal: int = 0
    near: int = 0
    furthest: float = 0.0
    ours_s: float = 0.0
    cyclomatic_s: float = 0.0
    index_s: float = 0.0
    unlike: list[str] = attrs.field(factory=list)


def run(options: Options) -> list[Table | Grid]:
    """Compare all files, and return the tables."""
    repositories = options.repositories or (ROOT,)
    found: dict[str, Compared] = {}
    large: list[bytes] = []
    spent: dict[str, dict[str, str]] = {}
    for repository in repositories:
        texts = dict(files(repository, SHORT_FILES if options.short else None))
        name = title(repository)
        found[name] = _compared(texts)
        large += [each for each in texts.values() if _is_large(each)]
        spent[name] = {} if options.is_alone else _others(texts, found[name].lines)
    about = facts() | {"texts": "the Python files at HEAD that radon reads"}
    return [
        _equality(found, about),
        _speed(found, spent, about),
        *_large(large, about, random.Random(options.seed)),
    ]


def title(repository: Path) -> str:
    """Return what a repository is called: the folder above, where git's own has no name."""
    return repository.name if repository.name not in {"repo", ".git"} else repository.parent.name


def files(repository: Path, most: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the Python files at HEAD that radon reads: their paths and their texts."""
    found = [(path, name) for path, name in files_at(repository) if path.endswith(".py")]
    with Blobs(repository) as blobs:
        for path, name in found[:most]:
            data = blobs.read(name)
            if data is not None and _is_read(data):
                yield path, data


def _is_read(data: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data.decode("utf-8"))
    except (SyntaxError, ValueError):
        return False
    return parse(Text(data), PYTHON) is not None


def _is_large(data: bytes) -> bool:
    first, last = LARGE_LINES
    return first <= data.count(b"\n") <= last


def _compared(texts: Mapping[str, bytes]) -> Compared:
    compared = Compared()
    for path, data in texts.items():
        text, code = Text(data), data.decode("utf-8")
        seconds, ours = _timed(partial(analyse, text, PYTHON))
        compared.ours_s += seconds
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compared.cyclomatic_s += _timed(partial(cc_visit, code))[0]
            compared.index_s += _timed(partial(mi_visit, code, multi=True))[0]
        compared.lines += len(data.splitlines())
        _add(compared, path, ours, text)
    return compared


def _add(compared: Compared, path: str, ours: QualityMetrics, text: Text) -> None:
    complexities, index = by_radon(text) or ({}, 0.0)
    own = {(each.line, each.name): each.cyclomatic for each in ours.functions}
    compared.files += 1
    compared.functions += len(complexities)
    for (line, name), value in complexities.items():
        if own.get((line, name)) == value:
            compared.equal += 1
        else:
            compared.unlike.append(f"{path}:{line + 1} {own.get((line, name))}, radon {value}")
    distance = abs(ours.maintainability - index)
    compared.near += distance <= POINT
    compared.furthest = max(compared.furthest, distance)


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    result = do()
    return time.process_time() - begun, result


def _others(texts: Mapping[str, bytes], lines: int) -> dict[str, str]:
    """Return milliseconds a thousand lines of other tools, in a process of their own."""
    spent: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(texts.values()):
            (Path(folder) / f"text_{number}.py").write_bytes(data)
        for name, command in OTHERS.items():
            if importlib.util.find_spec(name.split()[0]) is None:
                spent[name] = "not installed"
                continue
            before = _of_children()
            subprocess.run([sys.executable, *command, folder], capture_output=True, check=False)
            spent[name] = f"{(_of_children() - before) * 1e6 / max(1, lines):.1f}"
    return spent


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _equality(found: Mapping[str, Compared], about: Mapping[str, str]) -> Grid:
    rows = [
        (
            name,
            str(each.files),
            str(each.functions),
            str(each.equal),
            f"{each.near} of {each.files}",
            f"{each.furthest:.2f}",
            "; ".join(each.unlike[:3]),
        )
        for name, each in found.items()
    ]
    columns = ("repository", "files", "functions", "equal", "within a point", "furthest", "note")
    unlike = sum(each.functions - each.equal for each in found.values())
    is_bad = 200 * unlike > sum(each.functions for each in found.values())
    return Grid("quality: as radon", about, columns, rows, is_bad=is_bad)


def _speed(
    found: Mapping[str, Compared],
    spent: Mapping[str, Mapping[str, str]],
    about: Mapping[str, str],
) -> Grid:
    rows = []
    for name, each in found.items():
        thousands = max(1, each.lines) / 1000
        both = each.cyclomatic_s + each.index_s
        rows.append(
            (
                name,
                str(each.lines),
                *(
                    f"{1000 * seconds / thousands:.1f}"
                    for seconds in (each.ours_s, each.cyclomatic_s, each.index_s)
                ),
                f"{both / each.ours_s:.1f}" if each.ours_s else "",
                *(spent[name].get(other, "") for other in OTHERS),
            )
        )
    columns = ("repository", "lines", "honed", "radon cc", "radon mi", "radon / honed", *OTHERS)
    facts_of = {**about, "unit": "ms of processor time a thousand lines, each text once"}
    return Grid("quality: time", facts_of, columns, rows)


def _large(texts: Sequence[bytes], about: Mapping[str, str], chance: random.Random) -> list[Table]:
    """Return how long one text of a thousand lines takes, and a change in it."""
    whole = [_best_ms(data) * 1000 / data.count(b"\n") for data in texts]
    changes = [each for data in texts for each in _changes(data, chance)]
    rows = [
        Row(name, "ms", found, limits=limits)
        for name, values, limits in (
            ("parse and analyse", whole, {"median": LIMIT_MS}),
            ("change", [change_ms for change_ms, _ in changes], {"p95": CHANGE_MS}),
            ("... and parse again", [sum(each) for each in changes], {}),
        )
        if (found := numbers(values)) is not None
    ]
    says = {**about, "texts": f"{len(texts)} of {LARGE_LINES[0]} to {LARGE_LINES[1]} lines"}
    says["time"] = f"of the processor; of an analysis the best of {ROUNDS}, for a thousand lines"
    return [Table("quality: a thousand lines", says, rows)] if rows else []


def _best_ms(data: bytes) -> float:
    return 1000 * min(_timed(partial(analyse, Text(data), PYTHON))[0] for _ in range(ROUNDS))


def _changes(data: bytes, chance: random.Random) -> Iterator[tuple[float, float]]:
    """Yield how long changes take, and to parse anew before: a statement more, where it is sound.

    The text after is parsed as the server does it, from the tree of the one before.
    """
    before = parse(Text(data), PYTHON)
    if before is None:
        return
    text = before.text
    lines = [line for line in range(text.line_count) if text.slice(text.line_span(line)).strip()]
    for _ in range(EDITS):
        line = chance.choice(lines)
        at = text.line_start(line)
        edit = Edit(Span(at, at), text.indent(line) + chance.choice(STATEMENTS))
        new = Text(apply_edits(data, [edit]))
        parsing, after = _timed(partial(reparse, before, [edit], new))
        if after is not None and after.fault_count <= before.fault_count:
            yield 1000 * _timed(partial(change, before, after, [edit]))[0], 1000 * parsing
