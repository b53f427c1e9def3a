"""The words of a corpus as numbers: a frozen part that lies in a file, and what is new beside it.

A word is named by its key: a character for its kind, then its text; so one text may be a keyword in
one language and a name in another. What the kinds are is up to whoever made the tokens. Words are
found by a sorted array of 64-bit hashes and a look at the word itself: a dictionary of all words of
a million lines would take a hundred megabytes.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

BOUNDARY = 0
"""The id of what stands behind every file; its key is `BOUNDARY_KEY`."""

BOUNDARY_KEY = "\0"
UNKNOWN = -1


@attrs.frozen(eq=False)
class Vocabulary:
    """Words with ids from 0 on; the arrays may be mapped from a file.

    A word that is no more used is empty and has no hash; its id may be given to another word in a
    later vocabulary.
    """

    blob: NDArray[np.uint8] = attrs.field(repr=False)
    """The keys, UTF-8, one behind the other."""
    offsets: NDArray[np.int64] = attrs.field(repr=False)
    """Where in `blob` each begins, and the end; one more than there are words."""
    hashes: NDArray[np.uint64] = attrs.field(repr=False)
    """The hashes of the words that are not empty, sorted."""
    ids: NDArray[np.int32] = attrs.field(repr=False)
    """The id of the word of each hash."""
    kinds: NDArray[np.uint8] = attrs.field(repr=False)
    """The kind of each word: the first byte of its key."""

    def __len__(self) -> int:
        """Return how many ids there are, those of empty words included."""
        return len(self.kinds)

    def key(self, word: int) -> str:
        """Return the key of an id, "" for an empty word."""
        start, end = self.offsets[word], self.offsets[word + 1]
        return self.blob[start:end].tobytes().decode("utf-8", "replace")

    def ids_of(self, keys: Sequence[str]) -> NDArray[np.int32]:
        """Return the ids of keys, int32 of the same length, `UNKNOWN` for what is not there."""
        found = np.full(len(keys), UNKNOWN, np.int32)
        if not len(self.hashes):
            return found
        hashes = hashes_of(keys)
        places = np.searchsorted(self.hashes, hashes)
        is_there = self.hashes[np.minimum(places, len(self.hashes) - 1)] == hashes
        for index in np.flatnonzero(is_there).tolist():
            found[index] = self._checked(int(places[index]), int(hashes[index]), keys[index])
        return found

    def _checked(self, place: int, wanted: int, key: str) -> int:
        """Return the id of the word among those of one hash that is this one."""
        while place < len(self.hashes) and int(self.hashes[place]) == wanted:
            word = int(self.ids[place])
            if self.key(word) == key:
                return word
            place += 1
        return UNKNOWN


def made_of(keys: Iterable[str]) -> Vocabulary:
    """Return a vocabulary of keys in the order of their ids; an empty one has no word."""
    texts = [each.encode("utf-8", "replace") for each in keys]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(each) for each in texts], out=offsets[1:])
    used = np.array([index for index, each in enumerate(texts) if each], np.int32)
    hashes = np.array([_hash(texts[index]) for index in used], np.uint64)
    order = np.argsort(hashes, kind="stable")
    return Vocabulary(
        np.frombuffer(b"".join(texts), np.uint8),
        offsets,
        hashes[order],
        used[order],
        np.array([each[0] if each else 0 for each in texts], np.uint8),
    )


EMPTY = made_of([BOUNDARY_KEY])
"""Of a corpus that was not built yet."""


def hashes_of(keys: Iterable[str]) -> NDArray[np.uint64]:
    """Return the hash of each key, the same on every machine."""
    return np.array([_hash(each.encode("utf-8", "replace")) for each in keys], np.uint64)


def _hash(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


class Lexicon:
    """A vocabulary and the words that came since: any thread may ask it for the id of a word.

    Ids stay what they are as long as it lives; another generation of the corpus has another one.
    """

    def __init__(self, vocabulary: Vocabulary = EMPTY) -> None:
        """Know the words of the vocabulary only."""
        self.vocabulary = vocabulary
        self._next = count(max(1, len(vocabulary)))
        # Words that were asked for, also those of the vocabulary: a dictionary is faster. No lock
        # is needed: a key that two threads bring at once costs an id that nobody uses.
        self._ids: dict[str, int] = {BOUNDARY_KEY: BOUNDARY}
        self._keys: dict[int, str] = {BOUNDARY: BOUNDARY_KEY}

    def __len__(self) -> int:
        """Return how many words are remembered beside the vocabulary."""
        return len(self._ids)

    def ids_of(self, keys: Sequence[str]) -> NDArray[np.int32]:
        """Return the ids of keys, int32 of the same length; a new word gets a new one."""
        known = self._ids
        new = [each for each in dict.fromkeys(keys) if each not in known]
        if new:
            for key, found in zip(new, self.vocabulary.ids_of(new).tolist(), strict=True):
                word = next(self._next) if found == UNKNOWN else found
                if found == UNKNOWN:
                    self._keys[word] = key
                known.setdefault(key, word)
        return np.fromiter((known[each] for each in keys), np.int32, len(keys))

    def key(self, word: int) -> str:
        """Return the key of an id."""
        return self._keys[word] if word in self._keys else self.vocabulary.key(word)

    def kinds_of(self, words: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Return the kind of each word, uint8 of the same shape."""
        kinds = self.vocabulary.kinds
        old = words < len(kinds)
        found = kinds[np.where(old, words, BOUNDARY)] if len(kinds) else np.zeros_like(words)
        found = found.astype(np.uint8)
        for index in np.flatnonzero(~old):
            found[index] = self._keys[int(words[index])].encode("utf-8", "replace")[0]
        return found
