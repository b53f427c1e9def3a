"""The generations of a corpus: shards, a vocabulary, and a manifest that names them.

    corpus-<number>-<chance>.json     what belongs together, with checksums
    corpus-<number>-<chance>.words    the vocabulary of this generation
    corpus-<number>-<chance>.shard    tokens, files, suffix arrays; later generations may share it

A name is never used twice and nothing is renamed over a file that another process may have mapped.
The manifest comes last, so whatever ends a process leaves the generation before. One whose files
are not all sound is passed over, and rebuilt: the workspace is the truth.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
import secrets
from typing import IO, TYPE_CHECKING, Any

import attrs
import numpy as np

from honed.core.corpus import Generation, Paths, StoredShard, TokenLog
from honed.core.vocabulary import Vocabulary
from honed.store.corpus import arrays, locks
from honed.store.corpus.arrays import ArrayFile, Section
from honed.store.explain import explained_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from honed.store.corpus.arrays import Array

FORMAT = 1
_NAME = re.compile(r"corpus-(\d+)-[0-9a-f]+\.(?:json|words|shard|tmp)")
_log = logging.getLogger(__name__)

_SHARD = {
    "tokens": np.int32,
    "concrete": np.int32,
    "erased": np.int32,
    "file_starts": np.int32,
    "row_starts": np.int32,
    "row_lines": np.int32,
    "path_blob": np.uint8,
    "path_offsets": np.int64,
    "modified_ns": np.int64,
    "sizes": np.int64,
}
_WORDS = {
    "blob": np.uint8,
    "offsets": np.int64,
    "hashes": np.uint64,
    "ids": np.int32,
    "kinds": np.uint8,
}


class CorpusFiles:
    """The corpus below a directory, which is made when something is written.

    `made_by` names what cut the tokens: what others made is rebuilt.
    """

    def __init__(self, directory: Path, made_by: str) -> None:
        """Nothing is opened yet."""
        self.directory = directory
        self.made_by = made_by
        self._known: dict[str, ArrayFile] = {}
        self.trouble = ""

    def newest(self) -> Generation | None:
        """Return the newest sound generation, None where there is none.

        `trouble` says why one was passed over. Nothing is changed.
        """
        seen = -1
        # Whoever has written another one meanwhile has removed what was listed before.
        while (number := self.newest_number()) > seen:
            seen = number
            found = self._newest_sound()
            if found is not None:
                return found
        return None

    def _newest_sound(self) -> Generation | None:
        self.trouble = ""
        for _, path in sorted(self._files(".json"), reverse=True):
            try:
                return self._read(path)
            except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
                self.trouble = self.trouble or str(error)
                _log.warning("A corpus in %s is rebuilt: %s", self.directory, error)
        return None

    def newest_number(self) -> int:
        """Return the number of the newest manifest, whether it is sound or not; 0 for none."""
        return max((number for number, _ in self._files(".json")), default=0)

    def write(self, generation: Generation) -> Generation:
        """Store a generation under the next number, remove what is no more used, and return it."""
        number = max((number for number, _ in self._files()), default=0) + 1
        with explained_files(self.directory):
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            shards = [self._stored(each, number) for each in generation.shards]
            words = self._write(number, "words", _words_as_arrays(generation.vocabulary))
            told = {
                "format": FORMAT,
                "made_by": self.made_by,
                "is_complete": generation.is_complete,
                "words": attrs.asdict(words),
                "shards": [attrs.asdict(each) for each in shards],
            }
            manifest = self._new_path(number, "json")
            scratch = manifest.with_suffix(".tmp")
            try:
                with scratch.open("xb") as stream:
                    stream.write(_sealed(told))
                scratch.rename(manifest)
            except OSError:
                _remove(scratch)
                raise
            found = self._opened(number, words, shards, is_complete=generation.is_complete)
        self._remove_before(number, {words.name, *(each.name for each in shards)})
        return found

    def discard(self) -> None:
        """Remove all generations; a file that is still in use may stay."""
        self._remove_before(None, set())

    def size_on_disk(self) -> int:
        """Return the bytes that all generations take."""
        total = 0
        for _, path in self._files():
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    def take_turn(self) -> IO[bytes] | None:
        """Return what to close when done with writing a generation; None: another is at it."""
        with explained_files(self.directory):
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            return locks.taken(self.directory / "lock")

    def _files(self, ending: str = "") -> Iterator[tuple[int, Path]]:
        """Yield the number and path of the generations' files; none where nothing can be read."""
        with contextlib.suppress(OSError):
            for path in self.directory.glob(f"corpus-*{ending}"):
                if match := _NAME.fullmatch(path.name):
                    yield int(match[1]), path

    def _new_path(self, number: int, ending: str) -> Path:
        return self.directory / f"corpus-{number:06}-{secrets.token_hex(4)}.{ending}"

    def _stored(self, shard: StoredShard, number: int) -> ArrayFile:
        """Return what a shard's file is, written where it has none."""
        known = self._known.get(shard.name)
        return known or self._write(number, "shard", _shard_as_arrays(shard))

    def _write(self, number: int, ending: str, content: dict[str, Array]) -> ArrayFile:
        path = self._new_path(number, ending)
        scratch = path.with_suffix(".tmp")
        try:
            written = arrays.write(scratch, path.name, content)
            scratch.rename(path)
        except OSError:
            _remove(scratch)
            raise
        self._known[path.name] = written
        return written

    def _read(self, manifest: Path) -> Generation:
        """Return the generation of a manifest; one of several errors says what is wrong."""
        told = _unsealed(manifest.read_bytes())
        if told["format"] != FORMAT or told["made_by"] != self.made_by:
            raise ValueError("it was made by another honed")
        words, *shards = (_file(each) for each in (told["words"], *told["shards"]))
        number = int(manifest.name.split("-")[1])
        return self._opened(number, words, shards, is_complete=bool(told["is_complete"]))

    def _opened(
        self, number: int, words: ArrayFile, shards: list[ArrayFile], *, is_complete: bool
    ) -> Generation:
        vocabulary = Vocabulary(**self._mapped(words, _WORDS))  # type: ignore[arg-type] # as told
        found = tuple(_as_shard(self._mapped(each, _SHARD), each.name) for each in shards)
        self._known.update({each.name: each for each in (words, *shards)})
        return Generation(number, vocabulary, found, is_complete)

    def _mapped(self, told: ArrayFile, types: dict[str, Any]) -> dict[str, Array]:
        if _NAME.fullmatch(told.name) is None:
            raise ValueError(f"{told.name!r} is no name of a file here")
        found = arrays.mapped(self.directory / told.name, told)
        if {name: array.dtype for name, array in found.items()} != types:
            raise ValueError(f"{told.name} holds other arrays than it should")
        return found

    def _remove_before(self, number: int | None, used: set[str]) -> None:
        """Remove what belongs to generations before one and is not used; all where it is None."""
        for its, path in list(self._files()):
            if number is None or (its < number and path.name not in used):
                _remove(path)


