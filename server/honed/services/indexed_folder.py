"""One folder that is indexed: what holds for it by the settings, and what is to be done next."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import StoreError
from honed.services.ignored import EXCLUDE_FILE, IGNORE_FILE
from honed.services.refreshing import Beside
from honed.services.sessions import branch
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from honed.config import Settings
    from honed.services.project import Project
    from honed.services.project_index import ProjectIndex
    from honed.services.rules import Rules

MOST_FILES = 200
"""More files that change at once are left to a refresh."""

SOON_S = 2.0
"""A refresh waits so long for what else changes."""

LEAVING_S = 60.0
"""Files that are gone leave the disk after so long, many at a time."""

WALK_S = 600.0
"""Where something changed, the folder is walked again after so long."""

REST_S = WALK_S / 10
"""Between two refreshes because much has changed."""

NEVER = float("inf")
_log = logging.getLogger(__name__)


@attrs.define(eq=False)
class IndexedFolder:
    """Used by the index' thread, but for `corpus`, `accept` and `status`.

    A project without a folder has accepted texts only, in memory. `state` is `waiting`, `building`,
    `ready`, `cancelled` or `off`.
    """

    project: Project
    rules: Rules
    index: ProjectIndex
    state: str = "waiting"
    trouble: str = ""
    due: float = NEVER
    """When the next refresh is due, by the clock's `elapsed`."""
    waiting: dict[str, Path] = attrs.field(factory=dict)
    """Files that are to be cut, by name."""
    failures: int = 0
    done: int = 0
    """Bytes that the present or last refresh has read, of `total`."""
    total: int = 0
    files: int = 0
    has_changed: bool = False
    refreshed: float = -NEVER
    _revision: int = -1
    _settings: Settings | None = None
    _head: str = ""

    @property
    def settings(self) -> Settings:
        """The settings that hold now."""
        return self.rules.settings(self.project)

    @property
    def beside(self) -> Beside:
        """What a refresh is to know of what stands beside the shards."""
        return Beside(self.index.versions, self.index.has_many_recent)

    @property
    def is_wanted(self) -> bool:
        """Whether a refresh may run."""
        settings = self.settings
        return settings.enabled and settings.learn and self.state not in {"off", "cancelled"}

    def open(self, now: float) -> None:
        """Take what is stored, where the settings allow an index."""
        folder = self.project.folder
        if folder is not None and not self.rules.configuration.is_loaded(folder):
            self.rules.configuration.load_folder(folder)
        self._revision, self._settings = self.rules.configuration.revision, self.settings
        if not self._settings.index_workspace:
            self.switch_off()
            return
        self.guarded(lambda: self.index.load(self.is_off))
        self.state = "ready" if self.index.number else "waiting"
        self.files = self.index.file_count
        if folder is not None:
            self.due, self._head = now, branch(folder)

    def follow_settings(self, now: float) -> bool:
        """Take settings that have changed; return whether the index was switched off."""
        revision = self.rules.configuration.revision
        if self._settings is None or self._revision == revision:
            return False
        self._revision = revision
        before, self._settings = self._settings, self.settings
        if before == self._settings:
            return False
        if not self._settings.index_workspace:
            if self.state != "off":
                self.switch_off()
            return True
        if self.state in {"off", "cancelled"}:
            self.state = "ready" if self.index.number else "waiting"
        self.guarded(lambda: self.index.review(self.is_off))
        self.due = NEVER if self.project.folder is None else now
        return False

    def switch_off(self) -> None:
        """Forget everything, also on the disk."""
        self.due, self.state = NEVER, "off"
        self.waiting.clear()
        self.guarded(self.index.clear)

    def is_off(self, name: str) -> bool:
        """Return whether a file, by its name in the index, may not be used."""
        language = languages.by_path(name.rpartition("/")[2])
        return bool(self.settings.why_off(name, language.name if language else ""))

    def accept(self, path: str, text: str) -> Callable[[], None] | None:
        """Take a text that was accepted, and return what writes it; None where it may not be."""
        if self.state == "off" or not self.settings.learn or self.is_off(path):
            return None
        record = self.index.accept(path, text)
        return lambda: self.guarded(lambda: self.index.write(record))

    def take_paths(self, paths: Iterable[str], now: float) -> None:
        """Look at files or directories that were saved, made, renamed or removed."""
        if self.project.folder is None or self.state == "off" or not self.settings.learn:
            return
        inside = [each for each in paths if self.project.contains(each)]
        if len(inside) > MOST_FILES:
            inside = self._worth_a_look(inside)
        if any(Path(each).name in {IGNORE_FILE, EXCLUDE_FILE} for each in inside):
            self.due = min(self.due, now)
        elif len(inside) > MOST_FILES:
            self.ask(now + SOON_S)
        else:
            self._look_at(inside, now)

    def _worth_a_look(self, paths: Iterable[str]) -> list[str]:
        """Return the paths without those in ignored directories and files that are no code."""
        folder = self.project.folder
        ignored: dict[Path, bool] = {}

        def is_ignored(directory: Path) -> bool:
            if directory in {folder, directory.parent}:
                return False
            if directory not in ignored:
                # As the walk asks whether it enters.
                ignored[directory] = is_ignored(directory.parent) or bool(
                    self.rules.look(self.project, str(directory / "any"), "")
                )
            return ignored[directory]

        def is_worth_it(place: Path) -> bool:
            if place.name == EXCLUDE_FILE or is_ignored(place.parent):
                return place.name == EXCLUDE_FILE
            is_known = place.name == IGNORE_FILE or languages.by_path(place.name) is not None
            return is_known or not place.is_file()

        return [each for each in paths if is_worth_it(Path(each))]

    def ask(self, when: float) -> None:
        """Let a refresh be due because much has changed, but give the machine some rest."""
        self.due = min(self.due, max(when, self.refreshed + REST_S))

    def _look_at(self, paths: Iterable[str], now: float) -> None:
        gone: list[str] = []
        for path in paths:
            name, place = self.project.relative(path), Path(path)
            language = languages.by_path(place.name)
            is_file = place.is_file() and not place.is_symlink()
            if not is_file or language is None:
                gone += [] if place.is_dir() else [name]
            elif self.rules.look(self.project, path, language.name):
                gone.append(name)
            else:
                self.waiting[name] = place
                self.has_changed = True
        if gone:
            self.guarded(lambda: self.index.remove(gone))
        if self.index.is_gone:
            self.due = min(self.due, now + LEAVING_S)

    def look_around(self, now: float) -> None:
        """Take a generation that another process has made; walk again where it is time."""
        files = self.index.files
        if files is None or self.state == "off":
            return
        if files.newest_number() != self.index.number:
            self.guarded(self.index.take_generation)
            if not self.index.number:
                # Somebody has removed it all.
                self.due = min(self.due, now)
        if self.has_changed and WALK_S < now - self.refreshed < NEVER:
            self.due = min(self.due, now)
        before, self._head = self._head, branch(self.project.folder)
        # A checkout outside the editor; not every client tells of its files.
        if self._head not in {before, ""}:
            self.ask(now + SOON_S)

    def guarded(self, task: Callable[[], object]) -> None:
        """Do something with the store; where that fails, what is in memory goes on."""
        try:
            task()
        except StoreError as error:
            self.trouble = str(error)
            _log.warning("%s", error)

    def percentage(self) -> int:
        """Return how much of a refresh is done."""
        return 100 * self.done // self.total if self.total else 0

    def status(self) -> dict[str, Any] | None:
        """Return how the index is, as plain JSON; None where there is no folder."""
        if self.project.folder is None:
            return None
        return {
            "state": self.state,
            "trouble": self.trouble,
            "files": self.files,
            "tokens": self.index.tokens,
            "recentTokens": len(self.index.corpus.recent),
            "acceptedTokens": len(self.index.corpus.accepted),
            "generation": self.index.number,
            "isComplete": self.index.is_complete,
            "doneBytes": self.done,
            "totalBytes": self.total,
        }
