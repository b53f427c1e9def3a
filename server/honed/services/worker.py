"""The worker process: computes lessons beside the server, niced, and is replaced when it dies.

`Worker` is the server's end; `main` is the child. They speak length-prefixed pickles over the
child's standard input and output. The child ends when its input does, and also in the middle of a
job when the server is gone (`honed.services.lifetime`).
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Any, Protocol

from honed.services.lifetime import end_with_parent, time_limit
from honed.services.pipes import close, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.lessons import Lesson

JOB_LIMIT_S = 20.0
MAX_ATTEMPTS = 2
FAILURES_AT_ONCE = 3
"""After so many in a row the child rests before it is started again, at most `LONGEST_REST_S`."""

LONGEST_REST_S = 60.0
STOP_S = 1.0
LAST_LIMIT_S = 25
"""After so long a job ends its process by itself; the server does so before, if it still lives."""

JOBS = {
    "lessons": ("honed.services.lessons", "lessons"),
    "appraisal": ("honed.services.measuring", "appraisal_of"),
    "told": ("honed.services.measuring", "told_of"),
    "functions": ("honed.services.measuring", "functions_at"),
    "settled": ("honed.learn.memory.consolidate", "settled"),
    "distilled": ("honed.learn.memory.distil", "of_given"),
    "findings": ("honed.services.measuring", "findings_in"),
}
"""Module and function of each job; the child loads what it is asked for."""

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

    def ask(self, job: str, *arguments: object) -> Any:  # noqa: ANN401 - what the job answers
        """Return what another job of `JOBS` answers, None where that could not be computed."""
        ...

    @property
    def trouble(self) -> str:
        """Why lessons cannot be computed at the moment, "" where they can."""
        ...

    def interrupt(self) -> None:
        """End a job that another thread waits for; it counts as failed."""
        ...

    def abandon(self) -> None:
        """As `interrupt`, and for good: nothing is computed any more."""
        ...

    def stop(self) -> None:
        """Let go of what is held."""
        ...


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return True


class Worker:
    """The server's end of the worker process; one thread uses it at a time, any may `interrupt`.

    A child that fails again and again is started anew less and less often: `wait` sleeps for so
    many seconds, and returns False when there is no time left. `complain` is told of it.
    """

    def __init__(
        self,
        job_limit_s: float = JOB_LIMIT_S,
        wait: Callable[[float], bool] = _sleep,
        complain: Callable[[str], None] = _log.warning,
    ) -> None:
        """Nothing is started before the first job."""
        self._job_limit_s = job_limit_s
        self._wait = wait
        self._complain = complain
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts = 0
        self._failures = 0
        self._starting = threading.Lock()
        self._is_abandoned = False
        self.trouble = ""

    @property
    def restarts(self) -> int:
        """How often a job killed or hung the child."""
        return self._restarts

    @property
    def process_id(self) -> int | None:
        """The child's process id, None while there is none."""
        process = self._process
        # Asking also lets a dead one go, which would be a zombie until then.
        return process.pid if process is not None and process.poll() is None else None

    def warm(self) -> None:
        """Start the child, so that the first lesson does not wait for it."""
        if self.process_id is None:
            self._start()

    def lessons(
        self, language_name: str, before: bytes, after: bytes
    ) -> list[Lesson | None] | None:
        """Return what an edit teaches; None where the job killed or hung the worker twice.

        While no child can be started it waits, and gives up when there is no time left.
        """
        found: list[Lesson | None] | None = self.ask("lessons", language_name, before, after)
        return found

    def ask(self, job: str, *arguments: object) -> Any:  # noqa: ANN401 - what the job answers
        """Return what the child answers to a job, a key of `JOBS`; None and [] as in `lessons`."""
        for _ in range(MAX_ATTEMPTS):
            process = self._running()
            if process is None:
                return None
            answer = self._attempt(process, (job, *arguments))
            if answer is not None:
                self._failures, self.trouble = 0, ""
                return answer
            self._end(process)
            self._restarts += 1
            self._fail("the process that learns was killed, or took too long")
        _log.warning("a job was not done: the worker process failed on it twice")
        return None

    def interrupt(self) -> None:
        """Kill the child; any thread may call it."""
        process = self._process
        if process is not None:
            process.kill()

    def abandon(self) -> None:
        """Kill the child and start no other; any thread may call it."""
        with self._starting:
            self._is_abandoned = True
        self.interrupt()

    def stop(self) -> None:
        """End the child; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        close(process.stdin)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Leave nothing of a child: neither a process nor a zombie nor a pipe."""
        self._process = None
        process.kill()
        process.wait()
        close(process.stdin)
        close(process.stdout)

    def _attempt(self, process: subprocess.Popen[bytes], job: tuple[object, ...]) -> Any:  # noqa: ANN401 - as above
        if process.stdin is None or process.stdout is None:
            return None
        watchdog = threading.Timer(self._job_limit_s, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            send(process.stdin, job)
            answer = receive(process.stdout)
        except OSError:
            return None
        finally:
            watchdog.cancel()
        return answer

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Return a child that lives, None where there is no time left to wait for one."""
        process = self._process
        if process is not None and process.poll() is not None:
            self._end(process)
        while self._process is None:
            rest = _rest_s(self._failures)
            if self._is_abandoned or (rest and not self._wait(rest)):
                return None
            self._start()
        return self._process

    def _start(self) -> None:
        """Start a child; where that fails there is none."""
        flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        # Whoever abandons the worker finds the child that is being started.
        with self._starting:
            if self._is_abandoned:
                return
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "honed.services.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    creationflags=flags,
                )
            except OSError as error:
                self._fail(f"the process that learns cannot be started ({error})")

    def _fail(self, what: str) -> None:
        """Count a failure; after some in a row the user is told."""
        self._failures += 1
        if self._failures > FAILURES_AT_ONCE:
            self.trouble = f"{what}, {self._failures} times in a row"
            self._complain(
                f"honed learns nothing at the moment: {self.trouble}. It is tried again, and what"
                " is known goes on being offered; honed doctor says whether something is missing."
            )


def _rest_s(failures: int) -> float:
    """Return how long a child that failed so often in a row is left alone."""
    if failures <= FAILURES_AT_ONCE:
        return 0.0
    return float(min(LONGEST_REST_S, 0.5 * 2 ** min(failures - FAILURES_AT_ONCE - 1, 16)))


def main() -> None:
    """Answer jobs on standard input until it ends, or the server does."""
    end_with_parent()
    target = os.fdopen(os.dup(1), "wb")
    # What a library prints must not end up between the answers.
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(10)
    answer_jobs(sys.stdin.buffer, target, LAST_LIMIT_S)


def answer_jobs(source: IO[bytes], target: IO[bytes], limit_s: int = 0) -> None:
    """Answer jobs until `source` ends; one that fails is answered with [].

    One that takes longer than `limit_s` seconds ends the process; 0 is no limit.
    """
    # What most jobs need is loaded before the first one comes.
    importlib.import_module(JOBS["lessons"][0])
    while (job := receive(source)) is not None:
        try:
            with time_limit(limit_s):
                name, *arguments = job
                module, function = JOBS[name]
                answer = getattr(importlib.import_module(module), function)(*arguments)
        except Exception:
            logging.getLogger(__name__).exception("a job failed; the edit is not learned")
            answer = []
        send(target, answer)


if __name__ == "__main__":
    main()
