"""The quality of files on the disk: each measured by itself, many at once."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.text import Text, decode, encode
from honed.quality.analysis import analyse
from honed.quality.resources import FILE, quality_query, source_of
from honed.services.files import files_below
from honed.services.ignored import IgnoredFiles
from honed.services.lifetime import end_with_parent
from honed.services.revisions import changed_lines
from honed.services.settings_report import configured
from honed.services.text_files import read
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from honed.config import Settings
    from honed.core.text import Span
    from honed.quality.values import Finding, FunctionMetrics, QualityMetrics
    from honed.syntax.languages import Language

MOST_BYTES = 1_000_000
"""Of a file; nobody writes longer ones by hand."""
FEW = 24
"""Files that are measured sooner than another process has started."""
AT_ONCE = 16
"""Files that a process gets at a time."""


@attrs.frozen
class PlacedFinding:
    """A finding with its place in characters; line and column count from 1."""

    finding: Finding
    start: tuple[int, int]
    end: tuple[int, int]
    fix: PlacedFix | None
    line_text: str


@attrs.frozen
class PlacedFix:
    """What mends a finding: the text that is put in a place."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@attrs.frozen
class FileQuality:
    """A file and what is measured about it.

    `functions` and `findings` are all of them, or those on the lines that were asked about.
    Without `is_scored` the quality and the maintainability say nothing: in the language of the
    file only lines are counted.
    """

    path: str
    metrics: QualityMetrics
    functions: tuple[FunctionMetrics, ...]
    findings: tuple[PlacedFinding, ...]
    is_scored: bool


@attrs.frozen
class Trouble:
    """A file that could not be measured, and why."""

    path: str
    message: str


Measured = FileQuality | Trouble


@attrs.frozen
class Wanted:
    """A file to measure, how it is called, and on which of its lines, None for all.

    Of one that `is_named` it is told why it is not measured, others are left out.
    """

    path: Path
    name: str
    lines: tuple[range, ...] | None = None
    is_named: bool = False


def wanted(paths: Sequence[Path], revision: str | None, folder: Path) -> list[Wanted]:
    """Return the files at and below `paths`, those of `folder` for none, in the order of names.

    A file that is named is measured in any case. Of those below a directory, those are that honed
    has a grammar for and git does not ignore; hidden directories and links are left out. With a
    `revision`, it is their lines that are new since then. `HonedError` where there is no such path
    or revision, or the path is outside of the revision's repository.
    """
    for start in paths:
        if not start.exists():
            raise HonedError(f"There is no {start}.")
    changed = None if revision is None else changed_lines(folder, revision, paths)
    named = {start.resolve() for start in paths if not start.is_dir()}
    found: dict[Path, Wanted] = {}
    for start in paths or [folder]:
        for path in _below(start, folder):
            place = path.resolve()
            lines = None if changed is None else tuple(changed.get(place, ()))
            if lines is None or lines:
                found.setdefault(
                    place, Wanted(path, _name(path, folder), lines, is_named=place in named)
                )
    return list(found.values())


def _below(start: Path, folder: Path) -> Iterator[Path]:
    if not start.is_dir():
        yield start
        return
    top = start.resolve()
    holding = _holding(top, folder.resolve())
    respects_gitignore = any(settings.respect_gitignore for _, settings in holding)
    ignored = IgnoredFiles()
    for path in files_below(start):
        language, place = languages.by_path(path.name), path.resolve()
        if language is None or any(
            settings.why_off(place.relative_to(home).as_posix(), language.name)
            for home, settings in holding
        ):
            continue
        if not (respects_gitignore and ignored.look(str(place), top)):
            yield path


def _holding(start: Path, folder: Path) -> list[tuple[Path, Settings]]:
    """Return what holds below `start`: folders around it, each with what the project there says.

    They are those that say something, up to the top of the repository. Where none does, the user's
    file holds from that top on, without a repository from `folder` or else `start`.
    """
    around = [start, *start.parents]
    tops = [number for number, each in enumerate(around) if (each / ".git").exists()]
    if tops:
        around = around[: tops[0] + 1]
    in_force = [(each, configured(each).of(each)) for each in around]
    found = [
        (each, one.settings)
        for each, one in in_force
        if any(layer.values for layer in one.narrowing)
    ]
    if found:
        return found
    home = around[-1] if tops else folder if start.is_relative_to(folder) else start
    return [(home, configured(None).settings)]


