"""The thread that reads settings and looks which files git ignores.

It never touches a store: what the learner waits for, such as a database that another program holds,
delays no off switch.
"""

from __future__ import annotations

import logging
import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


class FileReader:
    """Does what needs the disk and no store, one task after another; `start` it once."""

    def __init__(self) -> None:
        """Keep what is submitted before `start` until then."""
        self._queue: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="honed-files", daemon=True)

    def start(self) -> None:
        """Begin to work off the queue."""
        self._thread.start()

    def stop(self) -> None:
        """End when what is queued is done; nobody waits for it."""
        self._queue.put(None)

    def submit(self, task: Callable[[], object]) -> None:
        """Do something in its turn."""
        self._queue.put(task)

    def caught_up(self) -> Future[None]:
        """Return what is done when everything is that was submitted before."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()
        self.submit(lambda: future.set_result(None))
        return future

    def join(self) -> None:
        """Wait until everything that was submitted is done; no request calls it."""
        self._queue.join()

    @property
    def queue_length(self) -> int:
        """How many tasks are not yet done, the present one included."""
        return self._queue.unfinished_tasks

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            try:
                task()
            except Exception:  # noqa: BLE001 - one failed task never ends the thread
                _log.exception("a file could not be looked at")
            self._queue.task_done()
        self._queue.task_done()
