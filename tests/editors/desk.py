"""Where a developer works in the tests with real editors, and what can be heard on the wire."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from tests.editors.sessions import Line, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.editors.story import Editor

T = TypeVar("T")

PATIENCE_S = 30.0
POLL_S = 0.005
RECORDER = Path(__file__).with_name("recorder.py")


def until(ask: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """Ask again until the answer is true, and return it; fail when that takes too long."""
    deadline = time.monotonic() + patience_s
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited {patience_s:.0f} s in vain"
        time.sleep(POLL_S)
    return answer


def is_running(process: int) -> bool:
    """Return whether a process lives; one that is dead and not yet buried does not."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2][0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def renaming(path: Path, text: str, old: str, new: str) -> str:
    """Return what a server would answer to a request to rename a word: a workspace edit in JSON."""
    edits = [
        {
            "range": {
                "start": {"line": number, "character": each.start()},
                "end": {"line": number, "character": each.end()},
            },
            "newText": new,
        }
        for number, line in enumerate(text.split("\n"))
        for each in re.finditer(rf"\b{re.escape(old)}\b", line, re.ASCII)
    ]
    return json.dumps({"changes": {path.as_uri(): edits}})


@attrs.frozen
class Wire:
    """All that an editor and honed have said to each other, and a way to ask honed aside."""

    recording: Path
    socket: Path

    def command(self, *server: str) -> list[str]:
        """Return the command line that an editor starts in the server's place."""
        return [sys.executable, str(RECORDER), str(self.recording), str(self.socket), *server]

    def lines(self) -> list[Line]:
        """Return what was said so far."""
        if not self.recording.exists():
            return []
        # The last line may be half written.
        whole, _, _ = self.recording.read_text("utf-8").rpartition("\n")
        return [parsed(line) for line in whole.splitlines()]

    def said(self, method: str) -> int:
        """Return how often the editor sent a notification or a request."""
        return sum(
            line.sender == "client" and line.message.get("method") == method
            for line in self.lines()
        )

    def answers(self, method: str) -> list[Any]:
        """Return what honed answered to the editor's requests, in the order of the answers."""
        lines = self.lines()
        asked = [
            line.message.get("id")
            for line in lines
            if line.sender == "client" and line.message.get("method") == method
        ]
        return [
            line.message.get("result")
            for line in lines
            if line.sender == "server"
            and "method" not in line.message
            and line.message["id"] in asked
        ]

    def status(self) -> Any:
        """Return what honed answers to `honed/status`."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.socket))
            with connection.makefile("rw", encoding="utf-8") as lines:
                lines.write("honed/status\n")
                lines.flush()
                return json.loads(lines.readline())

    def settled(self) -> dict[str, Any]:
        """Return honed's status once it has read its stores and its queue is empty."""
        until(lambda: self.socket.exists() and self.said("initialized"))

        def ask() -> Any:
            status = self.status()
            is_read = all(each["isReady"] for each in status["projects"])
            return status if is_read and status["queue"] == 0 else None

        status: dict[str, Any] = until(ask)
        return status


@attrs.frozen
class Desk(ABC):
    """A project, honed's data, an editor's program, and short paths for sockets."""

    folder: Path
    data_dir: Path
    program: str
    sockets: Path

    @property
    def wire(self) -> Wire:
        """What goes between the editor and honed, where the editor was given `recorded`."""
        return Wire(self.data_dir.parent / "recording.jsonl", self.sockets / "wire")

    @property
    def server(self) -> list[str]:
        """The command line of honed."""
        return [sys.executable, "-m", "honed", "serve", "--data-dir", str(self.data_dir)]

    @property
    def recorded(self) -> list[str]:
        """The command line of honed with all that is said written down."""
        return self.wire.command(*self.server)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project, as any program may."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    @abstractmethod
    def play(self, name: str, formatter: Sequence[str]) -> Editor:
        """Open a file in an editor whose every message is recorded; format it when it is saved.

        `formatter` is a command that filters a text, or empty.
        """

    @abstractmethod
    def close(self) -> None:
        """Leave every editor."""

    def honed(self, *arguments: str) -> Any:
        """Return what a command of honed answers in JSON about the project."""
        where = ["--data-dir", str(self.data_dir), "--workspace", str(self.folder)]
        done = subprocess.run(
            [sys.executable, "-m", "honed", *arguments, "--json", *where],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)
