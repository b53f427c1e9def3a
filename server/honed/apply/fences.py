"""Markdown around code: fences, their info strings, prose, and lines that name a file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})\s*(.*?)\s*$")
_PATH = re.compile(r"^(?:[A-Za-z]:)?[\w.@()\[\]+-]*(?:[\\/][\w.@()\[\]+-]+)*\.\w+$")
_NAMED = re.compile(r"""\b(?:title|file|filename|path)\s*=\s*(?:"([^"]+)"|'([^']+)'|(\S+))""")
_COMMENT = re.compile(
    r"^\s*(?://+|#+|--|;+|/\*+|<!--|%+)\s*(?:[Ff]ile(?:name)?:\s*)?(\S+)\s*(?:\*/|-->)?\s*$"
)
_LABEL = re.compile(r"^(?:in|file|filename|path|update|edit)\s*:?\s+", re.IGNORECASE)
_LISTED = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s")
_CODE_END = re.compile(r"(?:[{};,(\[\])]|=>|->|\\)\s*$")
_CODE_START = re.compile(
    r"^(?:import|from|def|class|func|fn|pub|impl|use|package|export|const|let|var|return|#include"
    r"|@\w|if\b.*:$|for\b.*:$|while\b.*:$|else|try|public|private|static|async|type|struct|enum"
    r"|interface)\b"
)
MANY = 1_000
"""In an edit with so many fences nobody looks for one inside another."""
SHELLS = frozenset({"bash", "sh", "shell", "console", "zsh", "powershell", "output", "text", "log"})
"""Languages of fences that say what to run or what comes out, not what the file becomes."""


@attrs.frozen
class Fence:
    """The lines inside one pair of fences."""

    first: int
    """The zero-based line of the opening fence in the edit."""
    end: int
    """The line after the closing fence."""
    info: str
    lines: tuple[str, ...]
    is_closed: bool

    @property
    def language(self) -> str:
        """The first word of the info string, in small letters."""
        return re.split(r"[\s:{,]", self.info, maxsplit=1)[0].lower()


def fences(lines: Sequence[str]) -> tuple[Fence, ...]:
    """Return the outermost fences; the last may lack its closing one."""
    return _fences(tuple(lines))


@lru_cache(maxsize=4)
def _fences(lines: tuple[str, ...]) -> tuple[Fence, ...]:
    found = []
    number = 0
    marks = sum(line.lstrip(" ").startswith(("```", "~~~")) for line in lines)
    while marks and number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None or (opening[2][0] == "`" and "`" in opening[3]):
            number += 1
            continue
        end = _closing(lines, number, opening[1], opening[2], is_first=marks > MANY)
        last = len(lines) if end is None else end
        inside = tuple(line.removeprefix(opening[1]) for line in lines[number + 1 : last])
        found.append(Fence(number, last + 1, opening[3], inside, end is not None))
        number = last + 1
    return tuple(found)


def _closing(
    lines: Sequence[str], first: int, indent: str, marks: str, *, is_first: bool
) -> int | None:
    """Return the line that closes the fence opened on `first`; None where none does.

    A fence with an info string inside opens another. A pair without is taken for an inner one
    too where code stands between the two, as in a docstring with an example, unless the first
    that may be the right one is wanted.
    """
    closers: list[int] = []
    depth = 0
    for number in range(first + 1, len(lines)):
        fence = _FENCE.match(lines[number])
        if fence is None or fence[2][0] != marks[0] or len(fence[1]) > len(indent):
            continue
        if fence[3]:
            if not depth and closers:
                break
            depth += "`" not in fence[3]
        elif depth:
            depth -= 1
        elif len(fence[2]) >= len(marks):
            closers.append(number)
            if is_first:
                break
    if (
        len(closers) > 1
        and len(closers) % 2
        and looks_like_code(lines[closers[0] + 1 : closers[1]])
    ):
        return closers[-1]
    return closers[0] if closers else None


def looks_like_code(lines: Sequence[str]) -> bool:
    """Return whether at least half of the lines, blank ones aside, are code and not prose."""
    seen = [line for line in lines if line.strip()]
    code = sum(
        not _LISTED.match(line)
        and bool(
            line.startswith(("    ", "\t", "  "))
            or _CODE_END.search(line)
            or _CODE_START.match(line)
        )
        for line in seen
    )
    return bool(seen) and 2 * code >= len(seen)


def path_in_info(info: str) -> str | None:
    """Return the file that an info string names: `ts:a.ts`, `ts src/a.ts`, `ts title="a.ts"`."""
    named = _NAMED.search(info)
    if named:
        return named[1] or named[2] or named[3]
    for word in reversed(re.split(r"[\s:]+", info)):
        if _is_path(word):
            return word
    return None


def path_in_line(line: str) -> str | None:
    """Return the file that a line of prose names and says nothing else: `### src/a.ts`."""
    words = line.strip().strip("#*>- ").rstrip(":").strip("*`\"' ")
    words = _LABEL.sub("", words).strip("*`\"' ")
    return words if _is_path(words) else None


def path_in_comment(line: str) -> str | None:
    """Return the file that a comment names and says nothing else: `// src/a.ts`."""
    named = _COMMENT.match(line)
    return named[1] if named and _is_path(named[1]) else None


def path_above(lines: Sequence[str], number: int) -> str | None:
    """Return the file that the nearest line with words above `number` names."""
    for line in reversed(lines[max(0, number - 3) : number]):
        if line.strip():
            return path_in_line(line)
    return None


def same_file(left: str, right: str) -> bool:
    """Return whether two paths may name one file: one ends with the other, part by part."""
    shorter, longer = sorted((_parts(left), _parts(right)), key=len)
    return bool(shorter) and longer[-len(shorter) :] == shorter


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("\\", "/").split("/") if part not in {"", "."}]


def _is_path(word: str) -> bool:
    return bool(_PATH.match(word)) and not word.startswith("..") and not word[-1:].isdigit()
