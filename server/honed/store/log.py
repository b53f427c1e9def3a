"""The server's log in the data directory: what went wrong, and nothing of the user's code.

    <data>/log/serve-<process id>.log

One file a process, so that none is renamed under another's hands; the oldest are removed.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import traceback
from typing import TYPE_CHECKING

from honed.store.explain import explained_files

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1 << 20
MOST_FILES = 8
OURS = "honed"


def open_log(data: Path) -> logging.Handler:
    """Return what writes this process's log, for all that is worth to be known.

    `StoreError` where the directory cannot be written.
    """
    directory = data / "log"
    with explained_files(directory):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_oldest(directory)
        handler = logging.handlers.RotatingFileHandler(
            directory / f"serve-{os.getpid()}.log",
            maxBytes=MOST_BYTES,
            backupCount=1,
            encoding="utf-8",
            errors="backslashreplace",
        )
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def _remove_oldest(directory: Path) -> None:
    def age(path: Path) -> float:
        with contextlib.suppress(OSError):
            return -path.stat().st_mtime
        return 0.0

    for path in sorted(directory.glob("serve-*.log*"), key=age)[MOST_FILES - 1 :]:
        with contextlib.suppress(OSError):
            path.unlink()


class _Discreet(logging.Formatter):
    """Leaves out what may quote the user's code: the words of exceptions, and of other packages."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] != OURS:
            said = f"said something in {record.funcName}, line {record.lineno}"
            record = logging.makeLogRecord(record.__dict__ | {"msg": said, "args": ()})
        # What another handler has made of the exception is complete.
        record = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        return super().format(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 - its name in logging
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f'  File "{each.filename}", line {each.lineno}, in {each.name}' for each in frames]
        return "\n".join([*lines, type(error).__qualname__])
