"""The process that reads and sorts a folder's code for its corpus: the child and the server's end.

The child does one job at a time, niced, and tells of it on the way; it speaks as the other worker
does (`honed.services.pipes`). It ends when its input does, or its server is gone; what it had
stored by then stays. The server's end never waits: a thread hears the child and calls `hear`.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING, Any

from honed.core.errors import StoreError
from honed.services.index_jobs import Failed, do
from honed.services.lifetime import end_with_parent
from honed.services.pipes import close, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.index_jobs import Job

_log = logging.getLogger(__name__)


class IndexProcess:
    """The server's end: one job at a time.

    `hear` is called on a thread of its own with the number of the child and everything that it
    says; the last is None.
    """

    def __init__(self, hear: Callable[[int, object], object]) -> None:
        """Nothing is started before the first job."""
        self._hear = hear
        self.run = 0
        """The number of the present child: each has another one."""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """The child's process id, None while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def begin(self, job: Job) -> bool:
        """Give the child a job, and return whether that was possible."""
        try:
            process = self._running()
            if process.stdin is not None:
                send(process.stdin, job)
        except OSError as error:
            _log.warning("The process that indexes cannot be used: %s", error)
            return False
        return True

    def stop(self) -> None:
        """End the child, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            close(process.stdin)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self.run += 1
            self._process = subprocess.Popen(
                [sys.executable, "-m", "honed.services.index_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
            listener = threading.Thread(
                target=self._listen,
                args=(self._process, self.run),
                name="honed-index-pipe",
                daemon=True,
            )
            listener.start()
        return self._process

    def _listen(self, process: subprocess.Popen[bytes], run: int) -> None:
        stream = process.stdout
        while stream is not None:
            try:
                said = receive(stream)
            except (OSError, ValueError):
                said = None
            if said is None:
                # Reaped before anybody hears of it, so that the next job goes to another one.
                process.kill()
                process.wait()
                close(stream)
            self._hear(run, said)
            if said is None:
                return


def answer_jobs(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer jobs until `source` ends."""
    while (job := receive(source)) is not None:
        answer: Any
        try:
            answer = do(job, lambda told: send(target, told))
        except StoreError as error:
            answer = Failed(str(error))
        except Exception as error:  # noqa: BLE001 - a job never ends the process
            _log.exception("a folder could not be indexed")
            answer = Failed(f"{type(error).__name__} while the folder was read")
        send(target, answer)


def main() -> None:
    """Answer jobs on standard input until it ends, or the server does."""
    end_with_parent()
    target = os.fdopen(os.dup(1), "wb")
    # What a library prints must not end up between the answers.
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(10)
    answer_jobs(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
