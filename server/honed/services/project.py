"""One workspace folder (or the user's loose files) while the server runs.

The index and what silences it lie in memory, so that no request waits for the disk. The learner's
thread and the requests share `lock`. What a request decides counts at once, and until the learner
has written it, it stands on top of what is read.
"""

from __future__ import annotations

import heapq
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome
from honed.learn.algorithms.interface import Context
from honed.learn.evidence import RIGHT, SILENCING, rejudged
from honed.services.guards import Guards
from honed.services.silence import Silence
from honed.services.trials import Trials
from honed.suggest.edits import PatternIndex
from honed.suggest.features import Circumstances
from honed.suggest.rank import ACCEPTED_AT, OFFER_AT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from honed.core.model import Evidence, Pattern, StoreStatus, Trajectory, Trial
    from honed.services.decided import Decided

REMEMBERED_EDITS = 5
"""Of so many of a session's latest edits it is known whether some pattern knew them."""

RECALLED = 50
"""Of so many of the latest trajectories it is kept which were edits, as some may be undone."""

MUTING_REJECTS = 2
"""After so many rejections in one session all that one edit has taught is silent for its rest."""


class Project:
    """What is known of one folder; `folder` is None for files outside any."""

    def __init__(self, folder: Path | None) -> None:
        """Begin empty; the learner fills it when it has opened the store."""
        self.folder = folder
        self.lock = threading.Lock()
        self.index = PatternIndex()
        self.session_id = 0
        self.head = ""
        self.rejections: set[tuple[str, str]] = set()
        self.rejects_in_session: Counter[tuple[int, int]] = Counter()
        """How often what an edit has taught was rejected, by `Pattern.lesson`."""
        self.trials = Trials()
        self.guards = Guards()
        self._unwritten: list[Decided] = []
        self._seen: set[int] = set()
        self._rules: tuple[Pattern, ...] = ()
        self.is_ready = False
        self.trouble = ""
        self.status: StoreStatus | None = None
        self.last_durable_id = 0
        self.not_taught: Counter[str] = Counter()
        self.newest_edit = 0
        self._was_known: dict[int, bool] = {}

    @property
    def name(self) -> str:
        """What tells its store from those of others in one server."""
        return str(self.folder or "")

    def context(self, language: str) -> Context:
        """Return where candidates of a language stand in this moment."""
        return Context(language, session=str(self.session_id), store=self.name)

    def relative(self, path: str) -> str:
        """Return `path` as the store names it: relative to the folder, with forward slashes."""
        if self.folder is None:
            return Path(path).as_posix()
        try:
            return Path(path).relative_to(self.folder).as_posix()
        except ValueError:
            return Path(path).as_posix()

    def absolute(self, path: str) -> str:
        """Return the path of a file that `relative` has named."""
        return str(self.folder / path) if self.folder else path

    def contains(self, path: str) -> bool:
        """Return whether the file lies in the folder."""
        return self.folder is not None and Path(path).is_relative_to(self.folder)

    def trusts(self, pattern: Pattern) -> bool:
        """Return whether the pattern may be offered: of this session, or proven; and not muted."""
        return self.muting(pattern) is None

    def muting(self, pattern: Pattern) -> Silence | None:
        """Return why the pattern may not be offered, None where it may."""
        if self.rejects_in_session[pattern.lesson] >= MUTING_REJECTS:
            return Silence.REJECTED_OFTEN
        if pattern.session_id == self.session_id or pattern.evidence.is_proven:
            return None
        return Silence.OLDER_SESSION

    def offered_from(self, pattern: Pattern) -> float:
        """Return from which probability on what a pattern does is offered as a code action."""
        record = pattern.evidence
        is_earlier = pattern.session_id not in {0, self.session_id}
        return ACCEPTED_AT if is_earlier and record.accepted and not record.wrong else OFFER_AT

    def circumstances(self, path: str) -> Circumstances:
        """Return what the features need to know of this moment."""
        return Circumstances(
            self.relative(path),
            self.session_id,
            self.index.newest_id,
            self.newest_edit,
            self._session_hits(),
            self.index.records,
        )

    def note_edit(self, trajectory_id: int, *, was_known: bool) -> None:
        """Remember the developer's latest edit, and whether some pattern would have made it.

        An acceptance counts as an edit that was known.
        """
        with self.lock:
            self.newest_edit = trajectory_id
            self._remember(trajectory_id, was_known=was_known)

    def recall_edits(self, newest: Iterable[Trajectory]) -> None:
        """Take over what `note_edit` knew when a server ended; of trajectories, newest first."""
        edits = [
            each
            for each in newest
            if each.outcome in RIGHT | {Outcome.FREE} and not each.is_writing
        ]
        free = (each.id for each in edits if each.outcome is Outcome.FREE)
        with self.lock:
            self.newest_edit = max(free, default=0)
            self._was_known.clear()
            for each in edits:
                if each.session_id == self.session_id:
                    was_known = each.outcome in RIGHT or each.probability > 0
                    self._remember(each.id, was_known=was_known)

    def forget_edits(self) -> None:
        """Forget what the latest edits were: another store counts from one."""
        with self.lock:
            self._was_known.clear()

    def _remember(self, trajectory_id: int, *, was_known: bool) -> None:
        self._was_known[trajectory_id] = was_known
        if len(self._was_known) > RECALLED:
            del self._was_known[min(self._was_known)]

    def _session_hits(self) -> float:
        unwritten = {
            each.record: each.trajectory.outcome in RIGHT
            for each in self._unwritten
            if each.trajectory.session_id == self.session_id and not each.trajectory.is_writing
        }
        accepted = sum(unwritten.values())
        written = heapq.nlargest(max(0, REMEMBERED_EDITS - accepted), self._was_known)
        number = min(REMEMBERED_EDITS, accepted)
        right = number + sum(map(self._was_known.__getitem__, written))
        return (right + 0.5) / (number + len(written) + 1)

    def begin_session(self, session_id: int) -> None:
        """Count rejections from zero; earlier patterns are trusted only if they are proven."""
        with self.lock:
            self.session_id = session_id
            self.rejects_in_session.clear()
            self._was_known.clear()

    def fill(
        self,
        patterns: Iterable[Pattern],
        rejections: Iterable[tuple[str, str]],
        rejects_in_session: Mapping[int, int],
    ) -> None:
        """Take what the store holds."""
        known = list(patterns)
        index = PatternIndex(known)
        with self.lock:
            for rule in self._rules:
                index.add(rule)
            self.index = index
            self._seen = {each.id for each in known}
            self.newest_edit = max((each.trajectory_id for each in known), default=0)
            self._take_rejections(rejections, rejects_in_session)
            self.is_ready = True

    def unseen(self, pattern_ids: Iterable[int]) -> set[int]:
        """Return which patterns were never here; one that is forgotten does not come back."""
        return set(pattern_ids) - self._seen

    def catch_up(
        self,
        new: Iterable[Pattern],
        evidence: Mapping[int, Evidence],
        rejections: Iterable[tuple[str, str]],
        rejects_in_session: Mapping[int, int],
    ) -> None:
        """Take what changed in the store: new patterns, the records of all, and what is silent.

        What has no record in `evidence` is gone.
        """
        with self.lock:
            self._seen |= evidence.keys()
            for pattern in new:
                self.index.add(pattern)
            for pattern in self.index.all():
                if pattern.id not in evidence and not pattern.is_rule:
                    self.index.remove(pattern.id)
                elif pattern.evidence != evidence.get(pattern.id, pattern.evidence):
                    self.index.add(attrs.evolve(pattern, evidence=evidence[pattern.id]))
            self._take_rejections(rejections, rejects_in_session)

    def take_rules(self, rules: Iterable[Pattern]) -> None:
        """Offer these rules of the project, and no others; the store knows nothing of them."""
        with self.lock:
            for rule in self._rules:
                self.index.remove(rule.id)
            self._rules = tuple(rules)
            for rule in self._rules:
                self.index.add(rule)

    def recall_trials(self, written: Mapping[tuple[int, str], Trial]) -> None:
        """Take over from the store what became of the latest offers, by trajectory and kind."""
        with self.lock:
            self.trials.fill(written)

    def note_trials(self, trajectory_id: int, trials: Collection[Trial]) -> None:
        """Take what the edit of a trajectory has shown of edits that were held back."""
        if trials:
            with self.lock:
                self.trials.add(trajectory_id, trials)

    def take(self, decided: Decided) -> None:
        """Let an outcome count at once, and until it is written."""
        with self.lock:
            self._unwritten.append(decided)
            self._apply(decided)
            self.trials.take(decided)

    def let_go(self, decided: Decided) -> None:
        """Count on the store for an outcome, which is written; an earlier one is no more.

        One that cannot be written counts as long as the server lives.
        """
        with self.lock:
            end = self._unwritten.index(decided) + 1
            self.trials.let_go(decided)
            is_edit = not decided.trajectory.is_writing
            if is_edit and decided.trajectory.session_id == self.session_id:
                self._was_known.pop(decided.record.trajectory_id, None)
                if decided.trajectory.outcome in RIGHT:
                    self._remember(decided.record.trajectory_id, was_known=True)
            before, after = self._unwritten[:end], self._unwritten[end:]
            self._unwritten = [each for each in before if each.record is not decided.record] + after

    def _take_rejections(
        self, rejections: Iterable[tuple[str, str]], rejects_in_session: Mapping[int, int]
    ) -> None:
        self.rejections = set(rejections)
        self.rejects_in_session = Counter()
        for pattern_id, number in rejects_in_session.items():
            pattern = self.index.get(pattern_id)
            if pattern is not None:
                self.rejects_in_session[pattern.lesson] += number
        for decided in self._unwritten:
            self._apply(decided)

    def _apply(self, decided: Decided) -> None:
        trajectory, earlier = decided.trajectory, decided.earlier
        place = (trajectory.path, decided.place)
        if trajectory.outcome in SILENCING:
            self.rejections.add(place)
        elif earlier in SILENCING:
            self.rejections.discard(place)
        pattern = self.index.get(trajectory.pattern_id or 0)
        if pattern is None:
            return
        if trajectory.session_id == self.session_id:
            number = (trajectory.outcome in SILENCING) - (earlier in SILENCING)
            self.rejects_in_session[pattern.lesson] += number
        evidence = rejudged(pattern.evidence, earlier, trajectory.outcome)
        self.index.add(attrs.evolve(pattern, evidence=evidence))

    def add(self, pattern: Pattern) -> None:
        """Make a new pattern available to the next request."""
        with self.lock:
            self.index.add(pattern)
            self._seen.add(pattern.id)

    def remove(self, pattern_ids: Iterable[int]) -> None:
        """Take forgotten patterns out."""
        gone = set(pattern_ids)
        with self.lock:
            for pattern_id in gone:
                self.index.remove(pattern_id)
            self.trials.forget(gone)

    def revise(self, pattern_id: int, change: Callable[[Evidence], Evidence]) -> None:
        """Change a pattern's record as it was changed in the store; unknown ids are let be."""
        with self.lock:
            pattern = self.index.get(pattern_id)
            if pattern is not None:
                self.index.add(attrs.evolve(pattern, evidence=change(pattern.evidence)))

    def evidence(self, pattern_id: int) -> Evidence | None:
        """Return a pattern's record as it is now, None where it was forgotten."""
        pattern = self.index.get(pattern_id)
        return None if pattern is None else pattern.evidence
