"""Several rows of the file that a snippet has as one: a call, a condition, a list of names.

Such a row is found again in the first of them. The others are a part of what it says, and never
stay behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.work import Work

MOST_JOINED = 30
"""More rows are not written as one."""
_BRACKET = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|([(\[{])|([)\]}])")
_LAST_COMMA = re.compile(r",(?=[)\]}])")


def join(work: Work, row: int, place: int, *, is_context: bool) -> None:
    """Settle the rows below `place` that are joined in `row`, if any are.

    Where a row that is shown for its place only says the same as they do, they stay as they are.
    """
    plan, ours, file = work.plan, work.shown.rows.strip[row], work.file.strip
    end = _end(ours, file[place : place + MOST_JOINED])
    places = range(place, place + end)
    if end < 2 or any(map(plan.is_settled, places[1:])):  # noqa: PLR2004 - it and another one
        return
    plan.delete(places.start + 1, places.stop)
    if is_context and _packed([ours]) == _packed(file[places.start : places.stop]):
        plan.soften(range(row, row + 1), places)


def _end(ours: str, file: Sequence[str]) -> int:
    """Return how many of the rows have the brackets of `ours`; 0 where no number of them has."""
    wanted, unclosed = _unclosed(ours, ""), ""
    for count, line in enumerate(file, start=1):
        opened = _unclosed(line, unclosed)
        if opened is None or (count == 1 and opened == wanted):
            return 0
        if opened == wanted:
            return count
        unclosed = opened
    return 0


def _unclosed(line: str, before: str) -> str | None:
    """Return the brackets that are open after a line, None where more are closed than were."""
    for opening, closing in _BRACKET.findall(line):
        if opening:
            before += opening
        elif closing:
            if not before:
                return None
            before = before[:-1]
    return before


def _packed(lines: Sequence[str]) -> str:
    """Return what lines say without the space between, and without last commas."""
    return _LAST_COMMA.sub("", "".join("".join(lines).split()))
