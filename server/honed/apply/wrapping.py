"""Blocks put around rows that a snippet leaves out, or taken away: the rows are indented anew."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.apply.levels import Levels
from honed.apply.markers import Role
from honed.apply.rows import columns
from honed.core.model import TokenKind
from honed.syntax.texts import long_texts
from honed.syntax.tokens import window

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from honed.apply.levels import Units
    from honed.apply.plan import Plan
    from honed.apply.snippet import Shown
    from honed.syntax.tree import Tree


_DOCSTRING = re.compile(r"[rRbBuU]?([\"']).*\1;?")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)
_CLOSES = re.compile(r"[)\]}]|</")
_WORD = re.compile(r"\w+")
_OPENERS = "{([>:"


@attrs.frozen
class Gap:
    """What a marker stands for: the rows `places` of the file, between two rows of the snippet."""

    marker: int
    above: int
    below: int | None
    places: range


def put_around(plan: Plan, units: Units, tree: Tree | None) -> range | None:
    """Indent the rows left out of a new block as those that are shown beside them, or of one gone.

    Rows in a string that goes over several of them stay: it would say something else. Return the
    rows of a gap of which it cannot be told whether they are in the block, None without such.
    """
    levels: Levels | None = None
    for gap in _gaps(plan):
        kept = gap.places
        if any(map(plan.is_settled, kept)) or not (_has_new(plan, gap) or _is_freed(plan, gap)):
            continue
        levels = levels or Levels(plan, units)
        further = _further(plan, levels, gap, columns(units.file))
        if further is None or _is_exchanged(plan, gap, tree):
            return kept
        if further and not _keeps_space(plan, kept):
            _move(plan, kept, further, units.file, _inside_texts(plan, tree, kept))
    return None


def opens_block(shown: Shown, above: Sequence[int], below: Sequence[int]) -> bool:
    """Return whether a block is opened by the last row above a marker and ended by those below."""
    if not above or not below or below[0] != above[-1] + 2:
        return False
    opener, closer = above[-1], below[0]
    is_level = shown.rows.width[opener] == shown.rows.width[closer]
    return is_level and shown.rows.strip[opener][-1] in _OPENERS


def _gaps(plan: Plan) -> Iterator[Gap]:
    """Yield what each marker stands for that has a row above; nothing where that is not in order.

    Without a row below it stands for the rest of the block.
    """
    shown, file = plan.shown, plan.file
    place_put = {row: place for place, rows in plan.inserted.items() for row in rows}
    for marker, role in enumerate(shown.roles):
        above, below = marker - 1, marker + 1
        if role is not Role.MARKER or above < 0 or not shown.is_code(above):
            continue
        start = plan.place_of.get(above, -1) + 1 or place_put.get(above, len(file))
        if start >= len(file):
            continue
        is_shown = below < len(shown.rows) and shown.is_code(below)
        end = _place(plan, place_put, marker)
        if not is_shown and start < end:
            end = next((at for at in range(start, end) if file.width[at] < file.width[start]), end)
        if start < end:
            yield Gap(marker, above, below if is_shown else None, range(start, end))


def _place(plan: Plan, place_put: Mapping[int, int], marker: int) -> int:
    """Return where the next row below a marker is in the file, or is put in."""
    for row in range(marker + 1, len(plan.shown.rows)):
        if plan.shown.is_code(row):
            return plan.place_of.get(row, place_put.get(row, -1))
    return len(plan.file)


def _has_new(plan: Plan, gap: Gap) -> bool:
    """Return whether the row above the gap is in a block that is put in, or opens it."""
    rows, parent = plan.shown.rows, plan.shown.rows.parent
    row = gap.above if rows.strip[gap.above][-1] in _OPENERS else parent[gap.above]
    while row >= 0 and (row in plan.place_of or not plan.shown.is_code(row)):
        row = parent[row]
    return row >= 0


def _is_freed(plan: Plan, gap: Gap) -> bool:
    """Return whether the row above the gap was in a block whose first row is gone."""
    place = plan.place_of.get(gap.above)
    return place is not None and plan.file.parent[place] in plan.deleted


def _further(plan: Plan, levels: Levels, gap: Gap, unit: int) -> int | None:
    """Return by how many columns the rows of a gap go to the right, or left; None in doubt.

    The marker tells by its own indentation, if the markers of the snippet have any.
    """
    shown, rows = plan.shown, plan.shown.rows
    base = plan.file.width[gap.places[0]]
    above, below = gap.above, gap.below
    depth = rows.width[gap.marker] - rows.width[above]
    is_telling = shown.has_indented_markers or not rows.width[above]
    if rows.strip[above][-1] in _OPENERS and (depth > 0 or not is_telling):
        if above in plan.place_of:
            return _shift(plan, levels, above)
        if below is not None and rows.width[below] > rows.width[above]:
            # Without a marker's word, the rows go with what is shown in the block, too.
            return _beside(plan, levels, below, base)
        further = columns(levels.indent(above, None)) + unit - base
        return max(0, further) if _is_block(shown, gap) else 0
    by_above = _beside(plan, levels, above, base)
    if is_telling:
        is_below = below is not None and depth == rows.width[below] - rows.width[above]
        return by_above if not depth else _beside(plan, levels, below, base) if is_below else 0
    if above not in plan.place_of:
        return 0
    is_told = below is not None and (
        _CLOSES.match(rows.strip[below]) or _beside(plan, levels, below, base) == by_above
    )
    return by_above if is_told or not by_above else None


def _is_block(shown: Shown, gap: Gap) -> bool:
    """Return whether the rows around a gap open a block and close it, or only indent it."""
    opener = shown.rows.strip[gap.above]
    is_indented = opener.endswith(":")
    if gap.below is None:
        return is_indented
    closes = _CLOSES.match(shown.rows.strip[gap.below]) is not None
    is_level = shown.rows.width[gap.above] == shown.rows.width[gap.below]
    return closes != is_indented and (is_level or is_indented)


def _beside(plan: Plan, levels: Levels, row: int | None, base: int) -> int:
    """Return how far rows at the column `base` go where a row shown beside them does."""
    if row is None:
        return 0
    place = plan.place_of.get(row)
    if place is None:
        return columns(levels.indent(row, None)) - base
    return _shift(plan, levels, row) if plan.file.width[place] == base else 0


def _shift(plan: Plan, levels: Levels, row: int) -> int:
    """Return by how many columns a row goes to the right that the file has, too."""
    place = plan.place_of[row]
    return columns(levels.indent(row, place)) - plan.file.width[place]


def _move(plan: Plan, kept: range, further: int, unit: str, texts: Container[int]) -> None:
    """Indent kept rows by so many columns more, or less, those in a text aside."""
    file = plan.file
    sign = "\t" if "\t" in unit else " "
    count = abs(further) // columns(sign)
    for place in kept:
        # What stands further left, a label or a directive, has a place of its own.
        if file.width[place] < file.width[kept[0]] or place in texts:
            continue
        own = file.indent[place]
        if further > 0:
            plan.indent_of[place] = sign * count + own
        elif own.startswith(sign * count):
            plan.indent_of[place] = own[count:]


def _is_exchanged(plan: Plan, gap: Gap, tree: Tree | None) -> bool:
    """Return whether a new block may be meant in place of the one that is all it is put around.

    So it may where it has all names of the other's first row: a loop that is written otherwise.
    """
    file, places = plan.file, gap.places
    is_new = not {gap.above, gap.below} & plan.place_of.keys()
    opener, last = file.strip[places[0]], len(places) - 1
    if tree is None or not is_new or not last or opener[-1] not in _OPENERS:
        return False
    if file.leaving[places[0] + 1] < places[last] or file.partner[places[last]] != places[0]:
        return False
    row = tree.text.line_span(file.line[places[0]])
    tokens = window(tree.text, tree, row).tokens
    names = {
        each.text
        for each in tokens
        if each.kind is TokenKind.NAME and row.start <= each.start < row.end
    }
    return bool(names) and names <= set(_WORD.findall(plan.shown.rows.strip[gap.above]))


def _keeps_space(plan: Plan, kept: range) -> bool:
    """Return whether rows are not to be moved: in a new block the first is a docstring no more."""
    strip = plan.file.strip
    is_text = _DOCSTRING.fullmatch(strip[kept[0]]) is not None
    return is_text or any(_KEEPS_SPACE.search(strip[at]) for at in kept)


def _inside_texts(plan: Plan, tree: Tree | None, kept: range) -> set[int]:
    """Return which rows begin inside a string: it would say something else."""
    if tree is None:
        return set()
    line = plan.file.line
    lines = range(line[kept[0]], line[kept[-1]] + 1)
    texts = long_texts(tree, comments=False)
    inside = {
        each
        for first, last in texts
        if first < lines.stop and last >= lines.start
        for each in range(first + 1, last + 1)
    }
    return {place for place in kept if line[place] in inside}
