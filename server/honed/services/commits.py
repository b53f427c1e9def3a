"""A git history, read through one long-running process for the objects and one for the list.

Nothing that the repository says is run, and nothing is fetched: what is not there is left out.
"""

from __future__ import annotations

import os
import subprocess
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Self

import attrs

from honed.core.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

MOST_REMEMBERED = 100
"""Contents that are remembered."""

REGULAR = frozenset({"100644", "100755"})
_UNASKED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
    # Would go before the options of a command.
    "GIT_DIFF_OPTS": "",
}
_PLAIN = (
    "-c",
    "log.showSignature=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=true",
)


@attrs.frozen
class FileChange:
    """A file that a commit has modified, and the names of its contents before and after."""

    path: str
    before: str
    after: str


@attrs.frozen
class Commit:
    """A commit that is no merge; `at` is seconds since the epoch.

    `touched` counts all files that it touches, `changes` are those that it modifies.
    """

    id: str
    at: float
    touched: int
    changes: tuple[FileChange, ...]


def top_of(folder: Path) -> tuple[Path, bool]:
    """Return the top folder of the repository that holds `folder`, and whether it is bare.

    Of a bare one it is the repository itself. `HistoryError` where there is none.
    """
    said = output(folder, "rev-parse", "--is-bare-repository", "--absolute-git-dir")
    is_bare, directory = said.splitlines()[:2]
    if is_bare == "true":
        return Path(directory), True
    return Path(output(folder, "rev-parse", "--show-toplevel").strip("\n")), False


def commits(repository: Path, since: str | None = None) -> list[Commit]:
    """Return the commits that HEAD reaches, merges left out, the newest first.

    Of a folder inside of the repository only what lies in it, with paths from there. `since` is a
    date as git understands it. `HistoryError` where git says that it cannot.
    """
    options = [f"--since={since}"] if since else []
    log = output(
        repository, "log", "--no-merges", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
        "--no-color", "--relative", "--format=commit %H %ct", *options, "HEAD", "--",
    )  # fmt: skip
    return list(_commits(log.splitlines()))


def _commits(lines: Iterable[str]) -> Iterator[Commit]:
    head: list[str] = []
    touched, changes = 0, list[FileChange]()
    for line in lines:
        if line.startswith(":"):
            touched += 1
            changes += _change(line)
        elif line.startswith("commit "):
            if head:
                yield Commit(head[1], float(head[2]), touched, tuple(changes))
            head, touched, changes = line.split(" "), 0, []
    if head:
        yield Commit(head[1], float(head[2]), touched, tuple(changes))


def _change(line: str) -> Iterator[FileChange]:
    """Yield the change that a raw line of git tells, where it is one of a regular file's content.

    A path that git has to quote stays quoted: its name ends in no known way.
    """
    fields, _, path = line.partition("\t")
    old_mode, new_mode, before, after, status = fields[1:].split(" ")
    if status == "M" and {old_mode, new_mode} <= REGULAR and before != after:
        yield FileChange(path, before, after)


class Blobs:
    """The contents of a repository, read through one process; used by one thread.

    The latest are remembered: what a commit found in a file is what the one before it left there.
    """

    def __init__(self, repository: Path) -> None:
        self._latest: OrderedDict[str, bytes | None] = OrderedDict()
        self._process = subprocess.Popen(
            _command(repository, ["cat-file", "--batch"]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=_environment(),
        )  # fmt: skip

    def read(self, name: str) -> bytes | None:
        """Return an object by its name, None where it is not there."""
        if name not in self._latest:
            self._latest[name] = self._read(name)
        self._latest.move_to_end(name)
        if len(self._latest) > MOST_REMEMBERED:
            self._latest.popitem(last=False)
        return self._latest[name]

    def _read(self, name: str) -> bytes | None:
        source, sink = self._process.stdin, self._process.stdout
        if source is None or sink is None:
            return None
        source.write(name.encode() + b"\n")
        source.flush()
        kind, _, size = sink.readline().rpartition(b" ")
        if not kind.endswith(b" blob") or not size.strip().isdigit():
            return None
        data = sink.read(int(size))
        sink.read(1)
        return data

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def output(folder: Path, *arguments: str) -> str:
    """Return what git says of the repository of a folder; `HistoryError` where it fails."""
    try:
        done = subprocess.run(
            _command(folder, arguments), check=False, capture_output=True, env=_environment()
        )
    except OSError as error:
        raise HistoryError(f"git cannot be started: {error}. honed needs it for this.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise HistoryError(f"The history of {folder} cannot be read: {said[0]}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _command(folder: Path, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(folder), *_PLAIN, *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, **_UNASKED}
