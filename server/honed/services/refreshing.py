"""Brings the stored corpus of a folder up to date with its files: in a process of its own.

Files are told apart by the time of their last change and their size. Shards in which all is as it
was stay; of others the files that are still the same move to a new shard, without being read.
Little that is new is not worth a shard: it is handed back, for the recent part.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.corpus import MOST_TOKENS, Generation, LexedFile
from honed.core.vocabulary import EMPTY
from honed.services.ignored import IgnoredFiles
from honed.services.lexed_files import MOST_BYTES, lexed_file
from honed.services.shards import (
    ShardBuilder,
    lexicon_of,
    piece_in,
    piece_of,
    vocabulary_of,
)
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from honed.config import Settings
    from honed.core.corpus import StoredShard
    from honed.core.vocabulary import Lexicon
    from honed.store.corpus.generations import CorpusFiles

MOST_TOKENS_IN_ALL = 24_000_000
"""About two and a half million lines; files that find no room are left out."""

FEW_BYTES = 300_000
"""So much that has changed goes to the recent part instead of a shard: half of what fits there."""

STEPS = 500
"""After so many files and directories that were looked at a word is told, though none was read."""

MOST_STALE = 0.25
"""Share of a shard's tokens that may be of no more use before it is made anew."""

SMALL_SHARD = MOST_TOKENS // 4
"""Smaller ones join what is new."""


@attrs.frozen
class Source:
    """A file of the folder that may be indexed; `name` is its path in the corpus."""

    name: str
    path: Path
    modified_ns: int
    size: int


Version = tuple[str, int, int]
"""The name of a file, when it was written, in ns, and its size; 0 and 0 for an accepted text."""


@attrs.frozen
class Beside:
    """What a server knows beside the shards: its versions, and whether there is too much of it."""

    versions: frozenset[Version] = frozenset()
    is_crowded: bool = False


NOTHING_BESIDE = Beside()


@attrs.frozen
class Refreshed:
    """What came of it: files for the recent part, how many there are, and the generation now.

    `outdated` are the versions beside the shards that are in the folder no more: files that are
    gone, ignored or off, or that were written since.
    """

    lexed: tuple[LexedFile, ...]
    files: int
    number: int
    outdated: frozenset[Version] = frozenset()


def sources(
    folder: Path, settings: Settings, step: Callable[[], object] = lambda: None
) -> Iterator[Source]:
    """Yield the files of a folder that may be indexed, by directory and name.

    Not what git ignores, where the settings respect that, nor what is off by language or glob.
    `step` is called for each file and directory that is looked at.
    """

    def is_on(path: str, language: str) -> bool:
        return not settings.why_off(Path(path).relative_to(folder).as_posix(), language)

    def enters(directory: str) -> bool:
        step()
        return is_on(str(Path(directory) / "any"), "")

    for path in IgnoredFiles().below(folder, enters, takes_all=not settings.respect_gitignore):
        step()
        language = languages.by_path(path.name)
        if language is None or not is_on(str(path), language.name):
            continue
        try:
            found = path.stat()
        except OSError:
            continue
        if found.st_size <= MOST_BYTES:
            name = path.relative_to(folder).as_posix()
            yield Source(name, path, found.st_mtime_ns, found.st_size)


def refresh(
    store: CorpusFiles,
    folder: Path,
    settings: Settings,
    tell: Callable[[int, int, int], object],
    beside: Beside = NOTHING_BESIDE,
) -> Refreshed:
    """Bring the corpus of a folder up to date; `StoreError` where it cannot be written.

    `tell` hears how many bytes are done, of how many, and the number of the newest generation, as
    each full shard makes one: what was done is kept, whatever ends the process. Little that is new
    makes a shard, too, where there is too much `beside` the shards. While nothing is read, it hears
    of nothing done, of nothing, now and then.
    """
    steps = itertools.count(1)

    def step() -> None:
        if next(steps) % STEPS == 0:
            tell(0, 0, 0)

    found = {each.name: each for each in sources(folder, settings, step)}
    stored = store.newest()
    is_first = stored is None
    generation = stored or Generation(0, EMPTY, ())
    sorting = _sort(generation, found)
    new = [each for each in found.values() if each.name not in sorting.known]
    total = sum(each.size for each in new)
    outdated = frozenset(each for each in beside.versions if not _is_current(each, found))
    if not sorting.is_due and _is_full(generation):
        return Refreshed((), len(found), generation.number, outdated)
    is_little = generation.is_complete and not is_first and total <= FEW_BYTES
    if is_little and not sorting.is_due and not (beside.is_crowded and new):
        lexed = [file for each in new if (file := lexed_file(each.path, each.name)) is not None]
        return Refreshed(tuple(lexed), len(found), generation.number, outdated)
    work = _Work(store, generation, sorting, lexicon_of(generation.vocabulary), step)
    done = 0
    for each in new:
        if work.is_full:
            work.is_complete = False
            break
        # What is not indexed is remembered without tokens, or every refresh would look again.
        file = lexed_file(each.path, each.name) or _passed_over(each)
        work.builder.add(piece_of(file, work.lexicon))
        done += each.size
        tell(done, total, work.number)
    work.finish()
    tell(total, total, work.number)
    return Refreshed((), len(found), work.number, outdated)


