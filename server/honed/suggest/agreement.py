"""How far what surrounds a place agrees with what surrounds an example."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from honed.core.model import TokenKind
from honed.suggest.words import is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element

NEAR = 2
"""How many tokens on a side are near."""

_PLAIN_QUOTES = frozenset({'"', "'"})
_WORDS = frozenset({TokenKind.NAME, TokenKind.FIXED})


def near(example: Sequence[Element], place: Sequence[Element]) -> float:
    """Return how far the nearest tokens agree, those next to the stretch first.

    Where neither side has any, that they agree says half as much.
    """
    one, other = example[:NEAR], place[:NEAR]
    if not one and not other:
        return 0.5
    agreeing = sum(_likeness(*pair) for pair in zip(one, other, strict=False))
    return agreeing / max(len(one), len(other))


def _likeness(one: Element, other: Element) -> float:
    if not _alike(one, other):
        return 0.0
    if one.text == other.text or {one.text, other.text} <= _PLAIN_QUOTES:
        return 1.0
    return 0.5 if one.kind is other.kind else 0.25


def shape(example: Sequence[Element], place: Sequence[Element]) -> float:
    """Return the share of the longer side over which the two are of one form."""
    if not example and not place:
        return 1.0
    pairs = zip(example, place, strict=False)
    agreeing = sum(1 for _ in takewhile(lambda pair: _alike(*pair), pairs))
    return agreeing / max(len(example), len(place))


def _alike(one: Element, other: Element) -> bool:
    """Return whether two tokens are of one kind, and the same where they are fixed.

    A keyword and a name are alike: `int` and `String` stand in the same places.
    """
    if one.kind is other.kind:
        return one.kind is not TokenKind.FIXED or one.text == other.text
    return {one.kind, other.kind} == _WORDS and is_word(one.text) and is_word(other.text)


def names(elements: Sequence[Element]) -> tuple[str, ...]:
    """Return the names among the elements."""
    return tuple(element.text for element in elements if element.kind is TokenKind.NAME)


def overlap(example: Sequence[str], place: Sequence[str]) -> float:
    """Return the share of the example's words that stand at the place; medium for none."""
    wanted = set(example)
    return len(wanted.intersection(place)) / len(wanted) if wanted else 0.5


def in_order(example: Sequence[str], place: Sequence[str]) -> float:
    """Return the share of the example's kinds that the place has too, up to the first other one."""
    if not example:
        return 1.0 if not place else 0.0
    return common_start(example, place) / len(example)


def common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many of the first items are equal."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
