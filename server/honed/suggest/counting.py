"""What a place has of the pieces of a built string: `T` for a text, `V` for a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import TokenKind
from honed.suggest.notation import Filled, Joined, Listed
from honed.suggest.place import WHOLE

if TYPE_CHECKING:
    from honed.syntax.tokens import Window

MAX_PIECES = 24
"""A string of more values is left as it is."""


def values(window: Window, first: int, notation: Filled | Listed) -> tuple[str, int]:
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


def operands(
    window: Window, first: int, notation: Joined, path: tuple[str, ...]
) -> tuple[str, int]:
    """Return `T` for each string and `V` for each value of the chain at `first`, and its end."""
    tokens = window.tokens
    if not any(
        (WHOLE + node.kind,) == path[:1] for node in window.starts.get(tokens[first].start, ())
    ):
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
