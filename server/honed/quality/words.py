"""Words of a text and how often they stand there, for rules about what is used."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from honed.core.text import Span, is_word_byte

if TYPE_CHECKING:
    from honed.core.text import Text

_WORD = re.compile(rb"[\w\x80-\xff]+")
_SMALL_BYTES = 100_000
_SOON = 300
_HITS = 16
_TEST = (
    b"def test_", b"class Test", b"import pytest", b"from pytest", b"import unittest",
    b"from unittest",
)  # fmt: skip


@lru_cache(maxsize=32)
def words(text: Text, span: Span) -> Counter[bytes]:
    """Return how often each word stands in a part of a text, comments and strings included."""
    return Counter(_WORD.findall(text.data, span.start, span.end))


def is_elsewhere(text: Text, word: bytes, span: Span, scope: Span) -> bool:
    """Return whether a word stands in `scope` outside of `span`.

    It may stand in a comment or in a string: who looks for what is never used misses something
    then, but never calls unused what a string names.
    """
    if len(scope) <= _SMALL_BYTES:
        return _found(text.data, word, span.end, scope.end) or _found(
            text.data, word, scope.start, span.start
        )
    # Counting once is slower than to look for one word, and faster than to look for many.
    inside = sum(each == word for each in _WORD.findall(text.data, span.start, span.end))
    return bool(words(text, scope)[word] > inside)


def is_later(text: Text, word: bytes, offset: int) -> bool:
    """Return whether a word stands behind `offset`; of a long text it is not told: False."""
    return text.size <= _SMALL_BYTES and _found(text.data, word, offset, text.size)


def is_soon(text: Text, word: bytes, span: Span) -> bool:
    """Return whether a word stands on one of the next lines, and no function begins before."""
    end = text.data.find(b"def ", span.end, span.end + _SOON)
    return _found(text.data, word, span.end, span.end + _SOON if end < 0 else end)


def _found(data: bytes, word: bytes, start: int, end: int) -> bool:
    """Return whether a word stands there."""
    for _ in range(_HITS):
        start = data.find(word, start, end)
        if start < 0:
            return False
        if _is_whole(data, start, start + len(word)):
            return True
        start += 1
    # Too many others have it as a part to look at each.
    whole = rb"(?<![\w\x80-\xff])" + re.escape(word) + rb"(?![\w\x80-\xff])"
    return re.compile(whole).search(data, start, end) is not None


def _is_whole(data: bytes, start: int, end: int) -> bool:
    before, after = data[start - 1 : start], data[end : end + 1]
    return not (before and is_word_byte(before[0])) and not (after and is_word_byte(after[0]))


@lru_cache(maxsize=2)
def is_test(text: Text) -> bool:
    """Return whether a text of Python holds tests."""
    return any(each in text.data for each in _TEST)
