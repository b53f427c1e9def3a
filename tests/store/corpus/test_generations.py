"""Generations of a corpus: written whole, passed over where damaged, never replaced."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest

from honed.core.errors import StoreError
from honed.store.corpus.generations import CorpusFiles
from tests.store.corpus.conftest import WORDS, generation, names_in, shard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.core.corpus import Generation


def manifest_of(files: CorpusFiles) -> Path:
    """Return the newest manifest."""
    return max(files.directory.glob("*.json"))


def resealed(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what a manifest says, with a checksum that is right again."""
    told = json.loads(path.read_bytes().partition(b"\n")[2])
    change(told)
    body = json.dumps(told).encode()
    digest = hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    path.write_bytes(digest + b"\n" + body)


def test_what_is_written_is_read(files: CorpusFiles) -> None:
    """By another reader, too."""
    written = files.write(generation(shard("a", "b"), shard("c")))
    read = CorpusFiles(files.directory, "test").newest()
    assert read is not None
    for found in (written, read):
        assert (found.number, found.is_complete) == (1, True)
        assert names_in(found) == ["a", "b", "c"]
        assert [found.vocabulary.word(each) for each in range(4)] == list(WORDS)
        assert found.vocabulary.ids_of([b"beta"]).tolist() == [2]
        [first, _] = found.shards
        assert first.log.tokens.tolist() == [1, 2, 3, 0] * 2
        assert first.erased.tolist() == list(range(7, -1, -1))
        assert (first.modified_ns.tolist(), first.sizes.tolist()) == ([5, 6], [7, 8])
        assert not first.log.tokens.flags.writeable


def test_nothing_is_there_at_first_noop(files: CorpusFiles) -> None:
    """Nothing is made by looking."""
    assert files.newest() is None
    assert (files.newest_number(), files.size_on_disk(), files.trouble) == (0, 0, "")
    assert not files.directory.exists()


def test_an_empty_generation_can_be_stored(files: CorpusFiles) -> None:
    """Of a folder without code."""
    files.write(generation())
    read = files.newest()
    assert read is not None
    assert read.shards == ()


def test_shards_are_shared_and_the_old_ones_removed(files: CorpusFiles) -> None:
    """A generation writes what is new; nothing that is no more used stays."""
    first = files.write(generation(shard("a"), shard("b")))
    kept = first.shards[1]
    second = files.write(attrs.evolve(first, shards=(kept, shard("c"))))
    assert second.shards[0].name == kept.name
    assert second.number == 2
    names = {each.name for each in files.directory.iterdir()}
    assert kept.name in names
    assert first.shards[0].name not in names
    assert len(names) == 4
    read = files.newest()
    assert read is not None
    assert names_in(read) == ["b", "c"]


def test_a_mapped_generation_outlives_its_files(files: CorpusFiles) -> None:
    """Whoever reads one goes on while newer ones are written, and when all is removed."""
    first = files.write(generation(shard("a")))
    files.write(generation(shard("b")))
    shutil.rmtree(files.directory)
    assert first.shards[0].log.tokens.tolist() == [1, 2, 3, 0]
    assert first.vocabulary.word(1) == b"alpha"
    assert files.write(generation(shard("c"))).number == 1


def truncated(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    """Fill a file with zeros."""
    path.write_bytes(bytes(path.stat().st_size))


def flipped(path: Path) -> None:
    """Turn one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def emptied(path: Path) -> None:
    """Leave a file of no length."""
    path.write_bytes(b"")


def missing(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def grown(path: Path) -> None:
    """Put something behind the end."""
    path.write_bytes(path.read_bytes() + b"more")


def garbage(path: Path) -> None:
    """Write what is nothing."""
    path.write_bytes(b"\x93\xff{]" * 99)


def a_directory(path: Path) -> None:
    """Put a directory in its place."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("ending", ["json", "words", "shard"])
@pytest.mark.parametrize(
    "damage",
    [truncated, zeroed, flipped, emptied, missing, grown, garbage, a_directory],
    ids=lambda each: each.__name__,
)
def test_damage(files: CorpusFiles, damage: Callable[[Path], None], ending: str) -> None:
    """A damaged generation is none; the next one is written beside it."""
    files.write(generation(shard("a"), shard("b")))
    damage(max(files.directory.glob(f"*.{ending}")))
    again = CorpusFiles(files.directory, "test")
    assert again.newest() is None
    assert bool(again.trouble) == ((damage, ending) != (missing, "json"))
    assert names_in(again.write(generation(shard("c")))) == ["c"]
    read = again.newest()
    assert read is not None
    assert names_in(read) == ["c"]


def test_an_undamaged_one_is_used_noop(files: CorpusFiles) -> None:
    """As it was."""
    files.write(generation(shard("a")))
    read = files.newest()
    assert read is not None
    assert files.trouble == ""


def _longer(told: dict[str, Any]) -> None:
    told["shards"][0]["sections"][0]["count"] += 1


def _further(told: dict[str, Any]) -> None:
    told["shards"][0]["sections"][1]["offset"] += 1 << 40


def _swapped_arrays(told: dict[str, Any]) -> None:
    sections = told["words"]["sections"]
    sections[0]["name"], sections[1]["name"] = sections[1]["name"], sections[0]["name"]


def _other_type(told: dict[str, Any]) -> None:
    told["shards"][0]["sections"][0]["dtype"] = "nonsense"


def _outside(told: dict[str, Any]) -> None:
    told["shards"][0]["name"] = "../../etc/passwd"


def _size(told: dict[str, Any]) -> None:
    told["words"]["size"] = -1


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(format=2),
        lambda told: told.update(made_by="another"),
        lambda told: told.pop("words"),
        lambda told: told.update(shards=7),
        _longer,
        _further,
        _swapped_arrays,
        _other_type,
        _outside,
        _size,
    ],
)
def test_what_a_manifest_says_wrong(
    files: CorpusFiles, change: Callable[[dict[str, Any]], object]
) -> None:
    """Also where its checksum is right: lengths, types, names and versions are looked at."""
    files.write(generation(shard("a")))
    resealed(manifest_of(files), change)
    assert files.newest() is None
    assert files.trouble


