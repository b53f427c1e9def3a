"""How many functions of JavaScript and TypeScript are counted as ESLint and SonarJS count them.

`docs/benchmarks.md` says what is compared, and where they differ.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Text, encode
from honed.quality.functions import measures
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.bench import eslint
from tests.bench.applying.commits import title
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honed.quality.values import FunctionMetrics
    from tests.bench.eslint import Answer, Counted
    from tests.bench.options import Options

LANGUAGES = ("javascript", "typescript", "tsx")
TABLES = ROOT / "tests" / "quality" / "data" / "eslint"
FEW_LINES = 1000
"""In fewer, a rule's first steps are most of the time."""
MOST_BYTES = 400_000
"""What is longer was made by a program."""
LEAST_EQUAL = 0.98
COLUMNS = (
    "repository", "files", "lines", "functions", "cyclomatic equal", "cognitive equal",
    "parameters equal", "ms / 1,000 lines", "ESLint's", "ratio",
)  # fmt: skip

File = tuple[str, str]
"""A name and a text."""


@attrs.frozen
class Difference:
    """A number that is not theirs; None where one of both sees no function."""

    path: str
    line: int
    what: str
    ours: int | None
    theirs: int | None


@attrs.define
class Tally:
    """What was compared in a repository; `seconds` are for parsing and counting."""

    files: int = 0
    unread: int = 0
    lines: int = 0
    functions: int = 0
    cognitive: int = 0
    parameters: int = 0
    seconds: float = 0.0
    their_seconds: float = 0.0
    differences: list[Difference] = attrs.field(factory=list)

    def equal(self, what: str, of: int) -> float:
        """Return the share of `of` numbers that are theirs."""
        wrong = sum(
            each.what == what or (each.what == "function" and each.ours is None)
            for each in self.differences
        )
        return 1 - wrong / max(1, of)


def run(options: Options) -> list[Grid]:
    """Compare the tables of the tests and the repositories, a row each."""
    about = facts() | {"peer": eslint.TITLE}
    sources = {"tables of the tests": _tables()}
    sources |= {title(each): _files(each) for each in options.repositories}
    if options.is_alone:
        return [Grid("quality-eslint", about | {"peer": "left out"}, COLUMNS, [])]
    try:
        compare(sources["tables of the tests"])  # Grammars and queries are read once.
        tallies = {name: compare(files) for name, files in sources.items()}
    except eslint.MissingError as error:
        return [Grid("quality-eslint", about | {"peer": str(error)}, COLUMNS, [])]
    if options.dump:
        _dump(options.dump, tallies)
    rows = [_row(name, tally) for name, tally in tallies.items()]
    is_bad = any(
        tally.equal("cyclomatic", tally.functions) < LEAST_EQUAL for tally in tallies.values()
    )
    return [Grid("quality-eslint", about | _unread(tallies), COLUMNS, rows, is_bad)]


def compare(files: Sequence[File]) -> Tally:
    """Count in files, and compare with what ESLint says of those that it can read."""
    tally = Tally()
    for (path, code), answer in zip(files, eslint.count(files), strict=True):
        if answer.error:
            tally.unread += 1
            continue
        started = time.process_time()
        tree = parse(Text(encode(code)), languages.by_path(path))
        functions = measures(tree).functions if tree is not None else ()
        tally.seconds += time.process_time() - started
        tally.their_seconds += answer.ms / 1000
        tally.files += 1
        tally.lines += code.count("\n")
        _compare(tally, path, functions, answer)
    return tally


def _compare(tally: Tally, path: str, functions: Sequence[FunctionMetrics], answer: Answer) -> None:
    for ours, theirs in pairs(functions, answer.functions):
        if theirs is None or ours is None:
            line = theirs.line if theirs else ours.line + 1 if ours else 0
            seen = [each.cyclomatic if each else None for each in (ours, theirs)]
            tally.differences.append(Difference(path, line, "function", *seen))
            tally.functions += theirs is not None
            continue
        tally.functions += 1
        tally.cognitive += theirs.cognitive is not None
        tally.parameters += theirs.parameters is not None
        for what in ("cyclomatic", "cognitive", "parameters"):
            mine, wanted = getattr(ours, what), getattr(theirs, what)
            if wanted is not None and mine != wanted:
                tally.differences.append(Difference(path, theirs.line, what, mine, wanted))


def pairs(
    ours: Sequence[FunctionMetrics], theirs: Sequence[Counted]
) -> Iterator[tuple[FunctionMetrics | None, Counted | None]]:
    """Yield the functions that are the same one, None where only one of both has it.

    A method begins at its name here and at its parameters there, so they are known by their ends,
    and of several with one end by their order. The grammars count a remark behind a body to it:
    what is left over is known by its line.
    """
    here, there = list(ours), list(theirs)
    for is_end in (True, False):
        groups: dict[int, tuple[list[FunctionMetrics], list[Counted]]] = {}
        for mine in here:
            groups.setdefault(mine.span.end if is_end else mine.line + 1, ([], []))[0].append(mine)
        for wanted in there:
            groups.setdefault(wanted.end if is_end else wanted.line, ([], []))[1].append(wanted)
        here, there = [], []
        for group in groups.values():
            if len(group[0]) == len(group[1]):
                yield from zip(*group, strict=True)
            else:
                here += group[0]
                there += group[1]
    yield from ((each, None) for each in here)
    yield from ((None, each) for each in there)


def _tables() -> list[File]:
    return [(path.name, path.read_text("utf-8")) for path in sorted(TABLES.iterdir())]


def _files(repository: Path) -> list[File]:
    """Return the files of the last commit in our languages, without declarations and long ones."""
    found = []
    with Blobs(repository) as blobs:
        for path, _ in files_at(repository):
            language = languages.by_path(path)
            if language is None or language.name not in LANGUAGES or ".d." in Path(path).name:
                continue
            data = blobs.read(f"HEAD:{path}")
            if data and len(data) <= MOST_BYTES:
                found.append((path, data.decode("utf-8-sig", "replace")))
    return found


def _row(name: str, tally: Tally) -> list[str]:
    shares = (
        tally.equal("cyclomatic", tally.functions),
        tally.equal("cognitive", tally.cognitive),
        tally.equal("parameters", tally.parameters),
    )
    counts = (tally.files, tally.lines, tally.functions)
    row = [name, *(f"{count:,}" for count in counts), *(f"{share:.2%}" for share in shares)]
    if tally.lines < FEW_LINES:
        return [*row, "", "", ""]
    thousands = tally.lines / 1000
    here, there = 1000 * tally.seconds / thousands, 1000 * tally.their_seconds / thousands
    return [*row, f"{here:.1f}", f"{there:.1f}", f"{there / here:.1f}"]


def _unread(tallies: Mapping[str, Tally]) -> dict[str, str]:
    unread = {name: tally.unread for name, tally in tallies.items() if tally.unread}
    told = ", ".join(f"{count} of {name}" for name, count in unread.items())
    return {"files ESLint cannot read": told} if told else {}


def _dump(path: Path, tallies: Mapping[str, Tally]) -> None:
    lines = [
        json.dumps({"repository": name} | attrs.asdict(each), ensure_ascii=False)
        for name, tally in tallies.items()
        for each in tally.differences
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
