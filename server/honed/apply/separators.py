"""Commas between entries: the last of a list has none before another one follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.rows import CLOSING

if TYPE_CHECKING:
    from honed.apply.plan import Plan
    from honed.apply.rows import Rows

_OPEN_END = re.compile(r".*(?:[,;:{(\[<&|+*/=?.-]|//.*|#.*|\*/|-->)")
"""The end of a line behind which no comma comes; or of which that is not sure."""
_NO_ENTRY = re.compile(r"[)\]},;.:?|&+*/=<#-]")
"""The beginning of a line that is no entry by itself."""


def separate(plan: Plan) -> None:
    """Let a comma follow the last entry of a list where the plan puts another one behind it."""
    file, snippet = plan.file, plan.shown.rows
    for place, rows in plan.inserted.items():
        if not rows or not 0 < place < len(file) or file.strip[place][0] not in CLOSING:
            continue
        last, opener = place - 1, file.partner[place]
        if opener < 0 or last <= opener or last in plan.deleted or last in plan.text_of:
            continue
        row = plan.matched.get(last)
        text = file.strip[last] if row is None else snippet.strip[row]
        if _OPEN_END.fullmatch(text) or _NO_ENTRY.match(snippet.strip[rows[0]]):
            continue
        if _has_commas(file, opener, last, is_told=snippet.strip[rows[-1]].endswith(",")):
            plan.text_of[last] = text + ","


def _has_commas(file: Rows, opener: int, last: int, *, is_told: bool) -> bool:
    """Return whether the entries above the last one end in commas; of a single one, `is_told`."""
    ends = [
        file.strip[each].endswith(",")
        for each in range(opener + 1, last)
        if file.width[each] == file.width[last] and file.strip[each][0] not in "/#*"
    ]
    if file.strip[last][0] in CLOSING:
        # The line that opened the last entry ends in a bracket; that there are others has to tell.
        return len(ends) > 1 and all(ends[:-1])
    return all(ends) if ends else is_told
