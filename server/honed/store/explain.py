"""What SQLite and the file system raise, told to the user: what happened, where, what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from honed.core.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ELSEWHERE = "Check that you may write there, or set HONED_DATA_DIR to another directory."
_NEXT = {
    sqlite3.SQLITE_PERM: _ELSEWHERE,
    sqlite3.SQLITE_READONLY: _ELSEWHERE,
    sqlite3.SQLITE_CANTOPEN: _ELSEWHERE,
    sqlite3.SQLITE_FULL: "Free some space on the disk.",
    sqlite3.SQLITE_IOERR: "Look after the disk; nothing that was already stored is lost.",
}
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = "Another honed has been writing for seconds; try again."
_SET_ASIDE = "The language server sets the file aside and begins a new one."
_REPORT = "If it happens again, report it to honed's developers."


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 where the error is not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the database at `path` into `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        what = f"The database {path} could not be used: {error}."
        code = code_of(error)
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise StoreBusyError(f"{what} {_BUSY}") from error
        if code in DAMAGE:
            raise StoreDamagedError(f"{what} {_SET_ASIDE}") from error
        if code in _NEXT:
            raise StoreUnavailableError(f"{what} {_NEXT[code]}") from error
        raise StoreError(f"{what} {_REPORT}") from error
    except OSError as error:
        raise StoreUnavailableError(f"{path} could not be used: {error}. {_ELSEWHERE}") from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise StoreError(f"A value could not be stored in {path}: {error}.") from error


@contextlib.contextmanager
def explained_files(path: Path) -> Iterator[None]:
    """Turn what the file system refuses at `path` into `StoreError`."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailableError(f"{path} could not be used: {error}. {_ELSEWHERE}") from error
    except ValueError as error:
        # A path that cannot be one: it holds a NUL, or half of a character.
        raise StoreError(f"{str(path)!r} is no path: {error}.") from error
