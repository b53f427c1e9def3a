"""Words of a text written as where they stand in it: two characters a word instead of the word.

The words of a pattern follow each other in its example. A place is the distance from the end of
the word before and the word's length. Common ones share a character, any other distance takes an
escape. A word that is not there is spelled out beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPELLED, _FAR = "!", "#"
"""Marks: the word is spelled out; a distance stands before the length."""
_BASE = ord("$")
"""All above the marks, and above the quotation mark, which JSON would escape."""
_NEAR = 2
"""So many distances, 0 and 1, share a character with the length."""
_MOST = 20_000
"""Longest distance and length; more would reach the code points of surrogates."""


def locate(words: Sequence[str], text: str) -> tuple[str, list[str]]:
    """Return the places of the words in `text`, and the words that are not there in this order."""
    places, spelled, end = [], [], 0
    for word in words:
        start = text.find(word, end)
        if start < 0 or start - end > _MOST or len(word) > _MOST:
            places.append(_SPELLED)
            spelled.append(word)
            continue
        distance = start - end
        if distance >= _NEAR:
            places.append(_FAR + chr(_BASE + distance))
            distance = 0
        places.append(chr(_BASE + _NEAR * len(word) + distance))
        end = start + len(word)
    return "".join(places), spelled


def restore(places: str, spelled: Iterable[str], text: str) -> list[str]:
    """Return the words that `locate` took; `ValueError` where the places lead out of `text`."""
    return list(_words(places, iter(spelled), text))


def _words(places: str, spelled: Iterator[str], text: str) -> Iterator[str]:
    end, codes = 0, iter(places)
    for mark in codes:
        if mark == _SPELLED:
            yield next(spelled, "")
            continue
        code = mark
        if mark == _FAR:
            end += ord(next(codes, "$")) - _BASE
            code = next(codes, "$")
        length, distance = divmod(ord(code) - _BASE, _NEAR)
        start = end + distance
        end = start + length
        if not start <= end <= len(text):
            raise ValueError("a place lies outside the example")
        yield text[start:end]
