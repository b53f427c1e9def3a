"""The thread that keeps the indexes of the open folders.

It joins the store, the process that reads and sorts, and what the editor tells. Everything arrives
through one queue, and no request waits for any of it. The thread itself computes little: files are
read, cut and sorted by `IndexProcess`, which is let go of when nothing was to be done for a while.
A refresh walks the folder at the start, when settings change, when much was saved, and now and
then; between these single files are taken as they are saved.
"""

from __future__ import annotations

import logging
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from honed.services.index_jobs import Busy, Failed, Lex, Refresh, Told
from honed.services.index_process import IndexProcess
from honed.services.indexed_folder import NEVER, IndexedFolder
from honed.services.project_index import ProjectIndex
from honed.services.refreshing import Refreshed
from honed.services.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from honed.core.corpus import Corpus, LexedFile
    from honed.services.clock import Clock
    from honed.services.project import Project
    from honed.services.rules import Rules
    from honed.services.stores import Stores

DELAY_S = 2.0
"""After a folder was opened: the editor has enough to do then."""

IDLE_S = 1.0
LOOK_S = 10.0
"""So often it is looked whether another process has made a generation."""

BUSY_S = 5.0
REST_S = 30.0
"""The process is let go of when nothing was to be done for so long."""

HANGING_S = 120.0
"""Without a word from the process for so long, it is replaced."""

ATTEMPTS = 2
"""In a row before there is a pause, which grows to `LONGEST_PAUSE_S`."""

PAUSE_S = 30.0
LONGEST_PAUSE_S = 3600.0
_log = logging.getLogger(__name__)


