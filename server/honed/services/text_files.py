"""Text files as they lie on the disk: read with their encoding, replaced whole or not at all.

A file is written beside its place, synced, and renamed into it, so that nobody ever sees half of
it and a crash leaves the old one. What has changed since it was read is not overwritten.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Encoding(Enum):
    """How a file holds its text: the codec, and the byte order mark that it begins with."""

    UTF_8 = ("utf-8", b"")
    UTF_8_WITH_MARK = ("utf-8", b"\xef\xbb\xbf")
    UTF_16_LITTLE = ("utf-16-le", b"\xff\xfe")
    UTF_16_BIG = ("utf-16-be", b"\xfe\xff")

    def encode(self, text: str) -> bytes:
        """Return the bytes of a file; `UnicodeEncodeError` for a lone surrogate."""
        codec, mark = self.value
        return mark + text.encode(codec)


def decode(data: bytes) -> tuple[str, Encoding] | None:
    """Return the text of a file and its encoding, None where it is no text; line ends stay."""
    marked = (each for each in Encoding if each.value[1] and data.startswith(each.value[1]))
    encoding = next(marked, Encoding.UTF_8)
    codec, mark = encoding.value
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else (text, encoding)


@attrs.frozen
class TextFile:
    """A file as it was read; `text` is None where its bytes are no text."""

    path: Path
    """Where it lies, symbolic links followed."""
    data: bytes = attrs.field(repr=False)
    text: str | None
    encoding: Encoding

    def encode(self, text: str) -> bytes:
        """Return another text in the encoding of this file; `HonedError` where it has no such."""
        try:
            return self.encoding.encode(text)
        except UnicodeEncodeError as error:
            raise HonedError(f"The result for {self.path} cannot be encoded: {error}.") from error


def read(path: Path) -> TextFile:
    """Return a file; `HonedError` where it cannot be read."""
    try:
        place = path.resolve(strict=True)
        if place.exists() and not (place.is_file() or place.is_dir()):
            # A pipe would be waited for, a device read without end.
            raise HonedError(f"{path} is no regular file.")
        data = place.read_bytes()
    except FileNotFoundError as error:
        raise HonedError(f"There is no file {path}.") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise HonedError(f"{path} cannot be read: {error}.") from error
    text, encoding = decode(data) or (None, Encoding.UTF_8)
    return TextFile(place, data, text, encoding)


@attrs.frozen
class Write:
    """What a file is to become: `after`, or gone where that is None.

    `before` is what must still be there, None for nothing. A new file takes its mode from `like`.
    """

    path: Path
    before: bytes | None = attrs.field(repr=False)
    after: bytes | None = attrs.field(repr=False)
    like: Path | None = None


def write(writes: Sequence[Write]) -> None:
    """Make all the changes, or none where one cannot be prepared or a file has changed.

    `HonedError` says which. Only what fails between the renames themselves, such as a disk that is
    taken away then, leaves the first of several files changed.
    """
    prepared: list[tuple[Write, str | None]] = []
    try:
        for each in writes:
            _demand_unchanged(each)
            prepared.append((each, None if each.after is None else _beside(each, each.after)))
        for each in writes:
            _demand_unchanged(each)
        while prepared:
            each, new = prepared[0]
            if new is None:
                each.path.unlink()
            else:
                os.replace(new, each.path)  # noqa: PTH105 - a Path of it would say no more
            prepared.pop(0)
        _sync({each.path.parent for each in writes})
    except OSError as error:
        name = error.filename2 or error.filename or writes[0].path
        raise HonedError(f"{name} cannot be written: {error.strerror or error}.") from error
    finally:
        for _, new in prepared:
            if new is not None:
                Path(new).unlink(missing_ok=True)


def _demand_unchanged(write: Write) -> None:
    now = write.path.read_bytes() if write.path.exists() else None
    if now != write.before:
        raise HonedError(f"{write.path} has changed meanwhile; nothing was written.")
    if now is not None and not os.access(write.path, os.W_OK):
        raise HonedError(f"{write.path} may not be written; nothing was changed.")


def _beside(write: Write, data: bytes) -> str:
    """Write a file beside its place, with the mode of the one that it replaces; return its path."""
    directory = write.path.parent
    directory.mkdir(parents=True, exist_ok=True)
    like = write.path if write.before is not None else write.like
    descriptor, new = tempfile.mkstemp(prefix=f".{write.path.name[:20]}.", dir=directory)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is None:
            Path(new).chmod(0o666 & ~_umask())
        else:
            _take_after(new, like)
    except OSError:
        Path(new).unlink(missing_ok=True)
        raise
    return new


def _take_after(new: str, like: Path) -> None:
    was = like.stat()
    if hasattr(os, "chown"):
        # Another user's file, written by its group: the owner is kept where the system lets us.
        with contextlib.suppress(OSError):
            os.chown(new, was.st_uid, was.st_gid)
    shutil.copymode(like, new)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync(directories: Iterable[Path]) -> None:
    """Let the renames outlive a crash, where the system can sync a directory."""
    if os.name != "posix":
        return
    for directory in directories:
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
