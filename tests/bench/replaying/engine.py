"""The engine that is asked: the product's own workspace, with nothing of the protocol around it.

It runs in a process of its own (`pipe`), and is told one edit after another by the process that
holds the truth. It learns in place, so that what was learned is there at the next question.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

import attrs

from honed.core.diff import minimal_edit
from honed.core.model import Effect
from honed.core.text import Text, apply_edits
from honed.learn.outcome import Visibility
from honed.retrieval.embed import VERSION
from honed.services.actions import ActionKind
from honed.services.suggesting import assessed, found_at
from honed.services.workspace import Workspace
from honed.store.store import open_store
from honed.suggest.rank import prior
from tests.services.conftest import HandClock, InPlaceWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.model import Candidate, Pattern
    from honed.core.text import Edit
    from honed.services.document import Document, Snapshot
    from honed.services.project import Project
    from honed.suggest.edits import Found

BETWEEN_EDITS_S = 2.0
"""A developer is slower than a tool; sooner, the same replacement again would be one's."""


@attrs.frozen
class Judged:
    """What a trusted pattern would do at a place, and how probable that is thought to be."""

    candidate: Candidate
    probability: float
    support: int
    """How often the edit was made."""
    is_of_session: bool
    ids: tuple[str, ...] = ()
    """Its pattern, the class of that, the directory and the kind of file it stands in, as names."""


@attrs.frozen
class Answer:
    """What is offered on a line; `edits` is empty for silence.

    `own` are the edits that would be offered if only patterns of this session were known.
    """

    offer_id: str
    edits: tuple[Edit, ...]
    ms: float
    candidates: tuple[Judged, ...] = ()
    own: tuple[Edit, ...] = ()


@attrs.frozen
class Size:
    """What an engine keeps on disk of what it has learned, in bytes.

    `records` are the compressed texts and rewrites alone, with the paths, which lie in the
    databases, `vectors` the index beside them.
    """

    records: int
    databases: int
    vectors: int


class Engine(Protocol):
    """What a replay asks of an engine; paths are relative, lines are zero-based."""

    def open(self, path: str, language: str, text: bytes) -> None:
        """Open a document."""
        ...

    def close(self, path: str) -> None:
        """Close a document."""
        ...

    def ask(self, path: str, lines: Sequence[int], *, with_candidates: bool) -> list[Answer]:
        """Return the first offer on each line; with all candidates where they are wanted."""
        ...

    def next(self, path: str) -> Answer:
        """Return the next edit of a document, wherever the cursor is; it is shown."""
        ...

    def accept(self, path: str, answer: Answer) -> None:
        """Take an offer."""
        ...

    def dismiss(self, answer: Answer) -> None:
        """Say that a next edit is not wanted at its place."""
        ...

    def edit(self, path: str, edit: Edit) -> None:
        """Make an edit and finish it; what it teaches is known when this returns."""
        ...

    def end_session(self) -> None:
        """Begin another session."""
        ...

    def stop(self) -> Size:
        """End; return what was kept."""
        ...


class OpenEngine(Engine, Protocol):
    """An engine that also shows what it does not offer."""

    def candidates(self, path: str, line: int) -> tuple[Judged, ...]:
        """Return what trusted patterns would do on a line; nothing is offered by that."""
        ...

    def forget_ranking(self) -> None:
        """Rank from here on as on the first day, whatever was learned of ranking."""
        ...


