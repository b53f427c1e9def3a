"""The code of a workspace folder as numbers: what completions are found in.

A corpus is a value: whoever holds one may go on reading while a newer one takes its place. Its
arrays are mapped from files; their types and lengths were checked when they were opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.vocabulary import Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from honed.core.vocabulary import Vocabulary

MOST_TOKENS = 2_000_000
"""In one shard."""


@attrs.frozen(eq=False)
class Paths:
    """The paths of files, relative to the folder, with forward slashes."""

    blob: NDArray[np.uint8] = attrs.field(repr=False)
    offsets: NDArray[np.int64] = attrs.field(repr=False)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:
        """Return the path of a file."""
        start, end = self.offsets[index], self.offsets[index + 1]
        return self.blob[start:end].tobytes().decode("utf-8", "surrogateescape")


def paths_of(paths: Sequence[str]) -> Paths:
    """Return paths as arrays."""
    texts = [each.encode("utf-8", "surrogateescape") for each in paths]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(each) for each in texts], out=offsets[1:])
    return Paths(np.frombuffer(b"".join(texts), np.uint8), offsets)


@attrs.frozen(eq=False)
class TokenLog:
    """The tokens of files, one behind the other, each file followed by `vocabulary.BOUNDARY`."""

    tokens: NDArray[np.int32] = attrs.field(repr=False)
    """Ids of the corpus' lexicon."""
    file_starts: NDArray[np.int32] = attrs.field(repr=False)
    """Where each file begins, and the end of the last: one more than there are files."""
    paths: Paths
    row_starts: NDArray[np.int32] = attrs.field(repr=False)
    """Where a line with tokens begins; lines without any have none."""
    row_lines: NDArray[np.int32] = attrs.field(repr=False)
    """The line in its file, zero-based, of each of `row_starts`."""

    def __len__(self) -> int:
        """Return how many tokens there are, boundaries included."""
        return len(self.tokens)

    def files_of(self, positions: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the number of the file that each token lies in; of the same shape."""
        return np.searchsorted(self.file_starts, positions, "right") - 1

    def line_of(self, position: int) -> int:
        """Return the line, zero-based, that a token lies on."""
        # A number of the array's own type: for another, all of the array would be converted.
        row = int(np.searchsorted(self.row_starts, np.int32(position), "right")) - 1
        return int(self.row_lines[row]) if row >= 0 else 0


def _nothing() -> TokenLog:
    none = np.zeros(0, np.int32)
    return TokenLog(none, np.zeros(1, np.int32), paths_of(()), none, none)


NOTHING = _nothing()


@attrs.frozen(eq=False)
class Shard:
    """At most `MOST_TOKENS` tokens and two suffix arrays over their reversed contexts.

    Both hold the positions 0 … n-1 of `log.tokens`, sorted by what stands before each, the nearest
    first: `concrete` by the tokens, `erased` by the tokens with all names taken for the same.
    """

    log: TokenLog
    concrete: NDArray[np.int32] = attrs.field(repr=False)
    erased: NDArray[np.int32] = attrs.field(repr=False)
    is_live: NDArray[np.bool_] = attrs.field(repr=False)
    """Which of its files may be used: not what is gone, off, or newer in the recent part."""


@attrs.frozen(eq=False)
class Corpus:
    """All that is known of a folder's code: large shards, what was saved since, and accepted text.

    The recent part holds files as they were saved since the shards were made, the newest last; of
    these files the shards' are not live. `accepted` holds texts that were taken over from honed,
    the newest last, each with the path that it went to.
    """

    lexicon: Lexicon = attrs.field(factory=Lexicon, repr=False)
    shards: tuple[Shard, ...] = ()
    recent: TokenLog = NOTHING
    accepted: TokenLog = NOTHING


@attrs.frozen(eq=False)
class LexedFile:
    """The tokens of one file, on their own: `tokens` are indexes of `words`.

    The rows are as in `TokenLog`; there is no boundary at the end.
    """

    path: str
    modified_ns: int
    """When the file was last written; 0 for a text that was accepted."""
    size: int
    """In bytes, as it lay on the disk."""
    words: tuple[bytes, ...] = attrs.field(repr=False)
    tokens: NDArray[np.int32] = attrs.field(repr=False)
    row_starts: NDArray[np.int32] = attrs.field(repr=False)
    row_lines: NDArray[np.int32] = attrs.field(repr=False)


def as_log(files: Sequence[LexedFile], lexicon: Lexicon) -> TokenLog:
    """Return files one behind the other, in the ids of a lexicon."""
    if not files:
        return NOTHING
    boundary = np.zeros(1, np.int32)
    parts: list[NDArray[np.int32]] = []
    for each in files:
        parts += [lexicon.ids_of(each.words)[each.tokens], boundary]
    starts = np.zeros(len(files) + 1, np.int32)
    np.cumsum([len(each.tokens) + 1 for each in files], out=starts[1:])
    return TokenLog(
        np.concatenate(parts),
        starts,
        paths_of([each.path for each in files]),
        np.concatenate(
            [each.row_starts + start for each, start in zip(files, starts, strict=False)]
        ),
        np.concatenate([each.row_lines for each in files]),
    )


def joined(first: TokenLog, second: TokenLog) -> TokenLog:
    """Return the files of two logs in one, in the ids that both share."""
    if not len(first):
        return second
    count = np.int32(len(first))
    bytes_before = len(first.paths.blob)
    return TokenLog(
        np.concatenate((first.tokens, second.tokens)),
        np.concatenate((first.file_starts, second.file_starts[1:] + count)),
        Paths(
            np.concatenate((first.paths.blob, second.paths.blob)),
            np.concatenate((first.paths.offsets, second.paths.offsets[1:] + bytes_before)),
        ),
        np.concatenate((first.row_starts, second.row_starts + count)),
        np.concatenate((first.row_lines, second.row_lines)),
    )


def without(log: TokenLog, names: frozenset[str]) -> TokenLog:
    """Return a log without the files of these paths."""
    every = [log.paths[index] for index in range(len(log.paths))]
    is_kept = np.array([each not in names for each in every], bool)
    if is_kept.all():
        return log
    lengths = np.diff(log.file_starts)
    of_tokens = np.repeat(is_kept, lengths)
    of_rows = of_tokens[log.row_starts]
    # What is left out before a token moves it.
    moved = np.cumsum(~of_tokens, dtype=np.int32)
    starts = np.concatenate((np.zeros(1, np.int32), np.cumsum(lengths[is_kept], dtype=np.int32)))
    rows = log.row_starts[of_rows]
    return TokenLog(
        log.tokens[of_tokens],
        starts,
        paths_of([each for each, kept in zip(every, is_kept, strict=True) if kept]),
        rows - moved[rows],
        log.row_lines[of_rows],
    )


@attrs.frozen(eq=False)
class StoredShard:
    """A shard as it lies in the store: with what is known of each file when it was read."""

    log: TokenLog
    concrete: NDArray[np.int32] = attrs.field(repr=False)
    erased: NDArray[np.int32] = attrs.field(repr=False)
    modified_ns: NDArray[np.int64] = attrs.field(repr=False)
    sizes: NDArray[np.int64] = attrs.field(repr=False)
    name: str = ""
    """Of its file, "" where it was not stored yet."""


@attrs.frozen(eq=False)
class Generation:
    """What is stored of a folder's code: shards that share a vocabulary.

    `number` grows with each generation; 0 is for none.
    """

    number: int
    vocabulary: Vocabulary
    shards: tuple[StoredShard, ...]
    is_complete: bool = True
    """Whether all files found room."""
