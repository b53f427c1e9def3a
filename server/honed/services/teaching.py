"""From a settled edit to what is stored: shadow verdicts, a trajectory, patterns.

An edit that goes on where the one before it stopped replaces it, so that a pause in the middle
of a change leaves no half pattern; an edit that takes an earlier one back unteaches it.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Change, change_of
from honed.config import Kind
from honed.core.diff import minimal_edit, smallest
from honed.core.memory import ItemKind
from honed.core.model import Effect, Example, Outcome, Trajectory
from honed.learn.algorithms.interface import Decision, Option
from honed.learn.bursts import Origin, Reason, units
from honed.learn.imported import completed
from honed.learn.reward import SHADOW_STRENGTH, reward
from honed.learn.thresholds import MOST_TRIALS
from honed.services.distilling import doubt
from honed.services.documents import tree_of
from honed.services.judge import placed
from honed.services.persistence import NOT_WRITTEN
from honed.services.shadow import verdicts, with_shadow
from honed.suggest.next_rank import next_features
from honed.suggest.strength import has_holes
from honed.syntax.tree import reparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.memory import MemoryItem
    from honed.core.model import Pattern, Rewrite, Trial
    from honed.core.ports import Store
    from honed.core.text import Edit, Text
    from honed.learn.bursts import Unit
    from honed.services.clock import Clock
    from honed.services.document import Settled
    from honed.services.judge import Judge
    from honed.services.lessons import Lesson
    from honed.services.persistence import Persistence
    from honed.services.project import Project
    from honed.services.worker import LessonSource
    from honed.syntax.tree import Tree

CONTINUES_WITHIN_S = 60.0
"""An edit of the same lines so soon after another one is its continuation."""

MAX_REMEMBERED = 30
MAX_TREES = 3


@attrs.frozen
class Taught:
    """An edit that was learned, and the patterns that came of it."""

    uri: str
    before: Text
    after: Text
    lines: tuple[int, int]
    change: Change
    latest: float
    pattern_ids: tuple[int, ...]


@attrs.frozen
class Shadow:
    """What would have been offered in place of an edit.

    `judgements` are the patterns that had a candidate, each with whether it was right; of those
    that are trusted, one was right if `is_reached`, and `knowing` lead to a right text that was to
    be offered.
    """

    judgements: list[tuple[int, bool]]
    knowing: list[Pattern]
    is_reached: bool
    held_back: list[Trial]
    """What the edit says of the first of them, where only a raised threshold keeps it silent."""
    mistaken: list[MemoryItem]
    """Guards that keep away what was typed."""


class Teaching:
    """Turns settled edits into rows; used by the learner's thread only."""

    def __init__(
        self, judge: Judge, clock: Clock, worker: LessonSource, persistence: Persistence
    ) -> None:
        """Nothing was taught yet."""
        self._judge = judge
        self._clock = clock
        self._worker = worker
        self._persistence = persistence
        self._policies = persistence.policies
        self._taught: deque[Taught] = deque(maxlen=MAX_REMEMBERED)
        self._trees: OrderedDict[str, Tree] = OrderedDict()

    def teach(self, project: Project, settled: Settled) -> None:
        """Learn from a finished edit, or count why nothing was learned from it."""
        reason = why_not_taught(settled)
        if reason is None and self._is_taken_back(project, settled):
            reason = Origin.UNDONE
        if reason is not None:
            project.not_taught[reason] += 1
            return
        settled = self._with_its_beginning(project, settled)
        steps = units(settled.before, settled.after)
        if not steps:
            project.not_taught[Origin.BULK] += 1
            return
        lessons = self._worker.lessons(
            settled.language_name, settled.before.data, settled.after.data
        )
        if lessons is None or len(lessons) != len(steps):
            project.not_taught["the worker failed"] += 1
            return
        tree = self._tree(settled)
        pattern_ids: list[int] = []
        for number, (unit, lesson) in enumerate(zip(steps, lessons, strict=True)):
            if number and tree is not None:
                tree = reparse(tree, [steps[number - 1].edit], unit.before)
            if lesson is None or lesson.is_formatting:
                project.not_taught[Origin.BULK if lesson is None else Origin.FORMATTED] += 1
            else:
                pattern_ids += self._one(project, settled, unit, lesson, tree)
        self._remember(settled, tuple(pattern_ids))

    def _tree(self, settled: Settled) -> Tree | None:
        """Return the tree of the text before.

        The lock of the interpreter is held while tree-sitter parses, so requests wait: the edits
        since this document's last lesson are parsed in far less time than the whole text.
        """
        near = self._trees.pop(settled.uri, settled.near_tree)
        tree = tree_of(settled.before, settled.language, near)
        if tree is not None:
            self._trees[settled.uri] = tree
            while len(self._trees) > MAX_TREES:
                self._trees.popitem(last=False)
        return tree

    def _one(
        self,
        project: Project,
        settled: Settled,
        unit: Unit,
        lesson: Lesson,
        tree: Tree | None,
    ) -> list[int]:
        """Store one edit; return the patterns that it added, none where one knew it already."""
        path = project.relative(settled.path)
        shadow = self._shadow(project, settled, unit, tree)
        trajectory = Trajectory(
            session_id=project.session_id,
            at=self._clock.now(),
            language=settled.language_name,
            path=path,
            line=lesson.line,
            before=lesson.before,
            after=lesson.after,
            outcome=Outcome.FREE,
            reward=reward(Outcome.FREE),
            probability=float(shadow.is_reached),
        )
        example = Example(lesson.before, lesson.after, path, lesson.line)

        # All of an edit, or nothing of it, outlives a killed process.
        def work(store: Store) -> tuple[int, list[Pattern]]:
            for pattern_id, is_right in shadow.judgements:
                store.revise(pattern_id, partial(with_shadow, is_right=is_right))
            trajectory_id = store.add_trajectory(trajectory)
            for trial in shadow.held_back:
                store.put_trial(trajectory_id, trial, MOST_TRIALS)
            if shadow.mistaken:
                store.memory.remember(doubt(shadow.mistaken, trajectory_id), trajectory.at)
            return trajectory_id, store.add_patterns(
                _new(lesson.rewrites, shadow.knowing),
                example,
                session_id=project.session_id,
                trajectory_id=trajectory_id,
                vector=lesson.vector,
            )

        written = self._persistence.write(project, work)
        if written is None:
            project.not_taught[NOT_WRITTEN] += 1
            return []
        trajectory_id, added = written
        project.note_edit(trajectory_id, was_known=shadow.is_reached)
        project.note_trials(trajectory_id, shadow.held_back)
        for pattern_id, is_right in shadow.judgements:
            project.revise(pattern_id, partial(with_shadow, is_right=is_right))
        for pattern in added:
            project.add(pattern)
        if shadow.mistaken:
            known = self._persistence.read(
                project, lambda store: store.memory.items(kind=ItemKind.GUARD)
            )
            project.guards.take(known or ())
        self._complete(project, path, lesson)
        return [pattern.id for pattern in added]

    def _complete(self, project: Project, path: str, lesson: Lesson) -> None:
        """Let what the session has taught in a file bring along imports that came to it later."""
        if not lesson.imports:
            return
        with project.lock:
            incomplete = {
                pattern.id: attrs.evolve(
                    pattern, rewrite=attrs.evolve(pattern.rewrite, imports=imports)
                )
                for pattern in project.index.all()
                if pattern.session_id == project.session_id and pattern.example.path == path
                if (imports := completed(pattern.rewrite, dict(lesson.imports)))
            }

        def work(store: Store) -> None:
            for pattern_id, pattern in incomplete.items():
                store.add_imports(pattern_id, pattern.rewrite.imports)

        if incomplete:
            self._persistence.write(project, work)
            for pattern in incomplete.values():
                project.add(pattern)

    def _shadow(self, project: Project, settled: Settled, unit: Unit, tree: Tree | None) -> Shadow:
        """Let the ranker learn from every text that a trusted candidate would have made here."""
        found = verdicts(project, settled.path, settled.language_name, unit, tree)
        trusted = {
            each.candidate.origin: each.is_right for each in found if project.trusts(each.pattern)
        }
        candidates = [each.candidate for each in found if each.candidate.origin in trusted]
        patterns = {each.candidate.origin: each.pattern for each in found}
        known: set[tuple[Edit, ...]] = set()
        here = project.context(settled.language_name)
        self._policies.note(
            candidates,
            trusted,
            {origin: project.offered_from(each) for origin, each in patterns.items()},
            here,
        )
        ranked = self._judge.ranked(candidates, here)
        for probability, candidate in ranked:
            least = project.offered_from(patterns[candidate.origin])
            if trusted[candidate.origin] and probability >= least:
                known.add(candidate.result)
        self._judge.observe(
            Decision(
                tuple(
                    Option(each.features, placed(here, each), trusted[each.origin])
                    for _, each in ranked
                ),
                SHADOW_STRENGTH,
            )
        )
        judgements = [(each.pattern.id, each.is_right) for each in found]
        knowing = [
            each.pattern
            for each in found
            if each.candidate.origin in trusted and each.candidate.result in known
        ]
        held_back: list[Trial] = []
        for probability, first in ranked[:1]:
            effect = Effect.of(smallest(unit.before, first.edits[0]))
            is_right = trusted[first.origin]
            features = next_features(probability, patterns[first.origin].evidence)
            probabilities = {
                Kind.EDIT: probability,
                Kind.NEXT: self._judge.next_probability(features),
            }
            held_back = project.trials.held_back(
                first.pattern_id, effect, probabilities, is_right=is_right
            )
        mistaken = project.guards.mistaken(project.relative(settled.path), unit.before, found)
        return Shadow(judgements, knowing, any(trusted.values()), held_back, mistaken)

    def _remember(self, settled: Settled, pattern_ids: tuple[int, ...]) -> None:
        edit = minimal_edit(settled.before.data, settled.after.data)
        if edit is None:
            return
        end = edit.span.start + len(edit.new)
        self._taught.append(
            Taught(
                uri=settled.uri,
                before=settled.before,
                after=settled.after,
                lines=(settled.after.line_at(edit.span.start), settled.after.line_at(end)),
                change=change_of(settled.before, edit),
                latest=settled.latest,
                pattern_ids=pattern_ids,
            )
        )

    def _is_taken_back(self, project: Project, settled: Settled) -> bool:
        """Return whether the edit reverses one that was taught; then that one is unlearned."""
        edit = minimal_edit(settled.before.data, settled.after.data)
        if edit is None:
            return False
        change = change_of(settled.before, edit)
        for taught in self._taught:
            if taught.uri == settled.uri and taught.change == Change(change.after, change.before):
                self._unlearn(project, taught)
                return True
        return False

    def _with_its_beginning(self, project: Project, settled: Settled) -> Settled:
        """Return the edit together with the one that it continues, which is unlearned."""
        last = next((each for each in reversed(self._taught) if each.uri == settled.uri), None)
        edit = minimal_edit(settled.before.data, settled.after.data)
        if last is None or edit is None or last.after.data != settled.before.data:
            return settled
        first = settled.before.line_at(edit.span.start)
        end = settled.before.line_at(edit.span.end)
        is_same_spot = first <= last.lines[1] and end >= last.lines[0]
        if not is_same_spot or settled.latest - last.latest > CONTINUES_WITHIN_S:
            return settled
        self._unlearn(project, last)
        return attrs.evolve(settled, before=last.before)

    def _unlearn(self, project: Project, taught: Taught) -> None:
        self._taught.remove(taught)
        self._persistence.write(project, lambda store: store.forget(taught.pattern_ids))
        project.remove(taught.pattern_ids)


def _new(rewrites: Sequence[Rewrite], knowing: Sequence[Pattern]) -> list[Rewrite]:
    """Return what an edit teaches that some patterns knew: no less general than these."""
    if any(has_holes(each.rewrite) for each in knowing):
        return []
    return [each for each in rewrites if not knowing or has_holes(each)]


def why_not_taught(settled: Settled) -> str | None:
    """Return why an edit is no lesson, None where it may be one."""
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
        if not path.is_file() or path.stat().st_size != len(settled.after.data):
            return False
        return path.read_bytes() == settled.after.data
    except (OSError, ValueError):
        return False
