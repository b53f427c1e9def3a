"""Which bracket or quote belongs to which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from honed.core.model import TokenKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honed.syntax.tokens import Token

OPENERS = {"(": ")", "[": "]", "{": "}", "${": "}"}
CLOSERS = frozenset(OPENERS.values())
TAG_CLOSERS = frozenset({">", "/>"})

_QUOTE = "quote"


def partners(tokens: Sequence[Token], tags: Mapping[int, int]) -> dict[int, int]:
    """Return for the index of each bracket or quote the index of its other half.

    `tags` says of each `<` that is a bracket (not a comparison) at which offset its node ends.
    What closes nothing is left out, and so is what was still open inside the pair.
    """
    partner: dict[int, int] = {}
    stack: list[tuple[int, str | int]] = []
    open_by_closer: Counter[str | int] = Counter()
    for index, token in enumerate(tokens):
        closer = _closes(token, stack)
        if closer is not None and open_by_closer[closer]:
            opener = _unwind(stack, open_by_closer, closer)
            partner[opener], partner[index] = index, opener
            continue
        waits_for = tags.get(index) or _waits_for(token)
        if waits_for is not None:
            stack.append((index, waits_for))
            open_by_closer[waits_for] += 1
    return partner


def closers(tokens: Sequence[Token], partner: Mapping[int, int]) -> list[int]:
    """Return for each gap before a token, and the end, the bracket that closes the pair around it.

    -1 where there is none, and inside quotes.
    """
    found = []
    around = [-1]
    for index, token in enumerate(tokens):
        other = partner.get(index, index)
        found.append(around[-1])
        if other > index:
            around.append(-1 if token.kind is TokenKind.QUOTE else other)
        elif other < index:
            around.pop()
    return [*found, around[-1]]


def _closes(token: Token, stack: Sequence[tuple[int, str | int]]) -> str | int | None:
    """Return what an opener has to wait for to be closed by `token`, None if it can close none.

    A quote closes only the quote before it: in `f"{a["b"]}"` the second one opens.
    """
    if token.kind is TokenKind.QUOTE:
        return _QUOTE if stack and stack[-1][1] == _QUOTE else None
    if token.kind is not TokenKind.FIXED:
        return None
    if token.text in TAG_CLOSERS:
        return token.end
    return token.text if token.text in CLOSERS else None


def _waits_for(token: Token) -> str | None:
    if token.kind is TokenKind.QUOTE:
        return _QUOTE
    return OPENERS.get(token.text) if token.kind is TokenKind.FIXED else None


def _unwind(
    stack: list[tuple[int, str | int]], open_by_closer: Counter[str | int], closer: str | int
) -> int:
    """Take openers off the stack up to the one that waits for `closer`, and return its index."""
    while True:
        index, waits_for = stack.pop()
        open_by_closer[waits_for] -= 1
        if waits_for == closer:
            return index
