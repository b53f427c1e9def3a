"""The background thread: the only one that touches a store, and that makes patterns of edits.

Everything arrives through one queue and is done in order. What computes long goes to the worker
process; what is left here are short slices of Python and writes to SQLite.
"""

from __future__ import annotations

import logging
import queue
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from honed.core.errors import HonedError
from honed.core.model import Example, Outcome, Trajectory
from honed.learn.bursts import Origin, Reason, units
from honed.learn.reward import reward
from honed.services import sessions
from honed.services.shadow import verdicts, with_shadow
from honed.services.worker import Worker
from honed.suggest.rank import OFFER_AT
from honed.syntax.tree import parse, reparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.model import Evidence
    from honed.core.ports import RankerStore, Store
    from honed.learn.bursts import Unit
    from honed.services.clock import Clock
    from honed.services.documents import Settled
    from honed.services.judge import Judge
    from honed.services.lessons import Lesson
    from honed.services.project import Project
    from honed.syntax.tree import Tree

IDLE_S = 1.0
SHADOW_STRENGTH = 1.0
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

    def __init__(self, judge: Judge, clock: Clock) -> None:
        """Nothing is opened before `start`."""
        self._judge = judge
        self._clock = clock
        self._ranker: RankerStore | None = None
        self._saved_updates = 0
        self._stores: dict[int, Store] = {}
        self._projects: dict[int, Project] = {}
        self._queue: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="honed-learner", daemon=True)
        self.worker = Worker()

    def start(self, databases: Databases) -> None:
        """Begin to work off the queue."""
        self._databases = databases
        self._thread.start()
        self._submit(self._load_ranker)
        self._submit(self.worker.warm)

    def stop(self, timeout_s: float = 10.0) -> None:
        """Work off what is queued, write it, and let the files go."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @property
    def queue_length(self) -> int:
        """How many tasks are not yet done, the present one included."""
        return self._queue.unfinished_tasks

    def open(self, project: Project) -> None:
        """Open a project's store and make what it holds available."""
        self._submit(partial(self._open, project))

    def learn(self, project: Project, settled: Settled) -> None:
        """Learn from a finished edit."""
        self._submit(partial(self._learn, project, settled))

    def record(
        self,
        project: Project,
        trajectory: Trajectory,
        evidence: Evidence | None,
        rejection: tuple[str, str] | None,
    ) -> None:
        """Write the outcome of a suggestion."""
        self._submit(partial(self._record, project, trajectory, evidence, rejection))

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
        except Exception:
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
        project.fill(store.patterns(), store.rejections())
        self._refresh(project, store)

    def _learn(self, project: Project, settled: Settled) -> None:
        store = self._stores.get(id(project))
        reason = _why_not_taught(settled)
        if store is None or reason is not None:
            project.not_taught[reason or "no store"] += 1
            return
        sessions.advance(project, store, self._clock.now())
        lessons = self.worker.lessons(
            settled.language_name, settled.before.data, settled.after.data
        )
        tree = settled.before_tree or parse(settled.before, settled.language)
        steps = units(settled.before, settled.after)
        if lessons is None or len(lessons) != len(steps):
            project.not_taught["the worker failed"] += 1
            return
        if not steps:
            project.not_taught[Origin.BULK] += 1
        for unit, lesson in zip(steps, lessons, strict=True):
            if lesson is not None and not lesson.is_formatting:
                self._learn_one(project, store, settled, unit, lesson, tree)
            elif lesson is not None:
                project.not_taught["formatting"] += 1
            tree = reparse(tree, [unit.edit], unit.after) if tree else None
        self._refresh(project, store)

    def _learn_one(  # noqa: PLR0913 - one edit with all that is known about it
        self,
        project: Project,
        store: Store,
        settled: Settled,
        unit: Unit,
        lesson: Lesson,
        tree: Tree | None,
    ) -> None:
        path = project.relative(settled.path)
        is_known = self._shadow(project, store, settled, unit, tree)
        trajectory_id = store.add_trajectory(
            Trajectory(
                session_id=project.session_id,
                at=self._clock.now(),
                language=settled.language_name,
                path=path,
                line=lesson.line,
                before=lesson.before,
                after=lesson.after,
                outcome=Outcome.FREE,
                reward=reward(Outcome.FREE),
            )
        )
        project.last_durable_id = trajectory_id
        if is_known:
            return
        example = Example(lesson.before, lesson.after, path, lesson.line)
        for rewrite in lesson.rewrites:
            pattern = store.add_pattern(
                rewrite,
                example,
                session_id=project.session_id,
                trajectory_id=trajectory_id,
                vector=lesson.vector,
            )
            project.add(pattern)

    def _shadow(
        self,
        project: Project,
        store: Store,
        settled: Settled,
        unit: Unit,
        tree: Tree | None,
    ) -> bool:
        """Learn from every candidate at the place; return whether a trusted one knew the edit."""
        is_known = False
        for verdict in verdicts(project, settled.path, settled.language_name, unit, tree):
            probability = self._judge.probability(verdict.features)
            is_trusted = project.trusts(verdict.pattern)
            is_known |= verdict.is_right and is_trusted and probability >= OFFER_AT
            evidence = with_shadow(verdict.pattern.evidence, is_right=verdict.is_right)
            project.set_evidence(verdict.pattern.id, evidence)
            store.set_evidence(verdict.pattern.id, evidence)
            if is_trusted:
                self._judge.learn(
                    verdict.features, is_right=verdict.is_right, strength=SHADOW_STRENGTH
                )
        return is_known

    def _record(
        self,
        project: Project,
        trajectory: Trajectory,
        evidence: Evidence | None,
        rejection: tuple[str, str] | None,
    ) -> None:
        store = self._stores.get(id(project))
        if store is None:
            return
        sessions.advance(project, store, self._clock.now())
        project.last_durable_id = store.add_trajectory(trajectory)
        if evidence is not None and trajectory.pattern_id is not None:
            store.set_evidence(trajectory.pattern_id, evidence)
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


def _why_not_taught(settled: Settled) -> str | None:
    """Return why an edit is no lesson, None where it is one."""
    if settled.origin is not Origin.TYPED:
        return settled.origin
    if settled.reason is not Reason.SAVE and _is_on_disk(settled):
        return Origin.DISK
    return None


def _is_on_disk(settled: Settled) -> bool:
    """Return whether the file holds exactly this text although the editor has not saved it.

    Then another program wrote it and the editor reloaded, or it was undone to what was saved.
    """
    try:
        path = Path(settled.path)
        if path.stat().st_size != len(settled.after.data):
            return False
        return path.read_bytes() == settled.after.data
    except (OSError, ValueError):
        return False
