"""`honed patterns promote`: what one has learned becomes a rule for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Evidence
from honed.learn.rules import Rule, parsed
from honed.services.rule_files import HOME

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Shelf, Shell

EDIT = ("log.warn(x)\n", "log.warning(x)\n")


def test_promoted_checked_and_applied(shelf: Shelf, shell: Shell) -> None:
    """From the pattern to a file that is mended."""
    shelf.learn(*EDIT, evidence=Evidence(support=3))
    text = shell.text("patterns", "promote", 1, "--description", "warn is deprecated")
    assert "is written: review it, then commit it." in text
    assert shelf.folder is not None
    [path] = (shelf.folder / HOME).iterdir()
    assert path.name == "warn-to-warning.toml"
    rule = parsed(path.read_bytes())
    assert isinstance(rule, Rule)
    assert rule.description == "warn is deprecated"
    assert shell.text("patterns", "check") == "1 rule is sound.\n"
    shelf.write("app.py", "log.warn(y)\n")
    shell.text("check", "--fix")
    assert (shelf.folder / "app.py").read_text() == "log.warning(y)\n"


def test_dry_run_noop(shelf: Shelf, shell: Shell) -> None:
    """It is printed, and no file is made."""
    shelf.learn(*EDIT)
    printed = shell.text("patterns", "promote", 1, "--dry-run", "--name", "mine")
    rule = parsed(printed.encode())
    assert isinstance(rule, Rule)
    assert rule.name == "mine"
    assert shelf.folder is not None
    assert not (shelf.folder / ".honed").exists()


def test_json(shelf: Shelf, shell: Shell) -> None:
    """What was written, and where."""
    shelf.learn(*EDIT)
    found = shell.json("patterns", "promote", 1)
    assert (found["name"], found["language"]) == ("warn-to-warning", "python")
    assert found["file"].endswith("warn-to-warning.toml")
    assert isinstance(parsed(found["text"].encode()), Rule)


def test_ast_grep(shelf: Shelf, shell: Shell) -> None:
    """Printed, never written; what it cannot express is said."""
    shelf.learn("print(total, 1)\n", "emit(1, total)\n")
    shelf.learn("a = b\nimport x\n", "a = b\n")
    text = shell.text("patterns", "promote", 1, "--format", "ast-grep")
    assert "rule:\n  pattern:\n    context: " in text
    assert "fix: " in text
    error = shell.error("patterns", "promote", 2, "--format", "ast-grep")
    assert error.startswith("honed: ast-grep cannot express ")


def test_what_is_refused(shelf: Shelf, shell: Shell) -> None:
    """An unknown pattern, a name that is none, a rule that exists."""
    shelf.learn(*EDIT)
    assert "There is no pattern 9" in shell.error("patterns", "promote", 9)
    assert "is no name of a rule" in shell.error("patterns", "promote", 1, "--name", "../a")
    shell.text("patterns", "promote", 1)
    assert "There is a rule" in shell.error("patterns", "promote", 1)


def test_outside_of_a_workspace(make_shelf: object, folder: object, shell: Shell) -> None:
    """A pattern of loose files has no project to be shared in."""
    shelf = make_shelf(None)  # type: ignore[operator]
    shelf.learn(*EDIT)
    assert "belongs to a project" in shell.error("patterns", "promote", 1)


def test_a_rule_is_explained(shelf: Shelf, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user's file trusts the folder; elsewhere nobody knows of it (noop)."""
    shelf.learn(*EDIT)
    shell.text("patterns", "promote", 1)
    shell.text("patterns", "forget", 1, "--yes")
    shelf.write("app.py", "log.warn(y)\n")
    assert shell.json("why", "app.py:1")["candidates"] == []
    assert shelf.folder is not None
    settings = shelf.folder.parent / "settings.toml"
    settings.write_text(f"trusted_folders = ['{shelf.folder}']\n", "utf-8")
    monkeypatch.setenv("HONED_CONFIG", str(settings))
    text = shell.text("why", "app.py:1")
    assert "a rule of the project, .honed/patterns/warn-to-warning.toml" in text
