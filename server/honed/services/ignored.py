"""Which files git ignores: they are neither learned from nor offered anything.

Looking needs the disk, so requests are told what other threads have seen.
The rules are git's own (gitignore(5)): the `.gitignore` of each directory from the top of the
repository down to the file, and `.git/info/exclude`. The list for all repositories of a user is
not read.
"""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pathspec import GitIgnoreSpec

    Signature = tuple[int, int, int]

IGNORE_FILE = ".gitignore"
EXCLUDE_FILE = "exclude"
"""In `info/` of a repository."""

MOST_BYTES = 200_000
MOST_VERDICTS = 10_000
MOST_STARS = 3
"""Per segment and per line: beyond it a pattern made with malice takes seconds to match."""

_STARS = re.compile(r"\*+")


class IgnoredFiles:
    """What is known of files, and the patterns of the directories that have been looked at."""

    def __init__(self, open_paths: Callable[[], Iterable[str]] = tuple) -> None:
        """Nothing was looked at; what was seen of `open_paths` is never let go."""
        self._open_paths = open_paths
        self._lock = threading.Lock()
        self._verdicts: dict[str, bool] = {}
        self._specs: dict[Path, tuple[Signature, GitIgnoreSpec]] = {}
        self.revision = 0

    def is_known(self, path: str) -> bool:
        """Return whether the file was ignored when it was looked at; never touches the disk."""
        return self._verdicts.get(path, False)

    def has_seen(self, path: str) -> bool:
        """Return whether the file was looked at; never touches the disk either."""
        return path in self._verdicts

    def look(self, path: str, folder: Path | None) -> bool:
        """Return whether the file is ignored now; patterns are read anew where they have changed.

        `folder` is the workspace folder that holds the file.
        """
        with self._lock:
            return self._look(path, folder)

    def below(
        self, folder: Path, enters: Callable[[str], bool], *, takes_all: bool = False
    ) -> Iterator[Path]:
        """Yield the files in a folder, unless it `takes_all` those that are not ignored.

        A directory whose path `enters` denies is passed over. Links are not followed. No request
        calls it.
        """
        waiting = [(folder, [] if takes_all else self._specs_above(folder))]
        while waiting:
            directory, specs = waiting.pop()
            if not takes_all:
                specs = [*specs, (directory, self._spec(directory / IGNORE_FILE))]
            deeper = []
            for entry in _entries(directory):
                path, is_directory = Path(entry.path), entry.is_dir(follow_symlinks=False)
                if entry.is_symlink() or _decide(specs, path, "/" if is_directory else ""):
                    continue
                if not is_directory:
                    yield path
                elif enters(entry.path):
                    deeper.append((path, specs))
            waiting += reversed(deeper)

    def _specs_above(self, folder: Path) -> list[tuple[Path, GitIgnoreSpec | None]]:
        """Return the patterns that hold in a folder, but for its own."""
        top = _top(folder, folder) or folder
        above = [each for each in reversed(folder.parents) if each.is_relative_to(top)]
        return [
            (top, self._spec(_exclude_file(top))),
            *((each, self._spec(each / IGNORE_FILE)) for each in above),
        ]

    def _look(self, path: str, folder: Path | None) -> bool:
        file = Path(path)
        try:
            top = _top(file, folder) if file.is_absolute() else None
            verdict = top is not None and self._is_ignored(file, top)
        except (OSError, ValueError):
            verdict = False
        if len(self._verdicts) >= MOST_VERDICTS:
            self._make_room()
        before = self.is_known(path)
        self._verdicts[path] = verdict
        if verdict != before:
            # After the verdict: who sees the number grow must not find the old one.
            self.revision += 1
        return verdict

    def _make_room(self) -> None:
        """Let go of the files that were looked at first; many at a time, as it takes a while."""
        kept = frozenset(self._open_paths())
        others = [path for path in self._verdicts if path not in kept]
        for path in others[: max(1, MOST_VERDICTS // 10)]:
            del self._verdicts[path]

    def _is_ignored(self, file: Path, top: Path) -> bool:
        """Return whether the file, or a directory that it lies in, is ignored.

        In an ignored directory nothing can be taken out again, so the way leads from the top down.
        """
        specs = [(top, self._spec(_exclude_file(top)))]
        directory = top
        parts = file.relative_to(top).parts
        for depth, part in enumerate(parts, 1):
            specs.append((directory, self._spec(directory / IGNORE_FILE)))
            directory /= part
            if _decide(specs, directory, "/" if depth < len(parts) else ""):
                return True
        return False

    def _spec(self, file: Path) -> GitIgnoreSpec | None:
        """Return the patterns of a file, None where there are none."""
        try:
            found = file.stat()
        except OSError:
            self._specs.pop(file, None)
            return None
        signature = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._specs.get(file)
        if known is None or known[0] != signature:
            known = self._specs[file] = (signature, _read(file))
        return known[1]


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a directory, in order; nothing where it cannot be read."""
    try:
        with os.scandir(directory) as entries:
            return sorted(entries, key=lambda each: each.name)
    except OSError:
        return []


def _decide(specs: Sequence[tuple[Path, GitIgnoreSpec | None]], place: Path, ending: str) -> bool:
    """Return what the last pattern that matches says; the deepest directory goes first."""
    for directory, spec in reversed(specs):
        if spec is not None:
            said = spec.check_file(place.relative_to(directory).as_posix() + ending).include
            if said is not None:
                return said
    return False


def _read(file: Path) -> GitIgnoreSpec:
    # A server starts without it: it takes as long to load as a tenth of all the rest.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    if not file.is_file():
        return GitIgnoreSpec.from_lines([])
    with file.open("rb") as opened:
        text = opened.read(MOST_BYTES).decode("utf-8", "replace")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return GitIgnoreSpec.from_lines(line for line in lines if _is_usable(line))


def _is_usable(line: str) -> bool:
    """Return whether a pattern can be matched in reasonable time; comments can."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - see above

    if len(_STARS.findall(line)) > MOST_STARS:
        stars = [len(_STARS.findall(segment.replace("**", ""))) for segment in line.split("/")]
        if max(stars) > MOST_STARS or line.count("**") > MOST_STARS:
            return False
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _top(file: Path, folder: Path | None) -> Path | None:
    """Return the top of the repository around the folder, or around a file outside any.

    Without one it is the folder.
    """
    start = folder or file.parent
    for directory in (start, *start.parents):
        if (directory / ".git").exists():
            return directory
    return folder


def _exclude_file(top: Path) -> Path:
    """Return where a repository has its own list; a worktree uses that of its repository."""
    git = top / ".git"
    if git.is_file():
        git = top / git.read_text("utf-8").partition("gitdir:")[2].strip()
        common = git / "commondir"
        if common.is_file():
            git /= common.read_text("utf-8").strip()
    return git / "info" / EXCLUDE_FILE