def _sealed(told: dict[str, Any]) -> bytes:
    """Return a manifest: its checksum in the first line, what it says in the second."""
    body = json.dumps(told, sort_keys=True).encode()
    return hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b"\n" + body


def _unsealed(data: bytes) -> dict[str, Any]:
    checksum, _, body = data.partition(b"\n")
    if hashlib.blake2b(body, digest_size=16).hexdigest().encode() != checksum:
        raise ValueError("its manifest was damaged")
    told = json.loads(body)
    if not isinstance(told, dict):
        raise TypeError("its manifest says nothing")
    return told


def _file(told: dict[str, Any]) -> ArrayFile:
    sections = tuple(Section(**each) for each in told["sections"])
    return ArrayFile(told["name"], told["size"], told["checksum"], sections)


def _words_as_arrays(vocabulary: Vocabulary) -> dict[str, Array]:
    return {name: getattr(vocabulary, name) for name in _WORDS}


def _shard_as_arrays(shard: StoredShard) -> dict[str, Array]:
    log = shard.log
    found: dict[str, Array] = {
        "tokens": log.tokens,
        "concrete": shard.concrete,
        "erased": shard.erased,
        "file_starts": log.file_starts,
        "row_starts": log.row_starts,
        "row_lines": log.row_lines,
        "path_blob": log.paths.blob,
        "path_offsets": log.paths.offsets,
        "modified_ns": shard.modified_ns,
        "sizes": shard.sizes,
    }
    return {name: np.asarray(array, _SHARD[name]) for name, array in found.items()}


def _as_shard(found: dict[str, Any], name: str) -> StoredShard:
    """Return a shard of arrays whose types are right; `ValueError` where they do not fit."""
    files = len(found["modified_ns"])
    tokens = len(found["tokens"])
    lengths = (
        (len(found["concrete"]), tokens),
        (len(found["erased"]), tokens),
        (len(found["file_starts"]), files + 1),
        (len(found["path_offsets"]), files + 1),
        (len(found["sizes"]), files),
        (len(found["row_starts"]), len(found["row_lines"])),
    )
    if any(one != other for one, other in lengths):
        raise ValueError(f"{name} holds arrays that do not fit together")
    log = TokenLog(
        found["tokens"],
        found["file_starts"],
        Paths(found["path_blob"], found["path_offsets"]),
        found["row_starts"],
        found["row_lines"],
    )
    return StoredShard(
        log, found["concrete"], found["erased"], found["modified_ns"], found["sizes"], name
    )


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
