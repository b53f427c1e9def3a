"""The pieces of a statement that an alignment keeps or moves as wholes.

A subtree that stands on both sides, word for word, is one unit, so that no half of `user.home` is
taken for half of `user.mail`; every other token is a unit of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from honed.core.model import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.syntax.tokens import Token, Window

Key = tuple[str, ...]
"""The texts of the tokens of a unit."""

MAX_UNIT_TOKENS = 60
"""Larger subtrees are compared by their parts."""

WORD_WEIGHT = 3.0
PUNCTUATION_WEIGHT = 1.0
NEIGHBOUR_BONUS = 0.6
"""Two units that are kept side by side count for more than two that are kept apart."""

_WORDS = frozenset({TokenKind.NAME, TokenKind.LITERAL})


class Unit(NamedTuple):
    """The tokens `first` to `last`, both included."""

    first: int
    last: int
    key: Key
    kind: TokenKind | None
    """None for a subtree."""
    weight: float
    depth: int
    """In how many strings it stands: what enters or leaves a string was moved, not kept."""


def units(before: Window, after: Window) -> tuple[list[Unit], list[Unit]]:
    """Return the units of both sides, in order."""
    old, new = _subtrees(before), _subtrees(after)
    common = {*old.values()} & {*new.values()}
    return _cut(before, old, common), _cut(after, new, common)


def _subtrees(side: Window) -> dict[tuple[int, int], Key]:
    """Return the keys of the nodes of more than one token, by their first and last token."""
    at_start = {token.start: index for index, token in enumerate(side.tokens)}
    at_end = {token.end: index for index, token in enumerate(side.tokens)}
    found = {}
    for start, nodes in side.starts.items():
        first = at_start.get(start)
        for node in nodes:
            last = at_end.get(node.end)
            if first is None or last is None or not first < last < first + MAX_UNIT_TOKENS:
                continue
            # What is wrapped would take its old brackets with it: only values keep theirs.
            if side.partner.get(first) != last or side.is_expression(node.kind):
                found[first, last] = key_of(side.tokens[first : last + 1])
    return found


def key_of(tokens: Sequence[Token]) -> Key:
    """Return what makes two stretches of tokens the same."""
    return tuple(token.text for token in tokens)


def _cut(side: Window, subtrees: dict[tuple[int, int], Key], common: set[Key]) -> list[Unit]:
    """Return the largest common subtrees, and the tokens outside of them one by one."""
    depths = _depths(side)
    ends: dict[int, int] = {}
    for (first, last), key in subtrees.items():
        if key in common:
            ends[first] = max(last, ends.get(first, first))
    found, index = [], 0
    while index < len(side.tokens):
        last = ends.get(index, index)
        tokens = side.tokens[index : last + 1]
        weight = sum(map(_weight, tokens)) + NEIGHBOUR_BONUS * (last - index)
        kind = tokens[0].kind if last == index else None
        found.append(Unit(index, last, key_of(tokens), kind, weight, depths[index]))
        index = last + 1
    return found


def _depths(side: Window) -> list[int]:
    """Return in how many strings each token stands; a quote itself in none of its own."""
    found, depth = [], 0
    for index, token in enumerate(side.tokens):
        other = side.partner.get(index, index) if token.kind is TokenKind.QUOTE else index
        depth -= other < index
        found.append(depth)
        depth += other > index
    return found


def _weight(token: Token) -> float:
    is_word = token.kind in _WORDS or (
        token.kind in {TokenKind.FIXED, TokenKind.TEXT} and token.text[:1].isalnum()
    )
    return WORD_WEIGHT if is_word else PUNCTUATION_WEIGHT
