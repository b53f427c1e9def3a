"""A file to be shared: lines of JSON, compressed with Zstandard (RFC 8878), with a checksum.

    {"format": "honed bundle", "version": 1, …}
    {"kind": …}, any number of lines
    {"kind": "end", "lines": the number of lines above, "sha256": of their bytes}

What is read is bounded before it is looked at, so that a small file cannot become a large text.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import stat
import sys
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import BundleError
from honed.store.explain import explained_files

if sys.version_info >= (3, 14):
    from compression import zstd

    _DAMAGE = (zstd.ZstdError, EOFError)
else:
    import zstandard

    _DAMAGE = (zstandard.ZstdError, EOFError)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMAT, VERSION = "honed bundle", 1
MOST_BYTES = 16 << 20
"""Of the text of a bundle."""

MOST_LINES = 100_000
LONGEST_LINE = 1_000_000
"""In bytes: a line is read alone, and takes many times as much when it is."""

KINDS = frozenset({"weights", "outcomes", "pattern"})
"""Lines of other kinds are passed over."""

_END = "end"
_WINDOW = 16 << 20
"""The most memory that unpacking may take for itself."""


@attrs.frozen
class Bundle:
    """What a file holds: its head, its lines as they are written, the checksum that names it."""

    head: dict[str, Any]
    written: tuple[bytes, ...]
    checksum: bytes

    def each(self) -> Iterator[dict[str, Any]]:
        """Yield the lines, each read when it is asked for: all at once may be large."""
        for line in self.written:
            yield _parsed(line) or {}

    @property
    def lines(self) -> tuple[dict[str, Any], ...]:
        """All lines at once."""
        return tuple(self.each())


def write(path: Path, head: dict[str, Any], lines: Iterable[dict[str, Any]]) -> Bundle:
    """Write a bundle, as a whole or not at all; `StoreError` where the file cannot be written."""
    first = {"format": FORMAT, "version": VERSION, **head}
    made = tuple(map(_line, lines))
    text = b"".join((_line(first), *made))
    end = {"kind": _END, "lines": len(made) + 1, "sha256": hashlib.sha256(text).hexdigest()}
    data = _compressed(text + _line(end))
    with explained_files(path):
        draft = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with draft.open("xb") as file:
                file.write(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return Bundle(first, tuple(each[:-1] for each in made), hashlib.sha256(text).digest())


def read(path: Path) -> Bundle:
    """Return what a file holds; `BundleError` where it is no bundle, torn, or of a later honed."""
    with explained_files(path):
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BundleError(f"{path} is no file: it is not imported.")
        data = path.read_bytes() if about.st_size <= MOST_BYTES else b""
    text = _decompressed(path, data)
    body = text.split(b"\n", MOST_LINES)[:-1] if text.count(b"\n") <= MOST_LINES else []
    checksum = hashlib.sha256(text[: text.rfind(b"\n", 0, -1) + 1])
    end = {"kind": _END, "lines": len(body) - 1, "sha256": checksum.hexdigest()}
    is_whole = len(body) > 1 and text.endswith(b"\n") and _parsed(body.pop()) == end
    head, *kinds = map(_kind, body) if is_whole else [None]
    first = (_parsed(body[0]) or {}) if head is not None else {}
    if None in kinds or first.get("format") != FORMAT:
        raise BundleError(
            f"{path} is no file of honed export, or it is damaged: nothing was changed. Export or"
            " copy it again."
        )
    if first.get("version") != VERSION:
        raise BundleError(f"{path} was written by a newer honed: update honed, then import it.")
    known = (line for line, kind in zip(body[1:], kinds, strict=True) if kind in KINDS)
    return Bundle(first, tuple(known), checksum.digest())


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line, None where it is none or too long."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _kind(line: bytes) -> str | None:
    """Return the kind of a line, "" where it tells none; None where it is no object."""
    found = _parsed(line)
    return None if found is None else str(found.get("kind", ""))


def _compressed(text: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        return zstd.compress(text)
    return zstandard.ZstdCompressor().compress(text)


def _decompressed(path: Path, data: bytes) -> bytes:
    """Return the text, b"" for what is none or too long."""
    try:
        if sys.version_info >= (3, 14):
            text = zstd.ZstdDecompressor().decompress(data, max_length=MOST_BYTES + 1)
        else:
            reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(data)
            text = reader.read(MOST_BYTES + 1)
    except _DAMAGE:
        return b""
    if len(text) > MOST_BYTES:
        raise BundleError(f"{path} holds more than {MOST_BYTES >> 20} MB: it is not imported.")
    return text
