"""How much a rewrite says by itself: what its core demands, and what kind of edit it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Copy, Form, HoleKind, TokenKind
from honed.core.text import encode
from honed.suggest.place import WHOLE
from honed.suggest.words import is_spelling, is_word

if TYPE_CHECKING:
    from honed.core.model import Element, Part, Rewrite

MIN_ELEMENTS = 3
MIN_SIGNS = 3
"""A core of fewer fixed tokens is like many others, even where it is a whole node."""

_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"\w+|[^\w\s]")

_NAMES = frozenset({TokenKind.NAME, TokenKind.LITERAL, TokenKind.COMMENT})
_STRINGS = frozenset({TokenKind.QUOTE, TokenKind.TEXT})
_ROLES = frozenset({TokenKind.NAME, TokenKind.LITERAL, TokenKind.QUOTE})


@attrs.frozen
class Strength:
    """What holds for all matches of a rewrite.

    `names` and `words` count what must stand there to the letter: names and values, respectively
    keywords too. `is_whole` says that the core is a node of one kind and like few others,
    `is_weak` that it demands neither a name nor such a node. `has_role` says that what stands
    around decides what the core is, `is_renamed` that it is a name which gets another spelling,
    `makes_items` that it becomes several items of a list.
    """

    names: int
    words: int
    size: int
    is_whole: bool
    is_weak: bool
    has_role: bool
    is_renamed: bool
    makes_items: bool
    only_inserts: bool
    only_deletes: bool
    adds_lines: bool


OF_NAMES = Strength(
    names=1,
    words=1,
    size=1,
    is_whole=False,
    is_weak=False,
    has_role=False,
    is_renamed=True,
    makes_items=False,
    only_inserts=False,
    only_deletes=False,
    adds_lines=False,
)
"""Of a renaming: a part of the name stands there, and is written otherwise."""


def strength_of(rewrite: Rewrite) -> Strength:
    """Return how much `rewrite` says by itself."""
    names = fixed_names(rewrite)
    is_whole = bool(rewrite.path) and rewrite.path[0].startswith(WHOLE) and _has_form(rewrite)
    own = [part for part in rewrite.after if isinstance(part, str)]
    if rewrite.form is Form.LINES:
        return _of_lines(rewrite, own)
    if rewrite.form is Form.NAMES:
        return OF_NAMES
    makes_items = _makes_items(rewrite)
    return Strength(
        names=names,
        words=fixed_words(rewrite),
        size=len(rewrite.before),
        is_whole=is_whole,
        is_weak=not names and not is_whole and not _repeats(rewrite),
        has_role=makes_items or (not is_whole and _names_something(rewrite)),
        is_renamed=_is_respelt(rewrite) and rewrite.before[0].kind is TokenKind.NAME,
        makes_items=makes_items,
        only_inserts=only_inserts(rewrite),
        only_deletes=not any(part.strip() for part in own),
        adds_lines=any("\n" in part for part in own),
    )


def _of_lines(rewrite: Rewrite, own: list[str]) -> Strength:
    """Return how much a rewrite of whole lines says: each of their words must stand there."""
    words = sum(len(_WORD.findall(each.text)) for each in rewrite.before)
    return Strength(
        names=words,
        words=words,
        size=sum(len(_SIGN.findall(each.text)) for each in rewrite.before),
        is_whole=True,
        is_weak=False,
        has_role=False,
        is_renamed=False,
        makes_items=False,
        only_inserts=only_inserts(rewrite),
        only_deletes=not own,
        adds_lines=only_inserts(rewrite),
    )


def fixed_words(rewrite: Rewrite) -> int:
    """Return how many words stand fixed on the before side."""
    return sum(1 for each in rewrite.before if each.hole is None and is_word(each.text))


def fixed_names(rewrite: Rewrite) -> int:
    """Return how many of the fixed words are names, values or comments: no keywords, no text.

    But a word of a text that is spelt otherwise says as much as a name.
    """
    kinds = _NAMES | {TokenKind.TEXT} if _is_respelt(rewrite) else _NAMES
    fixed = [each for each in rewrite.before if each.hole is None and each.kind in kinds]
    return sum(1 for each in fixed if is_word(each.text))


def has_holes(rewrite: Rewrite) -> bool:
    """Return whether a rewrite speaks of more than its example's own words."""
    return any(each.hole not in {None, HoleKind.QUOTE} for each in rewrite.before)


def fixed_texts(rewrite: Rewrite) -> tuple[bytes, ...]:
    """Return what must stand there to the letter."""
    return tuple(encode(each.text) for each in rewrite.before if each.hole is None)


def only_inserts(rewrite: Rewrite) -> bool:
    """Return whether all that stood before still stands after."""
    copied = {
        index
        for part in rewrite.after
        if isinstance(part, Copy)
        for index in range(part.first, part.last + 1)
    }
    return len(copied) == len(rewrite.before)


def _has_form(rewrite: Rewrite) -> bool:
    """Return whether a core is like few others: it has a name or a string, or several signs."""
    kinds = {each.kind for each in rewrite.before}
    if len(rewrite.before) < MIN_ELEMENTS or kinds <= _STRINGS:
        return False
    fixed = sum(each.hole is None for each in rewrite.before)
    return TokenKind.QUOTE in kinds or fixed >= MIN_SIGNS or fixed_names(rewrite) > 0


def _repeats(rewrite: Rewrite) -> bool:
    """Return whether something must stand twice."""
    return any(
        each.same_as is not None and each.hole is not HoleKind.QUOTE for each in rewrite.before
    )


def _names_something(rewrite: Rewrite) -> bool:
    """Return whether the core has a name or constant that is replaced by another."""
    kinds = {each.kind for each in rewrite.before}
    return bool(kinds & _ROLES) and not _is_respelt(rewrite)


def _is_respelt(rewrite: Rewrite) -> bool:
    """Return whether a rewrite writes one word another way: `NULL → nullptr`, not `None → x`."""
    deleted = [each.text for each in rewrite.before]
    inserted = [part for part in rewrite.after if isinstance(part, str)]
    if not len(deleted) == len(inserted) == 1 or rewrite.before[0].hole is not None:
        return False
    return is_word(deleted[0]) and is_spelling(deleted[0], inserted[0])


def _makes_items(rewrite: Rewrite) -> bool:
    """Return whether the after side has a comma, or a list, outside of brackets."""
    depth = 0
    for character in "".join(_signs(part, rewrite.before) for part in rewrite.after):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            return True
    return False


def _signs(part: Part, elements: tuple[Element, ...]) -> str:
    """Return the fixed text of a part; a list counts as a comma."""
    if isinstance(part, str):
        return part
    copied = elements[part.first : part.last + 1]
    lists = ["," if each.hole is HoleKind.LIST else "" for each in copied]
    fixed = [each.text if each.hole is None else "" for each in copied]
    return "".join(one + other for one, other in zip(lists, fixed, strict=True))
