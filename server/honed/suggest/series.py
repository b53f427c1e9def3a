"""A rewrite of a built string, for any number of texts and values.

`Series.at` counts what stands at a place and returns the rewrite for that many; the rest is
matching and rendering as for any other rewrite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Copy, Element, HoleKind, TokenKind
from honed.suggest.notation import (
    LIST,
    QUOTE,
    VALUE,
    Filled,
    Joined,
    Listed,
    Notation,
    read_after,
    read_before,
    symbols,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.core.model import Part, Rewrite
    from honed.syntax.tokens import Window

MAX_PIECES = 24

_TEXT = Element(TokenKind.TEXT, "", HoleKind.TEXT)
_LIST = Element(TokenKind.FIXED, "", HoleKind.LIST)


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
            counted, end = _operands(window, first, self.before, self.example)
        else:
            counted, end = _values(window, first, self.before)
        if not 0 < counted.count("V") <= MAX_PIECES or self._confuses(window, first, end):
            return None
        if isinstance(self.before, Listed) and not self.before.has_count and counted != "V":
            return None
        if counted not in self._made:
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
        writer = _Writer(self.value, kinds)
        writer.write_before(self.before, counted)
        return attrs.evolve(
            self.example,
            before=tuple(writer.elements),
            after=tuple(writer.parts(self.after, counted)),
        )


def series_of(rewrite: Rewrite) -> Series | None:
    """Return the series that the rewrite is an example of; None where it is none."""
    before = read_before(rewrite.before)
    if before is None:
        return None
    found = symbols(rewrite.before)
    values = found.count(VALUE)
    if isinstance(before, Listed):
        values = found.count(before.directive[0])
    after = read_after(rewrite, values)
    if after is None or (isinstance(after, Listed) and after.is_whole != (LIST in found)):
        return None
    kinds = {element.hole for element in rewrite.before} & {HoleKind.NAME, HoleKind.EXPRESSION}
    hole = HoleKind.NAME if HoleKind.NAME in kinds else HoleKind.EXPRESSION
    return Series(rewrite, before, after, Element(TokenKind.NAME, "", hole))


class _Writer:
    """Writes the two sides of a rewrite for so many pieces; `T` is a text and `V` a value."""

    def __init__(self, value: Element, kinds: Mapping[str, TokenKind]) -> None:
        self.elements: list[Element] = []
        self._kinds = kinds
        self._value = value
        self._texts: list[int] = []
        self._values: list[int] = []
        self._quotes: list[int] = []

    def _fixed(self, tokens: tuple[str, ...]) -> None:
        for token in tokens:
            if token == QUOTE:
                self._quote()
            else:
                self.elements.append(Element(self._kinds.get(token, TokenKind.FIXED), token))

    def _quote(self) -> None:
        opener = self._quotes[-1] if len(self._quotes) % 2 else None
        self._quotes.append(len(self.elements))
        self.elements.append(Element(TokenKind.QUOTE, '"', HoleKind.QUOTE, opener))

    def _add(self, element: Element, places: list[int]) -> None:
        places.append(len(self.elements))
        self.elements.append(element)

    def write_before(self, notation: Notation, counted: str) -> None:
        if isinstance(notation, Joined):
            self._write_joined(notation, counted)
        elif isinstance(notation, Filled):
            self._write_filled(notation, counted.count("V"))
        else:
            self._write_listed(notation, counted.count("V"), has_last_comma="," in counted)

    def _write_joined(self, notation: Joined, counted: str) -> None:
        for index, piece in enumerate(counted):
            if index:
                self._fixed((notation.separator,))
            if piece == "T":
                self._quote()
                self._add(_TEXT, self._texts)
                self._quote()
            else:
                self._fixed(notation.before)
                self._add(self._value, self._values)
                self._fixed(notation.after)

    def _write_filled(self, notation: Filled, count: int) -> None:
        self._fixed(notation.start)
        for _ in range(count):
            self._add(_TEXT, self._texts)
            self._fixed(notation.before)
            self._add(self._value, self._values)
            self._fixed(notation.after)
        self._add(_TEXT, self._texts)
        self._fixed(notation.end)

    def _write_listed(self, notation: Listed, count: int, *, has_last_comma: bool) -> None:
        self._fixed(notation.start)
        for _ in range(count):
            self._add(_TEXT, self._texts)
            self.elements.append(Element(TokenKind.TEXT, notation.directive[0]))
        self._add(_TEXT, self._texts)
        self._quote()
        self._fixed(notation.middle)
        if notation.is_whole:
            self._add(_LIST, self._values)
        for index in range(0 if notation.is_whole else count):
            if index:
                self._fixed((notation.separator,))
            self._add(self._value, self._values)
        if has_last_comma and not notation.is_whole:
            self._fixed((",",))
        self._fixed(notation.end)

    def parts(self, notation: Filled | Listed, counted: str) -> list[Part]:
        """Return the after side; call `write_before` first."""
        texts, values = iter(self._texts), iter(self._values)
        found: list[Part] = [*self._own(notation.start)]
        alternating = counted if "T" in counted else "TV" * counted.count("V") + "T"
        for piece in alternating:
            if piece == "T":
                at = next(texts)
                found.append(Copy(at, at))
            elif isinstance(notation, Filled):
                at = next(values)
                found += [*notation.before, Copy(at, at), *notation.after]
            else:
                found += notation.directive
        if isinstance(notation, Filled):
            return [*found, *self._own(notation.end)]
        found += [*self._own(notation.start[0][-1:]), *notation.middle]
        for index, at in enumerate(values):
            found += [notation.separator, Copy(at, at)] if index else [Copy(at, at)]
        return [*found, *filter(None, notation.end)]

    def _own(self, texts: tuple[str, ...] | str) -> list[Part]:
        """Return inserted text in which the sign for a quote is a copy of the place's quote."""
        found: list[Part] = []
        for text in texts:
            head, sign, _ = text.partition(QUOTE)
            found += [head] if head else []
            found += [Copy(self._quotes[0], self._quotes[0])] if sign else []
        return found


