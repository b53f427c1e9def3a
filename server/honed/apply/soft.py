"""Differences that an assistant makes without meaning them, in lines that he only shows.

A quote of his own typography, a typing error that he corrects in the comment beside a marker: the
file's own line stays. Other quotes or another wrapping of code are taken as meant: they are as
often what a commit is about.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPOGRAPHIC = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_COMMENT = re.compile(r"^(?://+|#+|/\*+|\*|--|<!--)")

SAME_COMMENT = 0.88
"""How alike two comments are, letter by letter, of which one is the other misremembered."""
MOST_LETTERS = 300


def is_retyped(shown: Sequence[str], file: Sequence[str]) -> bool:
    """Return whether rows of a snippet differ from those of the file in typographic quotes only."""
    if len(shown) != len(file) or not shown:
        return False
    return any(ours != theirs for ours, theirs in zip(shown, file, strict=True)) and all(
        ours.translate(_TYPOGRAPHIC) == theirs for ours, theirs in zip(shown, file, strict=True)
    )


def is_misremembered(shown: str, file: str) -> bool:
    """Return whether a comment is nearly one of the file, or a line has but lost its last comma."""
    if shown + "," == file:
        return True
    if not (_COMMENT.match(shown) and _COMMENT.match(file)):
        return False
    if max(len(shown), len(file)) > MOST_LETTERS:
        return False
    matcher = SequenceMatcher(None, shown, file, autojunk=False)
    return matcher.quick_ratio() >= SAME_COMMENT and matcher.ratio() >= SAME_COMMENT
