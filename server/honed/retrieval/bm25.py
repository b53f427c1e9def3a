"""BM25: how well the words of a text answer the words of a query.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with the
inverse document frequency of Lucene, ln(1 + (N - n + ½)/(n + ½)), which is never negative.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

SATURATION = 1.5
"""k1: how late a word that stands more often counts no more; most have 1.2."""

LENGTH = 0.9
"""b: how much a long text is held against it; most have 0.75."""

_MOST_TIMES = 255
_ROW = 8
"""An entry of a posting is a row, moved up by so many bits, and how often the word stands there."""


class Bm25:
    """Texts as their words, each in a row; a row that was removed is given to the next text.

    One thread changes it at a time; a search beside a change sees that text or not.
    """

    def __init__(self, saturation: float = SATURATION, length: float = LENGTH) -> None:
        self._saturation = saturation
        self._length = length
        self._postings: dict[str, array[int]] = {}
        self._words: list[tuple[str, ...]] = []
        self._lengths: NDArray[np.float32] = np.zeros(64, np.float32)
        self._free: list[int] = []
        self._total = 0

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._words) - len(self._free)

    @property
    def rows(self) -> int:
        """How many rows there are, those of removed texts included."""
        return len(self._words)

    def add(self, words: Iterable[str]) -> int:
        """Take in the words of a text and return its row."""
        counts = Counter(words)
        row = self._free.pop() if self._free else self._new_row()
        self._words[row] = tuple(counts)
        for word, count in counts.items():
            entry = row << _ROW | min(count, _MOST_TIMES)
            posting = self._postings.get(word)
            if posting is None:
                self._postings[word] = array("I", (entry,))
            else:
                posting.append(entry)
        self._lengths[row] = length = counts.total()
        self._total += length
        return row

    def remove(self, row: int) -> None:
        """Forget the text of a row, which holds one."""
        for word in self._words[row]:
            posting = self._postings[word]
            [place] = np.flatnonzero(np.frombuffer(posting, np.uint32) >> _ROW == row)
            posting[place] = posting[-1]
            posting.pop()
            if not posting:
                del self._postings[word]
        self._words[row] = ()
        self._total -= int(self._lengths[row])
        self._lengths[row] = 0
        self._free.append(row)

    def rarity(self, word: str) -> float:
        """Return the inverse document frequency of a word, greatest where no text has it."""
        posting = self._postings.get(word)
        texts_with = len(posting) if posting is not None else 0
        return math.log1p((len(self) - texts_with + 0.5) / (texts_with + 0.5))

    def scores(self, words: Mapping[str, float]) -> tuple[NDArray[np.float32], float]:
        """Return the score of each row, shape (rows,), and one that no text can reach.

        `words` are those of the query, with how much each counts. 0 where a text has none of
        them, and in rows without a text.
        """
        found = np.zeros(self.rows, np.float32)
        known, weights, bound = self._weighted(words)
        if not known:
            return found, bound
        entries = np.frombuffer(b"".join(known), np.uint32)
        rows = (entries >> _ROW).astype(np.intp)
        times = (entries & _MOST_TIMES).astype(np.float32)
        mean = self._total / max(1, len(self))
        held = self._saturation * (1 - self._length + self._length / mean * self._lengths)
        gains = np.repeat(np.array(weights, np.float32), [len(each) for each in known])
        gains *= times * (self._saturation + 1) / (times + held[rows])
        return np.bincount(rows, gains, self.rows).astype(np.float32), bound

    def _weighted(self, counts: Mapping[str, float]) -> tuple[list[array[int]], list[float], float]:
        """Return postings and weights of the words that are known, and the greatest score."""
        known, weights, bound = [], [], 0.0
        for word, count in counts.items():
            posting = self._postings.get(word)
            weight = count * self.rarity(word)
            bound += weight * (self._saturation + 1)
            if posting is not None:
                known.append(posting)
                weights.append(weight)
        return known, weights, bound

    def _new_row(self) -> int:
        row = len(self._words)
        if row == len(self._lengths):
            self._lengths = np.concatenate((self._lengths, np.zeros(row, np.float32)))
        self._words.append(())
        return row
