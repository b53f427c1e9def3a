"""What the search of an edit's lines came to, in words and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.result import Place
from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.apply.lines import Lines
    from honed.apply.locate import Match


def differing(file: Lines, base: Lines, match: Match) -> tuple[str, ...]:
    """Return where the lines of the file are others than those that were searched."""
    words = []
    for number, pair in enumerate(match.pairs):
        if pair is None:
            words += [f"`{shown(base, number)}` is not there"] if base.stripped[number] else []
        elif base.squeezed[number] != file.squeezed[pair]:
            sides = f"`{shown(base, number)}` / `{shown(file, pair)}`"
            words.append(f"context line {pair + 1} differs: {sides}")
    paired = set(match.pairs)
    words += [
        f"line {number + 1} is not in the edit: `{shown(file, number)}`"
        for number in range(match.start, match.end)
        if number not in paired and file.stripped[number]
    ]
    return tuple(words)


def spacing(file: Lines, base: Lines, match: Match) -> tuple[str, ...]:
    """Return where lines that agree otherwise are spaced differently."""
    if match.is_exact:
        return ()
    pairs = [(number, pair) for number, pair in enumerate(match.pairs) if pair is not None]
    words = [
        f"the space in line {pair + 1} differs: `{shown(base, number)}` / `{shown(file, pair)}`"
        for number, pair in pairs
        if base.stripped[number] != file.stripped[pair]
        and base.squeezed[number] == file.squeezed[pair]
    ]
    lines = f"lines {match.start + 1} to {match.end}"
    if any(base.indent(number) != file.indent(pair) for number, pair in pairs):
        words.append(f"the indentation of {lines} differs")
    if any(pair is None and not base.stripped[number] for number, pair in enumerate(match.pairs)):
        words.append(f"the blank lines in {lines} differ")
    return tuple(words)


def places(file: Lines, found: Iterable[tuple[int, int]]) -> tuple[Place, ...]:
    """Return lines of the file, `end` not included, as candidates."""
    return tuple(Place(start, end, shown(file, start)) for start, end in found)


def shown(lines: Lines, number: int) -> str:
    """Return a line without the space around it; an empty text past the end."""
    return decode(lines.stripped[number]) if number < len(lines) else ""
