"""Writing to the stores until it is durable, whatever happens to their files.

A store that cannot be used for now (another process writes, the disk is full, the directory is
away) is waited for, and what was to be written is kept. One that is damaged, or whose file was
removed, is opened anew: that sets aside what is broken. What lies in memory goes on being offered
all the while, and the user is told once.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Protocol, TypeVar

from honed.core.errors import (
    HonedError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreUnavailableError,
)
from honed.core.memory import ItemKind
from honed.services import federation, sessions
from honed.services.collection import uncollected
from honed.services.policies import Policies
from honed.services.project import RECALLED
from honed.services.shared_weights import SharedWeights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from honed.core.ports import RankerStore, Reader, Store
    from honed.services.clock import Clock
    from honed.services.judge import Judge
    from honed.services.notices import Notices
    from honed.services.project import Project

Result = TypeVar("Result")

LONGEST_PAUSE_S = 5.0
TOLD_FROM = 3
"""Attempts that fail before the user is told: another window may just be writing much."""

REOPEN_S = 10.0
NOT_WRITTEN = "the store could not be written"
_log = logging.getLogger(__name__)


class Databases(Protocol):
    """Where the stores are found."""

    def of_project(self, project: Project) -> Store:
        """Open a project's store."""
        ...

    def to_read(self, project: Project) -> Reader:
        """Open a project's store where it can only be read."""
        ...

    def of_ranker(self) -> RankerStore:
        """Open the store of the ranker's weights."""
        ...


