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
        is_joined = (
            source is not None
            and previous is not None
            and source == previous + 1
            and _is_same_gap(side, index, source)
        )
        if index > core.new_start and not is_joined:
            _extend(found, relative_gap(edited, core, edited.after.gap(index)))
        if source is not None:
            _copy(found, side.owner[source], is_joined=is_joined)
            index, previous = index + 1, source
            continue
        index = _own_words(side, found, index)
        previous = None
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
        each.text.indent(each.text.line_at(each.tokens[at - 1].start))
        for each, at in ((before, source), (after, index))
    ]
    return old.replace(b"\n" + margins[0], b"\n") == new.replace(b"\n" + margins[1], b"\n")


def _sources(side: BeforeSide) -> dict[int, int]:
    """Return for each after token that was kept or moved the before token in the core."""
    sources = {}
    for left, right in side.edited.kept.items():
        if left in side.owner:
            sources[right] = left
    for move in side.edited.moves:
        for offset in range(move.last - move.first + 1):
            if move.first + offset in side.owner:
                sources[move.new_first + offset] = move.first + offset
    return sources


def _own_words(side: BeforeSide, found: list[Part], index: int) -> int:
    """Add the inserted token `index`, or the name or expression that starts there and follows."""
    after = side.edited.after
    arrived = set(side.edited.kept.values())
    key = at(after, index, frozenset(side.named), side.core.new_end)
    if key is not None and arrived.isdisjoint(range(index, index + len(key))):
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
    return "\n".join([first, *(_in_levels(line.removeprefix(indent), unit) for line in lines)])


def _in_levels(blanks: str, unit: str) -> str:
    levels = 0
    while blanks.startswith(unit):
        blanks = blanks[len(unit) :]
        levels += 1
    return "\t" * levels + blanks


def _extend(found: list[Part], text: str) -> None:
    if not text:
        return
    last = found[-1] if found else None
    if isinstance(last, str):
        found[-1] = last + text
    else:
        found.append(text)
