"""Tokens, and how strings and texts without a grammar are cut into them.

A string is its prefix, its quotes and the pieces of its content (words, format directives,
escapes, spaces), so that an edit inside a string is an edit of a few tokens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from honed.core.model import TokenKind
from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.text import Span

MAX_TEXT_BYTES = 400
"""A longer text (a docstring, a page) is one token: no pattern looks into it."""

_PIECES = re.compile(
    rb"%[-+ #0]*[0-9*]*(?:\.[0-9*]+)?[A-Za-z%]"  # a directive: %s, %5.2f, %%
    rb"|\{\{|\}\}|\{\d*(?:![a-z])?(?::[^{}\s]*)?\}"  # a placeholder: {}, {0}, {:>5}
    rb"|\\[\x00-\x7f]|[\w\x80-\xff]+|\s+|[^\w\s]"
)
_PLAIN = re.compile(
    rb"""(?P<name>(?!\d)[\w\x80-\xff]+)"""
    rb"""|(?P<literal>\d[\w.]*)"""
    rb"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`)"""
    rb"""|(?P<fixed>\S)"""
)
_QUOTE = re.compile(rb"[\"'`]")


class Token(NamedTuple):
    """A token; `start` and `end` are byte offsets."""

    kind: TokenKind
    text: str
    start: int
    end: int


def plain(data: bytes, span: Span) -> Iterator[Token]:
    """Yield the tokens of a stretch of text that no grammar reads."""
    for match in _PLAIN.finditer(data, span.start, span.end):
        start, end = match.span()
        if match.lastgroup == "string":
            yield from string(data, start, end)
        else:
            yield Token(TokenKind(match.lastgroup or "fixed"), decode(match.group()), start, end)


def string(data: bytes, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a string that the grammar leaves whole: quotes, and text between."""
    quotes = [match.start() for match in _QUOTE.finditer(data, start, end)]
    if len(quotes) < 2:  # noqa: PLR2004 - an opening and a closing one
        yield Token(TokenKind.LITERAL, decode(data[start:end]), start, end)
        return
    yield from quote(data, start, quotes[0] + 1)
    yield from pieces(data, quotes[0] + 1, quotes[-1])
    yield Token(TokenKind.QUOTE, decode(data[quotes[-1] : end]), quotes[-1], end)


def quote(data: bytes, start: int, end: int) -> Iterator[Token]:
    """Yield an opening or closing quote; the letters before it (`f"`, `L"`) are one more token."""
    found = _QUOTE.search(data, start, end)
    at = found.start() if found else start
    if at > start:
        yield Token(TokenKind.FIXED, decode(data[start:at]), start, at)
    yield Token(TokenKind.QUOTE, decode(data[at:end]), at, end)


def pieces(data: bytes, start: int, end: int) -> Iterator[Token]:
    """Yield the pieces of a string's content."""
    if end - start > MAX_TEXT_BYTES:
        yield Token(TokenKind.TEXT, decode(data[start:end]), start, end)
        return
    for match in _PIECES.finditer(data, start, end):
        yield Token(TokenKind.TEXT, decode(match.group()), match.start(), match.end())
