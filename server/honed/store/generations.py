"""The files of the vector index: each save is a new generation under a name never used before.

`vectors-<number>-<chance>.hnsw` holds the index and `.json` beside it says what it was made from
and its checksum. Nothing is renamed over a file that another process may have open, and no lock
between processes is needed: two that save at once write two generations, and both are right,
because a generation is a cache. A damaged index can end the process that loads it, so only one
whose checksum is right is ever given out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
from typing import TYPE_CHECKING

import attrs
from attrs.validators import deep_iterable, instance_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NAME = re.compile(r"vectors-(\d+)-[0-9a-f]+\.(?:hnsw|json|tmp)")
_is_int, _is_str = instance_of(int), instance_of(str)


@attrs.frozen
class Origin:
    """What a generation was made from; one with another origin is of no use."""

    database: str = attrs.field(validator=_is_str)
    embedding: int = attrs.field(validator=_is_int)
    dimensions: int = attrs.field(validator=_is_int)
    library: str = attrs.field(validator=_is_str)


@attrs.frozen
class Contents:
    """What is in a generation: how many vectors, up to which number, and which were removed."""

    count: int = attrs.field(validator=_is_int)
    last: int = attrs.field(validator=_is_int)
    removed: list[int] = attrs.field(validator=deep_iterable(_is_int, instance_of(list)))


@attrs.frozen
class Unusable:
    """Why no generation can be loaded; `reason` is empty where there was none."""

    reason: str


def newest(directory: Path, origin: Origin) -> tuple[Path, Contents] | Unusable:
    """Return the newest generation's file, its checksum verified, and what is in it."""
    reason = ""
    for _, manifest in sorted(_files(directory, ".json"), reverse=True):
        try:
            return _verified(manifest, origin)
        except (OSError, ValueError, TypeError, KeyError) as error:
            reason = reason or str(error)
    return Unusable(reason)


def write(directory: Path, origin: Origin, save: Callable[[str], tuple[int, Contents]]) -> Contents:
    """Write a new generation, remove the older ones, and return what was written.

    `save` writes the index to a path and returns the size that the file must have: a full disk
    shows in no other way. `OSError` where the files cannot be written.
    """
    numbers = [number for ending in (".json", ".hnsw") for number, _ in _files(directory, ending)]
    number = max(numbers, default=0) + 1
    stem = f"vectors-{number:06}-{secrets.token_hex(3)}"
    scratch, file = directory / f"{stem}.tmp", directory / f"{stem}.hnsw"
    try:
        size, contents = save(str(scratch))
        _sync(scratch, size)
        manifest = {
            "origin": attrs.asdict(origin),
            "contents": attrs.asdict(contents),
            "checksum": _checksum(scratch),
        }
        scratch.rename(file)
        scratch.write_text(json.dumps(manifest), "utf-8")
        scratch.rename(directory / f"{stem}.json")
    except OSError:
        for leftover in (scratch, file):
            _remove(leftover)
        raise
    discard(directory, before=number)
    return contents


def discard(directory: Path, *, before: int | None = None) -> None:
    """Remove generations, all or those with smaller numbers; one still in use may stay."""
    for number, path in list(_files(directory)):
        if before is None or number < before:
            _remove(path)


def size_on_disk(directory: Path) -> int:
    """Return the bytes that all generations take."""
    total = 0
    for _, path in _files(directory):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def _files(directory: Path, ending: str = "") -> Iterator[tuple[int, Path]]:
    """Yield the number and path of the generations' files."""
    for path in directory.glob(f"vectors-*{ending}"):
        if match := _NAME.fullmatch(path.name):
            yield int(match[1]), path


def _verified(manifest: Path, origin: Origin) -> tuple[Path, Contents]:
    """Return the file and its contents; one of several errors says what is wrong."""
    said = json.loads(manifest.read_text("utf-8"))
    if Origin(**said["origin"]) != origin:
        raise ValueError("it was made from another database, or by another embedding or library")
    contents = Contents(**said["contents"])
    file = manifest.with_suffix(".hnsw")
    if _checksum(file) != said["checksum"]:
        raise ValueError(f"{file.name} was damaged")
    return file, contents


def _sync(path: Path, size: int) -> None:
    """Bring a file to the disk; `OSError` where it has not the size that it should have."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
    if path.stat().st_size != size:
        raise OSError(f"{path} was cut short; is the disk full?")


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
