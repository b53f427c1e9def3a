"""The notations of a built string: texts and values, in order, and how code writes them.

Joined `"a " + b + " c"`, filled `f"a {b} c"`, and listed `"a %s c" % (b,)`. An edit that goes from
one to another says the same about any texts, values and counts: it is read here as two notations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element

TEXT, VALUE, QUOTE, LIST = "\ue000", "\ue001", "\ue002", "\ue003"
"""What stands for a piece in the sequences that are read here."""

_HOLES = {
    HoleKind.TEXT: TEXT,
    HoleKind.QUOTE: QUOTE,
    HoleKind.LIST: LIST,
    HoleKind.EXPRESSION: VALUE,
    HoleKind.NAME: VALUE,
    HoleKind.LITERAL: VALUE,
}


@attrs.frozen
class Joined:
    """Strings and values with `separator` between them; each value may stand in a call."""

    separator: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@attrs.frozen
class Filled:
    """One string, `start` to `end`, in which each value stands between `before` and `after`."""

    start: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    end: tuple[str, ...]


@attrs.frozen
class Listed:
    """One string with a `directive` for each value, and the values in a list after it.

    `has_count` says whether the list can have any length: it stands in brackets or a call.
    """

    start: tuple[str, ...]
    directive: tuple[str, ...]
    middle: tuple[str, ...]
    separator: str
    end: tuple[str, ...]
    has_count: bool = True
    is_whole: bool = False
    """Whether the list was kept as it stood."""


Notation = Joined | Filled | Listed


def symbols(elements: Sequence[Element]) -> list[str]:
    """Return the before side as a sequence of fixed tokens and pieces."""
    return [_symbol(element) for element in elements]


def _symbol(element: Element) -> str:
    if element.kind is TokenKind.QUOTE:
        return QUOTE
    return element.text if element.hole is None else _HOLES[element.hole]


def read_before(elements: Sequence[Element]) -> Notation | None:
    """Return the notation that the before side is written in, None for another kind of code."""
    found = symbols(elements)
    if any(
        element.same_as is not None and element.hole is not HoleKind.QUOTE for element in elements
    ):
        return None
    return _filled(found) or _listed(found) or _joined(found)


def _filled(found: list[str]) -> Filled | None:
    if found.count(QUOTE) != 2 or found[-1] != QUOTE or VALUE not in found:  # noqa: PLR2004 - a pair
        return None
    first = found.index(QUOTE) + 1
    start, inside = found[:first], found[first:-1]
    wraps = _around_values(inside, TEXT)
    if wraps is None or not wraps[0] or not wraps[1]:
        return None
    return Filled(tuple(start), *wraps, (QUOTE,))


def _around_values(
    inside: list[str], between: str
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return what stands before and after each value, the same for all; None where it differs."""
    groups: list[list[str]] = [[]]
    for symbol in inside:
        if symbol == between:
            groups.append([])
        else:
            groups[-1].append(symbol)
    wraps = set()
    for group in filter(None, groups):
        if group.count(VALUE) != 1:
            return None
        at = group.index(VALUE)
        wraps.add((tuple(group[:at]), tuple(group[at + 1 :])))
    return wraps.pop() if len(wraps) == 1 else None


def _listed(found: list[str]) -> Listed | None:
    if found.count(QUOTE) != 2:  # noqa: PLR2004 - an opening and a closing one
        return None
    first = found.index(QUOTE) + 1
    last = found.index(QUOTE, first)
    directives = [symbol for symbol in found[first:last] if symbol != TEXT]
    rest = found[last + 1 :]
    if len(set(directives)) != 1 or directives[0] in _HOLES.values():
        return None
    values = [at for at, symbol in enumerate(rest) if symbol in {VALUE, LIST}]
    if not values:
        return None
    listed = rest[values[0] : values[-1] + 1]
    is_whole = listed == [LIST]
    if not is_whole and listed != [VALUE, *[",", VALUE] * (len(directives) - 1)]:
        return None
    middle, end = tuple(rest[: values[0]]), tuple(rest[values[-1] + 1 :])
    end = end[1:] if end[:1] == (",",) else end
    has_count = len(listed) > 1 or is_whole or middle[-1:] in {("(",), ("[",), (",",)}
    start = tuple(found[:first])
    return Listed(start, (directives[0],), middle, ",", end, has_count, is_whole)


def _joined(found: list[str]) -> Joined | None:
    separators = {
        found[at + 1] for at in range(len(found) - 1) if found[at : at + 2][0] == QUOTE
    } | {found[at] for at in range(len(found) - 1) if found[at + 1] == QUOTE}
    separators -= {QUOTE, TEXT}
    if len(separators) != 1:
        return None
    separator = separators.pop()
    operands: list[list[str]] = [[]]
    for symbol in found:
        if symbol == separator:
            operands.append([])
        else:
            operands[-1].append(symbol)
    strings = [each for each in operands if QUOTE in each]
    others = [each for each in operands if QUOTE not in each]
    if not strings or not others:
        return None
    if any([each for each in string if each != TEXT] != [QUOTE, QUOTE] for string in strings):
        return None
    wraps = {
        (tuple(each[: each.index(VALUE)]), tuple(each[each.index(VALUE) + 1 :]))
        if each.count(VALUE) == 1
        else None
        for each in others
    }
    wrap = wraps.pop() if len(wraps) == 1 else None
    return None if wrap is None else Joined(separator, *wrap)
