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

_SIGNS = CLOSERS | TAG_CLOSERS | OPENERS.keys() | {"<", "</"}

_QUOTE = "quote"


def partners(tokens: Sequence[Token], tags: Mapping[int, int]) -> dict[int, int]:
    """Return for the index of each bracket or quote the index of its other half.

    `tags` says of each `<` that is a bracket (not a comparison) at which offset its node ends.
    What closes nothing is left out, and so is what was still open inside the pair.
    """
    partner: dict[int, int] = {}
    stack: list[tuple[int, str | int]] = []
    open_by_closer: Counter[str | int] = Counter()
    for index, (kind, text, _, end) in enumerate(tokens):
        closer: str | int | None
        waits_for: str | int | None
        if kind is TokenKind.QUOTE:
            # A quote closes only the quote before it: in `f"{a["b"]}"` the second one opens.
            closes = bool(stack) and stack[-1][1] == _QUOTE
            closer, waits_for = (_QUOTE, None) if closes else (None, _QUOTE)
        elif kind is TokenKind.FIXED and text in _SIGNS:
            closer = end if text in TAG_CLOSERS else text
            waits_for = tags.get(index) or OPENERS.get(text)
        else:
            continue
        if closer is not None and open_by_closer[closer]:
            opener = _unwind(stack, open_by_closer, closer)
            partner[opener], partner[index] = index, opener
        elif waits_for is not None:
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


def _unwind(
    stack: list[tuple[int, str | int]], open_by_closer: Counter[str | int], closer: str | int
) -> int:
    """Take openers off the stack up to the one that waits for `closer`, and return its index."""
    while True:
        index, waits_for = stack.pop()
        open_by_closer[waits_for] -= 1
        if waits_for == closer:
            return index