def test_a_manifest_that_is_no_object(files: CorpusFiles) -> None:
    """A list, with a checksum that is right."""
    files.write(generation(shard("a")))
    digest = hashlib.blake2b(b"[]", digest_size=16).hexdigest().encode()
    manifest_of(files).write_bytes(digest + b"\n[]")
    assert files.newest() is None


def test_swapped_shards(files: CorpusFiles) -> None:
    """Each under the name of the other."""
    files.write(generation(shard("a"), shard("b")))
    first, second = sorted(files.directory.glob("*.shard"))
    one, other = first.read_bytes(), second.read_bytes()
    assert one != other
    first.write_bytes(other)
    second.write_bytes(one)
    assert files.newest() is None


def test_arrays_that_do_not_fit_together(files: CorpusFiles) -> None:
    """As another program may have written them."""
    odd = attrs.evolve(shard("a"), concrete=np.zeros(1, np.int32))
    with pytest.raises(StoreError, match="fit"):
        files.write(generation(odd))
    assert files.newest() is None


def test_the_one_before_is_used_where_the_newest_is_damaged(files: CorpusFiles) -> None:
    """As after a power cut between two writes."""
    first = files.write(generation(shard("a")))
    kept = {each.name: each.read_bytes() for each in files.directory.iterdir()}
    files.write(generation(shard("b")))
    truncated(max(files.directory.glob("*.shard")))
    for name, data in kept.items():
        (files.directory / name).write_bytes(data)
    read = files.newest()
    assert read is not None
    assert (read.number, names_in(read)) == (first.number, ["a"])


def test_one_that_is_replaced_while_it_is_read(
    files: CorpusFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another process, which removes it: the new one is read."""
    first = files.write(generation(shard("a")))
    reader = CorpusFiles(files.directory, "test")
    read = reader._read

    def replaced(manifest: Path) -> Generation:
        if files.newest_number() == first.number:
            files.write(generation(shard("b")))
        return read(manifest)

    monkeypatch.setattr(reader, "_read", replaced)
    found = reader.newest()
    assert found is not None
    assert names_in(found) == ["b"]
    assert reader.trouble == ""


def test_leftovers_of_a_killed_process_are_removed(files: CorpusFiles) -> None:
    """Scratch files and shards that no manifest names, with the generation after the next."""
    files.write(generation(shard("a")))
    for ending in ("tmp", "shard"):
        (files.directory / f"corpus-000002-00ff00ff.{ending}").write_bytes(b"half")
    (files.directory / "notes.txt").write_bytes(b"mine")
    assert files.write(generation(shard("b"))).number == 3
    names = {each.name for each in files.directory.iterdir()}
    assert not [each for each in names if "-000002-" in each or "-000001-" in each]
    assert "notes.txt" in names


def test_discard_removes_everything(files: CorpusFiles) -> None:
    """But what is not ours."""
    files.write(generation(shard("a")))
    assert files.size_on_disk() > 0
    files.discard()
    assert files.newest() is None
    assert files.size_on_disk() == 0


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A `StoreError` tells, for a turn and for a generation."""
    (tmp_path / "file").write_bytes(b"")
    files = CorpusFiles(tmp_path / "file" / "corpus", "test")
    assert files.newest() is None
    with pytest.raises(StoreError):
        files.write(generation(shard("a")))
    with pytest.raises(StoreError):
        files.take_turn()


def test_a_full_disk_leaves_nothing_behind(
    files: CorpusFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generation before stays."""
    files.write(generation(shard("a")))
    before = {each.name for each in files.directory.iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space"):
        files.write(generation(shard("b")))
    assert {each.name for each in files.directory.iterdir()} == before
    assert files.newest() is not None


def test_one_writes_at_a_time(files: CorpusFiles) -> None:
    """The turn is over when it is closed, or its process ends."""
    turn = files.take_turn()
    assert turn is not None
    assert CorpusFiles(files.directory, "test").take_turn() is None
    turn.close()
    again = files.take_turn()
    assert again is not None
    again.close()
