"""The log of what came since: whole records count, whatever ended the process."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from honed.core.corpus import LexedFile
from honed.core.errors import StoreError
from honed.store.corpus import recent as module
from honed.store.corpus.recent import Recent, RecentLog
from tests.core.test_corpus import A, B

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = [Recent(A), Recent(B, is_accepted=True), Recent(A)]


def same(found: list[Recent], expected: list[Recent]) -> bool:
    """Return whether the records are the same."""
    return [said(each) for each in found] == [said(each) for each in expected]


def said(entry: Recent) -> tuple[object, ...]:
    """Return what a record says."""
    file = entry.file
    arrays = (file.tokens, file.row_starts, file.row_lines)
    assert {each.dtype for each in arrays} == {np.dtype(np.int32)}
    told = (file.path, file.modified_ns, file.size, file.words, entry.is_accepted)
    return (*told, *(each.tolist() for each in arrays))


def left_by(directory: Path, entries: list[Recent]) -> Path:
    """Write a log, let it go, and return its path."""
    log = RecentLog(directory, "test")
    log.append(entries)
    log.close()
    [path] = directory.glob("*.log")
    return path


def test_the_next_server_takes_over(tmp_path: Path) -> None:
    """What one has left, and the next after it."""
    left_by(tmp_path, ENTRIES)
    for _ in range(2):
        log = RecentLog(tmp_path, "test")
        assert same(log.take_over(), ENTRIES)
        log.close()
    assert len(list(tmp_path.glob("*.log"))) == 1


def test_a_log_in_use_is_left_alone_noop(tmp_path: Path) -> None:
    """Two servers on one folder have one each."""
    first, second = RecentLog(tmp_path, "test"), RecentLog(tmp_path, "test")
    first.append(ENTRIES)
    assert second.take_over() == []
    second.append(ENTRIES[:1])
    first.close()
    second.close()
    assert len(RecentLog(tmp_path, "test").take_over()) == 4


def test_cut_anywhere(tmp_path: Path) -> None:
    """What was whole is there, and nothing else; nothing raises."""
    whole = left_by(tmp_path, ENTRIES).read_bytes()
    counts = []
    for end in range(len(whole)):
        directory = tmp_path / str(end)
        directory.mkdir()
        (directory / "recent-00.log").write_bytes(whole[:end])
        found = RecentLog(directory, "test").take_over()
        assert same(found, ENTRIES[: len(found)])
        counts.append(len(found))
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2}


@pytest.mark.parametrize("step", [3, 7])
def test_a_bit_that_flips(tmp_path: Path, step: int) -> None:
    """What comes before counts; nothing that was not written is found."""
    whole = left_by(tmp_path, ENTRIES).read_bytes()
    for at in range(0, len(whole), step):
        directory = tmp_path / str(at)
        directory.mkdir()
        data = bytearray(whole)
        data[at] ^= 16
        (directory / "recent-00.log").write_bytes(data)
        found = RecentLog(directory, "test").take_over()
        assert same(found, ENTRIES[: len(found)])
        assert len(found) < len(ENTRIES)


def test_logs_of_another_version_are_passed_over_noop(tmp_path: Path) -> None:
    """And gone after that."""
    left_by(tmp_path, ENTRIES)
    assert RecentLog(tmp_path, "another").take_over() == []


@pytest.mark.parametrize("record", [b"", b"{}", b'{"words": [3]}', b"[]", b"\xff"])
def test_records_that_say_nothing(tmp_path: Path, record: bytes) -> None:
    """With lengths and checksums that are right."""
    path = left_by(tmp_path, [])
    packed = zlib.compress(struct.pack("<I", len(record)) + record)
    with path.open("ab") as stream:
        stream.write(struct.pack("<II", len(packed), zlib.crc32(packed)) + packed)
    assert RecentLog(tmp_path, "test").take_over() == []


def test_tokens_without_words_are_refused(tmp_path: Path) -> None:
    """A record that was made by something else."""
    odd = Recent(LexedFile("a", 1, 1, (b"x",), np.array([1], np.int32), A.tokens[:0], A.tokens[:0]))
    left_by(tmp_path, [odd])
    assert RecentLog(tmp_path, "test").take_over() == []


def test_rewritten_it_holds_what_it_is_told(tmp_path: Path) -> None:
    """And the old log is gone."""
    log = RecentLog(tmp_path, "test")
    log.append(ENTRIES)
    before = log.size
    log.rewrite(ENTRIES[1:2])
    assert log.size < before
    assert len(list(tmp_path.glob("*.log"))) == 1
    log.close()
    assert same(RecentLog(tmp_path, "test").take_over(), ENTRIES[1:2])


def test_a_log_that_was_removed_is_begun_anew(tmp_path: Path) -> None:
    """With its directory, while it is in use."""
    log = RecentLog(tmp_path / "corpus", "test")
    log.append(ENTRIES[:1])
    for path in (tmp_path / "corpus").iterdir():
        path.unlink()
    (tmp_path / "corpus").rmdir()
    log.append(ENTRIES[1:])
    log.close()
    assert same(RecentLog(tmp_path / "corpus", "test").take_over(), ENTRIES[1:])


def test_what_is_beyond_the_bound_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole records only."""
    monkeypatch.setattr(module, "MOST_BYTES", 300)
    left_by(tmp_path, ENTRIES * 5)
    found = RecentLog(tmp_path, "test").take_over()
    assert found
    assert same(found, (ENTRIES * 5)[: len(found)])


def test_discard_leaves_those_in_use(tmp_path: Path) -> None:
    """Own and left ones go."""
    left_by(tmp_path, ENTRIES)
    other, log = RecentLog(tmp_path, "test"), RecentLog(tmp_path, "test")
    other.append(ENTRIES)
    log.append(ENTRIES)
    log.discard()
    assert len(list(tmp_path.glob("*.log"))) == 1
    other.close()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A `StoreError` tells."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        RecentLog(tmp_path / "file" / "corpus", "test").append(ENTRIES)
