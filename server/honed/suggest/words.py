"""Words of code: which tokens are words, and how far two names are of one family."""

from __future__ import annotations

import re

DIRECTIVES = ("%", "{")

_SUBWORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")

LIKE_START = 4
"""Words that begin with so many equal letters are spellings of one."""


def is_directive(text: str) -> bool:
    """Return whether a piece of a string's content stands for a value: `%s`, `{}`, `{:>5}`."""
    return len(text) > 1 and text.startswith(DIRECTIVES)


def has_word(text: str) -> bool:
    """Return whether a token is more than punctuation."""
    return any(each.isalnum() for each in text)


def is_word(text: str) -> bool:
    """Return whether a token is a word: no punctuation, and no directive such as `%s`."""
    return has_word(text) and not is_directive(text)


def kinship(one: str, other: str) -> float:
    """Return the share of sub-words that two names have in common: `get_user`, `getPage` → 1/3."""
    left = {each.lower() for each in _SUBWORDS.findall(one)}
    right = {each.lower() for each in _SUBWORDS.findall(other)}
    return len(left & right) / len(left | right) if left and right else 0.0


def is_spelling(one: str, other: str) -> bool:
    """Return whether two words are one, written in two ways: `NULL` and `nullptr`."""
    return one[:LIKE_START].lower() == other[:LIKE_START].lower() or kinship(one, other) > 0
