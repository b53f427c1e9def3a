"""One pattern in all files of a folder: what is read, what is left alone, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.core.text import apply_edits
from honed.services import folder_search
from honed.services.folder_search import FolderSearch
from honed.services.judge import Judge
from honed.services.project import Project
from tests.code import pattern_of, rewrites
from tests.services.conftest import HandClock

if TYPE_CHECKING:
    from pathlib import Path

PATTERN = pattern_of(
    rewrites("log.info('user %s came' % user)\n", "log.info('user %s came', user)\n", "python")[0]
)
BEFORE, AFTER = "log.info('page %s' % page)\n", "log.info('page %s', page)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with some files."""
    for name in ("a.py", "pkg/b.py", "node_modules/c.py", "vendor/d.py", "out/e.py", "f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(BEFORE, "utf-8")
    (tmp_path / ".gitignore").write_text("out/\n", "utf-8")
    (tmp_path / "unlike.py").write_text("print('%s' % 1)\n", "utf-8")
    return tmp_path


def searching(folder: Path, settings: Settings | None = None, *opened: str) -> FolderSearch:
    """Return a search that has not begun."""
    project = Project(folder)
    project.fill([PATTERN], set(), {})
    project.begin_session(PATTERN.session_id)
    paths = [str(folder / name) for name in opened]
    return FolderSearch(project, PATTERN, settings or Settings(), paths)


def found(search: FolderSearch) -> list[str]:
    """Search to the end; return the files in which something was found."""
    search.begin(Judge(), HandClock()).result(timeout=30)
    assert search.project.folder is not None
    for each in search.found:
        [edit] = [edit for one in each.suggestions for edit in one.candidate.edits]
        assert apply_edits(each.snapshot.text.data, [edit]).decode() == AFTER
    return [search.project.relative(each.snapshot.path) for each in search.found]


def test_what_is_off_or_ignored_is_left_alone(folder: Path) -> None:
    """By git, by the settings, and in every case; other languages are not read at all."""
    search = searching(folder, Settings(exclude=("vendor/*",)))
    assert found(search) == ["a.py", "pkg/b.py"]
    assert search.is_complete
    assert search.read == 3


def test_ignored_files_where_they_are_wanted(folder: Path) -> None:
    """Who says so has them searched, too."""
    search = searching(folder, Settings(respect_gitignore=False))
    assert found(search) == ["a.py", "out/e.py", "pkg/b.py", "vendor/d.py"]


def test_open_files_are_the_editors(folder: Path) -> None:
    """What lies on the disk is not what is on the screen."""
    assert found(searching(folder, None, "a.py")) == ["pkg/b.py", "vendor/d.py"]


def test_languages_and_everything_off_noop(folder: Path) -> None:
    """Nothing is read where all is off."""
    for settings in (Settings(enabled=False), Settings(languages_off=("python",))):
        search = searching(folder, settings)
        assert found(search) == []
        assert search.read == 0


def test_what_is_no_text_is_left_alone_noop(folder: Path) -> None:
    """Bytes that are no text, links, and what is gone."""
    (folder / "a.py").write_bytes(b"\xff" + BEFORE.encode())
    (folder / "pkg" / "b.py").write_bytes(BEFORE.encode() + b"\0")
    (folder / "vendor" / "link.py").symlink_to(folder / "out" / "e.py")
    assert found(searching(folder)) == ["vendor/d.py"]


def test_a_byte_order_mark_shifts_nothing(folder: Path) -> None:
    """Editors do not count it."""
    (folder / "a.py").write_bytes(b"\xef\xbb\xbf" + BEFORE.encode())
    assert "a.py" in found(searching(folder))


def test_it_ends_when_it_is_stopped(folder: Path) -> None:
    """What was found so far is all, and it says so."""
    search = searching(folder)
    search.stop()
    assert found(search) == []
    assert not search.is_complete


@pytest.mark.parametrize("bound", ["MOST_FILES", "MOST_PLACES", "MOST_SECONDS"])
def test_bounds(folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    """In files, places and time."""
    monkeypatch.setattr(folder_search, bound, -1 if bound == "MOST_SECONDS" else 1)
    search = searching(folder)
    assert len(found(search)) <= 1
    assert not search.is_complete


def test_large_files_are_left_alone_noop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are generated."""
    monkeypatch.setattr(folder_search, "MOST_BYTES", 5)
    assert found(searching(folder)) == []
