"""Where learned edits fit in a whole text, without a cursor, within what one request may cost.

All patterns are searched for together: the lines on which any of them may match are read once.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from honed.core.model import Form
from honed.core.text import encode, is_word_byte
from honed.suggest.edits import reach_lines_of, stretches
from honed.suggest.matching import Budget
from honed.suggest.search import found_in
from honed.suggest.spelling import written
from honed.suggest.view import is_long, view
from honed.syntax.statements import MAX_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from honed.core.model import Pattern
    from honed.core.text import Text
    from honed.suggest.features import Circumstances
    from honed.suggest.index import Entry, PatternIndex
    from honed.suggest.search import Found
    from honed.syntax.tree import Tree

MAX_PATTERNS = 48
"""Patterns that are tried, the newest first."""

MAX_LINES_TRIED = 40
"""Lines at which any of them is tried."""

MAX_LINES_OF_ONE = 6
"""Lines at which one of them is tried, the nearest; the others are for the requests to come."""

MAX_TRIED = 120
"""Patterns and lines in all."""

MAX_PLACES = 400
"""Of a word: one that stands at more says too little."""

MAX_STEPS = 8_000
"""Attempts to match that one sweep may cost."""


def sweep(  # noqa: PLR0913 - the text, the moment and whom to trust
    index: PatternIndex,
    text: Text,
    tree: Tree | None,
    circumstances: Circumstances,
    *,
    language: str,
    trust: Callable[[Pattern], bool],
    near: int = 0,
) -> list[Found]:
    """Return what the newest trusted patterns would do anywhere in a text, unranked.

    Where that is too much to look at, lines near the line `near` (zero-based) are.
    """
    tried = _tried_at(text, _newest(index, language, trust), near)
    reach_lines = max(
        (reach_lines_of(entry) for entries in tried.values() for entry in entries), default=0
    )
    budget = Budget(MAX_STEPS)
    found: list[Found] = []
    for first, last in stretches(text, sorted(tried), 2 * reach_lines):
        here = view(text, tree, (first, last), reach_lines=reach_lines)
        entries = {
            entry.pattern.id: entry
            for line in range(first, last + 1)
            for entry in tried.get(line, ())
        }
        for entry in entries.values():
            found += found_in(entry, here, circumstances, budget)
    return found


def _newest(
    index: PatternIndex, language: str, trust: Callable[[Pattern], bool]
) -> Iterable[Entry]:
    """Return the newest trusted entries of a language, the newest first."""
    known = sorted(index.of_language(language), key=lambda entry: -entry.pattern.id)
    return islice((entry for entry in known if trust(entry.pattern)), MAX_PATTERNS)


def _tried_at(text: Text, entries: Iterable[Entry], near: int) -> dict[int, list[Entry]]:
    """Return which patterns are tried at which lines."""
    places = _Places(text)
    tried: dict[int, list[Entry]] = {}
    at = ((entry, line) for entry in entries for line in places.of(entry, near))
    for entry, line in islice(at, MAX_TRIED):
        if line in tried or len(tried) < MAX_LINES_TRIED:
            tried.setdefault(line, []).append(entry)
    return tried


class _Places:
    """Where words stand in one text; each is looked for once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._counts: dict[str, int] = {}
        self._lines: dict[str, tuple[int, ...]] = {}
        self._lines_of_names: dict[str, tuple[int, ...]] = {}

    def of(self, entry: Entry, near: int) -> Iterator[int]:
        """Yield the lines with the rarest word of a pattern, those nearest to a line first.

        All its others are around them.
        """
        is_of_names = entry.pattern.rewrite.form is Form.NAMES
        rarest = min(entry.required, key=lambda word: (self._count(word), word))
        lines = self._named(rarest) if is_of_names else self._with(rarest)
        others = [encode(word) for word in entry.required if word != rarest]
        far = reach_lines_of(entry) + MAX_LINES
        by_distance = sorted(lines, key=lambda line: abs(line - near))
        possible = (
            line
            for line in by_distance
            if not is_long(self._text, line) and self._are_around(line, far, others)
        )
        yield from islice(possible, MAX_LINES_OF_ONE)

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
        lines = map(self._text.line_at, offsets)
        return tuple(dict.fromkeys(islice(lines, MAX_PLACES)))

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
