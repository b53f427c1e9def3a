"""A text as lines that can be compared more or less strictly, and found by any of these ways."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from enum import IntEnum
from functools import cached_property

import attrs

WORD = re.compile(rb"[\w\x80-\xff]+")
_TOKEN = re.compile(rb"[\w\x80-\xff]+|[^\w\s\x80-\xff]")


class Likeness(IntEnum):
    """How strictly two lines are compared."""

    VERBATIM = 0
    TRIMMED = 1
    """But for space at the end."""
    INDENTED = 2
    """But for indentation, and blank lines."""
    SQUEEZED = 3
    """But for any space."""


@attrs.frozen
class Lines:
    """The lines of a text without their ends, and the ends."""

    bodies: tuple[bytes, ...]
    ends: tuple[bytes, ...]

    def __len__(self) -> int:
        """Return how many lines there are; a text that ends in a line end has no empty last one."""
        return len(self.bodies)

    @cached_property
    def stripped(self) -> tuple[bytes, ...]:
        """The lines without the space around them."""
        return tuple(body.strip() for body in self.bodies)

    @cached_property
    def _counted(self) -> dict[int, Counter[bytes]]:
        return {}

    def tokens(self, number: int) -> Counter[bytes]:
        """Return how often each word and mark stands in a line."""
        found = self._counted.get(number)
        if found is None:
            found = self._counted[number] = Counter(_TOKEN.findall(self.bodies[number]))
        return found

    @cached_property
    def word_count(self) -> int:
        """How many words stand in all lines."""
        return sum(len(WORD.findall(body)) for body in self.bodies)

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The numbers of the lines that are not blank."""
        return tuple(number for number, body in enumerate(self.stripped) if body)

    @cached_property
    def squeezed(self) -> tuple[bytes, ...]:
        """The lines without any space."""
        return tuple(b"".join(body.split()) for body in self.bodies)

    def keys(self, likeness: Likeness) -> tuple[bytes, ...]:
        """Return what of each line is compared; for the last two kinds of the filled lines only."""
        found = self._keys.get(likeness)
        if found is None:
            found = self._keys[likeness] = self._compared(likeness)
        return found

    def places(self, likeness: Likeness) -> dict[bytes, list[int]]:
        """Return where each key stands among the keys."""
        found = self._places.get(likeness)
        if found is None:
            found = self._places[likeness] = {}
            for place, key in enumerate(self.keys(likeness)):
                found.setdefault(key, []).append(place)
        return found

    @cached_property
    def _keys(self) -> dict[Likeness, tuple[bytes, ...]]:
        return {}

    def _compared(self, likeness: Likeness) -> tuple[bytes, ...]:
        if likeness is Likeness.VERBATIM:
            return self.bodies
        if likeness is Likeness.TRIMMED:
            return tuple(body.rstrip() for body in self.bodies)
        filled = self.stripped if likeness is Likeness.INDENTED else self.squeezed
        return tuple(filter(None, filled))

    @cached_property
    def _places(self) -> dict[Likeness, dict[bytes, list[int]]]:
        return {}

    def beginning(self, words: bytes, first: int, end: int) -> list[int]:
        """Return which of the lines `first:end` begin with `words`, space aside, in order."""
        found = []
        for at in range(bisect_left(self._by_words, (words, 0)), len(self._by_words)):
            body, number = self._by_words[at]
            if not body.startswith(words):
                break
            if first <= number < end:
                found.append(number)
        return sorted(found)

    @cached_property
    def _by_words(self) -> list[tuple[bytes, int]]:
        return sorted((body, number) for number, body in enumerate(self.stripped))

    def indent(self, number: int) -> bytes:
        """Return the space at the start of a line."""
        body = self.bodies[number]
        return body[: len(body) - len(body.lstrip())]


def split(data: bytes) -> Lines:
    """Return the lines of a text; where there is no line feed a return ends a line."""
    mark = b"\r" if b"\n" not in data and b"\r" in data else b"\n"
    parts = data.split(mark)
    last = parts.pop()
    ends = [mark] * len(parts)
    if mark == b"\n" and b"\r" in data:
        for number, part in enumerate(parts):
            if part.endswith(b"\r"):
                parts[number], ends[number] = part[:-1], b"\r\n"
    if last:
        parts.append(last)
        ends.append(b"")
    return Lines(tuple(parts), tuple(ends))


def same_tokens(left: Counter[bytes], right: Counter[bytes]) -> float:
    """Return the share of words and marks that two lines have in common (Dice), in [0, 1]."""
    total = left.total() + right.total()
    shared = sum(min(count, right[token]) for token, count in left.items() if token in right)
    return 2 * shared / total if total else 1.0


def nearly_same(left: bytes, right: bytes) -> bool:
    """Return whether two words differ in the case of letters, or in one character."""
    if left.lower() == right.lower():
        return True
    short, long = sorted((left, right), key=len)
    start = next((at for at, each in enumerate(short) if each != long[at]), len(short))
    return short[start:] == long[start + 1 :] or short[start + 1 :] == long[start + 1 :]
