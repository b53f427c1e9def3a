"""Unified diffs: of git, of diff, and written by hand with wrong line numbers or without any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.apply.fences import fences
from honed.apply.hunks import MARKS, replacements
from honed.apply.reading import FileEdit, Replacement, Replacements
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

_HUNK = re.compile(r"^@@+ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@+ ?(.*)$")
_LOOSE = re.compile(r"^@@(?:$|\s+(.*?)(?:\s*@@\s*(.*))?$)")
_GIT = re.compile(r"^diff --git (?:\"?a/)?(.*?)\"? \"?b/(.*?)\"?$")
_HEADER = re.compile(
    r"^(?:index |similarity |dissimilarity |old mode|new mode|new file|deleted file|rename "
    r"|copy |Binary |GIT binary|Index: |={60,}$)"
)
_STARTS = ("diff --git ", "--- ", "@@")
"""What begins each line that tells a diff from other text."""
NOWHERE = "/dev/null"
LANGUAGES = frozenset({"diff", "patch", "udiff"})
ADVICE = "write a unified diff: --- a/file, +++ b/file, @@ lines, then lines with space, + or -"


def is_diff(lines: Sequence[str]) -> bool:
    """Return whether the lines hold a diff: a header of one, or hunks that change something."""
    if any(fence.language in LANGUAGES for fence in fences(lines)):
        return True
    for number, line in enumerate(lines):
        if not line.startswith(_STARTS):
            continue
        if _GIT.match(line) or (line.startswith("--- ") and _is_header(lines, number)):
            return True
        if line.startswith("@@") and (_HUNK.match(line) or _LOOSE.match(line)):
            near = lines[number + 1 : number + 30]
            return any(each.startswith(("+", "-")) for each in near)
    return False


def parse(lines: Sequence[str]) -> tuple[FileEdit, ...] | Refused:
    """Return what the diff does to each file, in order; a diff without a name is for file ""."""
    fenced = [
        fence
        for fence in fences(lines)
        if fence.language in LANGUAGES or (not fence.language and is_diff(fence.lines))
    ]
    shown = [line for fence in fenced for line in fence.lines] if fenced else list(lines)
    found = _Parser(is_alone=bool(fenced) or not is_diff(lines)).parse(shown)
    if not found:
        message = "the diff changes nothing"
        return Refused(Reason.NOT_UNDERSTOOD, message, ADVICE, format=Format.UNIFIED_DIFF)
    return found


@attrs.define
class _File:
    """What was read of one file so far."""

    old: str | None = None
    new: str | None = None
    items: list[Replacement] = attrs.Factory(list)
    is_moved: bool = False

    def edit(self) -> FileEdit | None:
        """Return what the diff does to the file; None where it is nothing."""
        old, new = self.old or self.new or "", self.new or self.old or ""
        if not self.items and old == new:
            return None
        written = Replacements(Format.UNIFIED_DIFF, tuple(self.items), _named(new) or _named(old))
        if old == NOWHERE:
            return FileEdit(_named(new), written, added="".join(each.after for each in self.items))
        moved = _named(new) if self.is_moved else None
        return FileEdit(_named(old), written, is_removed=new == NOWHERE, new_path=moved)


@attrs.define
class _Hunk:
    """The lines of a hunk, and how many its header promised."""

    lines: list[str] = attrs.Factory(list)
    line: int | None = None
    context: tuple[str, ...] = ()
    old_left: int = 0
    new_left: int = 0
    is_counted: bool = False

    @property
    def is_over(self) -> bool:
        """Whether all lines came that the header promised."""
        return self.is_counted and self.old_left <= 0 and self.new_left <= 0

    def takes(self, lines: Sequence[str], number: int) -> bool:
        """Return whether two lines that look like a header are one to remove and one to add.

        They are where the hunk is to go on, or has room for just these.
        """
        if not self.is_counted or min(self.old_left, self.new_left) < 1:
            return False
        goes_on = number + 2 < len(lines) and not lines[number + 2].startswith("@@")
        return goes_on or (self.old_left, self.new_left) == (1, 1)

    def add(self, line: str) -> None:
        """Take one more line."""
        self.lines.append(line)
        if not line.startswith("\\"):
            self.old_left -= not line.startswith("+")
            self.new_left -= not line.startswith("-")


@attrs.define
class _Parser:
    """Reads a diff line by line."""

    is_alone: bool
    """Whether all lines belong to the diff, with or without headers."""
    files: list[_File] = attrs.Factory(list)
    hunk: _Hunk | None = None

    def parse(self, lines: Sequence[str]) -> tuple[FileEdit, ...]:
        """Return what the diff does to each file."""
        number = 0
        while number < len(lines):
            number += self._read(lines, number)
        self._close()
        return tuple(edit for file in self.files if (edit := file.edit()) is not None)

    def _read(self, lines: Sequence[str], number: int) -> int:
        """Take what stands on a line, and return how many lines it was."""
        line = lines[number]
        is_header = line.startswith("--- ") and _is_header(lines, number)
        if is_header and not (self.hunk is not None and self.hunk.takes(lines, number)):
            self._open(_path(line), _path(lines[number + 1]))
            return 2
        named = _GIT.match(line)
        hunk = _HUNK.match(line)
        loose = None if hunk else _LOOSE.match(line)
        if named:
            self._open(named[1], named[2])
        elif _HEADER.match(line):
            self._header(line)
        elif hunk:
            self._start(
                _Hunk(
                    line=max(0, int(hunk[1]) - (hunk[2] != "0")),
                    context=(hunk[5].strip(),) if hunk[5].strip() else (),
                    old_left=int(hunk[2] or 1),
                    new_left=int(hunk[4] or 1),
                    is_counted=True,
                )
            )
        elif loose:
            said = (loose[2] or loose[1] or "").strip()
            self._start(_Hunk(context=(said,) if said.strip(". ") else ()))
        else:
            self._text(line)
        return 1

    def _text(self, line: str) -> None:
        """Take a line of a hunk; outside of one it is prose, unless the diff has no headers."""
        if self.hunk is None and (self.is_alone or self._has_header()) and line.strip():
            self._start(_Hunk())
        if self.hunk is not None:
            is_prose = bool(line) and not line.startswith(MARKS)
            if self.hunk.is_over and is_prose and not self.is_alone:
                self._close()
            else:
                self.hunk.add(line)

    def _has_header(self) -> bool:
        return bool(self.files) and not self.files[-1].items

    def _header(self, line: str) -> None:
        """Take a line between `diff --git` and the first hunk."""
        self._close()
        if not self.files:
            return
        file = self.files[-1]
        if line.startswith("new file"):
            file.old = NOWHERE
        elif line.startswith("deleted file"):
            file.new = NOWHERE
        elif line.startswith(("rename from ", "rename to ")):
            file.is_moved = True

    def _open(self, old: str, new: str) -> None:
        """Begin with another file, or take the names of the one that `diff --git` began."""
        self._close()
        last = self.files[-1] if self.files else None
        if last is not None and not last.items and last.new and _named(last.new) == _named(new):
            last.old = old if old == NOWHERE else last.old
        elif last is not None and not last.items and new == NOWHERE:
            last.new = NOWHERE
        else:
            self.files.append(_File(old, new))

    def _start(self, hunk: _Hunk) -> None:
        self._close()
        self.hunk = hunk

    def _close(self) -> None:
        """Take what the hunk replaces."""
        if self.hunk is not None:
            if not self.files:
                self.files.append(_File())
            self.files[-1].items += replacements(self.hunk.lines, self.hunk.line, self.hunk.context)
            self.hunk = None


def _is_header(lines: Sequence[str], number: int) -> bool:
    """Return whether the line after `---` is `+++`, and a hunk or nothing follows."""
    following = [*lines[number + 1 : number + 3], "", ""]
    is_named = following[0].startswith("+++ ")
    return is_named and (not following[1].strip() or following[1].startswith(("@@", *MARKS)))


def _path(line: str) -> str:
    return line[4:].partition("\t")[0].strip().strip('"')


def _named(path: str) -> str:
    """Return a path without the `a/` or `b/` that git puts before it; "" for no file."""
    return "" if path == NOWHERE else re.sub(r"^[ab]/", "", path)
