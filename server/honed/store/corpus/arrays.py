"""Arrays in one file: written at once with a checksum, and mapped instead of read.

The file is the arrays' bytes, each from a multiple of 64 on; what lies where is said elsewhere, in
an `ArrayFile`. Where a file is not what that says it is, `ValueError` or `OSError` tells.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from typing import TYPE_CHECKING

import attrs
import numpy as np
from attrs.validators import deep_iterable, ge, instance_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.generic]

ALIGNMENT = 64
_BLOCK_BYTES = 1 << 20
_is_count = attrs.validators.and_(instance_of(int), ge(0))
_is_text = instance_of(str)


@attrs.frozen
class Section:
    """Where in a file an array lies: `dtype` as numpy writes it, `offset` in bytes."""

    name: str = attrs.field(validator=_is_text)
    dtype: str = attrs.field(validator=_is_text)
    offset: int = attrs.field(validator=_is_count)
    count: int = attrs.field(validator=_is_count)


@attrs.frozen
class ArrayFile:
    """What a file of arrays must be; `size` in bytes."""

    name: str = attrs.field(validator=_is_text)
    size: int = attrs.field(validator=_is_count)
    checksum: str = attrs.field(validator=_is_text)
    sections: tuple[Section, ...] = attrs.field(
        validator=deep_iterable(instance_of(Section), instance_of(tuple))
    )


def write(path: Path, name: str, arrays: Mapping[str, Array]) -> ArrayFile:
    """Write arrays of one dimension to `path`, synced, and return what the file called `name` is.

    `OSError` where there is no room.
    """
    digest = hashlib.blake2b(digest_size=16)
    sections = []
    size = 0
    with path.open("xb") as stream:
        for each, array in arrays.items():
            data = np.ascontiguousarray(array)
            padding = bytes(-size % ALIGNMENT)
            sections.append(Section(each, data.dtype.str, size + len(padding), len(data)))
            for part in (padding, data.view(np.uint8).data):
                stream.write(part)
                digest.update(part)
                size += len(part)
        stream.flush()
        os.fsync(stream.fileno())
    return ArrayFile(name, size, digest.hexdigest(), tuple(sections))


def mapped(path: Path, told: ArrayFile) -> dict[str, Array]:
    """Return the arrays of a file, which cannot be written to; it is checked first."""
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size != told.size:
            raise ValueError(f"{path.name} has not the length that it should have")
        if _checksum(path) != told.checksum:
            raise ValueError(f"{path.name} was damaged")
        if not told.size:
            return {each.name: np.zeros(0, np.dtype(each.dtype)) for each in told.sections}
        whole = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    # An array from a buffer holds on to it, so the mapping lives as long as any of them.
    return {
        each.name: np.frombuffer(whole, np.dtype(each.dtype), each.count, each.offset)
        if each.count
        else np.zeros(0, np.dtype(each.dtype))
        for each in told.sections
    }


def _checksum(path: Path) -> str:
    # Unbuffered, and hashed without the interpreter: what else the server does goes on.
    digest = hashlib.blake2b(digest_size=16)
    block = bytearray(_BLOCK_BYTES)
    with path.open("rb", buffering=0) as stream:
        while count := stream.readinto(block):
            digest.update(memoryview(block)[:count])
    return digest.hexdigest()
