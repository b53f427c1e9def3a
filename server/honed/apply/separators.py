"""Commas between entries: the last of a list has none before another one follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.rows import CLOSING

if TYPE_CHECKING:
    from honed.apply.plan import Plan
    from honed.apply.rows import Rows

_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_OPEN_END = re.compile(r".*(?:[,;:{(\[<&|+*/=?.-]|(?://|#|/\*|--\s).*|\*/|-->)")
"""The end of a line behind which no comma comes."""
_COMMENT = re.compile(r".*(?://|#|/\*|--\s)")
_REMARK = re.compile(r"//|#|/\*|\*\s|--\s")
_CONTINUES = re.compile(r"[)\]},;.:?|+=<&]|(?:and|or|if|else|for|in|is|not in)\b")
"""The beginning of a line that goes on with the entry above."""
_MAY_CONTINUE = re.compile(r"[-*(\[/#]")
_REST = re.compile(r"\.\.|\*")
"""The beginning of an entry that may have to be the last."""


def separate(plan: Plan) -> int | None:
    """Let a comma follow the last entry of a list where the plan puts another one behind it.

    Return the row of a file behind which one is missing and none can be put, None for none.
    """
    file, snippet = plan.file, plan.shown.rows
    for place, rows in plan.inserted.items():
        if not rows or not 0 < place < len(file) or file.strip[place][0] not in CLOSING:
            continue
        last, opener = place - 1, file.partner[place]
        if opener < 0 or last <= opener or last in plan.deleted or last in plan.text_of:
            continue
        row = plan.matched.get(last)
        text = file.strip[last] if row is None else snippet.strip[row]
        code = _STRING.sub('""', text)
        is_comment = _COMMENT.match(code) is not None
        first = next((each for each in rows if not _REMARK.match(snippet.strip[each])), -1)
        if first < 0 or _CONTINUES.match(snippet.strip[first]):
            continue
        if not is_comment and _OPEN_END.fullmatch(code):
            continue
        is_told = snippet.strip[rows[-1]].endswith(",")
        if not _has_commas(file, opener, last, is_told=is_told):
            continue
        begins = snippet.strip[first]
        if is_comment or _MAY_CONTINUE.match(begins) or _REST.match(text):
            return last
        plan.text_of[last] = text + ","
    return None


def _has_commas(file: Rows, opener: int, last: int, *, is_told: bool) -> bool:
    """Return whether the entries above the last one end in commas; of a single one, `is_told`."""
    ends = [
        file.strip[each].endswith(",")
        for each in range(opener + 1, last)
        if file.width[each] == file.width[last] and file.strip[each][0] not in "/#*"
    ]
    if file.strip[last][0] in CLOSING:
        # The line that opened the last entry ends in a bracket; that there are others has to tell.
        # Behind the block of an arm there is none.
        is_arm = "=>" in file.strip[file.partner[last]]
        return len(ends) > 1 and all(ends[:-1]) and not is_arm
    return all(ends) if ends else is_told