class Indexing:
    """The indexes of all folders; `start` it once, `stop` it to let the files go."""

    def __init__(
        self,
        rules: Rules,
        clock: Clock,
        process: Callable[[Callable[[int, object], object]], IndexProcess] = IndexProcess,
        delay_s: float = DELAY_S,
    ) -> None:
        """Nothing is opened before `start`."""
        self._rules = rules
        self._clock = clock
        self._delay_s = delay_s
        self._stores: Stores | None = None
        # Replaced as a whole: several threads go over it.
        self._folders: dict[Project, IndexedFolder] = {}
        self._queue: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="honed-index", daemon=True)
        self._process = process(lambda run, said: self._submit(partial(self._hear, run, said)))
        self._job: tuple[IndexedFolder, Refresh | Lex] | None = None
        self._heard = 0.0
        self._looked = 0.0
        self.work: Work | None = None

    def start(self, stores: Stores) -> None:
        """Begin to work off the queue."""
        self._stores = stores
        self._thread.start()

    def stop(self, timeout_s: float = 1.0) -> None:
        """End what goes on; what was done is kept, and what was saved is in the log."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._process.stop()

    def join(self) -> None:
        """Wait until everything that was submitted is done; no request calls it."""
        self._queue.join()

    def follow(self, projects: Iterable[Project]) -> None:
        """Index the folders of these projects, and no others."""
        wanted, known = tuple(projects), self._folders
        if self._stores is None or (len(wanted) == len(known) and known.keys() == set(wanted)):
            return
        self._folders = {
            each: known.get(each) or IndexedFolder(each, self._rules, ProjectIndex(each.folder))
            for each in wanted
        }
        for project in self._folders.keys() - known.keys():
            self._submit(partial(self._open, self._folders[project]))
        for project in known.keys() - self._folders.keys():
            self._submit(partial(self._close, known[project]))

    def corpus(self, project: Project) -> Corpus | None:
        """Return what is known of a project's code now, None where nothing may be."""
        folder = self._folders.get(project)
        return None if folder is None or folder.state == "off" else folder.index.corpus

    def took(self, project: Project, path: str, text: str) -> None:
        """Take a text that was accepted in a file, relative to the folder; it counts at once."""
        folder = self._folders.get(project)
        write = None if folder is None else folder.accept(path, text)
        if write is not None:
            self._submit(write)

    def changed(self, paths: Iterable[str]) -> None:
        """Look at files or directories that were saved, made, renamed or removed."""
        found = list(paths)
        if found and self._folders:
            self._submit(partial(self._changed, found))

    def cancel(self, folder: IndexedFolder) -> None:
        """End the refresh of a folder; it is not tried again before its settings change."""
        self._submit(partial(self._cancel, folder))

    def refresh(self, project: Project) -> None:
        """Bring the index of a project up to date now."""
        folder = self._folders.get(project)
        if folder is not None and project.folder is not None:
            self._submit(partial(setattr, folder, "due", self._clock.elapsed()))

    def status(self, project: Project) -> dict[str, Any] | None:
        """Return how the index of a project is, None where it has no folder."""
        folder = self._folders.get(project)
        return None if folder is None else folder.status()

    @property
    def process_id(self) -> int | None:
        """The process that indexes, None while there is none."""
        return self._process.process_id

    def _submit(self, task: Callable[[], object]) -> None:
        self._queue.put(task)

    def _run(self) -> None:
        while True:
            try:
                task = self._queue.get(timeout=IDLE_S)
            except queue.Empty:
                self._fenced(self._idle)
                continue
            if task is None:
                for folder in self._folders.values():
                    folder.index.close()
                self._queue.task_done()
                return
            self._fenced(task)
            self._fenced(self._follow_settings)
            self._fenced(self._next)
            self._queue.task_done()

    def _fenced(self, task: Callable[[], object]) -> None:
        """One failed task never ends the thread."""
        try:
            task()
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the index could not finish a task")

    def _open(self, folder: IndexedFolder) -> None:
        if folder.project.folder is not None and self._stores is not None:
            folder.index.files, folder.index.log = self._stores.corpus_of(folder.project)
        folder.open(self._clock.elapsed() + self._delay_s)

    def _close(self, folder: IndexedFolder) -> None:
        self._end_job_of(folder)
        folder.index.close()

    def _cancel(self, folder: IndexedFolder) -> None:
        self._end_job_of(folder)
        folder.due, folder.state = NEVER, "cancelled"

    def _changed(self, paths: list[str]) -> None:
        for folder in self._folders.values():
            folder.take_paths(paths, self._clock.elapsed())

    def _follow_settings(self) -> None:
        now = self._clock.elapsed()
        for folder in self._folders.values():
            if folder.follow_settings(now):
                self._end_job_of(folder)

    def _idle(self) -> None:
        now = self._clock.elapsed()
        self._follow_settings()
        for folder in self._folders.values():
            folder.index.tidy()
        if now - self._looked > LOOK_S and self._job is None:
            self._looked = now
            for folder in self._folders.values():
                folder.look_around(now)
        if self._job is not None and now - self._heard > HANGING_S:
            self._fail("the process that indexes hung")
        elif self._job is None and now - self._heard > REST_S:
            self._process.stop()
        self._next()

    def _next(self) -> None:
        """Give the process something to do where it has nothing."""
        if self._job is not None:
            return
        now = self._clock.elapsed()
        for folder in self._folders.values():
            if folder.waiting:
                paths, folder.waiting = folder.waiting, {}
                self._begin(folder, Lex(paths))
                return
        for folder in self._folders.values():
            if folder.due <= now and folder.is_wanted:
                self._begin_refresh(folder)
                return

    def _begin_refresh(self, folder: IndexedFolder) -> None:
        path, files = folder.project.folder, folder.index.files
        folder.due = NEVER
        # One that has vanished is looked for when something else is due, and keeps its index.
        if path is not None and files is not None and path.is_dir():
            folder.state, folder.has_changed = "building", False
            folder.done = folder.total = 0
            self.work = Work(
                f"indexing {path.name}",
                self._clock.elapsed(),
                folder.percentage,
                partial(self.cancel, folder),
            )
            place = files.directory, files.made_by, path
            self._begin(folder, Refresh(*place, folder.settings, folder.beside))

    def _begin(self, folder: IndexedFolder, job: Refresh | Lex) -> None:
        self._heard = self._clock.elapsed()
        self._job = (folder, job)
        if not self._process.begin(job):
            self._fail("the process that indexes cannot be started")

    def _end_job_of(self, folder: IndexedFolder) -> None:
        if self._job is not None and self._job[0] is folder:
            self._process.stop()
            self._job = self.work = None

    def _hear(self, run: int, said: object) -> None:
        """Take what a child says, unless it was stopped since."""
        if self._job is None or run != self._process.run:
            return
        self._heard = self._clock.elapsed()
        folder = self._job[0]
        if isinstance(said, Told):
            folder.done, folder.total = said.done, said.total
            if said.number > folder.index.number:
                folder.guarded(folder.index.take_generation)
        elif said is None:
            self._fail("the process that indexes was ended")
        elif isinstance(said, Failed):
            self._fail(said.why)
        else:
            self._job = self.work = None
            self._take(folder, said)

    def _take(self, folder: IndexedFolder, said: object) -> None:
        if isinstance(said, Busy):
            folder.state = "ready" if folder.index.number else "waiting"
            folder.due = self._heard + BUSY_S
            folder.look_around(self._heard)
        elif isinstance(said, Refreshed):
            folder.failures, folder.trouble = 0, ""
            folder.state, folder.files, folder.refreshed = "ready", said.files, self._heard
            folder.guarded(lambda: folder.index.forget(said.outdated))
            if said.number != folder.index.number or folder.index.is_gone:
                folder.guarded(folder.index.take_generation)
            self._take_files(folder, said.lexed)
        elif isinstance(said, list):
            self._take_files(folder, said)

    def _take_files(self, folder: IndexedFolder, files: Collection[LexedFile]) -> None:
        folder.guarded(lambda: folder.index.take_files(files))
        # A refresh that hands nothing back could do no more: it is not asked again for that.
        if files and folder.index.has_many_recent:
            folder.ask(self._clock.elapsed())

    def _fail(self, why: str) -> None:
        """Try the job again: at once, then ever less often."""
        self._process.stop()
        if self._job is None:
            return
        _log.warning("A folder was not indexed: %s", why)
        folder, job = self._job
        self._job = self.work = None
        folder.failures += 1
        folder.trouble = why
        is_again = folder.failures < ATTEMPTS
        if isinstance(job, Lex):
            folder.waiting = {**job.paths, **folder.waiting} if is_again else folder.waiting
            return
        pause = 0.0 if is_again else PAUSE_S * 2 ** min(folder.failures - ATTEMPTS, 10)
        folder.due = self._clock.elapsed() + min(LONGEST_PAUSE_S, pause)
        folder.state = "ready" if folder.index.number else "waiting"
