"""How far the rows of a snippet are indented where a plan puts them into a file.

A snippet may be dedented, its markers at column 0, its levels tabs for spaces or two columns for
four. So each row follows a pair of rows that are the same in both: the header of its declaration,
or what is matched beside it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from honed.apply.rows import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.apply.plan import Plan


@attrs.frozen
class Units:
    """One level of indentation: a tab or some spaces."""

    file: str
    snippet: str


class Levels:
    """The indentation of a snippet's rows in the file."""

    def __init__(self, plan: Plan, units: Units) -> None:
        """Look at what the plan matches; it changes no more."""
        self._plan, self._units = plan, units
        self._followed = _followed(plan)
        self._is_other_kind = not _has_kind(plan, units) and not _stands_as_shown(plan)
        self._is_scaled = False
        self._is_scaled = self._fits_better_scaled()

    def indent(self, row: int, place: int | None) -> str:
        """Return the indentation of a row of the snippet that becomes `place`, or is put in."""
        snippet, file = self._plan.shown.rows, self._plan.file
        own = snippet.indent[row]
        if row not in self._followed:
            return own if place is None else file.indent[place]
        reference, at = self._followed[row]
        theirs, base = snippet.indent[reference], file.indent[at]
        if own.startswith(theirs):
            return base + self._converted(own[len(theirs) :])
        if theirs.startswith(own):
            further = self._converted(theirs[len(own) :])
            if base.endswith(further):
                return base[: len(base) - len(further)]
        return self._converted(" " * max(0, columns(base) + columns(own) - columns(theirs)))

    def _converted(self, indent: str) -> str:
        """Return further indentation in the file's units, where the snippet has others."""
        unit, snippet_unit = self._units.file, self._units.snippet
        has_tabs = "\t" in indent
        if self._is_other_kind and indent and has_tabs != ("\t" in unit):
            if has_tabs:
                return unit * indent.count("\t") + " " * indent.count(" ")
            size = max(1, columns(snippet_unit))
        elif self._is_scaled and not has_tabs and "\t" not in snippet_unit:
            size = len(snippet_unit)
        else:
            return indent
        return unit * (len(indent) // size) + " " * (len(indent) % size)

    def _fits_better_scaled(self) -> bool:
        """Return whether a level has another number of spaces in the snippet.

        It has where more of the lines that both have then stand as the file has them.
        """
        if len(self._units.file) == len(self._units.snippet):
            return False
        plan = self._plan
        same = [
            (row, place)
            for place, row in plan.matched.items()
            if plan.file.strip[place] == plan.shown.rows.strip[row]
        ]
        plain = self._fitting(same)
        if plain == len(same):
            return False
        self._is_scaled = True
        return self._fitting(same) > plain

    def _fitting(self, pairs: Iterable[tuple[int, int]]) -> int:
        width = self._plan.file.width
        return sum(columns(self.indent(row, place)) == width[place] for row, place in pairs)


def _has_kind(plan: Plan, units: Units) -> bool:
    """Return whether a row of the snippet is indented as the file is, by tabs or by spaces."""
    return any(("\t" in each) == ("\t" in units.file) for each in plan.shown.rows.indent if each)


def _stands_as_shown(plan: Plan) -> bool:
    """Return whether most indented rows that both have stand in the file as the snippet has them.

    So it is inside a string of the file's, whose rows are indented as another language has it.
    """
    file, snippet = plan.file, plan.shown.rows
    same = [
        file.indent[place] == snippet.indent[row]
        for place, row in plan.matched.items()
        if snippet.indent[row] and file.strip[place] == snippet.strip[row]
    ]
    return 2 * sum(same) > len(same)


def _followed(plan: Plan) -> dict[int, tuple[int, int]]:
    """Return the pair of rows that the indentation of each row of the snippet follows.

    That is the header of its declaration; elsewhere, of the rows that stand together between
    markers, one of those with the shift that most of them have.
    """
    followed = {
        row: pair for row, pair in plan.followed.items() if not _is_in_new_block(plan, pair[0])
    }
    for is_code, rows in groupby(range(len(plan.shown.rows)), plan.shown.is_code):
        if is_code:
            followed |= _by_vote(plan, [row for row in rows if row not in followed])
    for is_code, rows in groupby(range(len(plan.shown.rows)), plan.shown.is_code):
        if is_code:
            followed |= _by_itself(plan, list(rows), followed)
    followed = followed or _by_wrapper(plan)
    if followed:
        last = followed[min(followed)]
        for row in range(len(plan.shown.rows)):
            last = followed.setdefault(row, last)
    return followed


def _is_in_new_block(plan: Plan, header: int) -> bool:
    """Return whether a declaration is put into a block that the file does not have."""
    parent = plan.shown.rows.parent[header]
    return parent >= 0 and parent not in plan.place_of and parent not in plan.followed


def _by_itself(
    plan: Plan, piece: Sequence[int], followed: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Return what a piece between two markers follows that is only written down carelessly.

    Its first row is the file's, and all of its rows that are the file's stand otherwise than their
    declaration does, by the same amount.
    """
    file, snippet = plan.file, plan.shown.rows
    same = [
        row
        for row in piece
        if row in plan.place_of
        and file.strip[plan.place_of[row]] == snippet.strip[row]
        and _wrapper(plan, row) is None
    ]
    shifts = {file.width[plan.place_of[row]] - snippet.width[row] for row in same}
    if len(shifts) != 1 or same[0] != piece[0]:
        return {}
    own = piece[0], plan.place_of[piece[0]]
    reference, at = followed.get(piece[0], own)
    if file.width[at] - snippet.width[reference] in shifts:
        return {}
    return dict.fromkeys(piece, own)


def _by_wrapper(plan: Plan) -> dict[int, tuple[int, int]]:
    """Return what rows follow that all stand in new blocks: those begin where the rows were."""
    for row in sorted(plan.place_of):
        wrapper = _wrapper(plan, row)
        if wrapper is not None:
            return {wrapper: (wrapper, plan.place_of[row])}
    return {}


def _wrapper(plan: Plan, row: int) -> int | None:
    """Return where the block begins that the snippet puts around a row of the file, if it does.

    Of several that is the outermost.
    """
    parent, found = plan.shown.rows.parent, None
    around = parent[row]
    while around >= 0:
        if plan.shown.is_code(around) and around not in plan.place_of:
            found = around
        around = parent[around]
    return found


def _by_vote(plan: Plan, group: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return what rows that stand together follow, each the nearest above; nothing if unmatched."""
    votes: dict[int, list[int]] = {}
    for row in group:
        if row in plan.place_of and _wrapper(plan, row) is None:
            shift = plan.file.width[plan.place_of[row]] - plan.shown.rows.width[row]
            votes.setdefault(shift, []).append(row)
    if not votes:
        return {}
    best = max(votes, key=lambda shift: (len(votes[shift]), -abs(shift)))
    following = iter(votes[best])
    reference = next(following)
    after = next(following, None)
    made = {}
    for row in group:
        while after is not None and after <= row:
            reference, after = after, next(following, None)
        made[row] = (reference, plan.place_of[reference])
    return made
