"""How far two stretches of code agree: their words, their shape, what fills their holes."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind
from honed.suggest.matching import is_directive, is_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element, Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Token, Window

LIKE_START = 4
"""Words that begin with so many equal letters are spellings of one."""

NEAR = 2
"""How many tokens on a side are near."""

_PLAIN_QUOTES = frozenset({'"', "'"})
_NAME_KINDS = frozenset({TokenKind.NAME, TokenKind.LITERAL})
_WORD_KINDS = frozenset({TokenKind.NAME, TokenKind.FIXED})
_SUBWORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")


def is_word(text: str) -> bool:
    """Return whether a token is a word: no punctuation, and no directive such as `%s`."""
    return any(each.isalnum() for each in text) and not is_directive(text)


def fixed_words(rewrite: Rewrite) -> int:
    """Return how many words stand fixed on the before side."""
    return sum(1 for each in rewrite.before if each.hole is None and is_word(each.text))


def fixed_names(rewrite: Rewrite) -> int:
    """Return how many of the fixed words are names or values: no keywords, no text."""
    return sum(
        1
        for each in rewrite.before
        if each.hole is None and each.kind in _NAME_KINDS and is_word(each.text)
    )


def near(example: Sequence[Element], place: Sequence[Element]) -> float:
    """Return how far the nearest tokens agree, those next to the stretch first.

    Where neither side has any, that they agree says half as much.
    """
    if not example[:NEAR] and not place[:NEAR]:
        return 0.5
    agreeing = sum(
        _likeness(one, other) for one, other in zip(example[:NEAR], place[:NEAR], strict=False)
    )
    return agreeing / max(len(example[:NEAR]), len(place[:NEAR]))


def _likeness(one: Element, other: Element) -> float:
    if not _alike(one, other):
        return 0.0
    is_same = one.text == other.text or {one.text, other.text} <= _PLAIN_QUOTES
    return 1.0 if is_same else 0.5 if one.kind is other.kind else 0.25


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
    return {one.kind, other.kind} == _WORD_KINDS and is_word(one.text) and is_word(other.text)


def words(elements: Sequence[Element]) -> tuple[str, ...]:
    """Return the names among the elements."""
    return tuple(element.text for element in elements if element.kind is TokenKind.NAME)


def overlap(example: Sequence[str], place: Sequence[str]) -> float:
    """Return the share of the example's words that stand at the place; medium for none."""
    if not example:
        return 0.5
    return len(set(example) & set(place)) / len(set(example))


def in_order(example: Sequence[str], place: Sequence[str]) -> float:
    """Return the share of the example's kinds that the place has, from the first to the first
    that differs."""
    if not example:
        return 1.0 if not place else 0.0
    pairs = zip(example, place, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) / len(example)


@attrs.frozen
class Holes:
    """The shares of holes that are filled as in the example, and by the same form; and how far
    the name that is most like the example's is related to it."""

    same: float
    alike: float
    related: float


def holes(rewrite: Rewrite, match: Match, window: Window) -> Holes:
    """Return how the holes are filled, in comparison with the example; medium for no holes."""
    same = alike = related = 0.0
    count = 0
    for element, (first, end) in zip(rewrite.before, match.ranges, strict=True):
        if element.hole is None or element.hole is HoleKind.QUOTE or element.same_as is not None:
            continue
        count += 1
        tokens = window.tokens[first:end]
        text = "".join(token.text for token in tokens)
        is_same = text == "".join(element.text.split())
        same += is_same
        alike += is_same or _is_same_form(element, tokens, window)
        if element.hole not in {HoleKind.TEXT, HoleKind.LIST}:
            related = max(related, 1.0 if is_same else kinship(element.text, text))
    if not count:
        return Holes(0.5, 1.0, 0.3)
    return Holes(same / count, alike / count, related)


def kinship(one: str, other: str) -> float:
    """Return the share of sub-words that two names have in common: `get_user`, `getPage` → 1/3."""
    left = {each.lower() for each in _SUBWORDS.findall(one)}
    right = {each.lower() for each in _SUBWORDS.findall(other)}
    return len(left & right) / len(left | right) if left and right else 0.0


def is_respelt(rewrite: Rewrite) -> bool:
    """Return whether a rewrite writes one word another way: `NULL → nullptr`, not `None → x`."""
    deleted = [each.text for each in rewrite.before if each.hole is None]
    inserted = [part for part in rewrite.after if isinstance(part, str)]
    if len(deleted) != 1 or len(inserted) != 1:
        return False
    one, other = deleted[0].lower(), inserted[0].lower()
    return one[:LIKE_START] == other[:LIKE_START] or kinship(deleted[0], inserted[0]) > 0


def _is_same_form(element: Element, tokens: Sequence[Token], window: Window) -> bool:
    if element.hole in {HoleKind.TEXT, HoleKind.LIST}:
        return bool(tokens) == bool(element.text)
    if not tokens or tokens[0].kind is not element.kind:
        return False
    is_one = len(tokens) == 1
    return is_one == element.text.isidentifier() or is_expression(window, tokens[0].kind)
