"""What is known of one folder's code while the server runs: `corpus` is what requests read.

The shards come from the store; what was saved since, and what was accepted, stands beside them and
in the log. The index' thread changes it; a text that is accepted comes from the protocol's thread
and counts at once.
"""

from __future__ import annotations

import threading
from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.corpus import NOTHING, Corpus, Shard, as_log, joined
from honed.services.lexed_files import lexed_text
from honed.services.shards import lexicon_of
from honed.store.corpus.recent import Recent
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from honed.core.corpus import Generation, LexedFile, StoredShard, TokenLog
    from honed.core.vocabulary import Lexicon
    from honed.services.refreshing import Version
    from honed.store.corpus.generations import CorpusFiles
    from honed.store.corpus.recent import RecentLog

MOST_RECENT = 200_000
"""Tokens of saved files, which are scanned; with more of them new shards are due."""

MOST_ACCEPTED = 20_000
"""Tokens of accepted texts; those that were accepted first are let go."""

MOST_WORDS = 200_000
"""That a lexicon remembers beside its vocabulary."""

MOST_LOG_BYTES = 1 << 24


@attrs.frozen(eq=False)
class _Held:
    """A shard with what is needed to tell which of its files count."""

    stored: StoredShard
    numbers: dict[str, int]
    is_on: NDArray[np.bool_]

    @cached_property
    def directories(self) -> frozenset[str]:
        """The directories that its files lie in, at any depth."""
        found: set[str] = set()
        for name in self.numbers:
            directory = name.rpartition("/")[0]
            while directory and directory not in found:
                found.add(directory)
                directory = directory.rpartition("/")[0]
        return frozenset(found)

    def below(self, names: set[str]) -> set[str]:
        """Return its files of these names, or in directories of these names."""
        found = self.numbers.keys() & names
        # All files are looked at only where one of the names is a directory.
        if starts := tuple(f"{name}/" for name in names & self.directories):
            found |= {name for name in self.numbers if name.startswith(starts)}
        return found

    def live(self, seen: set[str]) -> NDArray[np.bool_]:
        """Return which of its files count: not what is off, gone, or newer elsewhere."""
        found = self.is_on.copy()
        for name in self.numbers.keys() & seen:
            found[self.numbers[name]] = False
        return found


