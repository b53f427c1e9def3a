"""A block that a snippet puts around rows which it leaves out: they are indented further."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from honed.apply.levels import Levels
from honed.apply.markers import Role
from honed.apply.rows import columns
from honed.syntax.texts import long_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.apply.levels import Units
    from honed.apply.plan import Plan
    from honed.apply.snippet import Shown
    from honed.syntax.tree import Tree


_DOCSTRING = re.compile(r"[rRbBuU]?([\"']).*\1;?")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)
_CLOSES = re.compile(r"[)\]}]|</")


def put_around(plan: Plan, units: Units, tree: Tree | None) -> None:
    """Indent the kept rows of each new block by one level more than what opens it.

    Where a string goes over several of the rows they stay: it would say something else.
    """
    place_put = {row: place for place, rows in plan.inserted.items() for row in rows}
    levels: Levels | None = None
    for opener, closer in _blocks(plan, place_put):
        kept = range(place_put[opener], place_put[closer])
        if any(map(plan.is_settled, kept)) or _has_text(plan, tree, kept):
            continue
        levels = levels or Levels(plan, units)
        width = plan.file.width
        further = columns(levels.indent(opener, None) + units.file) - width[kept[0]]
        if further > 0:
            unit = "\t" if "\t" in units.file else " "
            # What stands further left, a label or a directive, has a place of its own.
            inside = (place for place in kept if width[place] >= width[kept[0]])
            plan.further |= dict.fromkeys(inside, unit * (further // columns(unit)))


def opens_block(shown: Shown, above: Sequence[int], below: Sequence[int]) -> bool:
    """Return whether a block is opened by the last row above a marker and ended by those below."""
    if not above or not below or below[0] != above[-1] + 2:
        return False
    opener, closer = above[-1], below[0]
    is_level = shown.rows.width[opener] == shown.rows.width[closer]
    return is_level and shown.rows.strip[opener][-1] in "{([>:"


def _has_text(plan: Plan, tree: Tree | None, kept: range) -> bool:
    """Return whether the rows have a text that is not to be moved.

    That is one of several lines, or the docstring that a body begins with.
    """
    strip = plan.file.strip
    if _DOCSTRING.fullmatch(strip[kept[0]]) or any(_KEEPS_SPACE.search(strip[at]) for at in kept):
        return True
    lines = range(plan.file.line[kept[0]], plan.file.line[kept[-1]] + 1)
    texts = long_texts(tree) if tree is not None else ()
    return any(first < lines.stop and last >= lines.start for first, last in texts)


def _blocks(plan: Plan, place_put: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the rows that open and close a new block around one marker and rows of the file."""
    shown = plan.shown
    code = [row for row, role in enumerate(shown.roles) if role is Role.CODE]
    for opener, closer in pairwise(code):
        is_around = closer == opener + 2 and shown.roles[opener + 1] is Role.MARKER
        is_new = is_around and opener in place_put and closer in place_put
        if not is_new or place_put[opener] >= place_put[closer]:
            continue
        closes = _CLOSES.match(shown.rows.strip[closer]) is not None
        is_indented = shown.rows.strip[opener].endswith(":")
        if opens_block(shown, [opener], [closer]) and closes != is_indented:
            yield opener, closer
