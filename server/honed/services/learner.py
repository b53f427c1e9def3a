"""The background thread: the only one that touches a store, and that makes patterns of edits.

Everything arrives through one queue and is done in order. What computes long goes to the worker
process; what is left here are short slices of Python and writes to SQLite.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Protocol

from honed.core.errors import HonedError
from honed.services import sessions
from honed.services.collection import uncollected
from honed.services.teaching import Teaching
from honed.services.worker import LessonSource, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.model import Trajectory
    from honed.core.ports import RankerStore, Store
    from honed.services.clock import Clock
    from honed.services.documents import Settled
    from honed.services.judge import Judge
    from honed.services.project import Project

IDLE_S = 1.0
MAX_RECORDED = 500
"""Suggestions whose trajectory may still be revised."""

_log = logging.getLogger(__name__)


class Databases(Protocol):
    """Where the learner finds the stores."""

    def of_project(self, project: Project) -> Store:
        """Open a project's store."""
        ...

    def of_ranker(self) -> RankerStore:
        """Open the store of the ranker's weights."""
        ...


class Learner:
    """Owns the stores and the worker; `start` it once, `stop` it to let nothing be lost."""

    def __init__(self, judge: Judge, clock: Clock, worker: LessonSource | None = None) -> None:
        """Nothing is opened before `start`; without a `worker` it is a process beside this one."""
        self._judge = judge
        self._clock = clock
        self._ranker: RankerStore | None = None
        self._saved_updates = 0
        self._stores: dict[int, Store] = {}
        self._projects: dict[int, Project] = {}
        self._recorded: OrderedDict[str, int] = OrderedDict()
        self._queue: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="honed-learner", daemon=True)
        self.worker: LessonSource = worker or Worker()
        self._teaching = Teaching(judge, clock, self.worker)

    def start(self, databases: Databases) -> None:
        """Begin to work off the queue."""
        self._databases = databases
        self._thread.start()
        self._submit(self._load_ranker)
        self._submit(self.worker.warm)

    def stop(self, timeout_s: float = 10.0) -> None:
        """Work off what is queued, write it, and let the files go; end what takes longer."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        if self._thread.is_alive():
            self.worker.interrupt()

    def join(self) -> None:
        """Wait until everything that was submitted is done; no request calls it."""
        self._queue.join()

    @property
    def queue_length(self) -> int:
        """How many tasks are not yet done, the present one included."""
        return self._queue.unfinished_tasks

    def open(self, project: Project) -> None:
        """Open a project's store and make what it holds available."""
        self._submit(partial(self._open, project))

    def close(self, project: Project) -> None:
        """Let a project's store go; what is queued for it is done before."""
        self._submit(partial(self._close_one, project))

    def learn(self, project: Project, settled: Settled) -> None:
        """Learn from a finished edit."""
        self._submit(partial(self._learn, project, settled))

    def record(
        self,
        project: Project,
        trajectory: Trajectory,
        rejection: tuple[str, str] | None,
        suggestion_id: str,
    ) -> None:
        """Write the outcome of a suggestion, and its pattern's record as it is by then.

        A suggestion has one trajectory: a later outcome takes the place of the one before.
        """
        self._submit(partial(self._record, project, trajectory, rejection, suggestion_id))

    def end_session(self, project: Project) -> None:
        """End a project's session and begin the next."""
        self._submit(partial(self._end_session, project))

    def forget(self, project: Project, pattern_ids: list[int]) -> None:
        """Forget patterns."""
        self._submit(partial(self._forget, project, pattern_ids))

    def _submit(self, task: Callable[[], None]) -> None:
        self._queue.put(task)

    def _run(self) -> None:
        while True:
            try:
                task = self._queue.get(timeout=IDLE_S)
            except queue.Empty:
                self._guarded(self._idle)
                continue
            if task is None:
                self._guarded(self._close)
                self._queue.task_done()
                return
            self._guarded(task)
            self._queue.task_done()

    def _guarded(self, task: Callable[[], None]) -> None:
        """One failed task never ends the thread."""
        try:
            task()
        except HonedError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the learner could not finish a task")

    def _load_ranker(self) -> None:
        self._ranker = self._databases.of_ranker()
        self._judge.load(self._ranker.load_weights())
        self._saved_updates = self._judge.weights.updates

    def _open(self, project: Project) -> None:
        try:
            store = self._databases.of_project(project)
        except HonedError as error:
            project.trouble = str(error)
            raise
        self._stores[id(project)] = store
        self._projects[id(project)] = project
        sessions.resume(project, store, self._clock.now())
        with uncollected():
            project.fill(store.patterns(), store.rejections())
        self._refresh(project, store)

    def _close_one(self, project: Project) -> None:
        self._projects.pop(id(project), None)
        store = self._stores.pop(id(project), None)
        if store is not None:
            store.close()

    def _learn(self, project: Project, settled: Settled) -> None:
        store = self._stores.get(id(project))
        if store is None:
            project.not_taught["no store"] += 1
            return
        sessions.advance(project, store, self._clock.now())
        self._teaching.teach(project, store, settled)
        self._refresh(project, store)

    def _record(
        self,
        project: Project,
        trajectory: Trajectory,
        rejection: tuple[str, str] | None,
        suggestion_id: str,
    ) -> None:
        store = self._stores.get(id(project))
        if store is None:
            return
        sessions.advance(project, store, self._clock.now())
        earlier_id = self._recorded.get(suggestion_id)
        if earlier_id is None:
            project.last_durable_id = store.add_trajectory(trajectory)
            self._recorded[suggestion_id] = project.last_durable_id
            while len(self._recorded) > MAX_RECORDED:
                self._recorded.popitem(last=False)
        else:
            store.revise_trajectory(earlier_id, trajectory.outcome, trajectory.reward)
        pattern_id = trajectory.pattern_id
        evidence = None if pattern_id is None else project.evidence(pattern_id)
        if pattern_id is not None and evidence is not None:
            store.set_evidence(pattern_id, evidence)
        if rejection is not None:
            store.add_rejection(*rejection, self._clock.now())
        self._refresh(project, store)

    def _end_session(self, project: Project) -> None:
        store = self._stores.get(id(project))
        if store is not None:
            sessions.end(project, store, self._clock.now())
            self._refresh(project, store)

    def _forget(self, project: Project, pattern_ids: list[int]) -> None:
        store = self._stores.get(id(project))
        if store is not None:
            store.forget(pattern_ids)
            project.remove(pattern_ids)
            self._refresh(project, store)

    def _refresh(self, project: Project, store: Store) -> None:
        self._save_weights()
        project.status = store.status()
        project.last_durable_id = max(project.last_durable_id, project.status.last_durable_id)

    def _save_weights(self) -> None:
        weights = self._judge.weights
        if self._ranker is not None and weights.updates != self._saved_updates:
            self._ranker.save_weights(weights)
            self._saved_updates = weights.updates

    def _idle(self) -> None:
        """Take over what another process changed, such as a pattern forgotten from the shell."""
        for key, store in self._stores.items():
            project = self._projects[key]
            if store.has_changed_elsewhere():
                with uncollected():
                    project.fill(store.patterns(), store.rejections())
                self._refresh(project, store)

    def _close(self) -> None:
        self._save_weights()
        for store in self._stores.values():
            store.close()
        if self._ranker is not None:
            self._ranker.close()
        self._stores.clear()
        self.worker.stop()
