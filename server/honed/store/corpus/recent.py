"""The log of what came after the newest generation: files as they were saved, accepted texts.

    recent-<chance>.log     records, each with its length and its checksum

Every server has a log of its own and holds a lock on it, so that what one leaves behind is taken
over by the next. A record is written at once: a killed process loses none that `append` returned
from; where a file ends in the middle of one, or is damaged, what comes before counts.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import struct
import zlib
from typing import IO, TYPE_CHECKING, Any

import attrs
import numpy as np

from honed.core.corpus import LexedFile
from honed.store.corpus import locks
from honed.store.explain import explained_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_BYTES = 1 << 26
"""Of one log; what is written beyond it is not kept."""

_FORMAT = "honed recent 1 "
_HEAD = struct.Struct("<II")
_ROWS = ("row_starts", "row_lines")


@attrs.frozen
class Recent:
    """Something that came: a file as it was saved, or a text that was `is_accepted`."""

    file: LexedFile
    is_accepted: bool = False


class RecentLog:
    """The log of one server below a directory; `made_by` as for generations."""

    def __init__(self, directory: Path, made_by: str) -> None:
        """Nothing is opened yet."""
        self._directory = directory
        self._opening = f"{_FORMAT}{made_by}\n".encode()
        self._path: Path | None = None
        self._stream: IO[bytes] | None = None
        self._size = 0

    def take_over(self) -> list[Recent]:
        """Return what servers that are gone have left, oldest first; their logs are removed.

        Nothing is lost when this process is killed meanwhile: it is in the own log before.
        """
        found: list[Recent] = []
        left: list[tuple[Path, IO[bytes]]] = []
        with explained_files(self._directory):
            for path in self._logs():
                if path != self._path and (held := locks.taken(path)) is not None:
                    left.append((path, held))
                    found += self._read(path)
            if left:
                self.rewrite(found)
            for path, held in left:
                held.close()
                _remove(path)
        return found

    def append(self, entries: Iterable[Recent]) -> None:
        """Add records; a log that somebody has removed is begun anew."""
        with explained_files(self._directory):
            if self._stream is None or self._path is None or not self._path.exists():
                self.close()
                self._begin()
            for each in entries:
                self._write(_packed(each))

    def rewrite(self, entries: Iterable[Recent]) -> None:
        """Keep these records only, in a new log."""
        with explained_files(self._directory):
            old, stream = self._path, self._stream
            self._begin()
            for each in entries:
                self._write(_packed(each))
            if stream is not None:
                stream.close()
            if old is not None:
                _remove(old)

    @property
    def size(self) -> int:
        """The bytes of the own log."""
        return self._size

    def close(self) -> None:
        """Let the log go; the next server takes it over."""
        if self._stream is not None:
            self._stream.close()
        self._stream = self._path = None

    def discard(self) -> None:
        """Remove the own log and those of servers that are gone."""
        self.close()
        with explained_files(self._directory):
            for path in self._logs():
                if (held := locks.taken(path)) is not None:
                    held.close()
                    _remove(path)

    def _begin(self) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = self._directory / f"recent-{secrets.token_hex(6)}.log"
        self._stream = locks.taken(self._path)
        self._size = 0
        self._write(self._opening)

    def _write(self, data: bytes) -> None:
        if self._stream is not None and self._size + len(data) <= MOST_BYTES:
            self._stream.write(data)
            self._stream.flush()
            self._size += len(data)

    def _logs(self) -> list[Path]:
        """Return all logs, the one that was written to last at the end."""
        times: dict[Path, int] = {}
        for path in self._directory.glob("recent-*.log"):
            with contextlib.suppress(OSError):
                times[path] = path.stat().st_mtime_ns
        return sorted(times, key=lambda path: (times[path], path.name))

    def _read(self, path: Path) -> Iterator[Recent]:
        """Yield the records of a log up to the first that is not whole."""
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES)
        if not data.startswith(self._opening):
            return
        place = len(self._opening)
        while place + _HEAD.size <= len(data):
            length, checksum = _HEAD.unpack_from(data, place)
            place += _HEAD.size
            record = data[place : place + length]
            place += length
            if len(record) < length or zlib.crc32(record) != checksum:
                return
            try:
                yield _unpacked(record)
            except (ValueError, TypeError, KeyError, zlib.error):
                return


def _packed(entry: Recent) -> bytes:
    """Return a record: lengths in JSON, then the words and the arrays, compressed."""
    file = entry.file
    told = {
        "path": file.path,
        "modified_ns": file.modified_ns,
        "size": file.size,
        "is_accepted": entry.is_accepted,
        "words": [len(each) for each in file.words],
        "tokens": len(file.tokens),
        "rows": len(file.row_starts),
    }
    head = json.dumps(told).encode()
    numbers = [np.asarray(each, "<i4").tobytes() for each in (file.tokens, *_rows(file))]
    body = b"".join([struct.pack("<I", len(head)), head, *file.words, *numbers])
    record = zlib.compress(body, 1)
    return _HEAD.pack(len(record), zlib.crc32(record)) + record


def _unpacked(record: bytes) -> Recent:
    body = zlib.decompress(record)
    place = 4 + int.from_bytes(body[:4], "little")
    told: dict[str, Any] = json.loads(body[4:place])
    words = []
    for length in told["words"]:
        words.append(body[place : place + length])
        place += length
    tokens, *rows = _numbers(body, place, (told["tokens"], told["rows"], told["rows"]))
    if len(tokens) and not 0 <= tokens.min() <= tokens.max() < len(words):
        raise ValueError("a token has no word")
    file = LexedFile(
        str(told["path"]), int(told["modified_ns"]), int(told["size"]), tuple(words), tokens, *rows
    )
    return Recent(file, bool(told["is_accepted"]))


def _numbers(body: bytes, place: int, counts: tuple[int, ...]) -> list[Any]:
    found = []
    for count in counts:
        found.append(np.frombuffer(body, "<i4", count, place).astype(np.int32))
        place += 4 * count
    return found


def _rows(file: LexedFile) -> Iterator[Any]:
    return (getattr(file, name) for name in _ROWS)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
