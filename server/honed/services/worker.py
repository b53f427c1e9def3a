"""The worker process: computes lessons beside the server, niced, and is replaced when it dies.

`Worker` is the server's end; `main` is the child. They speak length-prefixed pickles over the
child's standard input and output; the child ends when its input does, so none outlives a server.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import struct
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from honed.services.lessons import Lesson

JOB_LIMIT_S = 20.0
MAX_ATTEMPTS = 2
_LENGTH = struct.Struct("<Q")
_log = logging.getLogger(__name__)


class LessonSource(Protocol):
    """Where the learner has its lessons computed."""

    @property
    def process_id(self) -> int | None:
        """The process that computes them, None for none."""
        ...

    @property
    def restarts(self) -> int:
        """How often that process had to be replaced."""
        ...

    def warm(self) -> None:
        """Get ready."""
        ...

    def lessons(
        self, language_name: str, before: bytes, after: bytes
    ) -> list[Lesson | None] | None:
        """Return what an edit teaches, None where that could not be computed."""
        ...

    def interrupt(self) -> None:
        """End a job that another thread waits for; it counts as failed."""
        ...

    def stop(self) -> None:
        """Let go of what is held."""
        ...


class Worker:
    """The server's end of the worker process; one thread uses it at a time."""

    def __init__(self, job_limit_s: float = JOB_LIMIT_S) -> None:
        """Nothing is started before the first job."""
        self._job_limit_s = job_limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts = 0

    @property
    def restarts(self) -> int:
        """How often a job killed or hung the child."""
        return self._restarts

    @property
    def process_id(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._process.pid if self._process else None

    def warm(self) -> None:
        """Start the child, so that the first lesson does not wait for it."""
        self._running()

    def lessons(
        self, language_name: str, before: bytes, after: bytes
    ) -> list[Lesson | None] | None:
        """Return what an edit teaches; None where the job killed or hung the worker twice."""
        for _ in range(MAX_ATTEMPTS):
            answer = self._attempt((language_name, before, after))
            if answer is not None:
                return answer
            self.stop()
            self._restarts += 1
        _log.warning("an edit was not learned: the worker process failed on it twice")
        return None

    def interrupt(self) -> None:
        """Kill the child; any thread may call it."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the child; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _attempt(self, job: tuple[str, bytes, bytes]) -> list[Lesson | None] | None:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return None
        watchdog = threading.Timer(self._job_limit_s, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            _send(process.stdin, job)
            answer: list[Lesson | None] | None = _receive(process.stdout)
        except OSError:
            return None
        finally:
            watchdog.cancel()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "honed.services.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=flags,
            )
        return self._process


def _send(stream: IO[bytes], value: object) -> None:
    data = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - what the other end sent
    """Return the next value, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    # Both ends are our own processes on one pipe.
    return pickle.loads(data) if len(data) == length else None  # noqa: S301 - see above


def main() -> None:
    """Answer jobs until the input ends."""
    from honed.services.lessons import lessons  # noqa: PLC0415 - the server's end needs none of it

    if hasattr(os, "nice"):
        os.nice(10)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not end up between the answers.
    sys.stdout = sys.stderr
    while (job := _receive(source)) is not None:
        try:
            answer = lessons(*job)
        except Exception:
            logging.getLogger(__name__).exception("a lesson failed; the edit is not learned")
            answer = []
        _send(target, answer)


if __name__ == "__main__":
    main()
