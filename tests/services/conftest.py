"""A workspace with a clock turned by hand and lessons computed in place."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.config import Settings
from honed.core.text import Text, apply_edits, encode
from honed.learn.outcome import Visibility
from honed.services.actions import Action, ActionKind
from honed.services.lessons import Lesson, lessons
from honed.services.worker import JOBS
from honed.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from honed.services.project import Project


@attrs.define
class HandClock:
    """A clock that stands still until a test moves it."""

    time: float = 1_000_000.0

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self.time

    def elapsed(self) -> float:
        """Return the same, as the monotonic time."""
        return self.time


class InPlaceWorker:
    """Computes lessons in the learner's thread; `fails` makes it answer as a dead worker."""

    process_id = None
    restarts = 0
    trouble = ""

    def __init__(self) -> None:
        self.fails = False

    def warm(self) -> None:
        """Do nothing."""

    def interrupt(self) -> None:
        """Do nothing."""

    def abandon(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""

    def lessons(
        self, language_name: str, before: bytes, after: bytes
    ) -> list[Lesson | None] | None:
        """Return the lessons, or None."""
        return None if self.fails else lessons(language_name, before, after)

    def ask(self, job: str, *arguments: object) -> Any:
        """Return what another job answers, or None."""
        module, function = JOBS[job]
        found = getattr(importlib.import_module(module), function)
        return None if self.fails else found(*arguments)


@attrs.define
class Bench:
    """A workspace with one folder, and short words for what an editor does."""

    workspace: Workspace
    clock: HandClock
    folder: Path
    worker: InPlaceWorker

    @property
    def project(self) -> Project:
        """The folder's project."""
        return self.workspace.project_of(str(self.folder / "x.py"))

    def open(self, name: str, text: str, language: str = "python") -> str:
        """Open a document; return its URI."""
        path = (self.folder / name).resolve()
        uri = path.as_uri()
        self.workspace.documents.open(uri, str(path), language, 1, encode(text))
        self.workspace.opened(uri)
        self.workspace.reader.join()
        return uri

    def edit(self, uri: str, after: str) -> None:
        """Send a new text."""
        document = self.workspace.documents.get(uri)
        assert document is not None
        self.workspace.change(uri, document.version + 1, Text(encode(after)), ())

    def save(self, uri: str) -> None:
        """Save, and wait for the learner."""
        self.workspace.documents.save(uri, None)
        self.wait()

    def wait(self) -> None:
        """Wait until all files are read, and the learner has done everything."""
        self.workspace.reader.join()
        self.workspace.learner.join()

    def text(self, uri: str) -> str:
        """Return a document's text."""
        document = self.workspace.documents.get(uri)
        assert document is not None
        return document.text.data.decode()

    def actions(
        self, uri: str, needle: str, *kinds: ActionKind, visibility: Visibility = Visibility.SHOWN
    ) -> list[Action]:
        """Return the actions at the line of `needle`."""
        line = self.text(uri)[: self.text(uri).index(needle)].count("\n")
        chosen = frozenset(kinds or ActionKind)
        return self.workspace.actions(
            uri, (line, line), chosen, visibility=visibility, can_resolve=True
        )

    def offered(
        self, uri: str, needle: str, *, visibility: Visibility = Visibility.SHOWN
    ) -> list[str]:
        """Return the texts that the edits offered there lead to."""
        found = self.actions(uri, needle, ActionKind.EDIT, visibility=visibility)
        return [apply_edits(each.text.data, each.edits or ()).decode() for each in found]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Start workspaces on one data directory, one after another."""
    running: list[Workspace] = []
    clock = HandClock()
    folder = tmp_path / "project"
    folder.mkdir()

    def begin(settings: Settings | None = None) -> Bench:
        for workspace in running:
            workspace.stop()
        worker = InPlaceWorker()
        workspace = Workspace(clock, str(tmp_path / "data"), worker, measurer=InPlaceWorker())
        workspace.start(attrs.asdict(settings or Settings()), [str(folder)])
        running.append(workspace)
        bench = Bench(workspace, clock, folder, worker)
        bench.wait()
        return bench

    yield begin
    for workspace in running:
        workspace.stop()


@pytest.fixture
def bench(start: Callable[..., Bench]) -> Bench:
    """One workspace."""
    return start()