def _values(window: Window, first: int, notation: Filled | Listed) -> tuple[str, int]:
    """Return a `V` for each value that the string at `first` has, and where the string ends.

    A comma stands for one that ends the list of values and has no meaning.
    """
    opener = first + len(notation.start) - 1
    close = window.partner.get(opener, -1)
    if opener >= len(window.tokens) or close < opener:
        return "", first
    sign = notation.before[0] if isinstance(notation, Filled) else notation.directive[0]
    kind = TokenKind.FIXED if isinstance(notation, Filled) else TokenKind.TEXT
    count = 0
    index = opener + 1
    while index < close:
        token = window.tokens[index]
        count += token.text == sign and token.kind is kind
        index = max(index, window.partner.get(index, index)) + 1
    comma = "," if _has_last_comma(window, close, notation) else ""
    return "V" * count + comma, close


def _has_last_comma(window: Window, close: int, notation: Filled | Listed) -> bool:
    if not isinstance(notation, Listed) or not notation.end:
        return False
    last = window.partner.get(close + len(notation.middle), -1) - 1
    return last > close and window.tokens[last].text == ","


def _operands(
    window: Window, first: int, notation: Joined, example: Rewrite
) -> tuple[str, int]:
    """Return `T` for each string and `V` for each value of the chain at `first`, and its end."""
    tokens = window.tokens
    kind = example.path[0] if example.path else ""
    if not any("=" + node.kind == kind for node in window.starts.get(tokens[first].start, ())):
        return "", first
    if first and tokens[first - 1].text == notation.separator:
        return "", first
    counted, index = "", first
    while index < len(tokens) and len(counted) < 2 * MAX_PIECES:
        close = window.partner.get(index, -1)
        is_string = tokens[index].kind is TokenKind.QUOTE and close > index
        after = close + 1
        if is_string and _ends_operand(window, after, notation.separator):
            counted += "T"
        else:
            counted += "V"
            after = index
            while not _ends_operand(window, after, notation.separator):
                after = max(after, window.partner.get(after, after)) + 1
        index = after + 1
        if after >= len(tokens) or tokens[after].text != notation.separator:
            break
    return (counted, index) if "T" in counted and len(counted) > 1 else ("", first)


def _ends_operand(window: Window, index: int, separator: str) -> bool:
    if index >= len(window.tokens):
        return True
    text = window.tokens[index].text
    closes = window.partner.get(index, index) < index
    return text == separator or closes or text in {",", ";"}
