"""Search/replace blocks: those of Aider, Cline and Roo Code.

<<<<<<< SEARCH          ------- SEARCH
:start_line:12          old
-------                 =======
old                     new
=======                 +++++++ REPLACE
new
>>>>>>> REPLACE
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.apply.fences import fences, path_above, path_in_info
from honed.apply.reading import Replacement, Replacements
from honed.apply.result import Format, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OPENING = re.compile(r"^(<{5,9}|-{3,}) SEARCH>?\s*$")
_CLOSING = re.compile(r"^(>{3,}|\+{3,}) REPLACE>?\s*$")
_BROKEN = re.compile(r"^[<>+-]{2,} ?(SEARCH|REPLACE)>?\s*$")
_CONFLICT_START = re.compile(r"^<{7}( |$)")
_CONFLICT_END = re.compile(r"^>{7}( |$)")
_START_LINE = re.compile(r"^:(start|end)_line:\s*(\d+)\s*$")
_ESCAPED = re.compile(r"^\\(?=<{5,}|={5,}|>{5,}|-{5,}|\+{5,}|:(?:start|end)_line:)")
_NUMBERED = re.compile(r"^ *(\d+) \|(?: |$)")

USUAL_LENGTH = 7
"""Of a divider: one of another length may be an underline in the text."""
ADVICE = "write <<<<<<< SEARCH, the lines, =======, the new lines, >>>>>>> REPLACE"


@attrs.frozen
class Block:
    """One block and the file that it names, None where it names none."""

    replacement: Replacement
    filename: str | None


def has_marks(lines: Sequence[str]) -> bool:
    """Return whether any line is the mark of such a block, be it a broken one."""
    return any(
        line[:1] in {"<", ">", "-", "+"} and (_OPENING.match(line) or _BROKEN.match(line))
        for line in lines
    )


def parse(lines: Sequence[str]) -> tuple[Block, ...] | Refused:
    """Return all blocks, in order; those without a file's name are for the file before."""
    found: list[Block] = []
    start: int | None = None
    filename: str | None = None
    infos = {fence.first: fence.info for fence in fences(lines)}
    for number, line in enumerate(lines):
        if _OPENING.match(line):
            if start is not None:
                return _refused(f"the block on line {start + 1} is not closed")
            start = number
            filename = _filename(lines, number, infos) or filename
        elif _CLOSING.match(line):
            if start is None:
                return _refused(f"line {number + 1} closes a block that was not opened")
            block = _block(lines, start, number)
            if isinstance(block, Refused):
                return block
            found.append(Block(block, filename))
            start = None
        elif start is None and _BROKEN.match(line):
            return _refused(f"line {number + 1} is no mark of a block: `{line.strip()}`")
    if start is not None:
        last = _unclosed(lines, start, is_fenced=bool(infos))
        if isinstance(last, Refused):
            return last
        found.append(Block(last, filename))
    return tuple(found) or _refused("there is no block")


def of_one_file(blocks: Iterable[Block], filename: str | None) -> Replacements:
    """Return the replacements of blocks that name one file."""
    return Replacements(
        Format.SEARCH_REPLACE, tuple(block.replacement for block in blocks), filename
    )


def _filename(lines: Sequence[str], number: int, infos: dict[int, str]) -> str | None:
    """Return the file that stands above a block, or above or in the fence that opens on it."""
    if number - 1 in infos:
        return path_in_info(infos[number - 1]) or path_above(lines, number - 1)
    return path_above(lines, number)


def _block(lines: Sequence[str], start: int, end: int) -> Replacement | Refused:
    divider = _divider(lines, start, end)
    if divider is None:
        return _refused(f"the block on line {start + 1} has no single line ======= in it")
    before, line = _searched(lines[start + 1 : divider])
    after = list(lines[divider + 1 : end])
    before, first = _without_numbers(before)
    if first is not None:
        line = first if line is None else line
        after = _without_numbers(after)[0]
    return Replacement(_joined(before), _joined(after), line)


def _divider(lines: Sequence[str], start: int, end: int) -> int | None:
    """Return the line between the two halves; None where there is none, or more than one."""
    trailing = r"[ \t]*" if lines[start].startswith("<") else ""
    divider = re.compile(rf"^(={{3,}}){trailing}$")
    for inside in (set(_of_conflicts(lines, start + 1, end)), set[int]()):
        numbers = [
            number
            for number in range(start + 1, end)
            if number not in inside and divider.match(lines[number])
        ]
        usual = [number for number in numbers if len(lines[number].strip()) == USUAL_LENGTH]
        chosen = usual or numbers
        if chosen:
            return chosen[0] if len(chosen) == 1 else None
    return None


def _of_conflicts(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Yield the lines of the merge conflicts that the block speaks of."""
    opened: int | None = None
    for number in range(start, end):
        if _CONFLICT_START.match(lines[number]):
            opened = number
        elif opened is not None and _CONFLICT_END.match(lines[number]):
            yield from range(opened, number + 1)
            opened = None


def _unclosed(lines: Sequence[str], start: int, *, is_fenced: bool) -> Replacement | Refused:
    """Return the last block without its closing mark, if it was not cut off.

    It is whole where both halves end with the same line.
    """
    end = len(lines)
    while end > start and (not lines[end - 1].strip() or (is_fenced and "```" in lines[end - 1])):
        end -= 1
    block = _block(lines, start, end)
    if isinstance(block, Refused) or (
        block.after and block.before.splitlines()[-1:] == block.after.splitlines()[-1:]
    ):
        return block
    return _refused(f"the block on line {start + 1} is not closed: the edit may be cut off")


def _searched(lines: Sequence[str]) -> tuple[list[str], int | None]:
    """Return the lines of the first half, and the line on which they stand where it is said."""
    line = None
    number = 0
    while number < len(lines) and (named := _START_LINE.match(lines[number])):
        if named[1] == "start":
            line = max(0, int(named[2]) - 1)
        number += 1
    if number and number < len(lines) and re.fullmatch(r"-{3,}", lines[number]):
        number += 1
    return list(lines[number:]), line


def _without_numbers(lines: list[str]) -> tuple[list[str], int | None]:
    """Return the lines without the numbers in front of them, and the first number from zero."""
    numbers = [_NUMBERED.match(line) for line in lines]
    if not lines or not all(numbers):
        return lines, None
    first = int(numbers[0][1]) if numbers[0] else 1
    return [_NUMBERED.sub("", line) for line in lines], max(0, first - 1)


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{_ESCAPED.sub('', line)}\n" for line in lines)


def _refused(message: str) -> Refused:
    return Refused(Reason.NOT_UNDERSTOOD, message, ADVICE, format=Format.SEARCH_REPLACE)
