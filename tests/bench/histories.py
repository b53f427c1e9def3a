"""The edits of a git history, oldest first: what the replay of a developer's work is made of."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import attrs

from honed.syntax import languages
from tests.bench.git import Blobs, raw_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILES = 40
MAX_FILE_BYTES = 200_000
VENDORED = ("vendor/", "node_modules/", "third_party/", "dist/", "_vendor", ".min.", "generated")


@attrs.frozen
class FileChange:
    """One file of a commit, before and after."""

    commit: str
    path: str
    language: str
    before: bytes
    after: bytes


def changes(repository: Path, *, latest: int | None = None) -> Iterator[list[FileChange]]:
    """Yield the modified files of each commit, merges and large commits left out, oldest first.

    `latest` limits it to the last so many commits that qualify by their number of files.
    """
    commits: deque[tuple[str, list[tuple[str, str, str]]]] = deque(maxlen=latest)
    for name, lines in raw_log(repository, "--reverse", "--diff-filter=M"):
        files = [_raw(line) for line in lines]
        wanted = [each for each in files if _is_wanted(each[2])]
        if wanted and len(files) <= MAX_FILES:
            commits.append((name, wanted))
    with Blobs(repository) as blobs:
        for name, files in commits:
            found = []
            for old, new, path in files:
                language = languages.by_path(path)
                before, after = blobs.read(old) or b"", blobs.read(new) or b""
                if language and max(len(before), len(after)) <= MAX_FILE_BYTES:
                    found.append(FileChange(name, path, language.name, before, after))
            if found:
                yield found


def _raw(line: str) -> tuple[str, str, str]:
    head, path = line.split("\t", 1)
    _, _, old, new, _ = head.split(" ")
    return old, new, path


def _is_wanted(path: str) -> bool:
    return languages.by_path(path) is not None and not any(each in path for each in VENDORED)
