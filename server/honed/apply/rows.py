"""A text as the rows that are merged: its lines without the blank ones, which are counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from io import StringIO
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text

BYTE_ORDER_MARK = "\ufeff"
TAB = 4
"""So many columns a tab goes on at most."""

FEW_WORDS = 2
"""A line with fewer words tells nothing of its place; it is known only beside others."""
MOST_ROWS = 20_000
"""A text of more rows is data; no declarations are looked for in it."""
WHOLE = 3.0
"""A line of so much weight that stands wholly in another is what that has grown from."""
SIGN = 0.34
"""What a sign weighs; a word weighs 1."""
GROWN = 0.7
"""How alike the two are at least."""

_ROUNDING = 1e-9
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")


class Rows:
    """The lines of a text that are not blank, in order; a row is an index into them.

    `raw[row]` is the line with its end, `strip[row]` without the space around it, `indent[row]`
    its space before, `blanks[row]` the blank lines directly above, `line[row]` its line. The
    blank lines after the last row are `blanks[len(rows)]`.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Sort the lines, which keep their ends; of the first a byte order mark is kept apart."""
        self.mark = BYTE_ORDER_MARK if lines and lines[0].startswith(BYTE_ORDER_MARK) else ""
        lines = [lines[0][len(self.mark) :], *lines[1:]] if self.mark else lines
        self.lines = lines
        stripped = [line.strip() for line in lines]
        self.line: list[int] = [number for number, text in enumerate(stripped) if text]
        self.strip: list[str] = list(filter(None, stripped))
        self.raw: list[str] = [lines[number] for number in self.line]
        self.indent: list[str] = [line[: -len(line.lstrip())] for line in self.raw]
        self.blanks: list[Sequence[str]] = [
            lines[before + 1 : number] if number - before > 1 else ()
            for before, number in pairwise([-1, *self.line, len(lines)])
        ]
        self._index: dict[str, list[int]] = {}
        self._first = self._next = len(self.line)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.raw)

    def at(self, line: int) -> int:
        """Return the first row at or after `line`."""
        return bisect_left(self.line, line)

    def within(self, text: str, start: int, end: int, most: int | None = None) -> Sequence[int]:
        """Return which of the rows `start:end` say `text`, of many the first `most`."""
        places = self.places.get(text, ())
        first, last = bisect_left(places, start), bisect_left(places, end)
        return places[first : last if most is None else min(last, first + most)]

    def says(self, text: str, start: int, end: int) -> bool:
        """Return whether any of the rows `start:end` says `text`."""
        places = self.places.get(text, ())
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def sharing(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return which of the rows `start:end` have a word of `text`, in order."""
        found: set[int] = set()
        by_word = self._indexed(start, end)
        for word in set(_WORD.findall(text)):
            rows = by_word.get(word, ())
            found.update(rows[bisect_left(rows, start) : bisect_left(rows, end)])
        return sorted(found)

    def _indexed(self, start: int, end: int) -> dict[str, list[int]]:
        """Return the rows of each word, those in `start:end` among them.

        Who asks goes mostly downwards through a part of the text, so the rest is left alone.
        """
        if start < self._first:
            is_begun = self._first < len(self)
            self._first = self._next = 0 if is_begun else start
            self._index = {}
        found = self._index
        for row in range(self._next, end):
            for word in _WORD.findall(self.strip[row]):
                rows = found.get(word)
                if rows is None:
                    found[word] = [row]
                elif rows[-1] != row:
                    rows.append(row)
        self._next = max(self._next, end)
        return found

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The rows of each stripped line, in order."""
        found: dict[str, list[int]] = {}
        for row, text in enumerate(self.strip):
            if text in found:
                found[text].append(row)
            else:
                found[text] = [row]
        return found

    @cached_property
    def vocabulary(self) -> set[str]:
        """All words of the text."""
        return set(_WORD.findall("\n".join(self.strip)))

    @cached_property
    def telling(self) -> list[int]:
        """How many of the rows before each one, and before the end, have two words or more."""
        return list(accumulate((words(text) > 1 for text in self.strip), initial=0))

    @cached_property
    def width(self) -> list[int]:
        """The column at which each row begins; a tab goes to the next multiple of `TAB`."""
        return [columns(indent) if "\t" in indent else len(indent) for indent in self.indent]

    @cached_property
    def partner(self) -> list[int]:
        """The row that opened what each row closes, -1 where it closes nothing."""
        return _partners(self.strip, self.width)

    @cached_property
    def parent(self) -> list[int]:
        """The last row above that begins further left, -1 where none does."""
        return _parents(self.width)

    @cached_property
    def leaving(self) -> list[int]:
        """The first row below that begins further left, the number of rows where none does."""
        below = _parents(self.width[::-1])
        return [len(below) - 1 - row for row in reversed(below)]

    @cached_property
    def closers(self) -> dict[int, int]:
        """The row that closes what a row opens; the reverse of `partner`."""
        return {opener: row for row, opener in enumerate(self.partner) if opener >= 0}


def rows_of(text: Text) -> Rows:
    """Return the rows of a text."""
    return Rows(lines_of(text))


def lines_of(text: Text) -> list[str]:
    """Return the lines of a text with their ends; after a last line end there is an empty one."""
    # Without translation, and unlike `splitlines`, these are the line ends of `Text`.
    lines = StringIO(decode(text.data), newline="").readlines()
    return lines if lines and not lines[-1].endswith(("\n", "\r")) else [*lines, ""]


def columns(indent: str) -> int:
    """Return the column after the indentation `indent`."""
    return len(indent.expandtabs(TAB)) if "\t" in indent else len(indent)


@lru_cache(maxsize=8192)
def tokens(text: str) -> list[str]:
    """Return the words and signs of a line, in order."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=8192)
