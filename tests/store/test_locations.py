"""Where stores lie, and how they are found again."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from honed.core.errors import StoreError
from honed.store.locations import (
    Workspace,
    data_directory,
    list_workspaces,
    prepare_workspace,
    user_database,
    workspace_database,
)
from honed.store.store import open_store


def test_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An explicit path goes before the environment, and that before the system's place."""
    monkeypatch.setenv("HONED_DATA_DIR", str(tmp_path / "environment"))
    assert data_directory(tmp_path / "explicit") == tmp_path / "explicit"
    assert data_directory() == tmp_path / "environment"
    monkeypatch.setenv("HONED_DATA_DIR", "~/data")
    assert data_directory() == Path.home() / "data"
    for unset in ("", None):
        if unset is None:
            monkeypatch.delenv("HONED_DATA_DIR")
        else:
            monkeypatch.setenv("HONED_DATA_DIR", unset)
        assert data_directory() == platformdirs.user_data_path("honed", appauthor=False)
    assert data_directory().is_absolute()
    monkeypatch.chdir(tmp_path)
    assert data_directory(Path("here")) == tmp_path / "here"


def test_databases(tmp_path: Path) -> None:
    """One for the user, one for each folder, under a readable name that no other folder has."""
    assert user_database(tmp_path) == tmp_path / "user" / "honed.db"
    first = workspace_database(tmp_path, tmp_path / "a" / "project")
    second = workspace_database(tmp_path, tmp_path / "b" / "project")
    assert first != second
    for database in (first, second):
        assert database.parent.parent == tmp_path / "workspaces"
        name, _, digits = database.parent.name.rpartition("-")
        assert name == "project"
        assert len(bytes.fromhex(digits)) == 4


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("my project", "my-project"),
        ("a/../b", "b"),
        ("wörk", "w-rk"),
        ("...", "folder"),
        (".hidden", "hidden"),
        ("日本", "folder"),
        ("x" * 100, "x" * 40),
        ("a:b", "a-b"),
    ],
)
def test_names_of_folders(tmp_path: Path, folder: str, name: str) -> None:
    """A folder's name loses what not every file system takes."""
    database = workspace_database(tmp_path, tmp_path / folder)
    assert database.parent.name.rpartition("-")[0] == name


def test_root_folder(tmp_path: Path) -> None:
    """The root of the file system has no name but a store."""
    assert workspace_database(tmp_path, Path(tmp_path.anchor)).parent.name.startswith("folder-")


@pytest.mark.skipif(os.name != "posix", reason="making links needs rights there")
def test_links_share_a_store(tmp_path: Path) -> None:
    """A folder has one store, whatever way leads to it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert workspace_database(tmp_path, tmp_path / "link") == workspace_database(
        tmp_path, tmp_path / "real"
    )


def test_list_workspaces(tmp_path: Path) -> None:
    """Workspaces are listed by folder; one without a database, or without a note, is none."""
    data = tmp_path / "data"
    assert list_workspaces(data) == []
    folders = [tmp_path / "b", tmp_path / "a"]
    for folder in folders:
        open_store(prepare_workspace(data, folder)).close()
    prepare_workspace(data, tmp_path / "never opened")
    (data / "workspaces" / "without a note").mkdir()
    open_store(user_database(data)).close()
    assert list_workspaces(data) == [
        Workspace(folder, workspace_database(data, folder)) for folder in sorted(folders)
    ]
    assert list(tmp_path.iterdir()) == [data], "nothing is written into the folders"


def test_prepare_twice(tmp_path: Path) -> None:
    """The note is written once, and anew where it says something else."""
    database = prepare_workspace(tmp_path, tmp_path / "project")
    note = database.with_name("folder")
    before = note.stat().st_mtime_ns
    assert prepare_workspace(tmp_path, tmp_path / "project") == database
    assert note.stat().st_mtime_ns == before
    note.write_text("elsewhere")
    prepare_workspace(tmp_path, tmp_path / "project")
    assert note.read_text() == str((tmp_path / "project").resolve())


def test_directory_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way is told with what to do."""
    (tmp_path / "workspaces").write_text("")
    with pytest.raises(StoreError, match="HONED_DATA_DIR"):
        prepare_workspace(tmp_path, tmp_path / "project")
