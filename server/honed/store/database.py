"""One SQLite file with a connection for writing and one for reading.

The write-ahead log lets a reader, in this process or in another, see the last commit while a
write goes on, so no request waits for the disk. Writers of several processes take turns; SQLite
makes them wait up to five seconds. Each connection has a lock, so any thread may read or write.
A commit survives the death of the process (synchronous NORMAL), and with it all that returned.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from threading import RLock
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import StoreDamagedError, StoreError
from honed.store import schema
from honed.store.explain import code_of, explained, explained_files
from honed.store.soundness import COMPANIONS, fault, note_close, set_aside, size, take_note_of_close

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

_BUSY_SECONDS = 5.0
_TRIES = 500
_AGAIN_SECONDS = 0.01
_ATTEMPTS = 3
_PRAGMAS = """
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA journal_size_limit = 4194304;
    PRAGMA temp_store = MEMORY;
"""


@attrs.define(eq=False)
class Database:
    """An open database; `identity` is a name that no other one has.

    `warning` is what the user has to know of how it was opened, "" for nothing.
    """

    path: Path
    identity: str
    _reader: sqlite3.Connection
    _writer: sqlite3.Connection | None = None
    _read_lock: AbstractContextManager[object] = attrs.field(factory=RLock)
    _write_lock: AbstractContextManager[object] = attrs.field(factory=RLock)
    _depth: int = 0
    is_open: bool = True
    warning: str = ""
    _is_sound: bool = True
    _file: tuple[int, int] | None = None

    @property
    def is_nested(self) -> bool:
        """Whether a `write` stands inside another one, so that leaving it does not commit."""
        return self._depth > 1

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give the connection that sees what is committed; the rows are fetched inside."""
        with self._read_lock, self._told():
            yield self._reader

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give the writing connection; the outermost `write` commits, or rolls back all of it."""
        with self._write_lock, self._told():
            if self._writer is None:
                raise StoreError(f"The store {self.path} was opened for reading only.")
            if not self._depth:
                self._demand_in_place()
                self._writer.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._writer
            except BaseException:
                self._leave("ROLLBACK")
                raise
            self._leave("COMMIT")

    def _demand_in_place(self) -> None:
        """Raise `StoreDamagedError` where the file has lost its name: what is written were lost.

        Where the system does not remove what is open it cannot happen.
        """
        now = _file(self.path)
        if self._file is not None and now != self._file:
            happened = "replaced" if now else "removed"
            raise StoreDamagedError(
                f"The database {self.path} was {happened} while honed had it open. What lies there"
                " now is used, or a new one begun."
            )

    def _leave(self, ending: str) -> None:
        """End one level of `write`, and with the last one the transaction."""
        self._depth -= 1
        if self._depth or self._writer is None:
            return
        try:
            # SQLite itself rolls back where the disk is full; nothing is left to end then.
            if self._writer.in_transaction or ending == "COMMIT":
                self._writer.execute(ending)
        except sqlite3.Error:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise

    def changes_elsewhere(self) -> int:
        """Return a number that changes when another connection commits; 0 for a reader."""
        with self._write_lock, self._told():
            if self._writer is None:
                return 0
            [number] = self._writer.execute("PRAGMA data_version").fetchone()
            return int(number)

    def shrink_log(self) -> None:
        """Write the log into the database and empty it, as far as other readers allow."""
        with self._write_lock, self._told():
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def size_on_disk(self) -> int:
        """Return the bytes that the database and its log take."""
        total = 0
        for companion in ("", *COMPANIONS):
            with contextlib.suppress(OSError):
                total += self.path.with_name(self.path.name + companion).stat().st_size
        return total

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        with self._write_lock, self._read_lock, explained(self.path):
            if not self.is_open:
                return
            self.is_open = False
            self._reader.close()
            if self._writer is not None:
                self._writer.close()
                if self._is_sound and _file(self.path) == self._file:
                    note_close(self.path)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Explain what goes wrong; after any trouble the next start checks the whole file."""
        try:
            with explained(self.path):
                yield
        except StoreError:
            self._is_sound = False
            raise


