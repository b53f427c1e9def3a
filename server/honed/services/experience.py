"""The trajectories of one store, as a program writes, finds and forgets them.

What a program tells is redacted before a word of it is looked at. Found is by words, over what was
asked for and what became of it; the index lies in memory and holds no texts. Edits that a server
learned in the same store are found as well, also those that came in since.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import attrs

from honed.core.details import Details
from honed.core.errors import StoreError
from honed.core.model import Arm, Outcome, Trajectory
from honed.core.redact import redact
from honed.core.text import Text, encode
from honed.learn.quality_gain import Gain
from honed.learn.reward import reward
from honed.quality.analysis import analyse
from honed.retrieval.embed import VERSION
from honed.retrieval.search import Document, Searcher
from honed.services.places import chosen_data_directory
from honed.services.policies import arm_of
from honed.services.tasks import Measured, Task, TaskResult
from honed.services.totals import totals
from honed.store.locations import prepare_workspace, user_database
from honed.store.store import open_store
from honed.syntax import languages
from honed.syntax.dialects import dialect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from honed.core.policy import PolicyVersion
    from honed.quality.values import QualityMetrics
    from honed.services.clock import Clock
    from honed.services.totals import TrajectoryStats
    from honed.store.reader import SqliteReader
    from honed.store.store import SqliteStore

MOST_CHARACTERS = 50_000
"""Of each text of a task; what is longer is stored up to there."""

_log = logging.getLogger(__name__)
TASK = "task"
NO_SESSION = 0
_BATCH = 1000


@attrs.frozen
class SimilarTrajectory:
    """A trajectory that was found; similarities, from 0 to 1, compare inside one answer only."""

    trajectory: Trajectory
    similarity: float


class Experience:
    """An open store; threads may share it. `close` it when it is no longer needed."""

    def __init__(
        self,
        store: SqliteStore,
        clock: Clock,
        versions: _Versions,
    ) -> None:
        """Nothing is read before it is asked for; `versions` reads those of the policy."""
        self._versions = versions
        self._store = store
        self._clock = clock
        self._searcher = Searcher()
        self._searched = 0
        self._lock = threading.Lock()

    def add(
        self,
        request: Task | Mapping[str, object],
        result: TaskResult | Mapping[str, object],
        metrics: QualityMetrics | Mapping[str, object] | None = None,
    ) -> int:
        """Store a task, what came of it and how good that is; return the trajectory's id.

        Without `metrics` the code is measured here. `ValueError` for what cannot be understood.
        """
        task, done = Task.read(request), TaskResult.read(result)
        language = _known(task.language)
        given = None if metrics is None else Measured.read(metrics)
        after = given or _measured(done.code, language)
        before = _measured(task.existing_code, language) if task.existing_code else Measured()
        version, arm = self._policy(done)
        outcome = Outcome.ACCEPTED if done.success else Outcome.REJECTED
        gain = None
        if before.quality is not None and after.quality is not None:
            gain = Gain(after.quality - before.quality)
        return self._store.add_trajectory(
            Trajectory(
                session_id=NO_SESSION,
                at=self._clock.now(),
                language=language,
                path=_clean(task.path),
                line=0,
                before=_clean(task.existing_code),
                after=_clean(done.code),
                outcome=outcome,
                reward=reward(outcome, gain, is_parsed=after.is_valid),
                kind=TASK,
                probability=done.confidence,
                propensity=done.propensity,
                policy_version=version,
                latency_ms=done.latency_ms,
                arm=arm,
                details=Details(
                    prompt=_clean(task.prompt),
                    framework=_clean(task.framework),
                    shown=tuple(map(_clean, done.patterns_applied)),
                    decided_ms=done.decided_ms,
                    quality_before=before.quality,
                    quality_after=after.quality,
                    design_reward=after.design,
                ),
            )
        )

    def _policy(self, done: TaskResult) -> tuple[int, Arm]:
        """Return the version of the policy that made a result, and its arm."""
        version, arm = done.policy_version, done.arm
        if version is None:
            weights = self._store.load_weights()
            version = weights.updates if weights else 0
            if arm is None and version:
                arm = arm_of(weights, self._versions.read())
        return version, arm if arm is not None else Arm(version > 0)

    def similar(self, prompt: str, language: str | None, limit: int) -> list[SimilarTrajectory]:
        """Return the trajectories that are most like a prompt, the most similar first.

        Of one language where it is named; `ValueError` for one that honed does not know.
        """
        wanted = None if language is None else _known(language)
        query = redact(prompt)
        with self._lock:
            self._catch_up()
            while True:
                matches = self._searcher.search(query, language=wanted, limit=limit)
                rows = self._store.experience.with_ids(each.id for each in matches)
                known = {row.id: row for row in rows}
                gone = [each.id for each in matches if each.id not in known]
                if not gone:
                    return [SimilarTrajectory(known[each.id], each.score) for each in matches]
                # Another process has forgotten them.
                for id_ in gone:
                    self._searcher.remove(id_)

    def recent(self, limit: int) -> list[Trajectory]:
        """Return the newest trajectories, the newest first."""
        return self._store.recent(limit)

    def stats(self) -> TrajectoryStats:
        """Return the design's statistics."""
        return totals(self._store.statistics())

    def forget(self, ids: Iterable[int]) -> int:
        """Forget trajectories with the patterns that they taught; return how many there were."""
        wanted = list(ids)
        with self._lock:
            number = self._store.forget_trajectories(wanted)
            for each in wanted:
                self._searcher.remove(each)
        return number

    def older_than(self, at: float) -> list[int]:
        """Return the ids of the trajectories before `at`, seconds since the epoch."""
        return self._store.experience.older_than(at)

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        self._versions.close()
        self._store.close()

    def _catch_up(self) -> None:
        """Take in what came to the store since the last search."""
        while True:
            rows, last = self._store.experience.after(self._searched, _BATCH)
            if last is None:
                return
            for row in rows:
                text = f"{row.details.prompt}\n{row.path}\n{row.before}\n{row.after}"
                self._searcher.add(Document(row.id, text, row.language, row.kind))
            self._searched = last


