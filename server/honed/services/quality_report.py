"""The quality of files on the disk: each measured by itself, many at once."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.text import Text, decode, encode
from honed.quality.analysis import analyse
from honed.services.files import files_below
from honed.services.ignored import IgnoredFiles
from honed.services.lifetime import end_with_parent
from honed.services.revisions import changed_lines
from honed.services.settings_report import configured
from honed.services.text_files import read
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from honed.core.text import Span
    from honed.quality.values import Finding, FunctionMetrics, QualityMetrics

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
    """

    path: str
    metrics: QualityMetrics
    functions: tuple[FunctionMetrics, ...]
    findings: tuple[PlacedFinding, ...]


@attrs.frozen
class Trouble:
    """A file that could not be measured, and why."""

    path: str
    message: str


Measured = FileQuality | Trouble


@attrs.frozen
class Wanted:
    """A file to measure, how it is called, and on which of its lines, None for all."""

    path: Path
    name: str
    lines: tuple[range, ...] | None = None


def wanted(paths: Sequence[Path], revision: str | None, folder: Path) -> list[Wanted]:
    """Return the files at and below `paths`, those of `folder` for none, in the order of names.

    A file that is named is measured in any case. Of those below a directory, those are that honed
    has a grammar for and git does not ignore; hidden directories and links are left out. With a
    `revision`, it is their lines that are new since then. `HonedError` where there is no such path
    or revision.
    """
    changed = None if revision is None else changed_lines(folder, revision)
    found: dict[Path, Wanted] = {}
    for start in paths or [folder]:
        if not start.exists():
            raise HonedError(f"There is no {start}.")
        for path in _below(start, folder):
            place = path.resolve()
            if changed is None:
                found.setdefault(place, Wanted(path, _name(path, folder)))
            elif changed.get(place):
                lines = tuple(changed[place])
                found.setdefault(place, Wanted(path, _name(path, folder), lines))
    return list(found.values())


def _below(start: Path, folder: Path) -> Iterator[Path]:
    if not start.is_dir():
        yield start
        return
    top = start.resolve()
    settings = configured(folder).of(folder).settings
    ignored = IgnoredFiles()
    for path in files_below(start):
        language = languages.by_path(path.name)
        if language is None or settings.why_off(_name(path, folder), language.name):
            continue
        if not (settings.respect_gitignore and ignored.look(str(path.resolve()), top)):
            yield path


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
    """Return what is measured, in the order of the files; what is no text is left out.

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
    if content.text is None or len(content.data) > MOST_BYTES:
        return None
    text = Text(encode(content.text))
    first_line = content.text.partition("\n")[0]
    metrics = analyse(text, languages.by_path(file.path.name, first_line))
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
    )


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
    """Return the quality of all files in [0, 1], each weighed by its lines of code; 1 for none."""
    weights: Mapping[int, int] = {
        number: max(1, each.metrics.lines.code) for number, each in enumerate(found)
    }
    total = sum(weights.values())
    if not total:
        return 1.0
    return sum(each.metrics.quality_score * weights[i] for i, each in enumerate(found)) / total
