"""A notation of a built string, written out for so many texts and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy, Element, HoleKind, TokenKind
from honed.suggest.notation import QUOTE, Filled, Joined, Listed, Notation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.core.model import Part

_TEXT = Element(TokenKind.TEXT, "", HoleKind.TEXT)
_LIST = Element(TokenKind.FIXED, "", HoleKind.LIST)


class Unrolled:
    """Writes the two sides of a rewrite for so many pieces; `T` is a text and `V` a value.

    `kinds` says of the fixed tokens what they are, where they are no punctuation.
    """

    def __init__(self, value: Element, kinds: Mapping[str, TokenKind]) -> None:
        """Begin with no elements; every value will be the hole `value`."""
        self.elements: list[Element] = []
        self._kinds = kinds
        self._value = value
        self._texts: list[int] = []
        self._values: list[int] = []
        self._quotes: list[int] = []

    def write_before(self, notation: Notation, counted: str) -> None:
        """Add the elements of the before side."""
        if isinstance(notation, Joined):
            self._write_joined(notation, counted)
        elif isinstance(notation, Filled):
            self._write_filled(notation, counted.count("V"))
        else:
            self._write_listed(notation, counted.count("V"), has_last_comma="," in counted)

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

    def _own(self, texts: tuple[str, ...] | str) -> list[Part]:
        """Return inserted text in which the sign for a quote is a copy of the place's quote."""
        found: list[Part] = []
        for text in texts:
            head, sign, _ = text.partition(QUOTE)
            found += [head] if head else []
            found += [Copy(self._quotes[0], self._quotes[0])] if sign else []
        return found
