"""The background thread: the only one that touches a store, and that makes patterns of edits.

Everything arrives through one queue and is done in order. What computes long goes to the worker
process; what is left here are short slices of Python and writes to SQLite.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from honed.core.errors import HonedError
from honed.learn.evidence import SILENCING, rejudged
from honed.learn.reward import TAKEN
from honed.learn.thresholds import MOST_TRIALS
from honed.services import sessions
from honed.services.distilling import Distilling
from honed.services.embedding import Reembedding
from honed.services.nearest import nearest
from honed.services.notices import Notices
from honed.services.persistence import NOT_WRITTEN, Persistence
from honed.services.project_rules import ProjectRules
from honed.services.rewards import appraised, reward_of
from honed.services.teaching import Teaching
from honed.services.work import Work
from honed.services.worker import LessonSource, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.details import Details
    from honed.core.model import Trajectory
    from honed.core.ports import Store, Vector
    from honed.services.clock import Clock
    from honed.services.decided import Decided, Record
    from honed.services.document import Settled
    from honed.services.judge import Judge
    from honed.services.nearest import Hit
    from honed.services.persistence import Databases
    from honed.services.project import Project
    from honed.services.rules import Rules

IDLE_S = 1.0
LAST_WORDS_S = 0.5
MOST_WAITING = 1000
"""Edits that may wait to be learned, where nothing can be written; each holds two texts."""

_log = logging.getLogger(__name__)


class Learner:
    """Owns the stores and the worker; `start` it once, `stop` it to let nothing be lost."""

    def __init__(
        self,
        judge: Judge,
        clock: Clock,
        rules: Rules,
        worker: LessonSource | None = None,
    ) -> None:
        """Nothing is opened before `start`; without a `worker` it is a process beside this one."""
        self._clock = clock
        self._rules = rules
        self.notices = Notices()
        self._is_ending = False
        self._restarts: deque[Future[None]] = deque()
        self._woken = threading.Event()
        self._queue: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="honed-learner", daemon=True)
        self.worker: LessonSource = worker or Worker(
            wait=self._wait_for_worker, complain=partial(self.notices.tell, "worker")
        )
        self._persistence = Persistence(judge, clock, self.notices, self._wait_for_store)
        self._teaching = Teaching(judge, clock, self.worker, self._persistence)
        self._reembedding = Reembedding(self._persistence)
        self._distilling = Distilling(self._persistence, self.worker, clock)
        self._project_rules = ProjectRules(rules, self.notices)
        self.work: Work | None = None

    def start(self, databases: Databases) -> None:
        """Begin to work off the queue."""
        self._persistence.databases = databases
        self._thread.start()
        self._submit(self._persistence.open_weights)
        self._submit(self.worker.warm)

    def stop(self, timeout_s: float = 3.0) -> None:
        """Work off what is queued, write it, and let the files go.

        After `timeout_s` seconds the job that the worker has is given up, and its process with it;
        what is still to be written then has `LAST_WORDS_S` seconds.
        """
        self._is_ending = True
        self._woken.set()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        if self._thread.is_alive():
            self.worker.abandon()
            self._thread.join(LAST_WORDS_S)

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
        self._submit(partial(self._persistence.release, project))

    def learn(self, project: Project, settled: Settled) -> None:
        """Learn from a finished edit; too many that wait are not added to."""
        if self.queue_length >= MOST_WAITING:
            project.not_taught["too many waited"] += 1
            self.notices.tell("queue", _TOO_MANY)
            return
        self._submit(partial(self._learn, project, settled))

    def record(self, project: Project, decided: Decided) -> None:
        """Write the outcome of a suggestion, and what it changes in its pattern's record.

        A rejection silences the suggestion at its place; one that was none lets it speak again.

        A suggestion has one trajectory: a later outcome takes the place of the one before.
        """
        self._submit(partial(self._record, project, decided))

    def note(self, project: Project, record: Record, measured: Callable[[], Details]) -> None:
        """Have something measured, and write it to the trajectory of a suggestion."""
        self._submit(partial(self._note, project, record, measured))

    def end_session(self, project: Project) -> None:
        """End a project's session and begin the next."""
        self._submit(partial(self._end_session, project))

    def forget(self, project: Project, pattern_ids: list[int]) -> None:
        """Forget patterns."""
        self._submit(partial(self._forget, project, pattern_ids))

    def similar(
        self, project: Project, vector: Vector, language: str | None, limit: int
    ) -> Future[tuple[Hit, ...]]:
        """Return what will have the past edits nearest to a vector; none without a store."""
        found: Future[tuple[Hit, ...]] = Future()

        def look() -> None:
            if not found.set_running_or_notify_cancel():
                return
            hits: tuple[Hit, ...] | None = None
            try:
                hits = self._persistence.read(
                    project, lambda store: nearest(store, vector, language, limit)
                )
            finally:
                found.set_result(hits or ())

        self._submit(look)
        return found

    def restart(self) -> Future[None]:
        """Replace the worker, also one that hangs, and try again at once what is waited for.

        The future is done when all that is; it goes before what is queued, and before what waits
        for a store.
        """
        restarted: Future[None] = Future()
        self._restarts.append(restarted)
        self._submit(self._restart)
        self.worker.interrupt()
        self._woken.set()
        return restarted

    def _submit(self, task: Callable[[], object]) -> None:
        self._queue.put(task)

    def _wait(self, seconds: float) -> bool:
        """Sleep, and return whether there is time for another attempt: not while ending."""
        if self._is_ending:
            return False
        self._woken.wait(seconds)
        self._woken.clear()
        return not self._is_ending

    def _wait_for_store(self, seconds: float) -> bool:
        """Sleep while a store cannot be used; the worker has nothing to do then."""
        is_going_on = self._wait(seconds)
        self._restart()
        return is_going_on

    def _wait_for_worker(self, seconds: float) -> bool:
        """Sleep while no worker can be started; that is tried again next."""
        is_going_on = self._wait(seconds)
        self._finish_restarts(self._persistence.reopen)
        return is_going_on

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
            self._restart()
            self._guarded(task)
            self._queue.task_done()

    def _guarded(self, task: Callable[[], object]) -> None:
        """One failed task never ends the thread."""
        try:
            task()
        except HonedError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the learner could not finish a task")

    def _open(self, project: Project) -> None:
        where = project.folder or "loose files"
        self.work = Work(f"reading what was learned in {where}", self._clock.elapsed())
        try:
            self._persistence.open(project)
            self._project_rules.look(project)
        finally:
            self.work = None

    def _learn(self, project: Project, settled: Settled) -> None:
        if not self._persistence.has_store(project):
            project.not_taught["no store"] += 1
            return
        if self._rules.look(project, settled.path, settled.language_name):
            project.not_taught["off"] += 1
            return
        self._advance(project)
        self._teaching.teach(project, settled)
        self._persistence.refresh(project)

    def _record(self, project: Project, decided: Decided) -> None:
        trajectory, place, record = decided.trajectory, decided.place, decided.record
        pattern_id, earlier = trajectory.pattern_id, record.written

        def work(store: Store) -> int:
            if pattern_id is not None:
                change = partial(rejudged, earlier=earlier, outcome=trajectory.outcome)
                store.revise(pattern_id, change)
            if trajectory.outcome in SILENCING:
                store.add_rejection(trajectory.path, place, self._clock.now())
            elif earlier in SILENCING:
                store.withdraw_rejection(trajectory.path, place)
            trajectory_id = record.trajectory_id
            if trajectory_id:
                store.revise_trajectory(trajectory_id, trajectory.outcome, trajectory.reward)
            else:
                trajectory_id = store.add_trajectory(trajectory)
            if decided.trial is not None:
                store.put_trial(trajectory_id, decided.trial, MOST_TRIALS)
            return trajectory_id

        path = project.absolute(trajectory.path)
        is_off = self._rules.look(project, path, trajectory.language)
        if is_off or not self._persistence.has_store(project):
            return
        self._advance(project)
        written = self._persistence.write(project, work)
        if written is None:
            project.not_taught[NOT_WRITTEN] += 1
            return
        record.written, record.trajectory_id = trajectory.outcome, written
        if earlier not in TAKEN:
            # Taken back and done again it is looked at anew.
            record.survival = None
        project.let_go(decided)
        self._appraise(project, trajectory, record)
        self._persistence.refresh(project)

    def _appraise(self, project: Project, trajectory: Trajectory, record: Record) -> None:
        """Let what a suggestion did to the quality of the code count, now that it is stored."""
        found = appraised(trajectory, self.worker)
        if found is not None:
            record.gain = found.gain
            self._add(project, record, found.details)

    def _note(self, project: Project, record: Record, measured: Callable[[], Details]) -> None:
        if record.trajectory_id:
            found = measured()
            record.survival = found.survival or record.survival
            self._add(project, record, found)
            self._persistence.refresh(project)

    def _add(self, project: Project, record: Record, details: Details) -> None:
        """Add to a trajectory what was measured later, and let it count in its reward."""
        outcome, found = record.written, reward_of(record)

        def work(store: Store) -> None:
            store.add_details(record.trajectory_id, details)
            if outcome is not None and found is not None:
                store.revise_trajectory(record.trajectory_id, outcome, found)

        self._persistence.write(project, work)

    def _advance(self, project: Project) -> None:
        now = self._clock.now()
        self._persistence.write(project, lambda store: sessions.advance(project, store, now))

    def _end_session(self, project: Project) -> None:
        now = self._clock.now()
        self._persistence.write(project, lambda store: sessions.end(project, store, now))
        self._persistence.refresh(project)

    def _forget(self, project: Project, pattern_ids: list[int]) -> None:
        if self._persistence.write(project, lambda store: store.forget(pattern_ids)) is not None:
            project.remove(pattern_ids)
            self._persistence.refresh(project)
            self._distilling.take_guards(project)

    def _restart(self) -> None:
        self._finish_restarts(self.worker.stop, self.worker.warm, self._persistence.reopen)

    def _finish_restarts(self, *steps: Callable[[], object]) -> None:
        """Take the steps of a restart that was asked for, and say that it is done."""
        asked: list[Future[None]] = []
        while self._restarts:
            asked.append(self._restarts.popleft())
        if waiting := [each for each in asked if each.set_running_or_notify_cancel()]:
            for step in steps:
                self._guarded(step)
            for each in waiting:
                each.set_result(None)

    def _idle(self) -> None:
        """Look what others did, and do a little of what can wait."""
        self._persistence.look_around()
        for project in self._persistence.projects:
            self._project_rules.look(project)
        self._reembedding.step()
        self._distilling.step()

    def _close(self) -> None:
        self._persistence.close()
        self.worker.stop()


_TOO_MANY = (
    "Too many edits wait to be learned; what you type now is not learned. The status of honed"
    " (honed/status) says what it waits for."
)
