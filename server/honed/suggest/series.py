"""A rewrite of a built string, for any number of texts and values.

`Series.at` counts what stands at a place and returns the rewrite for that many; the rest is
matching and rendering as for any other rewrite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Copy, Element, HoleKind, TokenKind
from honed.suggest.counting import MAX_PIECES, operands, values
from honed.suggest.notation import (
    LIST,
    QUOTE,
    TEXT,
    VALUE,
    Filled,
    Joined,
    Listed,
    Notation,
    read_before,
    symbols,
)
from honed.suggest.unrolled import Unrolled
from honed.suggest.written import read_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Rewrite
    from honed.syntax.tokens import Window

MAX_MADE = 64


@attrs.define
class Series:
    """Two notations of a built string, and the rewrites between them by what a place counts."""

    example: Rewrite
    before: Notation
    after: Filled | Listed
    value: Element
    _made: dict[str, Rewrite] = attrs.field(factory=dict)

    @property
    def required(self) -> frozenset[str]:
        """The tokens that must stand where the series matches, whatever it counts there."""
        notation = self.before
        if isinstance(notation, Joined):
            fixed = (notation.separator, *notation.before, *notation.after)
        elif isinstance(notation, Filled):
            fixed = (*notation.start, *notation.before, *notation.after)
        else:
            fixed = (*notation.start, *notation.directive, *notation.middle, *notation.end)
        return frozenset(fixed) - {QUOTE}

    def at(self, window: Window, first: int) -> Rewrite | None:
        """Return the rewrite for what is counted from the token `first` on; None for nothing."""
        if isinstance(self.before, Joined):
            counted, end = operands(window, first, self.before, self.example.path)
        else:
            counted, end = values(window, first, self.before)
        if not 0 < counted.count("V") <= MAX_PIECES or self._confuses(window, first, end):
            return None
        if isinstance(self.before, Listed) and not self.before.has_count and counted != "V":
            return None
        if counted not in self._made:
            if len(self._made) >= MAX_MADE:
                self._made.clear()
            self._made[counted] = self._rewrite(counted)
        return self._made[counted]

    def _confuses(self, window: Window, first: int, end: int) -> bool:
        """Return whether a text at the place has what would be a directive afterwards."""
        if not isinstance(self.after, Listed):
            return False
        sign = self.after.directive[0][:1]
        own = self.before.directive if isinstance(self.before, Listed) else ()
        return any(
            token.kind is TokenKind.TEXT and sign in token.text and token.text not in own
            for token in window.tokens[first:end]
        )

    def _rewrite(self, counted: str) -> Rewrite:
        kinds = {element.text: element.kind for element in self.example.before}
        writer = Unrolled(self.value, kinds)
        writer.write_before(self.before, counted)
        return attrs.evolve(
            self.example,
            before=tuple(writer.elements),
            after=tuple(writer.parts(self.after, counted)),
        )


def _keeps_order(rewrite: Rewrite, found: Sequence[str], *, is_woven: bool) -> bool:
    """Return whether texts and values come afterwards in the order in which they stood before.

    Where both sides have them woven into each other, so is their common order.
    """
    copied = [
        index
        for part in rewrite.after
        if isinstance(part, Copy)
        for index in range(part.first, part.last + 1)
    ]
    texts = [index for index in copied if found[index] == TEXT]
    values = [index for index in copied if found[index] == VALUE]
    pieces = [index for index in copied if found[index] in {TEXT, VALUE}]
    ordered = (pieces,) if is_woven else (texts, values)
    return all(each == sorted(set(each)) for each in ordered)


def series_of(rewrite: Rewrite) -> Series | None:
    """Return the series that the rewrite is an example of; None where it is none."""
    before = read_before(rewrite.before)
    if before is None:
        return None
    found = symbols(rewrite.before)
    sign = before.directive[0] if isinstance(before, Listed) else VALUE
    after = read_after(rewrite, found.count(sign))
    is_woven = isinstance(before, Joined) and isinstance(after, Filled)
    if after is None or not _keeps_order(rewrite, found, is_woven=is_woven):
        return None
    if isinstance(after, Listed) and after.is_whole != (LIST in found):
        return None
    kinds = {element.hole for element in rewrite.before} & {HoleKind.NAME, HoleKind.EXPRESSION}
    hole = HoleKind.NAME if HoleKind.NAME in kinds else HoleKind.EXPRESSION
    return Series(rewrite, before, after, Element(TokenKind.NAME, "", hole))
