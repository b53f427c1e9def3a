"""Whether a database can be trusted, and what happens to one that cannot.

SQLite finds damage only where it reads. So a file that may be damaged is read through when it is
opened, with `PRAGMA quick_check`; one that was closed in order, and was not touched since, is not.
What says so is a file beside it with the size and the time that the database had at its close. A
row inside could not say it: a copy that was cut, or overwritten, brings its row along.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from itertools import count
from typing import TYPE_CHECKING

from honed.core.errors import StoreError
from honed.store import schema
from honed.store.explain import DAMAGE, code_of, explained_files

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

# SQLITE_ERROR is what a zeroed page of the schema gives: a table that is not there.
_DAMAGE = DAMAGE | {sqlite3.SQLITE_ERROR}
COMPANIONS = ("-wal", "-shm")
"""Endings of SQLite's log and of the index of that log."""


def fault(connection: sqlite3.Connection, path: Path, *, is_closed_well: bool) -> str | None:
    """Return what is wrong with the database, None where nothing is.

    A database of a newer honed is sound, but not for us: that is a `StoreError`.
    """
    try:
        return _fault(connection, path, is_closed_well=is_closed_well)
    except sqlite3.DatabaseError as error:
        if code_of(error) in _DAMAGE:
            return str(error)
        raise


def _fault(connection: sqlite3.Connection, path: Path, *, is_closed_well: bool) -> str | None:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    version = schema.version(connection)
    if application != schema.APPLICATION:
        [tables] = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        is_new = not (application or version or tables)
        return None if is_new else "it is not a database of honed"
    if version > schema.LATEST:
        raise StoreError(
            f"A newer honed wrote the database {path}: it has schema {version}, this one knows"
            f" {schema.LATEST}. Install the newer honed, or give HONED_DATA_DIR another directory."
        )
    if not schema.identity(connection):
        return "it has lost its identity"
    if is_closed_well:
        return None
    [verdict] = connection.execute("PRAGMA quick_check(1)").fetchone()
    return None if verdict == "ok" else str(verdict)


def set_aside(path: Path, reason: str) -> str:
    """Rename a database that cannot be used, and its log; warn, and return the warning.

    It is "" where another process was first.
    """
    with explained_files(path):
        aside = _free_name(path)
        log, index_of_log = (path.with_name(path.name + ending) for ending in COMPANIONS)
        # The log goes first: a new database must never find it. It may hold what the old one has
        # lost; its index is made anew from it.
        if size(log):
            log.replace(aside.with_name(aside.name + COMPANIONS[0]))
        for leftover in (log, index_of_log):
            leftover.unlink(missing_ok=True)
        try:
            path.replace(aside)
        except FileNotFoundError:
            # Another process was first.
            aside.unlink()
            return ""
    warning = (
        f"The database {path} cannot be used ({reason})."
        f" It was renamed to {aside.name} and a new one begun."
    )
    _log.warning("%s", warning)
    return warning


def _free_name(path: Path) -> Path:
    """Return a name beside the database that was free, taken by an empty file."""
    for number in count(1):
        name = path.with_name(f"{path.name}.damaged-{number}")
        with contextlib.suppress(FileExistsError):
            name.touch(exist_ok=False)
            return name
    raise AssertionError  # pragma: no cover - there is always one more number


def note_close(path: Path) -> None:
    """Remember that the database was closed in order; in vain where it cannot be written."""
    stamp = _stamp(path)
    if stamp is not None:
        try:
            _note(path).write_text(stamp, "ascii")
        except OSError as error:
            _log.info("The next start will check %s: %s", path, error)


def take_note_of_close(path: Path) -> bool:
    """Return whether the database is as its close in order left it, and forget that close."""
    note = _note(path)
    with explained_files(note):
        try:
            stamp = note.read_text("ascii", "replace")
        except FileNotFoundError:
            return False
        note.unlink(missing_ok=True)
        return stamp == _stamp(path)


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".closed")


def _stamp(path: Path) -> str | None:
    """Return size and time of the database, None where part of it is still in its log."""
    try:
        status = path.stat()
    except OSError:
        return None
    if size(path.with_name(path.name + COMPANIONS[0])):
        return None
    return f"{status.st_size} {status.st_mtime_ns}"


def size(path: Path) -> int:
    """Return the size of a file, 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
