"""What is said about an edit above and below its code, without fences around that."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from honed.apply.rows import lines_of
from honed.core.text import Text, encode
from honed.syntax.tree import faults, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.syntax.languages import Language

_QUOTED = re.compile(r"`[^`\n]*`")
_WORD = re.compile(r"[A-Za-z][a-z'’-]*[,;]?|`")
_ENDS = (".", ":", "!", "?", ".)")
_SIGNS = re.compile(r"[{}=<>\[\]\\|@#$*]|;$|\w\(|//")
FEW = 4
"""A paragraph of fewer words is not taken for prose."""
MOST = 5
"""Nor is one of more lines, ..."""
MOST_CHARACTERS = 500
"""... or characters."""


def without(code: str, original: str, language: Language | None) -> str:
    """Return code without a first and a last paragraph of prose, if it parses better without.

    Where the file has the paragraph, or is itself no code, it stays.
    """
    if language is None:
        return code
    lines = lines_of(Text(encode(code)))
    count = _paragraph(lines)
    if _is_said(lines[:count], original):
        code = _better(code, "".join(lines[count:]), language)
        lines = lines_of(Text(encode(code)))
    rest = len(lines) - _paragraph(lines[::-1])
    if _is_said(lines[rest:], original):
        code = _better(code, "".join(lines[:rest]), language)
    return code


def _paragraph(lines: Sequence[str]) -> int:
    """Return the lines of the first paragraph with the blank ones around it, 0 for a long one."""
    filled = islice((number for number, line in enumerate(lines) if line.strip()), MOST + 1)
    return next((after for line, after in pairwise(filled) if after - line > 1), 0)


def _is_said(lines: Sequence[str], original: str) -> bool:
    """Return whether a paragraph is prose of the edit: not indented, and not the file's own."""
    filled = [line for line in lines if line.strip()]
    if not filled or any(line[:1].isspace() for line in filled):
        return False
    return _is_prose(" ".join("".join(filled).split())) and "".join(lines).strip() not in original


def _better(code: str, rest: str, language: Language) -> str:
    """Return the rest, or all of the code where that parses as well."""
    whole, less = (parse(Text(encode(each)), language) for each in (code, rest))
    if whole is None or less is None or not rest.strip():
        return code
    return rest if faults(less) < faults(whole) else code


def _is_prose(paragraph: str) -> bool:
    """Return whether a paragraph is a sentence or several, from their form."""
    if (
        len(paragraph) > MOST_CHARACTERS
        or not paragraph.endswith(_ENDS)
        or not paragraph[0].isupper()
    ):
        return False
    plain = _QUOTED.sub("`", paragraph)
    words = plain.rstrip(".:!?)").split()
    told = sum(_WORD.fullmatch(word) is not None for word in words)
    return len(words) >= FEW and 4 * told >= 3 * len(words) and _SIGNS.search(plain) is None
