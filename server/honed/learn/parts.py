"""The after side of a rewrite: copies of what stood before, and the example's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy
from honed.core.text import decode
from honed.learn.references import at

if TYPE_CHECKING:
    from honed.core.model import Part
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.elements import BeforeSide


def parts(side: BeforeSide) -> list[Part]:
    """Return what stands after the edit where the elements of `side` stood before."""
    edited, core = side.edited, side.core
    sources = _sources(side)
    found: list[Part] = []
    index = core.new_start
    previous: int | None = None
    while index < core.new_end:
        source = sources.get(index)
        follows = source is not None and previous is not None and source == previous + 1
        is_joined = follows and source is not None and _is_same_gap(side, index, source)
        if index > core.new_start and not is_joined:
            _extend(found, relative_gap(edited, core, edited.after.gap(index)))
        if source is None:
            index = _own_words(side, found, index)
        else:
            _copy(found, side.owner[source], is_joined=is_joined)
            index += 1
        previous = source
    return found


def _is_same_gap(side: BeforeSide, index: int, source: int) -> bool:
    """Return whether the space before a kept token stayed, but for the indentation of its line."""
    if side.owner[source] == side.owner.get(source - 1):
        return True
    before, after = side.edited.before, side.edited.after
    old, new = before.gap(source), after.gap(index)
    if b"\n" not in old:
        return old == new
    margins = [
        each.text.indent(each.text.line_at(each.tokens[place - 1].start))
        for each, place in ((before, source), (after, index))
    ]
    return old.replace(b"\n" + margins[0], b"\n") == new.replace(b"\n" + margins[1], b"\n")


def _sources(side: BeforeSide) -> dict[int, int]:
    """Return for each after token that was kept or moved the before token in the core."""
    kept = side.edited.kept
    sources = {right: left for left, right in kept.items() if left in side.owner}
    for move in side.edited.moves:
        for left in range(move.first, move.last + 1):
            if left in side.owner:
                sources[move.new_first + left - move.first] = left
    return sources


def _own_words(side: BeforeSide, found: list[Part], index: int) -> int:
    """Add the inserted token `index`, or the name or expression that starts there and follows."""
    after = side.edited.after
    key = at(after, index, frozenset(side.named), side.core.new_end)
    if key is not None and side.edited.arrived.isdisjoint(range(index, index + len(key))):
        element = side.named[key]
        found.append(Copy(element, element))
        return index + len(key)
    _extend(found, after.tokens[index].text)
    return index + 1


def _copy(found: list[Part], element: int, *, is_joined: bool) -> None:
    last = found[-1] if found else None
    if is_joined and isinstance(last, Copy):
        found[-1] = Copy(last.first, element)
    else:
        found.append(Copy(element, element))


def _extend(found: list[Part], text: str) -> None:
    if not text:
        return
    last = found[-1] if found else None
    if isinstance(last, str):
        found[-1] = last + text
    else:
        found.append(text)


def with_outer_gaps(
    edited: EditedStatement, core: Core, found: list[Part]
) -> tuple[list[Part], str | None, str | None]:
    """Return the parts with the new spaces at their ends, and the spaces that these replace.

    A space that stays is not replaced: None.
    """
    before, after = edited.before, edited.after
    old = (before.gap(core.start), before.gap(core.end))
    new = (after.gap(core.new_start), after.gap(core.new_end))
    takes_before, takes_after = old[0] != new[0], old[1] != new[1]
    if core.new_start == core.new_end:
        # Everything went: one gap is left where there were two.
        takes_before, takes_after = new[0] != old[0] or new[0] == old[1], new[0] != old[1]
        found = [] if takes_before != takes_after else [relative_gap(edited, core, new[0])]
    else:
        head = [relative_gap(edited, core, new[0])] if takes_before else []
        tail = [relative_gap(edited, core, new[1])] if takes_after else []
        found = [*head, *found, *tail]
    return (
        [part for part in found if part],
        relative_gap(edited, core, old[0]) if takes_before else None,
        relative_gap(edited, core, old[1]) if takes_after else None,
    )


def relative_gap(edited: EditedStatement, core: Core, gap: bytes) -> str:
    """Return a gap with its indentation counted from the line on which the core starts.

    Each line then begins with one tab a level, whatever the file indents with.
    """
    text = decode(gap).replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return text
    before = edited.before
    indent = decode(before.text.indent(before.text.line_at(before.tokens[core.start].start)))
    unit = decode(edited.after.text.indent_unit)
    first, *lines = text.split("\n")
    return "\n".join([first, *(in_levels(line.removeprefix(indent), unit) for line in lines)])


def in_levels(blanks: str, unit: str) -> str:
    """Return an indentation with one tab a level, and what is left of it as it is."""
    levels = 0
    while blanks.startswith(unit):
        blanks = blanks[len(unit) :]
        levels += 1
    return "\t" * levels + blanks