def words(text: str) -> int:
    """Return how many words a line has."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=16384)
def similarity(left: str, right: str) -> float:
    """Return the share of tokens that two lines have in common (Dice), in [0, 1].

    A sign counts a third of a word. A line that stands wholly in the other is at least `GROWN`.
    """
    if left == right:
        return 1.0
    (a, a_size), (b, b_size) = _weighed(left), _weighed(right)
    common = 0.0
    for token, weight in a.items():
        other = b.get(token)
        if other is not None:
            common += min(weight, other)
    share = 2 * common / (a_size + b_size) if common else 0.0
    is_whole = common > min(a_size, b_size) - _ROUNDING
    return GROWN if is_whole and common >= WHOLE and share < GROWN else share


@lru_cache(maxsize=8192)
def _weighed(text: str) -> tuple[dict[str, float], float]:
    counts: dict[str, int] = {}
    for token in _TOKEN.findall(text):
        counts[token] = counts.get(token, 0) + 1
    weighed = {
        token: float(count) if token[0].isalnum() or token[0] == "_" else count * SIGN
        for token, count in counts.items()
    }
    return weighed, sum(weighed.values())


def _parents(width: Sequence[int]) -> list[int]:
    parent = []
    open_rows: list[int] = []
    for row, column in enumerate(width):
        while open_rows and width[open_rows[-1]] >= column:
            open_rows.pop()
        parent.append(open_rows[-1] if open_rows else -1)
        open_rows.append(row)
    return parent


CLOSING = frozenset("})]")


def _partners(strip: Sequence[str], width: Sequence[int]) -> list[int]:
    """Return for each row that begins with a closing bracket the last row of its column above."""
    partner = [-1] * len(strip)
    open_rows: list[int] = []
    for row, text in enumerate(strip):
        column = width[row]
        while open_rows and width[open_rows[-1]] > column:
            open_rows.pop()
        if open_rows and width[open_rows[-1]] == column:
            opener = open_rows.pop()
            if text[0] in CLOSING:
                partner[row] = opener
        open_rows.append(row)
    return partner