def open_database(path: Path) -> Database:
    """Open the database for reading and writing; it is made, brought up to date or set aside.

    `StoreError` where the directory cannot be used or a newer honed wrote the database.
    """
    path = path.absolute()
    with explained_files(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with explained(path):
        warning = ""
        for _ in range(_ATTEMPTS):
            file = _file(path)
            is_closed_well = take_note_of_close(path)
            reason = _trouble(path, is_closed_well=is_closed_well)
            if reason is None:
                found = _ready(path)
                found.warning = warning
                return found
            # Another process may have set it aside first: then the next attempt finds a new one.
            if _file(path) == file:
                warning = set_aside(path, reason)
    raise StoreError(f"The database {path} is damaged again and again. Look after the disk.")


def open_reader(path: Path) -> Database:
    """Open an existing database for reading; `StoreError` where there is none that can be read."""
    path = path.absolute()
    with explained(path):
        if not path.exists():
            raise StoreError(f"There is no store at {path}; the language server makes it.")
        try:
            return _reading(path, "mode=ro")
        except sqlite3.OperationalError:
            if size(path.with_name(path.name + COMPANIONS[0])):
                raise
        # Where nothing can be written SQLite cannot make what it shares between processes, and
        # nobody else can be writing.
        return _reading(path, "immutable=1")


def _reading(path: Path, how: str) -> Database:
    with contextlib.ExitStack() as opened:
        reader = opened.enter_context(contextlib.closing(_connect(path, how)))
        _demand_readable(reader, path)
        reader.executescript(_PRAGMAS)
        found = Database(path, schema.identity(reader), reader)
        opened.pop_all()
        return found


def _demand_readable(reader: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreError` where only a writer can make something of the database."""
    reason = fault(reader, path, is_closed_well=True)
    if reason is None and schema.version(reader) < schema.LATEST:
        reason = "an older honed wrote it"
    if reason is not None:
        raise StoreError(
            f"The database {path} cannot be read: {reason}."
            " Start the language server once; it puts that right."
        )


def _trouble(path: Path, *, is_closed_well: bool) -> str | None:
    """Return what is wrong with the database, None where nothing is or there is none yet.

    It looks with a reading connection: a writing one may throw the log of a damaged database away.
    """
    if path.is_dir():
        raise StoreError(f"{path} should be a database but is a directory. Move it away.")
    if not size(path):
        # SQLite would throw the log of an empty database away.
        has_log = path.exists() and size(path.with_name(path.name + COMPANIONS[0]))
        return "it is empty, its log is not" if has_log else None
    if size(path) == 1:
        # SQLite would take it for a new database.
        return "it is cut off after its first byte"
    with contextlib.closing(_connect(path, "mode=ro")) as reader:
        return fault(reader, path, is_closed_well=is_closed_well)


def _ready(path: Path) -> Database:
    """Return the database behind a file that is sound or new."""
    with contextlib.ExitStack() as opened:
        writer = opened.enter_context(contextlib.closing(_connect(path, "mode=rwc")))
        _write_ahead(writer)
        writer.executescript(_PRAGMAS)
        schema.migrate(writer)
        reader = opened.enter_context(contextlib.closing(_connect(path, "mode=ro")))
        reader.executescript(_PRAGMAS)
        found = Database(path, schema.identity(writer), reader, writer, file=_file(path))
        opened.pop_all()
        return found


def _write_ahead(writer: sqlite3.Connection) -> None:
    """Have the database keep a write-ahead log, for which nobody else may be using it.

    SQLite waits for no one here: where two processes open a new database at once, each would wait
    for the other to go. So one of them is told that it is busy, and tries again.
    """
    [mode] = writer.execute("PRAGMA journal_mode").fetchone()
    tries = _TRIES
    while mode != "wal":
        try:
            [mode] = writer.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            tries -= 1
            if code_of(error) != sqlite3.SQLITE_BUSY or not tries:
                raise
            time.sleep(_AGAIN_SECONDS)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.as_uri()}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _file(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one that later has its name."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
