"""The words of a corpus as numbers: a frozen part that lies in a file, and what is new beside it.

A word is the bytes that tell a token apart from others, which may be more than its text; what kind
of token it is, is up to whoever cuts the tokens. Words are found by a sorted array of 64-bit hashes
and a look at the word itself: a dictionary of all words of a million lines would take a hundred
megabytes.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

BOUNDARY = 0
"""The id of what stands behind every file: the empty word."""

UNKNOWN = -1


@attrs.frozen(eq=False)
class Vocabulary:
    """Words with ids from 0 on; the arrays may be mapped from a file.

    A word that is no more used is empty and has no hash; its id may be given to another word in a
    later vocabulary.
    """

    blob: NDArray[np.uint8] = attrs.field(repr=False)
    """The words, one behind the other."""
    offsets: NDArray[np.int64] = attrs.field(repr=False)
    """Where in `blob` each begins, and the end; one more than there are words."""
    hashes: NDArray[np.uint64] = attrs.field(repr=False)
    """The hashes of the words that are not empty, sorted."""
    ids: NDArray[np.int32] = attrs.field(repr=False)
    """The id of the word of each hash."""
    kinds: NDArray[np.uint8] = attrs.field(repr=False)
    """The kind of each word."""

    def __len__(self) -> int:
        """Return how many ids there are, those of empty words included."""
        return len(self.kinds)

    def word(self, word_id: int) -> bytes:
        """Return the word of an id, empty for the boundary and for what is no more used."""
        return self.blob[self.offsets[word_id] : self.offsets[word_id + 1]].tobytes()

    def ids_of(self, words: Sequence[bytes]) -> NDArray[np.int32]:
        """Return the ids of words, int32 of the same length, `UNKNOWN` for what is not there."""
        found = np.full(len(words), UNKNOWN, np.int32)
        if not len(self.hashes):
            return found
        hashes = hashes_of(words)
        places = np.searchsorted(self.hashes, hashes)
        is_there = self.hashes[np.minimum(places, len(self.hashes) - 1)] == hashes
        for index in np.flatnonzero(is_there).tolist():
            found[index] = self._checked(int(places[index]), int(hashes[index]), words[index])
        return found

    def _checked(self, place: int, wanted: int, word: bytes) -> int:
        """Return the id of the word among those of one hash that is this one."""
        while place < len(self.hashes) and int(self.hashes[place]) == wanted:
            word_id = int(self.ids[place])
            if self.word(word_id) == word:
                return word_id
            place += 1
        return UNKNOWN


def made_of(words: Sequence[bytes], kind_of: Callable[[bytes], int]) -> Vocabulary:
    """Return a vocabulary of words in the order of their ids; the first is the boundary, empty."""
    offsets = np.zeros(len(words) + 1, np.int64)
    np.cumsum([len(each) for each in words], out=offsets[1:])
    used = np.array([index for index, each in enumerate(words) if each], np.int32)
    hashes = hashes_of(each for each in words if each)
    order = np.argsort(hashes, kind="stable")
    return Vocabulary(
        np.frombuffer(b"".join(words), np.uint8),
        offsets,
        hashes[order],
        used[order],
        np.fromiter(map(kind_of, words), np.uint8, len(words)),
    )


def hashes_of(words: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return the hash of each word, the same on every machine."""
    digests = b"".join([blake2b(each, digest_size=8).digest() for each in words])
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def _no_kind(_: bytes) -> int:
    return 0


EMPTY = made_of([b""], _no_kind)
"""Of a corpus that was not built yet."""


class Lexicon:
    """A vocabulary and the words that came since: any thread may ask it for the id of a word.

    Ids stay what they are as long as it lives; another generation of the corpus has another one.
    `kind_of` tells the kind of a new word, as those of the vocabulary were told.
    """

    def __init__(
        self, vocabulary: Vocabulary = EMPTY, kind_of: Callable[[bytes], int] = _no_kind
    ) -> None:
        """Know the words of the vocabulary only."""
        self.vocabulary = vocabulary
        self._kind_of = kind_of
        self._next = count(max(1, len(vocabulary)))
        # Words that were asked for, also those of the vocabulary: a dictionary is faster. No lock
        # is needed: a word that two threads bring at once costs an id that nobody uses.
        self._ids: dict[bytes, int] = {b"": BOUNDARY}
        self._words: dict[int, bytes] = {BOUNDARY: b""}

    def __len__(self) -> int:
        """Return how many words are remembered beside the vocabulary."""
        return len(self._ids)

    def ids_of(self, words: Sequence[bytes]) -> NDArray[np.int32]:
        """Return the ids of words, int32 of the same length; a new word gets a new one."""
        known = self._ids
        new = [each for each in dict.fromkeys(words) if each not in known]
        if new:
            for word, found in zip(new, self.vocabulary.ids_of(new).tolist(), strict=True):
                word_id = next(self._next) if found == UNKNOWN else found
                if found == UNKNOWN:
                    self._words[word_id] = word
                known.setdefault(word, word_id)
        return np.fromiter((known[each] for each in words), np.int32, len(words))

    def word(self, word_id: int) -> bytes:
        """Return the word of an id."""
        found = self._words.get(word_id)
        return self.vocabulary.word(word_id) if found is None else found

    def kinds_of(self, ids: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Return the kind of each id, uint8 of the same shape."""
        kinds = self.vocabulary.kinds
        is_old = ids < len(kinds)
        found = kinds[np.where(is_old, ids, BOUNDARY)]
        for index in np.flatnonzero(~is_old):
            found[index] = self._kind_of(self._words[int(ids[index])])
        return found
