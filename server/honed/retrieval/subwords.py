"""The words inside of names and prose: what a prompt and the code that it asks for share.

`getHTTPResponse2`, `get_http_response_2` and "Get HTTP response 2": get, http, response, 2.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_LENGTH = 40
"""Longer runs of letters are data, such as base64, and no word."""

_NAME = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")


def subwords(text: str) -> list[str]:
    """Return the words of a text in lower case, in its order, those inside of names apart."""
    return [word for name in _NAME.findall(text) for word in _parts(name)]


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of one name."""
    return tuple(part.lower() for part in _PART.findall(name) if len(part) <= MAX_LENGTH)
