"""The words inside of names and prose: what a prompt and the code that it asks for share.

`getHTTPResponse2`, `get_http_response_2` and "Get HTTP response 2": get, http, response, 2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise, takewhile
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LENGTH = 40
"""Longer runs of letters are data, such as base64, and no word."""

PREFIX = 4
"""Words of one stem mostly begin with the same so many letters: `parse`, `parsing`, `parser`."""

_NAME = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_HEADER = re.compile(
    r"(?:func \([^()\n]*\) )?(?:pub\([^()\n]*\) )?[\w \t*.$]{1,200}"
    r"(?=[(<\[]|[:=]\s{0,9}(?:async\b\s{0,9})?(?:\(|function\b|\w{1,40}\s{0,9}=>))"
)
_BEFORE_HEADER = re.compile(r"\s*(?:[@#/*].*)?$")
_PATH = re.compile(r"[\w.@()\[\]+-]+(?:/[\w.@()\[\]+-]+)*\.\w{1,5}")


def subwords(text: str) -> list[str]:
    """Return the words of a text in lower case, in its order, those inside of names apart."""
    return [word for name in _NAME.findall(text) for word in _parts(name)]


def terms(text: str) -> list[str]:
    """Return the words of a text, and behind each longer one `^` and the letters it begins with."""
    return [term for name in _NAME.findall(text) for term in _terms(name)]


def document_terms(text: str) -> list[str]:
    """Return the terms of a text, and behind each name its neighbouring words as one.

    `error_handler` and `errorHandler` are found by `errorhandler`, too.
    """
    return [term for name in _NAME.findall(text) for term in _document_terms(name)]


def joined(words: Sequence[str]) -> list[str]:
    """Return each two neighbouring words as one."""
    return [left + right for left, right in pairwise(words)]


def header(text: str) -> str:
    """Return the header that a function's text begins with, up to its parameters; "" without one.

    Decorators, attributes and comments may stand before it.
    """
    for line in text.splitlines():
        if not _BEFORE_HEADER.match(line):
            found = _HEADER.match(line)
            return found.group() if found else ""
    return ""


def paths(text: str) -> str:
    """Return the lines at the beginning of a text that are paths of files."""
    return "\n".join(takewhile(_PATH.fullmatch, text.splitlines()))


def name_words(head: str) -> tuple[str, ...]:
    """Return the words of the name that a header declares, its last one."""
    names = _NAME.findall(head)
    return _parts(names[-1]) if names else ()


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of one name."""
    # One string for a word, however many names it is in, and texts after them.
    return tuple(intern(part.lower()) for part in _PART.findall(name) if len(part) <= MAX_LENGTH)


@lru_cache(maxsize=1 << 14)
def _terms(name: str) -> tuple[str, ...]:
    """Return the terms of one name."""
    return tuple(
        term
        for word in _parts(name)
        for term in ((word, intern(f"^{word[:PREFIX]}")) if len(word) > PREFIX else (word,))
    )


@lru_cache(maxsize=1 << 14)
def _document_terms(name: str) -> tuple[str, ...]:
    """Return the terms of one name, and its neighbouring words as one."""
    return (*_terms(name), *map(intern, joined(_parts(name))))
