"""`honed export` and `honed import`, as somebody types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell


def test_there_and_back(
    shell: Shell, shelf: Shelf, make_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    """A folder's patterns in another folder's store, and out of it again."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)", evidence=Evidence(accepted=1))
    other = make_shelf(tmp_path / "other")
    file = tmp_path / "patterns.honed"
    found = shell.json("export", file, "--with-code")
    assert (found["file"], found["patterns"], found["withCode"]) == (str(file), 1, 1)
    assert found["store"] == str(shelf.database)
    there = ("--workspace", other.folder)
    found = shell.json("import", file, *there)
    assert (found["added"], found["credited"], found["isUndo"]) == (1, 0, False)
    assert shell.json("patterns", "list", *there)["total"] == 1
    assert "imported" in shell.text("patterns", "show", 1, *there)
    text = shell.text("import", file, "--undo", *there)
    assert "1 pattern removed; 0 patterns known here lost" in text
    assert shell.json("patterns", "list", *there)["total"] == 0
    assert "1 pattern of" in shell.text("export", file)
    assert "0 patterns added" in shell.text("import", file, *there)


def test_refused_noop(shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
    """In one line; nothing has come in."""
    file = tmp_path / "patterns.honed"
    file.write_text("no such thing", "utf-8")
    assert "nothing was changed" in shell.error("import", file)
    shell("export", tmp_path / "good")
    assert "was not imported" in shell.error("import", tmp_path / "good", "--undo")
    assert shell.json("stats")["patterns"]["total"] == 0
