"""The ends of blocks: where they are, and whether anything may follow there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.rows import CLOSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.rows import Rows
    from honed.apply.work import Work

_LEAVES = re.compile(
    r"(?:.*;\s*)?(?:return|raise|throw|break|continue|goto)\b"
    r"|(?:sys\.exit|os\._exit|exit|process\.exit|panic!?)\("
    r"|(?:_|else)\s*(?:=>|->)"
)
"""What nothing follows in its block; an arm for all that is left is the last, too."""
_BRANCHES = re.compile(r"(?:\}\s*)?(?:else|elif|except|catch|finally)\b")
_GOES_ON = re.compile(r"[)\]}]|(?:else|elif|except|catch|finally|case|default)\b|[#@]|//|/\*")
"""What does not follow the block's last statement, but belongs to it, or is reached otherwise."""
_COMMENT = re.compile(r"#|//|/\*|\*")


def leaves(file: Rows, low: int, high: int) -> bool:
    """Return whether the last statement of the rows `low:high` leaves their block."""
    rows = [row for row in range(low, high) if not _COMMENT.match(file.strip[row])]
    base = min((file.width[row] for row in rows), default=0)
    level = [row for row in rows if file.width[row] == base and file.strip[row][0] not in CLOSING]
    if not level:
        return False
    last = file.strip[level[-1]]
    if _BRANCHES.match(last):
        return any(_LEAVES.match(file.strip[row]) for row in rows[-2:])
    return _LEAVES.match(last) is not None


def nothing_follows(work: Work, rows: Sequence[int], place: int, start: int) -> bool:
    """Return whether rows put before `place` would never be reached.

    The block ends at `place`, and begins at the bracket that it closes, below the header of the
    declaration that they are shown in, or at `start`.
    """
    file, strip = work.file, work.shown.rows.strip
    if not rows or all(row in work.doubts.fresh for row in rows) or _GOES_ON.match(strip[rows[0]]):
        return False
    opener = file.partner[place] if place < len(file) else -1
    header = work.headers.get(work.plan.place_of.get(work.shown.rows.parent[rows[0]], -1))
    return leaves(file, max(start, opener + 1, header.inner if header else 0), place)


def is_end_of_body(work: Work, rows: Sequence[int], start: int, end: int) -> bool:
    """Return whether rows are the last of a body that nothing but indentation ends.

    They stand below a marker in a declaration whose body in the file ends with the rows
    `start:end`.
    """
    shown = work.shown.rows
    header = shown.parent[rows[0]] if rows else -1
    item = work.headers.get(work.plan.place_of.get(header, -1))
    if work.language is None or not work.language.filler or item is None or item.is_leaf:
        return False
    is_its_end = start < end == item.inner_end
    return is_its_end and all(shown.width[row] >= shown.width[rows[0]] for row in rows)
