"""What ends the worker process from within: its server is gone, or a job takes far too long.

A child that computes does not read its input and so does not see that it has ended, and the
server's limit for a job goes with the server.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_S = 0.5


def end_with_parent() -> None:
    """End this process, whatever it does, soon after the one that has started it.

    Where the system gives orphans no other parent (Windows) nothing happens.
    """
    if os.name == "nt":
        return
    watch = threading.Thread(target=_watch, args=(os.getppid(),), daemon=True)
    watch.start()


def _watch(parent_id: int) -> None:
    while os.getppid() == parent_id:
        time.sleep(LOOK_S)
    os._exit(1)


@contextlib.contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Let the system end this process when what is inside takes longer, where it can.

    Also what never gives the interpreter back ends so; 0 is no limit.
    """
    if not seconds or not hasattr(signal, "alarm"):
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
