"""A file to be shared: lines of JSON, compressed with Zstandard (RFC 8878), with a checksum.

    {"format": "honed bundle", "version": 1, …}
    {"kind": …}, any number of lines
    {"kind": "end", "lines": the number of lines above, "sha256": of their bytes}

What is read is bounded before it is looked at, so that a small file cannot become a large text.
"""

from __future__ import annotations

import hashlib
import json
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
    from collections.abc import Iterable
    from pathlib import Path

FORMAT, VERSION = "honed bundle", 1
MOST_BYTES = 64 << 20
"""Of the text of a bundle."""

_END = "end"
_WINDOW = 64 << 20
"""The most memory that unpacking may take for itself."""


@attrs.frozen
class Bundle:
    """What a file holds: its head, its lines, and the checksum that names it."""

    head: dict[str, Any]
    lines: tuple[dict[str, Any], ...]
    checksum: bytes


def write(path: Path, head: dict[str, Any], lines: Iterable[dict[str, Any]]) -> Bundle:
    """Write a bundle, as a whole or not at all; `StoreError` where the file cannot be written."""
    first = {"format": FORMAT, "version": VERSION, **head}
    made = tuple(lines)
    text = b"".join(_line(each) for each in (first, *made))
    end = {"kind": _END, "lines": len(made) + 1, "sha256": hashlib.sha256(text).hexdigest()}
    data = _compressed(text + _line(end))
    with explained_files(path):
        draft = path.with_name(f"{path.name}.part")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return Bundle(first, made, hashlib.sha256(text).digest())


def read(path: Path) -> Bundle:
    """Return what a file holds; `BundleError` where it is no bundle, torn, or of a later honed."""
    with explained_files(path):
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    text = _decompressed(path, data)
    *body, last = text.splitlines(keepends=True) or [b""]
    end = _parsed(last)
    whole = b"".join(body)
    checksum = hashlib.sha256(whole)
    is_whole = end == {"kind": _END, "lines": len(body), "sha256": checksum.hexdigest()}
    lines = [_parsed(each) for each in body] if is_whole else []
    if not lines or None in lines or lines[0] is None or lines[0].get("format") != FORMAT:
        raise BundleError(
            f"{path} is no file of honed export, or it is damaged: nothing was changed. Export or"
            " copy it again."
        )
    if lines[0].get("version") != VERSION:
        raise BundleError(f"{path} was written by a newer honed: update honed, then import it.")
    return Bundle(lines[0], tuple(each for each in lines[1:] if each), checksum.digest())


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line, None where it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


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
