"""Where in a text a pattern may match, told by its words alone, before anything is parsed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from honed.core.model import Form
from honed.core.text import encode, is_word_byte
from honed.suggest.spelling import written
from honed.suggest.view import REACH_LINES, is_long
from honed.syntax.statements import MAX_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.core.text import Text
    from honed.suggest.index import Entry

MAX_PLACES = 400
"""Lines with its rarest word at which a pattern is tried; one that is at more says too little."""


def reach_lines_of(entry: Entry) -> int:
    """Return how far around a line of its match the pattern reaches."""
    return min(REACH_LINES, entry.pattern.example.before.count("\n"))


class Places:
    """Where words stand in one text; each is looked for once."""

    def __init__(self, text: Text, most: int | None = None) -> None:
        """Look at no more than the first `most` lines with a word, `MAX_PLACES` for None."""
        self._text = text
        self._most = MAX_PLACES if most is None else most
        self._counts: dict[str, int] = {}
        self._lines: dict[str, tuple[int, ...]] = {}
        self._lines_of_names: dict[str, tuple[int, ...]] = {}

    def of(self, entry: Entry, near: int = 0) -> Iterator[int]:
        """Yield the lines with the rarest word of a pattern, those nearest to a line first.

        All its other words are around them.
        """
        is_of_names = entry.pattern.rewrite.form is Form.NAMES
        rarest = min(entry.required, key=lambda word: (self._count(word), word))
        lines = self._named(rarest) if is_of_names else self._with(rarest)
        others = [encode(word) for word in entry.required if word != rarest]
        far = reach_lines_of(entry) + MAX_LINES
        for line in sorted(lines, key=lambda line: abs(line - near)):
            if not is_long(self._text, line) and self._are_around(line, far, others):
                yield line

    def _count(self, word: str) -> int:
        """Return how often a word stands there, as a part of others, too."""
        if word not in self._counts:
            self._counts[word] = self._text.data.count(encode(word))
        return self._counts[word]

    def _with(self, word: str) -> tuple[int, ...]:
        if not self._count(word):
            return ()
        if word not in self._lines:
            self._lines[word] = self._first(_offsets(self._text.data, encode(word)))
        return self._lines[word]

    def _named(self, key: str) -> tuple[int, ...]:
        """Return the lines with names that may be written so, or have this part."""
        if key not in self._lines_of_names:
            found = re.finditer(written(key), self._text.data)
            self._lines_of_names[key] = self._first(match.start() for match in found)
        return self._lines_of_names[key]

    def _first(self, offsets: Iterable[int]) -> tuple[int, ...]:
        lines = dict.fromkeys(map(self._text.line_at, offsets))
        return tuple(islice(lines, self._most))

    def _are_around(self, line: int, far: int, words: Iterable[bytes]) -> bool:
        around = self._text.slice(self._text.lines_span(max(0, line - far), line + far))
        return all(word in around for word in words)


def _offsets(data: bytes, word: bytes) -> Iterator[int]:
    """Yield where a token may stand: as a whole word where it is one."""
    start = -1
    while (start := data.find(word, start + 1)) >= 0:
        end = start + len(word)
        grows_left = start > 0 and is_word_byte(word[0]) and is_word_byte(data[start - 1])
        grows_right = end < len(data) and is_word_byte(word[-1]) and is_word_byte(data[end])
        if not grows_left and not grows_right:
            yield start