@attrs.frozen
class _Sorting:
    """Which shards stay, which files of others move, and what of all is up to date."""

    kept: tuple[StoredShard, ...]
    moved: tuple[tuple[StoredShard, int], ...]
    known: frozenset[str]
    is_due: bool
    """Whether something is to leave the disk."""


def _sort(generation: Generation, found: dict[str, Source]) -> _Sorting:
    kept: list[StoredShard] = []
    moved: list[tuple[StoredShard, int]] = []
    known: set[str] = set()
    is_due = False
    # The newest first: of a file that is in two shards, the later one has it.
    for shard in reversed(generation.shards):
        paths = shard.log.paths
        names = [paths[index] for index in range(len(paths))]
        is_same = np.array(
            [
                name not in known and _is_same(shard, index, found.get(name))
                for index, name in enumerate(names)
            ],
            bool,
        )
        known.update(name for name, same in zip(names, is_same, strict=True) if same)
        lengths = np.diff(shard.log.file_starts)
        is_gone = any(name not in found for name in names)
        is_stale = lengths[~is_same].sum() > MOST_STALE * len(shard.log)
        is_due = is_due or is_gone or bool(is_stale)
        if is_gone or is_stale or len(shard.log) < SMALL_SHARD:
            moved += [(shard, int(index)) for index in np.flatnonzero(is_same)]
        else:
            kept.append(shard)
    return _Sorting(tuple(reversed(kept)), tuple(moved), frozenset(known), is_due)


def _is_full(generation: Generation) -> bool:
    return sum(len(each.log) for each in generation.shards) >= MOST_TOKENS_IN_ALL


def _passed_over(source: Source) -> LexedFile:
    none = np.zeros(0, np.int32)
    return LexedFile(source.name, source.modified_ns, source.size, (), none, none, none)


def _is_current(version: Version, found: dict[str, Source]) -> bool:
    name, *seen = version
    now = found.get(name)
    return now is not None and seen in ([now.modified_ns, now.size], [0, 0])


def _is_same(shard: StoredShard, index: int, source: Source | None) -> bool:
    if source is None:
        return False
    seen = int(shard.modified_ns[index]), int(shard.sizes[index])
    return seen == (source.modified_ns, source.size)


class _Work:
    """The generation that is being made."""

    def __init__(
        self,
        store: CorpusFiles,
        generation: Generation,
        sorting: _Sorting,
        lexicon: Lexicon,
        step: Callable[[], object],
    ) -> None:
        self.lexicon = lexicon
        self.number = generation.number
        self.is_complete = True
        self._is_last = False
        self._store = store
        self._shards = list(sorting.kept)
        self.builder = ShardBuilder(lexicon, self._emit)
        for shard, index in sorting.moved:
            self.builder.add(piece_in(shard, index))
            step()

    @property
    def is_full(self) -> bool:
        """Whether no more files find room."""
        stored = sum(len(each.log) for each in self._shards)
        return stored + self.builder.count >= MOST_TOKENS_IN_ALL

    def _emit(self, shard: StoredShard) -> None:
        self._shards.append(shard)
        if not self._is_last:
            self._write(is_complete=False)

    def _write(self, *, is_complete: bool) -> None:
        vocabulary = vocabulary_of(self.lexicon, self._shards)
        shards = tuple(self._shards)
        written = self._store.write(Generation(self.number, vocabulary, shards, is_complete))
        self.number, self._shards = written.number, list(written.shards)

    def finish(self) -> None:
        """Write what is left, and that all is there."""
        self._is_last = True
        self.builder.flush()
        self._write(is_complete=self.is_complete)