def _name(path: Path, folder: Path) -> str:
    """Return what a file is called: its path from the folder, if it lies there."""
    try:
        return path.absolute().relative_to(folder.absolute()).as_posix()
    except ValueError:
        return str(path)


def measured(
    files: Sequence[Wanted],
    jobs: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Measured]:
    """Return what is measured, in the order of the files; what nobody named may be left out.

    `jobs` processes share the work, one for each processor where it is None. `progress` is told
    how many files of how many are done. `HonedError` where a process was ended.
    """
    processes = min(jobs or os.cpu_count() or 1, 1 + len(files) // FEW)
    is_alone = processes == 1
    parts = [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]
    answers = map(_of_files, parts) if is_alone else _shared(parts, processes)
    found: list[Measured] = []
    done = 0
    progress(0, len(files))
    for part, answer in zip(parts, answers, strict=True):
        found += answer
        done += len(part)
        progress(done, len(files))
    return found


def _shared(parts: Sequence[Sequence[Wanted]], processes: int) -> Generator[list[Measured]]:
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin)
    try:
        rest = iter(parts)
        waiting = [pool.submit(_of_files, part) for part in islice(rest, 4 * processes)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_of_files, part) for part in islice(rest, 1)]
    except BrokenProcessPool as error:
        raise HonedError("A process that measured files was ended.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Get a process ready; an interrupt is for the one that asks, and that ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _of_files(files: Sequence[Wanted]) -> list[Measured]:
    found = map(_of_file, files)
    return [each for each in found if each is not None]


def _of_file(file: Wanted) -> Measured | None:
    try:
        content = read(file.path)
    except HonedError as error:
        return Trouble(file.name, str(error))
    why_not = ""
    if len(content.data) > MOST_BYTES:
        why_not = "it is over a megabyte"
    elif content.text is None and b"\0" in content.data:
        why_not = "it is no text, it holds NUL"
    if why_not:
        said = Trouble(file.name, f"{file.name} is not measured: {why_not}.")
        return said if file.is_named else None
    text = Text(content.data if content.text is None else encode(content.text))
    language = languages.by_path(file.path.name, decode(text.data.partition(b"\n")[0]))
    metrics = analyse(text, language)
    is_wanted = partial(_touches, file.lines)
    return FileQuality(
        file.name,
        metrics,
        tuple(each for each in metrics.functions if is_wanted(each.line, each.last_line)),
        tuple(
            _placed(text, each)
            for each in metrics.findings
            if is_wanted(each.line, text.line_at(each.span.end))
        ),
        is_scored=language is not None and _is_scored(language),
    )


@cache
def _is_scored(language: Language) -> bool:
    """Return whether it is known what is counted in a language, and the grammar is there."""
    return source_of(language, FILE) is not None and quality_query(language) is not None


def _touches(lines: Sequence[range] | None, first: int, last: int) -> bool:
    return lines is None or any(each.start <= last and first < each.stop for each in lines)


def _placed(text: Text, finding: Finding) -> PlacedFinding:
    edit = finding.fix
    fix = None
    if edit is not None:
        fix = PlacedFix(*_positions(text, edit.span), decode(edit.new))
    line = decode(text.slice(text.line_span(finding.line))).strip()
    return PlacedFinding(finding, *_positions(text, finding.span), fix, line)


def _positions(text: Text, span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return _position(text, span.start), _position(text, span.end)


def _position(text: Text, offset: int) -> tuple[int, int]:
    line = text.line_at(offset)
    return line + 1, len(decode(text.data[text.line_start(line) : offset])) + 1


def overall(found: Sequence[FileQuality]) -> float:
    """Return the quality of all files in [0, 1], each weighed by its lines of code; 1 for none.

    Those that are not scored do not count.
    """
    scored = [each.metrics for each in found if each.is_scored]
    weights = [max(1, each.lines.code) for each in scored]
    if not scored:
        return 1.0
    weighed = zip(scored, weights, strict=True)
    return sum(each.quality_score * weight for each, weight in weighed) / sum(weights)
