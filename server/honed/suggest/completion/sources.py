"""The logs of a corpus as places to look: which positions count, and for how much."""

from __future__ import annotations

import weakref
from enum import IntEnum
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.retrieval.sequences import SortedContexts, erase
from honed.syntax.lexing import KEPT, kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.core.corpus import Corpus, Paths, Shard, TokenLog
    from honed.core.vocabulary import Lexicon, Vocabulary


class Scale(IntEnum):
    """How near to the cursor something was seen."""

    FILE = 0
    RECENT = 1
    DIRECTORY = 2
    PROJECT = 3


@attrs.frozen(eq=False)
class Source:
    """A token log, and what is known of its files.

    `scales` holds the `Scale` of each file, -1 for one that does not count. `concrete` and `erased`
    are there where the log's contexts are sorted; `erased_tokens` where they are to be scanned.
    """

    tokens: NDArray[np.int32] = attrs.field(repr=False)
    log: TokenLog | None
    scales: NDArray[np.int8] = attrs.field(repr=False)
    concrete: SortedContexts | None = None
    erased: SortedContexts | None = None
    erased_tokens: NDArray[np.int32] | None = attrs.field(default=None, repr=False)

    def scales_of(self, places: NDArray[np.integer]) -> NDArray[np.int8]:
        """Return the scale of each position."""
        if self.log is None or len(self.scales) == 1:
            return np.full(len(places), self.scales[0] if len(self.scales) else -1, np.int8)
        files = np.searchsorted(self.log.file_starts, places.astype(np.int32), "right") - 1
        return self.scales[np.minimum(files, len(self.scales) - 1)]