class WorkspaceEngine:
    """The engine in this process: a workspace with an empty store and a clock of its own."""

    def __init__(self) -> None:
        """Start at once."""
        self._directory = tempfile.TemporaryDirectory()
        root = Path(self._directory.name).resolve()
        self._folder, self._data = root / "project", root / "data"
        self._folder.mkdir()
        self._clock = HandClock()
        settings = root / "settings.toml"
        self._workspace = Workspace(self._clock, str(self._data), InPlaceWorker(), settings)
        self._workspace.start({}, [str(self._folder)])
        self._wait()

    def _wait(self) -> None:
        self._workspace.reader.join()
        self._workspace.learner.join()

    def _uri(self, path: str) -> str:
        return (self._folder / path).as_uri()

    def _document(self, path: str) -> Document:
        document = self._workspace.documents.get(self._uri(path))
        if document is None:
            raise ValueError(path)
        return document

    def open(self, path: str, language: str, text: bytes) -> None:
        """Open a document."""
        uri = self._uri(path)
        self._workspace.documents.open(uri, str(self._folder / path), language, 1, text)
        self._workspace.opened(uri)
        self._wait()

    def close(self, path: str) -> None:
        """Close a document."""
        self._workspace.documents.close(self._uri(path), self._clock.elapsed())

    def ask(self, path: str, lines: Sequence[int], *, with_candidates: bool) -> list[Answer]:
        """Return the first offer on each line; with all candidates where they are wanted."""
        return [self._answer(path, line, with_candidates=with_candidates) for line in lines]

    def _answer(self, path: str, line: int, *, with_candidates: bool) -> Answer:
        begun = time.perf_counter()
        actions = self._workspace.actions(
            self._document(path).uri,
            (line, line),
            frozenset({ActionKind.EDIT}),
            visibility=Visibility.HIDDEN,
            can_resolve=True,
        )
        ms = (time.perf_counter() - begun) * 1000
        first = actions[0] if actions else None
        answer = Answer(first.id if first else "", (first.edits or ()) if first else (), ms)
        answer = attrs.evolve(answer, own=answer.edits)
        if not (with_candidates or actions):
            return answer
        candidates, own = self.candidates(path, line), answer.own
        if not all(each.is_of_session for each in candidates):
            own = self._own(path, line)
        return attrs.evolve(answer, candidates=candidates, own=own)

    def candidates(self, path: str, line: int) -> tuple[Judged, ...]:
        """Return what trusted patterns would do on a line; nothing is offered by that."""
        project, snapshot = self._where(path)
        found = found_at(project, snapshot, (line, line), project.trusts)
        return tuple(
            Judged(
                each.candidate,
                self._workspace.judge.probability(each.candidate.features),
                each.pattern.evidence.support,
                each.pattern.session_id == project.session_id,
                _ids(path, each),
            )
            for each in found
        )

    def _where(self, path: str) -> tuple[Project, Snapshot]:
        document = self._document(path)
        snapshot = self._workspace.documents.snapshot(document.uri)
        if snapshot is None:
            raise ValueError(path)
        return self._workspace.project_of(document.path), snapshot

    def forget_ranking(self) -> None:
        """Rank from here on as on the first day, whatever was learned of ranking."""
        self._workspace.judge.load(prior())

    def _own(self, path: str, line: int) -> tuple[Edit, ...]:
        """Return what would be offered first without the patterns of earlier sessions."""
        project, snapshot = self._where(path)
        found = found_at(project, snapshot, (line, line), _of_session(project))
        recent = tuple(self._document(path).recent)
        verdicts = assessed(project, self._workspace.judge, snapshot, found, recent)
        first = next((each for each in verdicts if each.silence is None), None)
        return first.suggestion.candidate.edits if first else ()

    def next(self, path: str) -> Answer:
        """Return the next edit of a document, wherever the cursor is; it is shown."""
        begun = time.perf_counter()
        offer = self._workspace.next_edit(self._uri(path))
        ms = (time.perf_counter() - begun) * 1000
        return (
            Answer(offer.action.id, offer.action.edits or (), ms) if offer else Answer("", (), ms)
        )

    def dismiss(self, answer: Answer) -> None:
        """Say that a next edit is not wanted at its place."""
        self._workspace.rejected(answer.offer_id)
        self._workspace.learner.join()

    def accept(self, path: str, answer: Answer) -> None:
        """Take an offer as an editor does: the edit, then the command."""
        action = self._workspace.offered(answer.offer_id)
        if action is None or action.edits is None:
            raise ValueError(answer.offer_id)
        self._change(path, action.edits)
        self._workspace.accepted(answer.offer_id)
        self._finish(path)

    def edit(self, path: str, edit: Edit) -> None:
        """Make an edit and save, and wait for the learner."""
        self._change(path, [edit])
        self._finish(path)

    def _change(self, path: str, edits: Sequence[Edit]) -> None:
        document = self._document(path)
        after = Text(apply_edits(document.text.data, edits))
        smallest = minimal_edit(document.text.data, after.data)
        if smallest is not None:
            self._workspace.change(document.uri, document.version + 1, after, [smallest])

    def _finish(self, path: str) -> None:
        self._workspace.documents.save(self._uri(path), None)
        self._clock.time += BETWEEN_EDITS_S
        self._workspace.learner.join()

    def end_session(self) -> None:
        """Begin another session."""
        self._workspace.end_session()
        self._workspace.learner.join()

    def stop(self) -> Size:
        """End, and remove what was stored; return how much it was."""
        self._workspace.stop()
        size = size_of(self._data)
        self._directory.cleanup()
        return size


def size_of(data: Path) -> Size:
    """Return how much lies in a data directory, but for the pages of databases that are empty."""
    databases = list(data.rglob("*.db"))
    in_databases = sum(each.stat().st_size for each in databases)
    return Size(
        records=sum(map(_records, databases)),
        databases=max(0, in_databases - len(databases) * empty_bytes()),
        vectors=sum(each.stat().st_size for each in data.rglob("*.hnsw")),
    )


_RECORDS = (
    "SELECT coalesce(sum(length(texts)), 0) FROM trajectories",
    "SELECT coalesce(sum(length(record)), 0) FROM lessons",
    "SELECT coalesce(sum(length(path)), 0) FROM paths",
)


def _records(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return sum(connection.execute(query).fetchone()[0] for query in _RECORDS)


@cache
def empty_bytes() -> int:
    """Return the size of a database in which nothing lies."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "empty.db")
        with closing(open_store(path, embedding_version=VERSION)):
            pass
        return path.stat().st_size


def _ids(path: str, found: Found) -> tuple[str, ...]:
    rewrite, place = found.pattern.rewrite, PurePosixPath(path)
    effect = Effect.of(found.candidate.edits[0])
    return (
        f"pattern {found.pattern.id}",
        f"class {rewrite.language} {rewrite.form} {effect} {rewrite.path[:1]}",
        f"directory {place.parent}",
        f"files {place.suffix} {'test' in path.lower()}",
    )


def _of_session(project: Project) -> Callable[[Pattern], bool]:
    return lambda pattern: pattern.session_id == project.session_id and project.trusts(pattern)
