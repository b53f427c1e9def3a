"""What the benches read from a git repository, bare or not: its commits and the files in them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


def raw_log(repository: Path, *options: str) -> list[tuple[str, list[str]]]:
    """Return the commits without merges, newest first: the name and git's raw line a file."""
    log = subprocess.run(
        ["git", "-C", str(repository), "log", "--no-merges", "--raw", "--abbrev=40",
         "--no-renames", "--format=commit %H", *options],
        check=True, capture_output=True,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    commits = []
    for block in log.split("commit ")[1:]:
        name, *lines = block.splitlines()
        commits.append((name, [line for line in lines if line.startswith(":")]))
    return commits


def files_at(repository: Path, revision: str = "HEAD") -> list[tuple[str, str]]:
    """Return the regular files of a revision: path and name of the content of each."""
    listing = subprocess.run(
        ["git", "-C", str(repository), "ls-tree", "-r", "-z", revision],
        check=True, capture_output=True,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    entries = [line.partition("\t") for line in listing.split("\0") if line]
    return [(path, head.split()[2]) for head, _, path in entries if head.startswith("100")]


class Blobs:
    """The objects of a repository, read through one process."""

    def __init__(self, repository: Path) -> None:
        command = ["git", "-C", str(repository), "cat-file", "--batch"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def read(self, name: str) -> bytes | None:
        """Return an object by its name (or `COMMIT:PATH`), None where it is not there."""
        if self._process.stdin is None or self._process.stdout is None or "\n" in name:
            return None
        self._process.stdin.write(name.encode() + b"\n")
        self._process.stdin.flush()
        kind, _, size = self._process.stdout.readline().rpartition(b" ")
        if not kind or not size.strip().isdigit():
            return None
        data = self._process.stdout.read(int(size))
        self._process.stdout.read(1)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()
