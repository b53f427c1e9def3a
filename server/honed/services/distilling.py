"""Memory items made in idle moments, a little at a time, of what a project's store holds.

Three steps follow each other until all is done: what patterns say, which lie in memory; what became
of suggestions and tasks, newest first; and what follows of both. Each takes some milliseconds, and
what computes longer is the worker's.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs

from honed.core.memory import Distilled, ItemKind, Witness
from honed.learn.memory import guards
from honed.learn.memory.consolidate import settled
from honed.learn.memory.distil import of_patterns, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.memory import MemoryItem
    from honed.core.model import Evidence, Pattern, Trajectory
    from honed.core.ports import Store
    from honed.services.clock import Clock
    from honed.services.persistence import Persistence
    from honed.services.project import Project
    from honed.services.worker import LessonSource

A_SLICE = 40
"""Trajectories that are read, or patterns that are distilled, at once: some milliseconds."""

MOST_DECISIONS = 400
"""Of the latest decisions about suggestions guards are made."""

REST_S = 30.0
"""So long a time passes between two consolidations of one store."""


@attrs.define(eq=False)
class _Progress:
    """How far a project is distilled."""

    evidence: dict[int, Evidence] = attrs.field(factory=dict)
    members: dict[str, set[int]] = attrs.field(factory=lambda: defaultdict(set))
    """The ids of the patterns of each family that have a record."""
    remembered: set[str] | None = None
    """The keys of the items that the store has; None before anybody looked."""
    decisions: dict[int, tuple[str, guards.Decided]] = attrs.field(factory=dict)
    """By the ids of their trajectories, with their languages."""
    newest: int = 0
    oldest: int = 0
    seen_id: int = -1
    is_read: bool = False
    are_guards_due: bool = False
    is_consolidation_due: bool = True
    consolidated_at: float = float("-inf")

    def forget(self, pattern_ids: Iterable[int]) -> bool:
        """Forget patterns, and that their families were looked at; return whether there were any.

        What the others of these families testify to is distilled again.
        """
        gone = set(pattern_ids)
        for key in [key for key, ids in self.members.items() if ids & gone]:
            for each in self.members.pop(key):
                self.evidence.pop(each, None)
            if self.remembered is not None:
                self.remembered.discard(key)
        for each in gone:
            self.evidence.pop(each, None)
        self.is_consolidation_due |= bool(gone)
        return bool(gone)


class Distilling:
    """Goes through the projects, a slice at a time; used by the learner's thread only."""

    def __init__(self, persistence: Persistence, worker: LessonSource, clock: Clock) -> None:
        """Nothing was looked at yet."""
        self._persistence = persistence
        self._worker = worker
        self._clock = clock
        self._known: WeakKeyDictionary[Project, _Progress] = WeakKeyDictionary()

    def step(self) -> bool:
        """Do the next little piece of work; return whether there was any."""
        return any(
            project.is_ready and self._step(project, self._known.setdefault(project, _Progress()))
            for project in self._persistence.projects
        )

    def _step(self, project: Project, progress: _Progress) -> bool:
        return (
            self._patterns(project, progress)
            or self._trajectories(project, progress)
            or self._guards(project, progress)
            or self._consolidate(project, progress)
        )

    def _patterns(self, project: Project, progress: _Progress) -> bool:
        """Let patterns whose records changed testify to what their families do."""
        with project.lock:
            known = project.index.all()
        learned = [each for each in known if not each.is_rule]
        changed = list(
            islice(
                (each for each in learned if each.evidence is not progress.evidence.get(each.id)),
                A_SLICE,
            )
        )
        if not changed:
            # A pattern that went took the item of its family along: the others testify anew.
            return len(progress.evidence) > len(learned) and progress.forget(
                progress.evidence.keys() - {each.id for each in learned}
            )
        families = set()
        for pattern in changed:
            is_new = pattern.evidence != progress.evidence.get(pattern.id)
            progress.evidence[pattern.id] = pattern.evidence
            if is_new and (pattern.evidence.right or pattern.evidence.wrong):
                key = project.guards.family(pattern)
                progress.members[key].add(pattern.id)
                families.add(key)
        if progress.remembered is None:
            items = self._persistence.read(project, lambda store: store.memory.items())
            progress.remembered = {each.key for each in items or ()}
        found = of_patterns(_members(project, progress, families), progress.remembered)
        if found:
            progress.remembered |= {each.item.key for each in found}
            self._remember(project, progress, found)
        return True

    def _trajectories(self, project: Project, progress: _Progress) -> bool:
        """Read what became of suggestions and tasks: first what is new, then what is older."""
        rows = self._unread(project, progress)
        if rows is None:
            return False
        tasks = []
        for row in rows:
            if row.kind == "task":
                tasks.append(row)
                continue
            if row.is_writing:
                continue
            found = guards.decided(row, self._family(project, row))
            progress.decisions.pop(row.id, None)
            if found is not None:
                progress.decisions[row.id] = (row.language, found)
                progress.are_guards_due |= found.is_rejected
        for row_id in sorted(progress.decisions)[:-MOST_DECISIONS]:
            del progress.decisions[row_id]
        if tasks:
            found_in_tasks = self._worker.ask("distilled", tasks)
            if found_in_tasks:
                self._remember(project, progress, found_in_tasks)
        return True

    def _unread(self, project: Project, progress: _Progress) -> list[Trajectory] | None:
        """Return the next trajectories; the newest ones again, as their outcomes may change."""
        read = self._persistence.read
        if project.last_durable_id != progress.seen_id:
            progress.seen_id = project.last_durable_id
            rows = read(project, lambda store: store.offered(limit=A_SLICE)) or []
            ids = [each.id for each in rows]
            if ids and min(ids) > progress.newest + 1 and progress.newest:
                # More came than one slice: what lies between is read as what is older.
                progress.is_read = False
            if ids:
                progress.oldest = min(ids) if not progress.is_read else progress.oldest
                progress.newest = max(ids)
            return rows
        if progress.is_read:
            return None
        below = progress.oldest
        rows = read(project, lambda store: store.offered(below=below, limit=A_SLICE)) or []
        progress.is_read = len(rows) < A_SLICE or len(progress.decisions) >= MOST_DECISIONS
        progress.oldest = min([each.id for each in rows], default=below)
        return rows

    def _family(self, project: Project, row: Trajectory) -> str:
        with project.lock:
            pattern = project.index.get(row.pattern_id or 0)
        return "" if pattern is None or pattern.is_rule else project.guards.family(pattern)

    def _guards(self, project: Project, progress: _Progress) -> bool:
        """Find out where suggestions are not wanted, and no longer guard where they are again."""
        if not progress.are_guards_due:
            return False
        progress.are_guards_due = False
        by_language: dict[str, list[guards.Decided]] = defaultdict(list)
        for language, decided in progress.decisions.values():
            by_language[language].append(decided)
        families = self._families(project, progress)
        sources = {key: [*map(source_of, sorted(progress.members[key]))] for key in families}
        found = [
            item
            for language, decisions in by_language.items()
            for item in guards.distilled(language, guards.counted(decisions), families, sources)
        ]
        keys = {each.item.key for each in found}

        def work(store: Store) -> list[MemoryItem]:
            store.memory.remember(found, self._clock.now())
            known = store.memory.items(kind=ItemKind.GUARD)
            store.memory.forget(
                [
                    each.id
                    for each in known
                    if each.key not in keys and each.language in by_language
                ],
                for_good=False,
            )
            return []

        self._persistence.write(project, work)
        self.take_guards(project)
        return True

    def _families(self, project: Project, progress: _Progress) -> dict[str, str]:
        """Return what edits do, in words, by their keys."""
        patterns = _members(project, progress, progress.members)
        found = of_patterns(patterns, progress.members)
        return {each.item.key: each.item.content for each in found}

    def _consolidate(self, project: Project, progress: _Progress) -> bool:
        """Let items say what they are to each other, and let the weakest fade."""
        now = self._clock.elapsed()
        if not progress.is_consolidation_due or now - progress.consolidated_at < REST_S:
            return False
        progress.is_consolidation_due, progress.consolidated_at = False, now
        now_s = self._clock.now()
        items = self._persistence.read(project, lambda store: store.memory.items())
        found = self._worker.ask("settled", items, now_s) if items else None
        if not items or not found:
            return False
        self._persistence.write(project, partial(_settle, items=items, found=found))
        return True

    def _remember(self, project: Project, progress: _Progress, found: Sequence[Distilled]) -> None:
        now = self._clock.now()
        self._persistence.write(project, lambda store: store.memory.remember(found, now))
        progress.is_consolidation_due = True

    def take_guards(self, project: Project) -> None:
        """Let a project guard what its store says, as far as that can be read."""
        known = self._persistence.read(
            project, lambda store: store.memory.items(kind=ItemKind.GUARD)
        )
        if known is not None:
            project.guards.take(known)


def settle(store: Store, items: Sequence[MemoryItem], now: float) -> None:
    """Write what items say of each other as it is now, and let go of those without room."""
    _settle(store, items, settled(items, now))


def _settle(store: Store, items: Sequence[MemoryItem], found: Sequence[MemoryItem]) -> None:
    """Write those of the items that are another one now, and let go of those that are not found."""
    before = {each.id: each for each in items}
    if gone := before.keys() - {each.id for each in found}:
        store.memory.forget(gone, for_good=False)
    if changed := [each for each in found if each != before[each.id]]:
        store.memory.consolidate(changed)


def doubt(items: Sequence[MemoryItem], trajectory_id: int) -> list[Distilled]:
    """Return what a free edit says of the guards that would have kept it away: they were wrong."""
    return [Distilled(each, (Witness(f"edit:{trajectory_id}", 0, 1),)) for each in items]


def _members(
    project: Project, progress: _Progress, families: set[str] | dict[str, set[int]]
) -> list[Pattern]:
    """Return the patterns of families that have a record and are still there."""
    ids = sorted({each for key in families for each in progress.members.get(key, ())})
    with project.lock:
        found = [project.index.get(each) for each in ids]
    return [each for each in found if each is not None]
