"""`honed doctor` says how the index of a folder is, and `honed stats` how much it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.config import Settings
from honed.services.findings import Level
from honed.services.index_check import examined_index
from honed.services.lexed_files import MADE_BY
from honed.services.places import Place
from honed.services.refreshing import refresh
from honed.services.report import index_bytes
from honed.store.corpus.generations import CorpusFiles
from honed.store.locations import workspace_database

if TYPE_CHECKING:
    from pathlib import Path


def place_of(tmp_path: Path) -> Place:
    """Return the place of a folder that is not indexed."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_text("alpha = 1\n")
    return Place(tmp_path, folder, workspace_database(tmp_path, folder))


def files_of(place: Place) -> CorpusFiles:
    """Index it."""
    assert place.folder is not None
    files = CorpusFiles(place.database.with_name("corpus"), MADE_BY)
    refresh(files, place.folder, Settings(), lambda *_: None)
    return files


def test_a_sound_index(tmp_path: Path) -> None:
    """How many files and tokens."""
    place = place_of(tmp_path)
    files_of(place)
    [check] = examined_index("it", place)
    assert check.level is Level.OK
    assert "1 files, 5 tokens" in check.message
    assert index_bytes(place) > 100


def test_a_damaged_index(tmp_path: Path) -> None:
    """What is wrong, and what becomes of it."""
    place = place_of(tmp_path)
    next(files_of(place).directory.glob("*.shard")).write_bytes(b"")
    [check] = examined_index("it", place)
    assert check.level is Level.WARN
    assert "length" in check.message


def test_no_index_noop(tmp_path: Path) -> None:
    """Nothing is said."""
    place = place_of(tmp_path)
    assert list(examined_index("it", place)) == []
    assert index_bytes(place) == 0
