"""What is like its neighbours in the file, and may be one of them changed, or one more.

`<li>c</li>` above the end of a list of `<li>a</li>` and `<li>b</li>` may be either where no line
above it tells. And a new `case 3:` ends in a `break;` that is not the one of the case below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.markers import Role
from honed.apply.pairing import NEAR
from honed.apply.rows import FEW_WORDS, similarity, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.stretch import Stretch
    from honed.apply.work import Work

Pair = tuple[int, int]


def one_more(work: Work, stretch: Stretch, pairs: Sequence[Pair]) -> tuple[int, list[int]] | None:
    """Return a row matched with one of a series, which it may follow, and the rows of that."""
    anchors = {row for row, place in pairs if is_anchor(work, row, place)}
    for row, place in pairs:
        if _is_first(work, stretch, row, anchors):
            places = _series(work, stretch, row, place)
            if len(places) > 1 or (places and _is_entry_of_another(work, row, place)):
                return row, places
    return None


_ENTRY = re.compile(
    r"(?:case\b|default\b|elif\b|else if\b|when\b|path\(|[\w:.]+(?:\([^()]*\))?\s*=>)"
)
"""What begins an entry of a list of which each is for something else."""


def _is_entry_of_another(work: Work, row: int, place: int) -> bool:
    """Return whether two rows begin entries, for something else each: a `case`, an arm."""
    return bool(_ENTRY.match(work.shown.rows.strip[row]) and _ENTRY.match(work.file.strip[place]))


def repeated_end(work: Work, stretch: Stretch, pairs: Sequence[Pair]) -> int:
    """Return how many of the last matches only close what is new above them, as what is above does.

    They tell nothing, are the last rows of a piece, and say the same as the rows above what is
    new; and there are rows of the file that would go if they were those that they are matched with.
    """
    shown = work.shown
    end = pairs[-1][0] + 1 if pairs else 0
    is_last = stretch.open_end if end == len(shown.rows) else shown.roles[end] is Role.MARKER
    if not end or not is_last:
        return 0
    for count in range(1, len(pairs)):
        row, place = pairs[-count]
        if row != end - count or is_anchor(work, row, place):
            return 0
        above, place_above = pairs[-count - 1]
        if row - above > 1 and place - place_above > 1:
            is_new = not shown.has_marker(above, row)
            start = above + 1 - count
            is_same = (
                start >= 0 and shown.rows.strip[start : above + 1] == shown.rows.strip[row:end]
            )
            return count if is_new and is_same else 0
    return 0


def ends_of_new(
    work: Work, stretch: Stretch, pairs: Sequence[Pair]
) -> tuple[set[Pair], tuple[int, list[int]] | None]:
    """Return the matches that only end a new entry, with the end of another.

    They belong to an entry below a marker that the file does not have. Where no row behind it is
    known either, the entry is returned, too, and the one that it may be.
    """
    anchors = {row for row, place in pairs if is_anchor(work, row, place)}
    matched = {row for row, _ in pairs}
    shown, found = work.shown, set()
    for row, place in pairs:
        header, other = shown.rows.parent[row], work.file.parent[place]
        if row in anchors or header in matched or header < stretch.start or other < 0:
            continue
        is_below_marker = header > 0 and not shown.is_code(header - 1)
        if not (is_below_marker and _is_entry_of_another(work, header, other)):
            continue
        found.add((row, place))
        below = shown.rows.leaving[row]
        while below < stretch.end and shown.is_code(below) and below not in matched:
            below += 1
        if below not in matched:
            return found, (header, [other])
    return found, None


def is_anchor(work: Work, row: int, place: int) -> bool:
    """Return whether two rows are equal and tell something."""
    text = work.shown.rows.strip[row]
    return text == work.file.strip[place] and words(text) >= FEW_WORDS


def _is_first(work: Work, stretch: Stretch, row: int, anchors: set[int]) -> bool:
    """Return whether no anchor stands between a row and the marker, or the beginning, above it."""
    while row >= stretch.start and work.shown.is_code(row):
        if row in anchors:
            return False
        row -= 1
    return row < 0 or not work.shown.is_code(row)


def _series(work: Work, stretch: Stretch, row: int, place: int) -> list[int]:
    """Return the rows of the file that are as like `place` as `row` is, and like that, too."""
    file, ours = work.file, work.shown.rows.strip[row]
    theirs = file.strip[place]
    if ours == theirs or words(ours) < FEW_WORDS or row in work.shown.stubs:
        return []
    others = file.sharing(theirs, stretch.file_start, stretch.file_end)
    if not work.effort.spend(len(others)):
        return []
    least = max(NEAR, similarity(ours, theirs))
    return [
        each
        for each in others
        if file.width[each] == file.width[place]
        and similarity(file.strip[each], theirs) >= least
        and similarity(file.strip[each], ours) >= NEAR
    ]
