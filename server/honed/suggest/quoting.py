"""Whether copied texts and values mean the same between the quotes that a rewrite gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.core.model import TokenKind

if TYPE_CHECKING:
    from honed.core.model import Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Window

_INTERPOLATING = re.compile(r"(?i)(?<![a-z0-9_])(?:f|fr|rf|\$|\$@|@\$)$")
"""What before a quote makes braces in it mean something."""


class Quotes:
    """The quotes that are open while the after side is read from left to right."""

    def __init__(self) -> None:
        """Begin outside of any string."""
        self.stack: list[str] = []
        """Open quotes, and a brace for a value that is put into a string."""
        self.interpolates: list[bool] = []
        self._last = ""

    @property
    def quote(self) -> str:
        """The quote in which a text would stand now; empty outside."""
        return self.stack[-1] if self.stack and self.stack[-1] != "{" else ""

    @property
    def outer(self) -> str:
        """The quote around the value that would stand now; empty outside."""
        return self.stack[-2] if len(self.stack) > 1 and self.stack[-1] == "{" else ""

    def read(self, text: str) -> None:
        """Go on over code or quotes, not over the content of a string."""
        for character in text:
            if character in "\"'`":
                self._toggle(character)
            elif character == "{" and self.quote and self.interpolates[-1]:
                self.stack.append("{")
            elif character == "}" and self.stack and self.stack[-1] == "{":
                self.stack.pop()
            self._last = (self._last + character)[-3:]

    def _toggle(self, quote: str) -> None:
        if self.quote == quote:
            self.stack.pop()
            self.interpolates.pop()
        elif not self.quote:
            self.stack.append(quote)
            self.interpolates.append(quote == "`" or bool(_INTERPOLATING.search(self._last)))


def stays_quoted(rewrite: Rewrite, match: Match, window: Window) -> bool:
    """Return whether what the rewrite copies is safe between the quotes around it."""
    if not _speaks_of_quotes(rewrite):
        return True
    quotes = Quotes()
    for part in rewrite.after:
        if isinstance(part, str):
            quotes.read(part)
            continue
        for index in range(*match.ranges[part.first][:1], match.ranges[part.last][1]):
            if not _is_safe(window, index, quotes):
                return False
    return True


def _speaks_of_quotes(rewrite: Rewrite) -> bool:
    """Return whether the rewrite changes quotes, or what is in them."""
    kinds = {element.kind for element in rewrite.before}
    if TokenKind.TEXT in kinds or TokenKind.QUOTE in kinds:
        return True
    return any(quote in part for part in rewrite.after if isinstance(part, str) for quote in "\"'`")


def _is_safe(window: Window, index: int, quotes: Quotes) -> bool:
    token = window.tokens[index]
    if quotes.outer:
        # A value in a string may hold other quotes, but no backslash before Python 3.12.
        return quotes.outer == "`" or not {quotes.outer, "\\"} & {*token.text}
    if token.kind is TokenKind.TEXT:
        return not quotes.quote or _fits(token.text, window, index, quotes)
    quotes.read(token.text[:1] if token.kind is TokenKind.QUOTE else token.text)
    return True


def _fits(text: str, window: Window, index: int, quotes: Quotes) -> bool:
    """Return whether a piece of text means the same in the quotes that are open now."""
    quote, interpolates = _quotes_around(window, index)
    if quote and quote != quotes.quote and quotes.quote in text:
        return False
    if not quotes.interpolates[-1] or interpolates:
        return True
    return "${" not in _around(window, index) if quotes.quote == "`" else not {*"{}"} & {*text}


def _around(window: Window, index: int) -> str:
    return "".join(token.text for token in window.tokens[index : index + 2])


def _quotes_around(window: Window, index: int) -> tuple[str, bool]:
    """Return the quote in which the text `index` stands now, and whether values stand in it."""
    at = index
    while at > 0 and window.tokens[at].kind is not TokenKind.QUOTE:
        other = window.partner.get(at, at)
        at = other - 1 if other < at else at - 1
    token = window.tokens[at]
    if token.kind is not TokenKind.QUOTE:
        return "", False
    before = window.tokens[at - 1].text if at else ""
    return token.text[:1], token.text == "`" or bool(_INTERPOLATING.search(before))
