"""The work that is replayed: the edits of a history's latest commits, and what was left out.

Inside of a commit the edits come in the order of files and lines, or from the last to the first.
Left out are merges, vendored, generated and minified files, commits of many files or edits, and
those that say the same again and again: each is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.bursts import Unit, units
from honed.syntax import languages
from tests.bench.git import Blobs, raw_log
from tests.bench.histories import MAX_FILE_BYTES, MAX_FILES, VENDORED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

EDITS = 1_500
MAX_EDITS = 200
MANY_EDITS = 10
"""From so many on a commit that repeats itself is a mechanical one."""

SPARE = 1.5
"""So many times the edits that are wanted are read, to know what was seen before them."""

FOREIGN_PATHS = (*VENDORED, "_pb2", ".pb.", ".lock", ".snap", "package-lock")
MAX_MEAN_LINE_BYTES = 200
"""Longer lines on average are minified, or data."""

MANY_FILES = "commits of over 40 files"
MANY = "commits of over 200 edits"
REPEATED = "commits whose edits were all seen before"
MECHANICAL = "commits of 10 or more edits, over half of them seen before"
FOREIGN = "files that are vendored, generated or minified"
LARGE = "files over 200 kB, or not UTF-8"

Key = tuple[bytes, bytes]
"""What makes two edits the same: the lines before and after, without the space around them."""


@attrs.frozen
class FileWork:
    """One file of a commit, and its edits in the order in which they are made."""

    path: str
    language: str
    before: bytes = attrs.field(repr=False)
    steps: tuple[Unit, ...] = attrs.field(repr=False)


@attrs.frozen
class CommitWork:
    """One commit: the work of one session."""

    name: str
    files: tuple[FileWork, ...]

    @property
    def edits(self) -> int:
        """How many edits it has."""
        return sum(len(each.steps) for each in self.files)


@attrs.define
class Work:
    """What is replayed of one history, oldest first, and how much was left out, by reason."""

    commits: list[CommitWork] = attrs.field(factory=list)
    dropped: Counter[str] = attrs.field(factory=Counter)

    @property
    def edits(self) -> int:
        """How many edits there are."""
        return sum(each.edits for each in self.commits)


def read(
    repository: Path, edits: int = EDITS, commits: int | None = None, *, is_reversed: bool = False
) -> Work:
    """Return the work of the last `edits` edits, of at most the last `commits` commits."""
    work = Work()
    read_so_far = 0
    with Blobs(repository) as blobs:
        newest_first = []
        for number, commit in enumerate(_commits(repository, blobs, work.dropped)):
            if read_so_far >= SPARE * edits or number == commits:
                break
            newest_first.append(commit)
            read_so_far += commit.edits
    work.commits = latest(_unrepeated(newest_first[::-1], work.dropped), edits)
    if is_reversed:
        work.commits = [_reversed(each) for each in work.commits]
    return work


def latest(commits: Sequence[CommitWork], edits: int) -> list[CommitWork]:
    """Return the work of the last `edits` edits; of the first commit perhaps only the end."""
    found: list[CommitWork] = []
    for commit in reversed(commits):
        if edits <= 0:
            break
        found.append(commit if commit.edits <= edits else _end_of(commit, edits))
        edits -= commit.edits
    return found[::-1]


def _end_of(commit: CommitWork, edits: int) -> CommitWork:
    files: list[FileWork] = []
    for file in reversed(commit.files):
        if edits > 0:
            steps = file.steps[-edits:]
            files.append(attrs.evolve(file, before=steps[0].before.data, steps=steps))
            edits -= len(steps)
    return attrs.evolve(commit, files=tuple(files[::-1]))


def _commits(repository: Path, blobs: Blobs, dropped: Counter[str]) -> Iterator[CommitWork]:
    """Yield the commits, newest first, that are neither too large nor without code."""
    for name, lines in raw_log(repository, "--diff-filter=M", "--date-order"):
        if len(lines) > MAX_FILES:
            dropped[MANY_FILES] += 1
            continue
        files = tuple(
            each
            for line in lines
            if (each := _file(line, blobs, dropped)) is not None and each.steps
        )
        commit = CommitWork(name, files)
        if commit.edits > MAX_EDITS:
            dropped[MANY] += 1
        elif files:
            yield commit


def _file(line: str, blobs: Blobs, dropped: Counter[str]) -> FileWork | None:
    """Return the work on the file of a raw line of git's, None for one that is left out."""
    head, path = line.split("\t", 1)
    _, _, old, new, _ = head.split(" ")
    language = languages.by_path(path)
    if language is None:
        return None
    if any(each in path for each in FOREIGN_PATHS):
        dropped[FOREIGN] += 1
        return None
    before, after = blobs.read(old) or b"", blobs.read(new) or b""
    if max(len(before), len(after)) > MAX_FILE_BYTES or not _is_text(before + after):
        dropped[LARGE] += 1
        return None
    if len(after) > MAX_MEAN_LINE_BYTES * (1 + after.count(b"\n")):
        dropped[FOREIGN] += 1
        return None
    steps = units(Text(before), Text(after), most=MAX_EDITS + 1)
    return FileWork(path, language.name, before, steps)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _unrepeated(commits: Iterable[CommitWork], dropped: Counter[str]) -> list[CommitWork]:
    """Return the commits, oldest first, without those that say what was said before."""
    seen: set[Key] = set()
    found = []
    for commit in commits:
        keys = [_key(step) for file in commit.files for step in file.steps]
        known = sum(key in seen for key in keys)
        # Within a commit, too, an edit may be made many times.
        repeated = known + sum(key not in seen for key in keys) - len(set(keys) - seen)
        seen.update(keys)
        if known == len(keys):
            dropped[REPEATED] += 1
        elif len(keys) >= MANY_EDITS and 2 * repeated > len(keys):
            dropped[MECHANICAL] += 1
        else:
            found.append(commit)
    return found


def _key(step: Unit) -> Key:
    first, last = step.before.line_at(step.edit.span.start), step.before.line_at(step.edit.span.end)
    lines = step.before.lines_span(first, last)
    old = step.before.slice(lines)
    start, end = step.edit.span.start - lines.start, step.edit.span.end - lines.start
    return old.strip(), (old[:start] + step.edit.new + old[end:]).strip()


def _reversed(commit: CommitWork) -> CommitWork:
    """Return the commit with its edits made from the last to the first."""
    return attrs.evolve(commit, files=tuple(_from_the_end(each) for each in commit.files[::-1]))


def _from_the_end(file: FileWork) -> FileWork:
    shift, edits = 0, []
    for step in file.steps:
        span = Span(step.edit.span.start - shift, step.edit.span.end - shift)
        edits.append(Edit(span, step.edit.new))
        shift += len(step.edit.new) - len(step.edit.span)
    steps, current = [], Text(file.before)
    for edit in reversed(edits):
        following = Text(apply_edits(current.data, [edit]))
        smallest = minimal_edit(current.data, following.data)
        if smallest is not None:
            steps.append(Unit(current, following, smallest))
        current = following
    return attrs.evolve(file, steps=tuple(steps))
