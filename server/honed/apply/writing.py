"""A plan as text: its lines, the blank lines between them, and the file's own line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.levels import Levels
from honed.apply.plan import Origin
from honed.apply.rows import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.levels import Units
    from honed.apply.plan import Plan

_ENDS = ("\n", "\r")


def write(plan: Plan, units: Units, line_end: str) -> str:
    """Return the file after the plan; new lines end with `line_end`.

    Whether the last line ends at all, and a byte order mark, is as the file has it.
    """
    file, levels = plan.file, Levels(plan, units)
    parts: list[str] = []
    previous: Origin | None = None
    place = 0
    for changed in plan.changes():
        if place < changed:
            # What is kept is taken as it stands, with the blank lines in it.
            parts += _blanks(plan, levels, previous, Origin(None, place), line_end)
            parts.append("".join(file.lines[file.line[place] : file.line[changed - 1] + 1]))
            previous = Origin(None, changed - 1)
        for here in plan.at(changed):
            parts += _blanks(plan, levels, previous, here, line_end)
            parts.append(_line(plan, levels, here, line_end))
            previous = here
        place = changed + 1
    parts += file.blanks[len(file)] if previous else file.lines
    for number, part in enumerate(parts[:-1]):
        if not part.endswith(_ENDS):
            parts[number] = part + line_end
    if parts and len(file) and not file.lines[-1].endswith(_ENDS):
        parts[-1] = parts[-1].rstrip("\r\n")
    return file.mark + "".join(parts)


def _line(plan: Plan, levels: Levels, here: Origin, line_end: str) -> str:
    """Return a line of the result; the file's own to the byte where it says the same."""
    row, place = here.row, here.place
    file, snippet = plan.file, plan.shown.rows
    if place is not None:
        if place in plan.text_of:
            return plan.indent_of.get(place, file.indent[place]) + plan.text_of[place] + line_end
        if row is None:
            own, indent = file.raw[place], plan.indent_of.get(place)
            return own if indent is None else indent + own[len(file.indent[place]) :]
        indent = levels.indent(row, place)
        if file.strip[place] == snippet.strip[row] and columns(indent) == file.width[place]:
            return file.raw[place]
        return indent + snippet.strip[row] + line_end
    return "" if row is None else levels.indent(row, None) + snippet.strip[row] + line_end


def _blanks(
    plan: Plan, levels: Levels, previous: Origin | None, here: Origin, line_end: str
) -> Sequence[str]:
    """Return the blank lines between two rows of the result, or before the first."""
    if previous is None:
        return plan.file.blanks[0] if len(plan.file) else []
    row, place = here.row, here.place
    own = plan.file.blanks[place] if place is not None else []
    if row is not None and previous.row is not None and row == previous.row + 1:
        shown = len(plan.shown.rows.blanks[row])
        is_next = place is not None and previous.place == place - 1
        return own if is_next and len(own) == shown else [line_end] * shown
    if row is not None and place is None:
        return [line_end] * _before_insertion(plan, levels, row, previous.place)
    if place is not None and previous.place is None and previous.row is not None:
        return [line_end] * _after_insertion(plan, previous.row, place)
    return own


def _before_insertion(plan: Plan, levels: Levels, row: int, place_before: int | None) -> int:
    """Return how many blank lines come before a row put in behind rows left out."""
    file, shown = plan.file, len(plan.shown.rows.blanks[row])
    if place_before is None:
        return shown
    own = len(file.blanks[place_before + 1])
    if row in plan.tight:
        return 0
    if place_before + 1 in plan.deleted:
        return own
    column = columns(levels.indent(row, None))
    is_end = place_before + 1 >= len(file)
    if column and (is_end or file.width[place_before + 1] < column):
        # The blank lines below belong to what follows the block, not to what ends it.
        is_declared = any(row == each.start for item in plan.shown.items for each in item.walk())
        return (is_declared and _between_siblings(plan, place_before, column)) or shown
    if is_end:
        return shown or 1
    return max(own, shown) if own else shown


def _between_siblings(plan: Plan, place: int, column: int) -> int:
    """Return the blank lines above the nearest row of a block, at its column, that has some."""
    file = plan.file
    while place >= 0 and file.width[place] >= column:
        if file.width[place] == column and file.blanks[place]:
            return len(file.blanks[place])
        place -= 1
    return 0


def _after_insertion(plan: Plan, row_before: int, place: int) -> int:
    """Return how many blank lines come after a row put in, before rows left out."""
    file, snippet = plan.file, plan.shown.rows
    shown, own = len(snippet.blanks[row_before + 1]), len(file.blanks[place])
    if snippet.strip[row_before + 1 : row_before + 2] == [file.strip[place]]:
        return shown
    if place - 1 in plan.deleted or row_before in plan.tight:
        return own
    return max(own, shown) if own else shown