def open_experience(workspace: Path | None, data_dir: Path | None, clock: Clock) -> Experience:
    """Open the store of a workspace folder, which is made where it is not there yet.

    Without one it is the user's store. `StoreError` where it cannot be used.
    """
    data = chosen_data_directory(data_dir)
    path = user_database(data) if workspace is None else prepare_workspace(data, workspace)
    store = open_store(path, embedding_version=VERSION)
    return Experience(store, clock, _Versions(user_database(data)))


class _Versions:
    """The versions of the policy in the user's database, which stays open once it is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader: SqliteReader | None = None

    def read(self) -> list[PolicyVersion]:
        """Return the versions; none where there is no database yet, or where it cannot be read."""
        try:
            if self._reader is None and self._path.exists():
                self._reader = open_store(self._path, read_only=True, embedding_version=VERSION)
            return [] if self._reader is None else self._reader.policies()
        except StoreError as error:
            # What ships is taken for the live one: the trajectory is stored all the same.
            _log.warning("%s", error)
            self.close()
            return []

    def close(self) -> None:
        """Let the file go; it is opened again when it is asked for."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


def _known(language: str) -> str:
    """Return honed's name of a language, "" for none; `ValueError` where it knows no such."""
    if not language:
        return ""
    found = languages.by_any_name(language)
    if found is None:
        raise ValueError(f"{language!r} is no language that honed knows.")
    return found.name


def _measured(code: str, language: str) -> Measured:
    text = Text(encode(code))
    known = dialect([text], languages.by_name(language))
    return Measured() if known is None else Measured.read(analyse(text, known))


def _clean(text: str) -> str:
    """Return a text without secrets; it is cut last, as half a secret has no form."""
    return redact(text)[:MOST_CHARACTERS]
