"""The edits of a git history, oldest first: what the replay of a developer's work is made of."""

from __future__ import annotations

import subprocess
from collections import deque
from typing import TYPE_CHECKING

import attrs

from honed.syntax import languages

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
    git = ["git", "-C", str(repository)]
    log = subprocess.run(
        [*git, "log", "--no-merges", "--reverse", "--diff-filter=M", "--raw", "--abbrev=40",
         "--no-renames", "--format=commit %H"],
        check=True, capture_output=True,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    commits: deque[tuple[str, list[tuple[str, str, str]]]] = deque(maxlen=latest)
    for block in log.split("commit ")[1:]:
        name, *lines = block.splitlines()
        files = [_raw(line) for line in lines if line.startswith(":")]
        wanted = [each for each in files if _is_wanted(each[2])]
        if wanted and len(files) <= MAX_FILES:
            commits.append((name, wanted))
    with subprocess.Popen(
        [*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        for name, files in commits:
            found = []
            for old, new, path in files:
                language = languages.by_path(path)
                before, after = _blob(reader, old), _blob(reader, new)
                if language and max(len(before), len(after)) <= MAX_FILE_BYTES:
                    found.append(FileChange(name, path, language.name, before, after))
            if found:
                yield found
        if reader.stdin:
            reader.stdin.close()


def _raw(line: str) -> tuple[str, str, str]:
    head, path = line.split("\t", 1)
    _, _, old, new, _ = head.split(" ")
    return old, new, path


def _is_wanted(path: str) -> bool:
    return languages.by_path(path) is not None and not any(each in path for each in VENDORED)


def _blob(reader: subprocess.Popen[bytes], name: str) -> bytes:
    if reader.stdin is None or reader.stdout is None:
        return b""
    reader.stdin.write(name.encode() + b"\n")
    reader.stdin.flush()
    size = int(reader.stdout.readline().split()[-1])
    data = reader.stdout.read(size)
    reader.stdout.read(1)
    return data
