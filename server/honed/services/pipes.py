"""Values over the pipes between a server and its own children: length-prefixed pickles."""

from __future__ import annotations

import contextlib
import pickle
import struct
from typing import IO, Any

_MARK = b"\x93honed\r\n"
_LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], value: object) -> None:
    """Write a value; `OSError` where nobody is there any more."""
    data = pickle.dumps(value)
    stream.write(_MARK + _LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - what the other end sent
    """Return the next value, None at the end of the stream or where it is torn."""
    head = stream.read(len(_MARK))
    # What Python's own start-up prints, by a sitecustomize for one, comes before.
    while head != _MARK:
        following = stream.read(1)
        if not following:
            return None
        head = (head + following)[-len(_MARK) :]
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    data = stream.read(*_LENGTH.unpack(length))
    try:
        # Both ends are our own processes on one pipe.
        return pickle.loads(data)  # noqa: S301 - see above
    except (pickle.UnpicklingError, EOFError):
        return None


def close(stream: IO[bytes] | None) -> None:
    """Close a pipe; what was not sent is lost with whoever was to read it."""
    if stream is not None:
        with contextlib.suppress(OSError):
            stream.close()
