"""Messages out of a stream of bytes, in order again after anything that is none.

A message is header lines, an empty line, and as many bytes as its `Content-Length` says
(LSP 3.17, "Base Protocol"). Whatever else arrives is passed over up to the next such header.
"""

from __future__ import annotations

import re

import attrs

MOST_BYTES = 1 << 28
"""A message that says to be larger is none: nobody waits for it, and no memory is taken."""

LONGEST_HEADER = 1 << 13

_FIELDS = re.compile(rb"(?:[A-Za-z-]+[ \t]*:[^\r\n]*(?:\r?\n|\Z))+")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"Content-Length[ \t]*:[ \t]*(\d{1,18})[ \t]*(?=\r?\n|\Z)", re.IGNORECASE)


@attrs.frozen
class Unreadable:
    """Bytes that are no message; messages may have been lost with them."""

    reason: str


class Framing:
    """Takes a stream in pieces, and gives what is whole of it."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self._buffer = bytearray()
        self._body_bytes: int | None = None
        self._is_lost = False

    @property
    def is_inside(self) -> bool:
        """Whether a message has begun and is not whole."""
        return bool(self._buffer) or self._body_bytes is not None

    def feed(self, data: bytes) -> list[bytes | Unreadable]:
        """Return the bodies that are whole with `data`, and what could not be read between."""
        self._buffer += data
        found: list[bytes | Unreadable] = []
        while True:
            if self._body_bytes is None and not self._take_header(found):
                return found
            if self._body_bytes is None:
                continue
            if len(self._buffer) < self._body_bytes:
                return found
            found.append(bytes(self._buffer[: self._body_bytes]))
            del self._buffer[: self._body_bytes]
            self._body_bytes = None

    def _take_header(self, found: list[bytes | Unreadable]) -> bool:
        """Take what ends in an empty line; return False where no such line has arrived yet."""
        end = _END_OF_HEADER.search(self._buffer)
        if end is None:
            if len(self._buffer) > LONGEST_HEADER:
                del self._buffer[: -LONGEST_HEADER // 2]
                self._lose(found, "no header within the length of any")
            return False
        header = bytes(self._buffer[: end.start()])
        del self._buffer[: end.end()]
        lengths = list(_LENGTH.finditer(header))
        if not lengths:
            self._lose(found, "no usable Content-Length")
        elif int(lengths[-1][1]) > MOST_BYTES:
            self._lose(found, f"a message of {int(lengths[-1][1])} bytes, more than {MOST_BYTES}")
        else:
            if not _FIELDS.fullmatch(header):
                self._lose(found, "bytes between two messages")
            self._body_bytes = int(lengths[-1][1])
            self._is_lost = False
        return True

    def _lose(self, found: list[bytes | Unreadable], reason: str) -> None:
        """Tell of a stretch that is lost, once until the next message."""
        if not self._is_lost:
            found.append(Unreadable(reason))
        self._is_lost = True
