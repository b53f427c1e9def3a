"""`honed learn`: a git history becomes muted patterns and a better start for the ranker.

Commits are mined in other processes, some at a time; what comes back is written at once, with the
commits' ids, in one transaction. So it can be ended at any time and gone on with later, and a
server may run beside it: it finds the new patterns as it finds those of a second window.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice, takewhile
from multiprocessing import get_context
from typing import TYPE_CHECKING

import attrs

from honed.config import Algorithm
from honed.core.errors import HistoryError
from honed.learn.history import Contribution, Harvest, Skipped
from honed.retrieval.embed import VERSION
from honed.services.commits import Blobs, commits, top_of
from honed.services.ignored import IgnoredFiles
from honed.services.ledger import DryLedger, StoredLedger
from honed.services.lifetime import end_with_parent
from honed.services.mining import contribution
from honed.services.places import chosen_data_directory, find_place
from honed.services.settings_report import configured
from honed.store.locations import prepare_workspace, user_database, workspace_database
from honed.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from honed.config import Settings
    from honed.services.clock import Clock
    from honed.services.commits import Commit
    from honed.services.ledger import Kept, Ledger

    Progress = Callable[[int, int], None]

AT_ONCE = 20
"""Commits that a process mines before it answers."""

AHEAD = 2
"""Answers that each process is asked for ahead."""

LOOK_S = 0.2
"""How often it is asked whether to stop."""

NICENESS = 10

_log = logging.getLogger(__name__)


@attrs.frozen
class Asked:
    """What to learn from: a repository, the folder whose store learns, since when."""

    repository: Path
    folder: Path
    data: Path
    since: str | None = None
    is_dry: bool = False
    processes: int = 1


@attrs.frozen
class Learned:
    """What a run has learned; `left` commits wait for the next, `known` were mined before.

    `kept` are the patterns that came in, the most seen first.
    """

    commits: int
    known: int
    left: int
    learned: int
    skipped: dict[str, int]
    edits: int
    formatting: int
    seen: int
    decisions: int
    kept: tuple[Kept, ...]
    seconds: float


@attrs.define
class _Count:
    learned: int = 0
    skipped: Counter[Skipped] = attrs.field(factory=Counter)
    edits: int = 0
    formatting: int = 0
    decisions: int = 0
    keys: set[str] = attrs.field(factory=set)

    @property
    def done(self) -> int:
        return self.learned + self.skipped.total()

    def add(self, harvest: Harvest) -> None:
        for each in harvest.values():
            if each.skipped:
                self.skipped[each.skipped] += 1
            else:
                self.learned += 1
            self.edits += each.edits
            self.formatting += each.formatting
            self.decisions += each.moments.number if each.moments else 0
            self.keys |= each.sightings.keys()


def asked_for(  # noqa: PLR0913 - what can be said on the command line
    repository: Path,
    data_dir: Path | None,
    workspace: Path | None,
    since: str | None,
    processes: int | None,
    *,
    is_dry: bool,
) -> Asked:
    """Return what is meant: without a workspace, the innermost known one that holds the repository.

    Where none does it is the repository's top folder. `HistoryError` where there is no repository,
    or where a bare one leaves open which folder is to learn.
    """
    top, is_bare = top_of(repository)
    data = chosen_data_directory(data_dir)
    if workspace is not None:
        folder = workspace.expanduser().resolve()
        if not folder.is_dir():
            raise HistoryError(f"There is no folder {workspace}.")
    elif is_bare and not is_dry:
        raise HistoryError(
            f"{repository} is a bare repository: --workspace has to name the folder that is to"
            " learn from it."
        )
    else:
        folder = find_place(data_dir, None, repository).folder or top.resolve()
    inside = folder if not is_bare and folder.is_relative_to(top.resolve()) else top
    return Asked(
        inside, folder, data, since, is_dry=is_dry, processes=processes or os.cpu_count() or 1
    )


def learn(
    asked: Asked, clock: Clock, progress: Progress, is_ended: Callable[[], bool] = lambda: False
) -> Learned:
    """Mine the commits that were not mined yet, the newest first; a curriculum's easiest first.

    `progress` is told how many of how many are done; `is_ended` is asked whether to stop early.
    `HistoryError` where git cannot read the history.
    """
    started = clock.elapsed()
    settings = configured(asked.folder).of(asked.folder).settings
    if not (settings.enabled and settings.learn):
        raise HistoryError(
            f"Learning is off in {asked.folder}; `honed settings` shows who says so."
        )
    history = commits(asked.repository, asked.since)
    with _ledger(asked) as ledger:
        known = ledger.known()
        wanted = [each for each in history if each.id not in known]
        if settings.algorithm is Algorithm.CURRICULUM:
            wanted.sort(key=effort)
        count = _Count()
        progress(0, len(wanted))
        with closing(_harvests(asked, settings, wanted, is_ended)) as harvests:
            for harvest in harvests:
                count.add(ledger.take(harvest))
                progress(count.done, len(wanted))
        ledger.finish()
        kept = sorted(ledger.kept.values(), key=lambda each: (-each[0].commits, -each[0].support))
    return Learned(
        commits=len(history),
        known=len(history) - len(wanted),
        left=len(wanted) - count.done,
        learned=count.learned,
        skipped={reason.value: count.skipped[reason] for reason in Skipped},
        edits=count.edits,
        formatting=count.formatting,
        seen=len(count.keys),
        decisions=count.decisions,
        kept=tuple(kept),
        seconds=clock.elapsed() - started,
    )


def effort(commit: Commit) -> int:
    """Return how hard a commit is to learn from: it is easy where little changed at once."""
    return commit.touched


@contextmanager
def _ledger(asked: Asked) -> Iterator[Ledger]:
    if asked.is_dry:
        path = workspace_database(asked.data, asked.folder)
        known: set[str] = set()
        if path.exists():
            with closing(open_store(path, read_only=True, embedding_version=VERSION)) as reader:
                known = reader.mined.commits()
        yield DryLedger(known)
        return
    path = prepare_workspace(asked.data, asked.folder)
    ranker = partial(open_store, user_database(asked.data), embedding_version=VERSION)
    with closing(open_store(path, embedding_version=VERSION)) as store:
        yield StoredLedger(store, ranker)


def _harvests(
    asked: Asked, settings: Settings, wanted: Sequence[Commit], is_ended: Callable[[], bool]
) -> Generator[Harvest]:
    """Yield what the commits teach, some at a time, as it comes."""
    parts = [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]
    processes = min(asked.processes, len(parts))
    if processes <= 1:
        is_off = _Rules(asked.folder, settings).is_off
        with Blobs(asked.repository) as blobs:
            for part in takewhile(lambda _: not is_ended(), parts):
                yield _mined(part, blobs, is_off)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (asked, settings))
    try:
        yield from _answers(pool, parts, AHEAD * processes, is_ended)
    except BrokenProcessPool as error:
        raise HistoryError(
            "A process that mined commits was ended. What was learned until then is kept, and the"
            " same command goes on with the rest."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(
    pool: ProcessPoolExecutor,
    parts: Iterable[Sequence[Commit]],
    ahead: int,
    is_ended: Callable[[], bool],
) -> Iterator[Harvest]:
    rest = iter(parts)
    waiting: set[Future[Harvest]] = set()
    while not is_ended():
        waiting |= {pool.submit(_mine, part) for part in islice(rest, ahead - len(waiting))}
        if not waiting:
            return
        done, waiting = wait(waiting, LOOK_S, return_when=FIRST_COMPLETED)
        for each in done:
            yield each.result()


class _Miner:
    """What a process that mines holds; its processes of git end with it."""

    blobs: Blobs
    is_off: Callable[[str, str], bool]


class _Rules:
    """Which files of a folder teach nothing: by its settings, and by what git ignores today."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._ignored = IgnoredFiles()

    def is_off(self, path: str, language: str) -> bool:
        """Return whether nothing may be learned from a file, which may be gone by now."""
        if self._settings.why_off(path, language):
            return True
        is_asked = self._settings.respect_gitignore
        return is_asked and self._ignored.look(str(self._folder / path), self._folder)


def _begin(asked: Asked, settings: Settings) -> None:
    """Get a process ready; an interrupt is for the one that asks, and that ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    # What a commit leaves behind in cycles is little: a search for it after each 20,000 is enough.
    gc.set_threshold(20_000, 50, 100)
    gc.freeze()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    _Miner.blobs = Blobs(asked.repository)
    _Miner.is_off = _Rules(asked.folder, settings).is_off


def _mine(part: Sequence[Commit]) -> Harvest:
    return _mined(part, _Miner.blobs, _Miner.is_off)


def _mined(part: Sequence[Commit], blobs: Blobs, is_off: Callable[[str, str], bool]) -> Harvest:
    """Return what commits teach; one that cannot be gone through does not take the others along."""
    found: Harvest = {}
    for commit in part:
        try:
            found[commit.id] = contribution(commit, blobs.read, is_off)
        except Exception:  # noqa: BLE001 - one failure does not take the others along
            _log.exception("commit %s could not be mined", commit.id)
            found[commit.id] = Contribution(commit.at, skipped=Skipped.FAILED)
    return found
