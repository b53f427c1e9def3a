"""A lock on a file that the system takes back when its process ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def _try(stream: IO[bytes]) -> None:
        # The locked byte cannot be read by others, so it lies where nothing is.
        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def taken(path: Path) -> IO[bytes] | None:
    """Open a file and lock it until it is closed; None where another has it.

    Where the file system knows no locks it is as if nobody had one. `OSError` where the file cannot
    be opened.
    """
    stream = path.open("ab")
    try:
        _try(stream)
    except (BlockingIOError, PermissionError):
        stream.close()
        return None
    except OSError:
        pass
    return stream
