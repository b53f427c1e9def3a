"""Files are read with their encoding, and replaced whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import HonedError
from honed.services.text_files import Encoding, Write, decode, read, write

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "größe = 1\r\nb = '🙂'\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), Encoding.UTF_8),
        (b"\xef\xbb\xbf" + TEXT.encode(), Encoding.UTF_8_WITH_MARK),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), Encoding.UTF_16_LITTLE),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), Encoding.UTF_16_BIG),
        (b"", Encoding.UTF_8),
    ],
)
def test_there_and_back(data: bytes, encoding: Encoding) -> None:
    """Text, byte order mark and line ends are what they were."""
    found = decode(data)
    assert found is not None
    assert found[1] is encoding
    assert encoding.encode(found[0]) == data
    assert found[0] in {TEXT, ""}


@pytest.mark.parametrize(
    "data", [b"caf\xe9", b"a\0b", b"\xff\xfe\0", "a".encode("utf-32"), b"\x89PNG\r\n"]
)
def test_what_is_no_text_noop(data: bytes) -> None:
    """Latin-1, zero bytes, half a character and UTF-32 are not guessed at."""
    assert decode(data) is None


def test_reads_through_a_link(tmp_path: Path) -> None:
    """The place of a linked file is that of the file."""
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    file = read(tmp_path / "b")
    assert (file.path, file.data, file.text) == (tmp_path / "a", b"x", "x")


@pytest.mark.parametrize("name", ["nothing", ".", "loop", "a\0b"])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    """A missing file, a directory, a link to itself, and what is no path."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(HonedError):
        read(tmp_path / name)


def test_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    """The new file has the mode of the old; nothing else is left in the directory."""
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    path.chmod(0o754)
    write([Write(path, b"before", b"after")])
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o754
    assert [*tmp_path.iterdir()] == [path]


def test_adds_removes_and_moves(tmp_path: Path) -> None:
    """A new file, in a new directory, has the usual mode or that of the one it comes from."""
    old, new = tmp_path / "old", tmp_path / "deep" / "new"
    old.write_bytes(b"x")
    old.chmod(0o700)
    write([Write(new, None, b"y", like=old), Write(old, b"x", None)])
    write([Write(tmp_path / "more", None, b"z")])
    assert not old.exists()
    assert (new.read_bytes(), new.stat().st_mode & 0o777) == (b"y", 0o700)
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "more").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("before", [b"older", None])
def test_what_has_changed_meanwhile_stays_noop(tmp_path: Path, before: bytes | None) -> None:
    """Of several files none is written then."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"newer")
    other.write_bytes(b"x")
    with pytest.raises(HonedError, match="changed meanwhile"):
        write([Write(other, b"x", b"y"), Write(path, before, b"after")])
    assert (path.read_bytes(), other.read_bytes()) == (b"newer", b"x")
    assert sorted(tmp_path.iterdir()) == [path, other]


def test_no_room_leaves_all_as_it_was_noop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be synced is taken away again, and the file named."""
    path = tmp_path / "a"
    path.write_bytes(b"before")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(HonedError, match="No space left"):
        write([Write(path, b"before", b"after")])
    assert path.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_that_may_not_be_written_stays_noop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename would not ask for its mode."""
    path = tmp_path / "a"
    path.write_bytes(b"before")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(HonedError, match="may not be written"):
        write([Write(path, b"before", b"after")])
    assert path.read_bytes() == b"before"


def test_a_result_that_has_no_bytes_is_told(tmp_path: Path) -> None:
    """A lone surrogate, as JSON can carry it, is in no file."""
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(HonedError, match="cannot be encoded"):
        read(tmp_path / "a").encode("\ud800")
