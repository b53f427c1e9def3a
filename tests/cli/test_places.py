"""Which store a command speaks of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell


def test_the_innermost_workspace(
    shell: Shell,
    make_shelf: Callable[..., Shelf],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A folder inside of another, both known: the inner one; beside it the outer one."""
    inner = folder / "packages" / "inner"
    deep = inner / "src"
    deep.mkdir(parents=True)
    make_shelf(folder)
    make_shelf(inner)
    monkeypatch.chdir(deep)
    assert shell.json("stats")["workspace"] == str(inner)
    assert shell.json("stats", "--workspace", inner.parent)["workspace"] == str(folder)
    monkeypatch.chdir(inner.parent)
    assert shell.json("stats")["workspace"] == str(folder)
    assert shell.json("stats", "--workspace", "inner")["workspace"] == str(inner)


def test_noop_outside_any_workspace(
    shell: Shell, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no known folder is, the user's store is meant."""
    monkeypatch.chdir(tmp_path)
    assert shell.json("stats")["workspace"] is None


def test_another_data_directory(shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
    """--data-dir goes before HONED_DATA_DIR."""
    found = shell.json("stats", "--data-dir", tmp_path / "other")
    assert (found["exists"], found["dataDir"]) == (False, str(tmp_path / "other"))


def test_unknown_workspace(shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
    """A folder that no editor opened is an error that names those that are known."""
    message = shell.error("stats", "--workspace", tmp_path)
    assert message.startswith(f"honed: No workspace that honed knows holds {tmp_path}.")
    assert str(shelf.folder) in message


def test_many_workspaces_are_not_all_named(
    shell: Shell, make_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    """The message of an unknown folder stays readable."""
    for number in range(7):
        (tmp_path / f"w{number}").mkdir()
        make_shelf(tmp_path / f"w{number}")
    message = shell.error("stats", "--workspace", tmp_path)
    assert "w4, …" in message
    assert "w5" not in message


def test_no_workspace_is_known(shell: Shell, folder: Path, data_dir: Path) -> None:
    """The message says that there is none."""
    assert "Known are: none." in shell.error("stats", "--workspace", folder)


@pytest.mark.skipif(os.name == "nt", reason="a current directory cannot be removed there")
def test_a_current_directory_that_was_removed(shell: Shell, folder: Path, data_dir: Path) -> None:
    """The user's store is meant."""
    folder.rmdir()
    assert shell.json("stats")["workspace"] is None
