"""Shards made of files: tokens one behind the other, sorted by their contexts.

Files come freshly cut, or from older shards, whose tokens are taken as they are: ids stay the same
from generation to generation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.corpus import MOST_TOKENS, StoredShard, TokenLog, paths_of
from honed.core.vocabulary import EMPTY, Lexicon, Vocabulary, made_of
from honed.retrieval.sequences import CONCRETE_ORDER, ERASED_ORDER, erase, sorted_contexts
from honed.syntax.lexing import kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from honed.core.corpus import LexedFile


@attrs.frozen(eq=False)
class Piece:
    """A file on its way into a shard, its boundary behind it; `tokens` are ids of the corpus."""

    path: str
    modified_ns: int
    size: int
    tokens: NDArray[np.int32] = attrs.field(repr=False)
    row_starts: NDArray[np.int32] = attrs.field(repr=False)
    row_lines: NDArray[np.int32] = attrs.field(repr=False)


def piece_of(file: LexedFile, lexicon: Lexicon) -> Piece:
    """Return a file that was just cut, in the ids of a lexicon."""
    tokens = np.append(lexicon.ids_of(file.words)[file.tokens], np.int32(0)).astype(np.int32)
    return Piece(file.path, file.modified_ns, file.size, tokens, file.row_starts, file.row_lines)


def piece_in(shard: StoredShard, index: int) -> Piece:
    """Return one of the files of a shard."""
    log = shard.log
    start, end = int(log.file_starts[index]), int(log.file_starts[index + 1])
    first, last = np.searchsorted(log.row_starts, (start, end))
    return Piece(
        log.paths[index],
        int(shard.modified_ns[index]),
        int(shard.sizes[index]),
        log.tokens[start:end],
        log.row_starts[first:last] - np.int32(start),
        log.row_lines[first:last],
    )


class ShardBuilder:
    """Collects files, and hands each shard to `emit` when it is full; `flush` hands out the rest.

    A shard takes about three seconds.
    """

    def __init__(self, lexicon: Lexicon, emit: Callable[[StoredShard], object]) -> None:
        """Nothing was collected; `lexicon` is the one that the ids come from."""
        self._lexicon = lexicon
        self._emit = emit
        self._pieces: list[Piece] = []
        self.count = 0
        """Tokens that were collected since the last shard."""

    def add(self, piece: Piece) -> None:
        """Take a file in."""
        if self.count + len(piece.tokens) > MOST_TOKENS:
            self.flush()
        self._pieces.append(piece)
        self.count += len(piece.tokens)

    def flush(self) -> None:
        """Make a shard of what was collected, if anything was."""
        if self._pieces:
            self._emit(_shard_of(self._pieces, self._lexicon))
        self._pieces, self.count = [], 0


def _shard_of(pieces: list[Piece], lexicon: Lexicon) -> StoredShard:
    tokens = np.concatenate([each.tokens for each in pieces])
    starts = np.zeros(len(pieces) + 1, np.int32)
    np.cumsum([len(each.tokens) for each in pieces], out=starts[1:])
    log = TokenLog(
        tokens,
        starts,
        paths_of([each.path for each in pieces]),
        np.concatenate(
            [each.row_starts + start for each, start in zip(pieces, starts, strict=False)]
        ),
        np.concatenate([each.row_lines for each in pieces]),
    )
    ids, inverse = np.unique(tokens, return_inverse=True)
    erased = erase(ids, lexicon.kinds_of(ids))[inverse]
    return StoredShard(
        log,
        sorted_contexts(tokens, CONCRETE_ORDER),
        sorted_contexts(erased, ERASED_ORDER),
        np.array([each.modified_ns for each in pieces], np.int64),
        np.array([each.size for each in pieces], np.int64),
    )


def lexicon_of(vocabulary: Vocabulary = EMPTY) -> Lexicon:
    """Return the lexicon of a vocabulary, with the lexer's kinds."""
    return Lexicon(vocabulary, kind)


def vocabulary_of(lexicon: Lexicon, shards: Iterable[StoredShard]) -> Vocabulary:
    """Return the words that the shards use, under their ids; the others are empty."""
    highest = 0
    each_used = []
    for shard in shards:
        used = np.unique(shard.log.tokens)
        each_used.append(used)
        highest = max(highest, int(used[-1]) if len(used) else 0)
    words = [b""] * (highest + 1)
    for used in each_used:
        for word_id in used.tolist():
            words[word_id] = words[word_id] or lexicon.word(word_id)
    return made_of(words, kind)
