"""The words inside of names and prose: what a prompt and the code that it asks for share.

`getHTTPResponse2`, `get_http_response_2` and "Get HTTP response 2": get, http, response, 2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

MAX_LENGTH = 40
"""Longer runs of letters are data, such as base64, and no word."""

PREFIX = 4
"""Words of one stem mostly begin with the same so many letters: `parse`, `parsing`, `parser`."""

_NAME = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_HEADER = re.compile(r"^(?:func \([^()\n]*\) )?[\w \t*.$]{1,200}(?=[(<])", re.MULTILINE)


def subwords(text: str) -> list[str]:
    """Return the words of a text in lower case, in its order, those inside of names apart."""
    return [word for name in _NAME.findall(text) for word in _parts(name)]


def terms(text: str) -> list[str]:
    """Return the words of a text, and behind each longer one `^` and the letters it begins with."""
    return [term for name in _NAME.findall(text) for term in _terms(name)]


def header_terms(text: str) -> list[str]:
    """Return the terms of the first line that is like a function's header, up to its parameters."""
    header = _HEADER.search(text)
    return terms(header.group()) if header else []


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