class Persistence:
    """The open stores; used by the learner's thread only.

    `wait` sleeps for so many seconds and returns False when the learner has to end.
    """

    def __init__(
        self, judge: Judge, clock: Clock, notices: Notices, wait: Callable[[float], bool]
    ) -> None:
        """Nothing is opened; `databases` is set before the first call."""
        self.databases: Databases
        self._judge = judge
        self._clock = clock
        self._notices = notices
        self._wait = wait
        self.policies = Policies(judge, clock)
        self._weights = SharedWeights(judge, self.policies)
        self._stores: dict[Project, Store] = {}
        self._projects: list[Project] = []
        self._were_open: set[Project] = set()
        self._awaited: set[Project] = set()
        self._tried_at = 0.0

    def open_weights(self) -> None:
        """Take the weights over that were saved last."""
        try:
            self._weights.open(self.databases.of_ranker)
        except StoreError as error:
            _log.warning("%s", error)

    def open(self, project: Project) -> None:
        """Open a project's store and make what it holds available."""
        if project not in self._projects:
            self._projects.append(project)
        self._tried_at = self._clock.elapsed()
        try:
            self._opened(project)
        except StoreError as error:
            self._complain(project, error)
            # Where nothing can be written at all, all stores have the same trouble.
            is_general = isinstance(error, StoreUnavailableError)
            self._notices.tell("open" if is_general else f"open {project.folder}", str(error))
            if is_general and not project.is_ready:
                self._look_into(project)

    def _look_into(self, project: Project) -> None:
        """Let a project know what its store holds, where that can only be read."""
        with (
            contextlib.suppress(StoreError),
            contextlib.closing(self.databases.to_read(project)) as store,
        ):
            latest = store.latest_session()
            if latest is not None:
                project.begin_session(latest.id)
                project.head = latest.head
                self._judge.catch_up(store.load_weights())
                _take_over(project, store)
                federation.tell(self._judge, project, store)

    def release(self, project: Project) -> None:
        """Let a project's store go; nothing is written to it any more."""
        self._projects = [each for each in self._projects if each is not project]
        self._were_open.discard(project)
        self._awaited.discard(project)
        store = self._stores.pop(project, None)
        if store is not None:
            _close(store)

    def has_store(self, project: Project) -> bool:
        """Return whether the project has a store, or one is waited for."""
        return project in self._stores or project in self._awaited

    def write(self, project: Project, work: Callable[[Store], Result]) -> Result | None:
        """Do `work` in one transaction, again until it is durable; None where it cannot be.

        The ranker's weights as they are go with it. `work` may be done more than once: what it
        changes beside the store must not add up.
        """
        for number, pause in enumerate(_pauses(), 1):
            if not self.has_store(project):
                return None
            try:
                store = self._stores.get(project) or self._opened(project)
                with store.transaction():
                    result = work(store)
                    store.save_weights(self._judge.weights)
            except StoreUnavailableError as error:
                self._complain(project, error)
                if number >= TOLD_FROM:
                    self._notices.tell("wait", f"{error} {_MEANWHILE}")
            except StoreDamagedError as error:
                self._open_anew(project, error)
            except StoreError as error:
                # Of this work, not of the store: a value that no row can hold.
                _log.warning("%s", error)
                return None
            else:
                project.trouble = ""
                return result
            if not self._wait(pause):
                return None
        raise AssertionError  # pragma: no cover - there is always another pause

    def read(self, project: Project, work: Callable[[Store], Result]) -> Result | None:
        """Do `work`, which changes nothing, once; None where the store cannot be read."""
        store = self._stores.get(project)
        try:
            return None if store is None else work(store)
        except StoreError as error:
            self._complain(project, error)
            return None

    def refresh(self, project: Project) -> None:
        """Save the weights for all projects, and note how the project's store is now."""
        self._weights.share()
        status = self.read(project, lambda store: store.status())
        if status is not None:
            project.status, project.last_durable_id = status, status.last_durable_id

    def look_around(self) -> None:
        """Take over what other processes changed, and try again what could not be opened."""
        self._weights.share()
        for project, store in list(self._stores.items()):
            try:
                if store.has_changed_elsewhere():
                    sessions.follow(project, store)
                    _follow(project, store)
                    federation.tell(self._judge, project, store)
                    self.refresh(project)
            except StoreDamagedError as error:
                self._open_anew(project, error)
            except StoreError as error:
                self._complain(project, error)
        if self._clock.elapsed() - self._tried_at > REOPEN_S:
            self.reopen()

    def reopen(self) -> None:
        """Open the stores that could not be opened before."""
        if not self._weights.is_open:
            self.open_weights()
        for project in self._projects:
            if project not in self._stores:
                self.open(project)

    @property
    def projects(self) -> list[Project]:
        """Those that were opened, whether or not their stores could be."""
        return list(self._projects)

    def close(self) -> None:
        """Write what is left, and let all files go."""
        self._weights.share()
        self._weights.close()
        for store in self._stores.values():
            _close(store)
        self._stores.clear()

    def _opened(self, project: Project) -> Store:
        """Open the store of a project and return it."""
        try:
            store = self.databases.of_project(project)
            try:
                self._join(project, store)
            except StoreError:
                _close(store)
                raise
        except StoreError as error:
            self._await(project, error)
            raise
        self._awaited.discard(project)
        self._stores[project] = store
        self._were_open.add(project)
        project.trouble = ""
        if store.warning:
            self._notices.tell(store.warning, store.warning)
        self.refresh(project)
        return store

    def _await(self, project: Project, error: StoreError) -> None:
        """Note whether to wait for a store: it was there before, or somebody holds it."""
        may_come = isinstance(error, StoreUnavailableError) and project in self._were_open
        if may_come or isinstance(error, StoreBusyError):
            self._awaited.add(project)
        else:
            self._awaited.discard(project)

    def _join(self, project: Project, store: Store) -> None:
        """Let the project know what its store holds, and let its session go on there.

        A new store in the place of one that is lost leaves the project what it has in memory.
        """
        now = self._clock.now()
        if len(project.index) and not store.status().patterns:
            with store.transaction():
                store.continue_from(project.session_id, project.index.newest_id)
                store.open_session(now, project.head)
            project.forget_edits()
            return
        self._judge.catch_up(store.load_weights())
        # Of two servers that start at once the second goes on with the session of the first.
        with store.transaction():
            sessions.resume(project, store, now)
        _take_over(project, store)
        federation.tell(self._judge, project, store)

    def _open_anew(self, project: Project, error: StoreError) -> None:
        """Open the store of a project again; opening sets aside what is broken."""
        self._complain(project, error)
        self._notices.tell(f"anew {project.folder}", f"{error} {_IN_MEMORY}")
        store = self._stores.pop(project, None)
        if store is not None:
            _close(store)
        try:
            self._opened(project)
        except StoreError as another:
            self._complain(project, another)

    def _complain(self, project: Project, error: StoreError) -> None:
        if project.trouble != str(error):
            project.trouble = str(error)
            _log.warning("%s", error)


_FIRST_PAUSE_S = 0.1
_MEANWHILE = "What is known goes on being offered, what you type is kept to be learned."
_IN_MEMORY = "What was learned before is offered until the editor is closed."


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE_S
    while True:
        yield pause
        pause = min(LONGEST_PAUSE_S, 2 * pause)


def _take_over(project: Project, store: Reader) -> None:
    with uncollected():
        project.fill(store.patterns(), store.rejections(), store.rejections_in(project.session_id))
        project.recall_edits(store.recent(RECALLED))
        project.recall_trials(store.trials())
        project.guards.take(store.memory.items(kind=ItemKind.GUARD))


def _follow(project: Project, store: Reader) -> None:
    """Read what is new only: another window writes at each edit, and its patterns may be many."""
    evidence = store.evidence()
    with uncollected():
        new = store.patterns_with_ids(project.unseen(evidence))
        project.catch_up(new, evidence, store.rejections(), store.rejections_in(project.session_id))
        project.recall_trials(store.trials())
        project.guards.take(store.memory.items(kind=ItemKind.GUARD))


def _close(store: Store) -> None:
    try:
        store.close()
    except HonedError as error:
        _log.warning("%s", error)
