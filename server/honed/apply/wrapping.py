"""Blocks put around rows that a snippet leaves out, or taken away: the rows are indented anew."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.apply.levels import Levels
from honed.apply.markers import Role
from honed.apply.rows import columns
from honed.core.model import TokenKind
from honed.core.text import Span
from honed.syntax.texts import long_texts
from honed.syntax.tokens import window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import tree_sitter

    from honed.apply.levels import Units
    from honed.apply.plan import Plan
    from honed.apply.snippet import Shown
    from honed.syntax.tree import Tree


_DOCSTRING = re.compile(r"[rRbBuU]?([\"']).*\1;?")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)
_MARKUP = frozenset({"html", "javascript", "php", "tsx", "typescript"})
"""Languages with elements, of which some show their space as it is."""
_CLOSES = re.compile(r"[)\]}]|</")
_APART = re.compile(r"#\s*(?:if|ifdef|ifndef|elif|else|endif|define|undef|pragma)\b|\w+:$")
"""A directive or a label has a place of its own."""
_WORD = re.compile(r"\w+")
_OPENERS = "{([>:"


@attrs.frozen
class Gap:
    """What a marker stands for: the rows `places` of the file.

    `marker` is a row of the snippet, and so are `above` and `below`, the rows beside it.
    """

    marker: int
    above: int
    below: int | None
    places: range


def put_around(plan: Plan, units: Units, tree: Tree | None) -> range | None:
    """Indent the rows left out of a new block as those that are shown beside them, or of one gone.

    Rows inside a string stay: it would say something else. Return the rows of a gap of which it
    cannot be told whether they are in the block, None without such.
    """
    wrapping = _Wrapping(plan, units, tree)
    for gap in _gaps(plan):
        if any(map(plan.is_settled, gap.places)):
            continue
        if (wrapping.is_new(gap) or wrapping.is_freed(gap)) and not wrapping.settle(gap):
            return gap.places
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


class _Wrapping:
    """What a plan and a snippet say of the blocks around the rows that are left out."""

    def __init__(self, plan: Plan, units: Units, tree: Tree | None) -> None:
        self._plan, self._units, self._tree = plan, units, tree

    @cached_property
    def _levels(self) -> Levels:
        return Levels(self._plan, self._units)

    @cached_property
    def _inside_texts(self) -> set[int]:
        """The lines that begin inside a string: it would say something else."""
        texts = long_texts(self._tree, comments=False) if self._tree is not None else ()
        return {line for first, last in texts for line in range(first + 1, last + 1)}

    def is_new(self, gap: Gap) -> bool:
        """Return whether the gap is in a block that is put in, or where that begins."""
        plan, rows = self._plan, self._plan.shown.rows
        row = self._beside(gap)
        if row is not None and rows.strip[row][-1] not in _OPENERS:
            row = rows.parent[row]
        while row is not None and row >= 0:
            if row not in plan.place_of and plan.shown.is_code(row):
                return True
            row = rows.parent[row]
        return False

    def is_freed(self, gap: Gap) -> bool:
        """Return whether the row above the gap was in a block whose first row is gone."""
        place = self._plan.place_of.get(gap.above)
        return place is not None and self._plan.file.parent[place] in self._plan.deleted

    def settle(self, gap: Gap) -> bool:
        """Indent the rows of a gap; return whether it can be told how far."""
        further = self._further(gap)
        if further is None or self._is_exchanged(gap):
            return False
        if not further or self._shows_space(gap):
            return True
        is_docstring = _DOCSTRING.fullmatch(self._plan.file.strip[gap.places[0]])
        return not is_docstring and self._move(gap, further)

    def _tells(self, gap: Gap) -> bool:
        """Return whether a marker tells by its own indentation to which block it belongs."""
        shown = self._plan.shown
        return shown.has_indented_markers or not shown.rows.width[gap.above]

    def _beside(self, gap: Gap) -> int | None:
        """Return the row above that a marker stands under, or at the column of; None without one.

        Where markers have no indentation that is the row directly above.
        """
        if not self._tells(gap):
            return gap.above
        shown = self._plan.shown
        width = shown.rows.width
        row = gap.above
        while row >= 0 and (width[row] > width[gap.marker] or not shown.is_code(row)):
            row -= 1
        is_around = row >= 0 and shown.rows.strip[row][-1] in _OPENERS
        return row if row >= 0 and (is_around or width[row] == width[gap.marker]) else None

    def _further(self, gap: Gap) -> int | None:
        """Return how many columns the rows of a gap go to the right, or left; None in doubt."""
        plan, rows = self._plan, self._plan.shown.rows
        base, below = plan.file.width[gap.places[0]], gap.below
        tells, row = self._tells(gap), self._beside(gap)
        if row is None:
            return 0
        is_opened = rows.width[gap.marker] > rows.width[row] or not tells
        if is_opened and rows.strip[row][-1] in _OPENERS:
            return self._in_block(gap, row, base)
        as_above = self._as(row, base)
        if tells:
            return as_above
        if row not in plan.place_of:
            return 0
        is_told = below is not None and (
            _CLOSES.match(rows.strip[below]) or self._as(below, base) == as_above
        )
        return as_above if is_told or not as_above else None

    def _in_block(self, gap: Gap, row: int, base: int) -> int:
        """Return how far rows at the column `base` go that stand in the block that `row` opens."""
        plan, rows, below = self._plan, self._plan.shown.rows, gap.below
        if row in plan.place_of:
            return self._shift(row)
        if below is not None and rows.width[below] > rows.width[row]:
            return self._as(below, base)
        further = columns(self._levels.indent(row, None)) + columns(self._units.file) - base
        return max(0, further) if row != gap.above or _is_block(plan.shown, gap) else 0

    def _as(self, row: int, base: int) -> int:
        """Return how far rows at the column `base` go where they go with a row of the snippet."""
        place = self._plan.place_of.get(row)
        if place is None:
            return columns(self._levels.indent(row, None)) - base
        return self._shift(row) if self._plan.file.width[place] <= base else 0

    def _shift(self, row: int) -> int:
        """Return how many columns a row of the snippet is further right than in the file."""
        place = self._plan.place_of[row]
        return columns(self._levels.indent(row, place)) - self._plan.file.width[place]

    def _move(self, gap: Gap, further: int) -> bool:
        """Indent the rows of a gap, those in a text aside; return whether all of them may be."""
        plan, file = self._plan, self._plan.file
        sign = "\t" if "\t" in self._units.file else " "
        count = abs(further) // columns(sign)
        least = file.width[gap.places[0]]
        for place in gap.places:
            width, own = file.width[place], file.indent[place]
            if file.line[place] in self._inside_texts:
                continue
            if width < least and (not width or _APART.match(file.strip[place])):
                continue
            if width < least and not self._goes_with_below(gap, place, further):
                return False
            if further > 0:
                plan.indent_of[place] = sign * count + own
            elif own.startswith(sign * count):
                plan.indent_of[place] = own[count:]
            else:
                return False
        return True

    def _goes_with_below(self, gap: Gap, place: int, further: int) -> bool:
        """Return whether what is shown below a gap goes as far, and stands no further right."""
        at = self._plan.place_of.get(gap.below) if gap.below is not None else None
        if at is None or gap.below is None:
            return False
        return self._plan.file.width[at] <= self._plan.file.width[place] and (
            self._shift(gap.below) == further
        )

    def _is_exchanged(self, gap: Gap) -> bool:
        """Return whether a new block may be meant in place of the one that is all it is put around.

        So it may where it has all names of the other's header: a loop that is written otherwise.
        """
        plan = self._plan
        if self._tree is None or gap.above in plan.place_of:
            return False
        found = _block(self._tree, plan.file.line[gap.places[0]], plan.file.line[gap.places[-1]])
        if found is None:
            return False
        header = Span(*found)
        names = {
            each.text
            for each in window(self._tree.text, self._tree, header).tokens
            if each.kind is TokenKind.NAME and header.start <= each.start < header.end
        }
        return bool(names) and names <= set(_WORD.findall(plan.shown.rows.strip[gap.above]))

    def _shows_space(self, gap: Gap) -> bool:
        """Return whether an element among the rows of a gap shows its space as it is."""
        if self._tree is None or self._tree.language.name not in _MARKUP:
            return False
        return any(_KEEPS_SPACE.search(self._plan.file.strip[at]) for at in gap.places)


def _is_block(shown: Shown, gap: Gap) -> bool:
    """Return whether the rows around a gap open a block and close it, or only indent it."""
    opener = shown.rows.strip[gap.above]
    is_indented = opener.endswith(":")
    if gap.below is None:
        return is_indented
    closes = _CLOSES.match(shown.rows.strip[gap.below]) is not None
    is_level = shown.rows.width[gap.above] == shown.rows.width[gap.below]
    return closes != is_indented and (is_level or is_indented)


def _block(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """Return the header, as bytes from and to, of the only statement of some lines with a block."""
    line = tree.text.line_span(first)
    data = tree.text.data[line.start : line.end]
    start = line.start + len(data) - len(data.lstrip())
    node: tree_sitter.Node | None = tree.root.descendant_for_byte_range(start, start + 1)
    while node is not None and node.start_byte == start and node.end_point.row <= last:
        if node.end_point.row == last:
            body = next((each for each in node.children if each.type in tree.language.block), None)
            if body is not None:
                return start, body.start_byte
        node = node.parent
    return None
