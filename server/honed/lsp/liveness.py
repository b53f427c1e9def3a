"""Whether the client's process still lives: another one may hold the pipe open after its end."""

from __future__ import annotations

import contextlib
import os


def parent_id() -> int | None:
    """Return the process that has started this one, None where the system does not keep that."""
    return None if os.name == "nt" else os.getppid()


def is_gone(client_id: int | None, started_by: int | None) -> bool:
    """Return whether the client is gone: the process that it named, else the one it started from.

    False where the system does not tell.
    """
    if client_id is None:
        return started_by is not None and os.getppid() != started_by
    if os.name == "nt":
        return False
    with contextlib.suppress(PermissionError, OverflowError):
        try:
            os.kill(client_id, 0)
        except ProcessLookupError:
            return True
    return False
