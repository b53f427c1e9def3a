"""One pattern in all files of a folder that are not open, on a thread of its own.

What git ignores, and where honed is off, is not looked at. Bytes are searched before anything is
parsed, so that most files cost a reading only.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Form
from honed.core.text import Text, encode
from honed.services.document import Snapshot
from honed.services.ignored import IgnoredFiles
from honed.services.suggesting import in_file
from honed.services.text_files import decode
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from honed.config import Settings
    from honed.core.model import Pattern, Suggestion
    from honed.services.clock import Clock
    from honed.services.judge import Judge
    from honed.services.project import Project
    from honed.syntax.languages import Language

MOST_SECONDS = 30.0
MOST_FILES = 200
"""In which something is found; a developer reads no more."""

MOST_PLACES = 2_000
MOST_BYTES = 1_000_000
"""Larger files are generated."""


@attrs.frozen
class FileFound:
    """What the pattern would do in one file."""

    snapshot: Snapshot
    suggestions: tuple[Suggestion, ...]


@attrs.define(eq=False)
class FolderSearch:
    """A search that goes on: `read` and `found` grow, and it ends soon after `stop`."""

    project: Project
    pattern: Pattern
    settings: Settings
    open_paths: Collection[str]
    read: int = 0
    found: list[FileFound] = attrs.field(factory=list)
    is_complete: bool = False
    _stopped: threading.Event = attrs.field(factory=threading.Event)

    def begin(self, judge: Judge, clock: Clock) -> Future[None]:
        """Search on a thread that no exit waits for; it is done when the future is."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                self._run(judge, clock)
                future.set_result(None)
            except Exception as error:  # noqa: BLE001 - whoever waits is told
                future.set_exception(error)

        threading.Thread(target=run, name="honed-folder-search", daemon=True).start()
        return future

    def stop(self) -> None:
        """Let what was found so far be all."""
        self._stopped.set()

    def _run(self, judge: Judge, clock: Clock) -> None:
        until = clock.elapsed() + MOST_SECONDS
        places = 0
        for snapshot in self._candidates():
            is_late = self._stopped.is_set() or clock.elapsed() > until
            if is_late or len(self.found) == MOST_FILES or places >= MOST_PLACES:
                return
            if snapshot is not None:
                suggestions = in_file(self.project, judge, snapshot, self.pattern.id, ())
                if suggestions:
                    self.found.append(FileFound(snapshot, tuple(suggestions)))
                    places += len(suggestions)
        self.is_complete = True

    def _candidates(self) -> Iterator[Snapshot | None]:
        """Yield the files in which the pattern may match, and None for each of the others."""
        folder, language = self.project.folder, languages.by_name(self.pattern.rewrite.language)
        if folder is None or language is None:
            return
        words = self._words()
        files = IgnoredFiles().below(
            folder, self._enters, takes_all=not self.settings.respect_gitignore
        )
        for path in files:
            is_wanted = languages.by_path(path.name) is language and not self._is_off(str(path))
            if not is_wanted or str(path) in self.open_paths:
                yield None
                continue
            self.read += 1
            yield _snapshot(path, language, words)

    def _words(self) -> list[list[bytes]]:
        """Return the words of each pattern of the edit, the longest first; one has all of its own.

        Names that are only written alike have none that could be searched for.
        """
        index = self.project.index
        with self.project.lock:
            patterns = [
                each
                for each in index.taught_with(self.pattern)
                if each.rewrite.form is not Form.NAMES
            ]
            required = [index.entry(each).required for each in patterns]
        lists = [sorted(map(encode, each), key=len, reverse=True) for each in required]
        return lists or [[]]

    def _enters(self, directory: str) -> bool:
        """Return whether a directory is looked into: not where every file in it is off."""
        return not self._is_off(str(Path(directory) / "any"))

    def _is_off(self, path: str) -> bool:
        relative = self.project.relative(path)
        return bool(self.settings.why_off(relative, self.pattern.rewrite.language))


def _snapshot(path: Path, language: Language, words: list[list[bytes]]) -> Snapshot | None:
    """Return a file that has all words of a list, None for others and for what is no text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    has_words = any(all(word in data for word in each) for each in words)
    decoded = decode(data) if has_words else None
    if decoded is None:
        return None
    text = Text(encode(decoded[0]))
    return Snapshot(
        uri=path.as_uri(),
        path=str(path),
        version=0,
        text=text,
        tree=parse(text, language),
        language_name=language.name,
        is_trusted=True,
    )