class Words:
    """The words of a lexicon: the kind of each id, and what it is when names are erased."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Know those of the vocabulary."""
        # Not to keep it alive: what is known of a lexicon goes with it.
        self._lexicon = weakref.proxy(lexicon)
        self.kinds = np.array(lexicon.vocabulary.kinds, np.uint8)
        self.table = erase(np.arange(len(self.kinds), dtype=np.int32), self.kinds)
        self.firsts = _firsts(lexicon.vocabulary)
        """The first byte of each word as it is written, 0 of an empty one."""
        self._texts: dict[int, bytes] = {}

    def grow(self, most: int) -> None:
        """Know the ids up to `most`."""
        known = len(self.kinds)
        if most < known:
            return
        ids = np.arange(known, most + 1, dtype=np.int32)
        found = [self.word(each) for each in ids.tolist()]
        kinds = np.array([kind(each) for each in found], np.uint8)
        firsts = np.array([each.lstrip(KEPT)[:1] or KEPT for each in found], "S1").view(np.uint8)
        self.kinds = np.concatenate((self.kinds, kinds))
        self.firsts = np.concatenate((self.firsts, firsts))
        self.table = np.concatenate((self.table, erase(ids, kinds)))

    def erased(self, tokens: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return tokens with names, numbers and strings erased."""
        if not len(tokens):
            return tokens
        self.grow(int(tokens.max()))
        return self.table[tokens]

    def word(self, token: int) -> bytes:
        """Return the word of an id, empty for one that was given to no word."""
        found = self._texts.get(token)
        if found is None:
            try:
                found = bytes(self._lexicon.word(token))
            except (IndexError, KeyError):
                return b""
            self._texts[token] = found
        return found


def _firsts(vocabulary: Vocabulary) -> NDArray[np.uint8]:
    starts, ends = vocabulary.offsets[:-1], vocabulary.offsets[1:]
    blob = np.append(np.array(vocabulary.blob, np.uint8), np.zeros(2, np.uint8))
    is_marked = blob[starts] == KEPT[0]
    starts = np.where(is_marked, starts + 1, starts)
    return np.where(starts < ends, blob[starts], 0).astype(np.uint8)


_WORDS: weakref.WeakKeyDictionary[Lexicon, Words] = weakref.WeakKeyDictionary()
_ERASED: weakref.WeakKeyDictionary[TokenLog, NDArray[np.int32]] = weakref.WeakKeyDictionary()


def words_of(lexicon: Lexicon) -> Words:
    """Return what is known of a lexicon's words; kept as long as the lexicon lives."""
    found = _WORDS.get(lexicon)
    if found is None:
        found = _WORDS[lexicon] = Words(lexicon)
    return found


def sources(corpus: Corpus, path: str, live: NDArray[np.int32], words: Words) -> list[Source]:
    """Return where to look, the nearest first; `live` are the tokens of the document itself."""
    found = [Source(live, None, np.array([Scale.FILE], np.int8), erased_tokens=words.erased(live))]
    directory = path.rpartition("/")[0]
    for log in (corpus.accepted, corpus.recent):
        if len(log):
            scales = np.full(len(log.paths), Scale.RECENT, np.int8)
            if log is corpus.recent:
                _leave_out(path, log.paths, scales)
            found.append(Source(log.tokens, log, scales, erased_tokens=_erased(log, words)))
    found += [_sorted(shard, path, directory, words) for shard in corpus.shards]
    return found


def _sorted(shard: Shard, path: str, directory: str, words: Words) -> Source:
    log = shard.log
    scales = _scales(log.paths, directory)
    scales[~shard.is_live] = -1
    _leave_out(path, log.paths, scales)
    return Source(
        log.tokens,
        log,
        scales,
        concrete=SortedContexts(log.tokens, shard.concrete),
        erased=SortedContexts(log.tokens, shard.erased, words.table),
    )


def number_of(paths: Paths, path: str) -> int | None:
    """Return the number of a file among these, None where it is none of them."""
    return _names(paths).files.get(path)


def _leave_out(path: str, paths: Paths, scales: NDArray[np.int8]) -> None:
    own = number_of(paths, path)
    if own is not None:
        scales[own] = -1


def _erased(log: TokenLog, words: Words) -> NDArray[np.int32]:
    found = _ERASED.get(log)
    if found is None:
        found = _ERASED[log] = words.erased(log.tokens)
    return found


@attrs.frozen(eq=False)
class _Names:
    """The files of a log: the number of each (of one that comes twice, the last), and where it is.

    `directories` holds a number for each file, which `places` gives each directory.
    """

    files: dict[str, int]
    directories: NDArray[np.int32]
    places: dict[str, int]


# Weak, so that the files of a generation that is no more used are not held open.
_NAMES: weakref.WeakKeyDictionary[Paths, _Names] = weakref.WeakKeyDictionary()


def _names(paths: Paths) -> _Names:
    found = _NAMES.get(paths)
    if found is None:
        names = [paths[index] for index in range(len(paths))]
        places: dict[str, int] = {}
        directories = [places.setdefault(each.rpartition("/")[0], len(places)) for each in names]
        files = {name: index for index, name in enumerate(names)}
        found = _NAMES[paths] = _Names(files, np.array(directories, np.int32), places)
    return found


def _scales(paths: Paths, directory: str) -> NDArray[np.int8]:
    """Return the scale of each file, seen from a directory."""
    names = _names(paths)
    is_near = names.directories == names.places.get(directory, -1)
    return np.where(is_near, np.int8(Scale.DIRECTORY), np.int8(Scale.PROJECT))


def is_begun(token: int, prefix: bytes, words: Words) -> bool:
    """Return whether a token begins with what is typed of it."""
    return not prefix or words.word(token).lstrip(b"\0").startswith(prefix)


def begun(tokens: NDArray[np.integer], prefix: bytes, words: Words) -> NDArray[np.bool_]:
    """Return which tokens begin with what is typed of them, of the same shape."""
    if not prefix or not len(tokens):
        return np.ones(len(tokens), bool)
    words.grow(int(tokens.max()))
    found = words.firsts[tokens] == prefix[0]
    for at in np.flatnonzero(found).tolist():
        found[at] = is_begun(int(tokens[at]), prefix, words)
    return np.asarray(found, bool)


def is_offered(token: int, words: Words) -> bool:
    """Return whether a token can be a completion: no end of a file, nothing that was cut."""
    return token != BOUNDARY and b"\0" not in words.word(token)[1:]