class ProjectIndex:
    """The index of one folder; without a folder there are accepted texts only, in memory."""

    def __init__(
        self, folder: Path | None, files: CorpusFiles | None = None, log: RecentLog | None = None
    ) -> None:
        """Know nothing; `load` reads what is stored."""
        self.folder = folder
        self.files = files
        self.log = log
        self.corpus = Corpus(lexicon_of())
        self.number = 0
        self.is_complete = False
        self._held: list[_Held] = []
        self._recent: dict[str, LexedFile] = {}
        self._accepted: deque[LexedFile] = deque()
        self._gone: set[str] = set()
        self._is_off: Callable[[str], bool] = lambda _: False
        self._lock = threading.Lock()

    @property
    def has_many_recent(self) -> bool:
        """Whether so much was saved that new shards are due."""
        return len(self.corpus.recent) > MOST_RECENT

    @property
    def is_gone(self) -> bool:
        """Whether files are in the shards that should not be any more."""
        return bool(self._gone)

    @property
    def versions(self) -> frozenset[Version]:
        """What was saved and accepted since the shards were made."""
        with self._lock:
            return frozenset(map(_version, (*self._recent.values(), *self._accepted)))

    @property
    def tokens(self) -> int:
        """How many tokens there are in shards."""
        return sum(len(each.stored.log) for each in self._held)

    @property
    def file_count(self) -> int:
        """How many files there are in shards; one that is in two of them counts once."""
        return len({name for each in self._held for name in each.numbers})

    def load(self, is_off: Callable[[str], bool]) -> None:
        """Take what is stored; `is_off` tells whether a file may not be used. `StoreError`."""
        self._is_off = is_off
        if self.files is not None:
            self._hold(self.files.newest())
        for each in self.log.take_over() if self.log else ():
            self._take(each)
        self._publish(self._new_lexicon())

    def take_generation(self) -> None:
        """Read the newest generation; what it holds is no more recent. `StoreError`."""
        self._hold(self.files.newest() if self.files else None)
        self._recent = {
            name: each for name, each in self._recent.items() if not self._is_stored(each)
        }
        self._gone = {name for name in self._gone if any(name in h.numbers for h in self._held)}
        self._publish(self._new_lexicon())
        self._rewrite()

    def take_files(self, files: Iterable[LexedFile]) -> None:
        """Take files as they are now. `StoreError`."""
        taken = [Recent(each) for each in files]
        for each in taken:
            self._take(each)
        self._publish(self.corpus.lexicon)
        if self.log is not None and taken:
            self.log.append(taken)
            if self.log.size > MOST_LOG_BYTES:
                self._rewrite()

    def remove(self, names: Iterable[str]) -> None:
        """Use files no more, or those in directories of these names. `StoreError`."""
        gone = set(names)
        starts = tuple(f"{name}/" for name in gone)
        held = {name for each in self._held for name in each.below(gone)}
        recent = {name for name in self._recent if name in gone or name.startswith(starts)}
        leaving = held | recent
        if not leaving:
            return
        self._gone |= held
        had_recent = any(self._recent.pop(name, None) is not None for name in leaving)
        self._publish(self.corpus.lexicon)
        if had_recent:
            self._rewrite()

    def accept(self, name: str, text: str) -> Recent:
        """Take a text that was accepted in a file, and return what is to be written of it."""
        language = languages.by_path(name.rpartition("/")[2])
        found = lexed_text(text, language, name)
        with self._lock:
            self._accepted.append(found)
            lexicon, accepted = self.corpus.lexicon, self.corpus.accepted
            accepted = joined(accepted, as_log([found], lexicon))
            if len(accepted) > MOST_ACCEPTED:
                self._forget_accepted(MOST_ACCEPTED // 2)
                accepted = as_log(list(self._accepted), lexicon)
            self.corpus = attrs.evolve(self.corpus, accepted=accepted)
        return Recent(found, is_accepted=True)

    def write(self, entry: Recent) -> None:
        """Log a text that was accepted. `StoreError`."""
        if self.log is not None:
            self.log.append([entry])

    def review(self, is_off: Callable[[str], bool]) -> bool:
        """Look again which files may be used; return whether some are in it that may not."""
        self._is_off = is_off
        self._held = [_held(each.stored, is_off) for each in self._held]
        is_less = self._leave_out(lambda each: is_off(each.path))
        self._publish(self.corpus.lexicon)
        if is_less:
            self._rewrite()
        return not all(each.is_on.all() for each in self._held)

    def forget(self, versions: Collection[Version]) -> None:
        """Use these saved files and accepted texts no more. `StoreError`."""
        if self._leave_out(lambda each: _version(each) in versions):
            self._publish(self.corpus.lexicon)
            self._rewrite()

    def tidy(self) -> None:
        """Begin another lexicon where this one has remembered too much."""
        if len(self.corpus.lexicon) > MOST_WORDS:
            self._publish(self._new_lexicon())

    def clear(self) -> None:
        """Forget all, on the disk, too. `StoreError`."""
        self._hold(None)
        self._recent, self._gone = {}, set()
        with self._lock:
            self._accepted.clear()
        self._publish(lexicon_of())
        if self.log is not None:
            self.log.discard()
        if self.files is not None:
            self.files.discard()

    def close(self) -> None:
        """Let the log go."""
        if self.log is not None:
            self.log.close()

    def _new_lexicon(self) -> Lexicon:
        return lexicon_of(self._vocabulary) if self._held else lexicon_of()

    def _hold(self, generation: Generation | None) -> None:
        known = {each.stored.name: each for each in self._held}
        self._held = []
        self.number = generation.number if generation else 0
        self.is_complete = bool(generation and generation.is_complete)
        if generation is not None:
            self._vocabulary = generation.vocabulary
            # Shards that are shared stay the same values: what was made of them goes on counting.
            self._held = [
                known.get(each.name) or _held(each, self._is_off) for each in generation.shards
            ]

    def _take(self, entry: Recent) -> None:
        name = entry.file.path
        if self._is_off(name):
            return
        if entry.is_accepted:
            with self._lock:
                self._accepted.append(entry.file)
                self._forget_accepted(MOST_ACCEPTED)
        elif not self._is_stored(entry.file):
            self._gone.discard(name)
            self._recent.pop(name, None)
            self._recent[name] = entry.file

    def _leave_out(self, goes: Callable[[LexedFile], bool]) -> bool:
        """Let go of what was saved or accepted, and return whether there was any to let go of."""
        recent = {name: each for name, each in self._recent.items() if not goes(each)}
        with self._lock:
            accepted = deque(each for each in self._accepted if not goes(each))
            is_less = len(accepted) < len(self._accepted) or len(recent) < len(self._recent)
            self._accepted, self._recent = accepted, recent
        return is_less

    def _forget_accepted(self, most: int) -> None:
        """Keep the newest accepted texts only; called with the lock."""
        total = sum(len(each.tokens) for each in self._accepted)
        while total > most and self._accepted:
            total -= len(self._accepted.popleft().tokens)

    def _is_stored(self, file: LexedFile) -> bool:
        """Return whether a shard has the file as it is; one that comes later goes before."""
        for each in reversed(self._held):
            index = each.numbers.get(file.path)
            if index is not None:
                stored = each.stored
                seen = int(stored.modified_ns[index]), int(stored.sizes[index])
                return seen == (file.modified_ns, file.size)
        return False

    def _publish(self, lexicon: Lexicon) -> None:
        """Make what is known now the corpus."""
        recent = as_log(list(self._recent.values()), lexicon)
        seen = set(self._recent) | self._gone
        shards: list[Shard] = []
        for each in reversed(self._held):
            stored = each.stored
            shards.append(Shard(stored.log, stored.concrete, stored.erased, each.live(seen)))
            seen |= each.numbers.keys()
        shards.reverse()
        with self._lock:
            is_new = lexicon is not self.corpus.lexicon
            accepted: TokenLog = self.corpus.accepted
            if is_new or len(accepted.paths) != len(self._accepted):
                accepted = as_log(list(self._accepted), lexicon) if self._accepted else NOTHING
            self.corpus = Corpus(lexicon, tuple(shards), recent, accepted)

    def _rewrite(self) -> None:
        """Let the log hold what is in memory, and no more."""
        if self.log is not None:
            with self._lock:
                accepted = [Recent(each, is_accepted=True) for each in self._accepted]
            self.log.rewrite([*map(Recent, self._recent.values()), *accepted])


def _version(file: LexedFile) -> Version:
    return file.path, file.modified_ns, file.size


def _held(stored: StoredShard, is_off: Callable[[str], bool]) -> _Held:
    paths = stored.log.paths
    names = [paths[index] for index in range(len(paths))]
    is_on = np.array([not is_off(name) for name in names], bool)
    return _Held(stored, {name: index for index, name in enumerate(names)}, is_on)
