"""`honed settings`: what holds in a folder, who says so, and the schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the user's file; there is none yet."""
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("HONED_CONFIG", str(path))
    return path


def holding(answer: Any) -> dict[str, tuple[Any, list[str]]]:
    """Return value and sources by name."""
    return {each["name"]: (each["value"], each["sources"]) for each in answer["settings"]}


def test_the_defaults_without_any_file(shell: Shell, folder: Path, mine: Path) -> None:
    """Every setting is there, and nobody has said anything."""
    answer = shell.json("settings")
    assert (answer["folder"], answer["userFile"]) == (str(folder), str(mine))
    found = holding(answer)
    assert found["enabled"] == (True, ["default"])
    assert {sources[0] for _, sources in found.values()} == {"default"}
    assert answer["messages"] == []


def test_who_says_so(shell: Shell, folder: Path, mine: Path) -> None:
    """The user's file and the project's, and what is wrong in them."""
    mine.write_text("exclude = ['a']\nlern = true")
    project = folder / "pyproject.toml"
    project.write_text("[tool.honed]\nexclude = ['b']\nlearn = false")
    answer = shell.json("settings")
    assert holding(answer)["exclude"] == (["a", "b"], [str(mine), str(project)])
    assert holding(answer)["learn"] == (False, [str(project)])
    [message] = answer["messages"]
    assert "lern" in message
    text = shell.text("settings")
    row = next(line for line in text.splitlines() if line.startswith("exclude "))
    assert re.split(r" {2,}", row.strip()) == ["exclude", '["a", "b"]', f"{mine}, {project}"]
    assert message in text


def test_another_folder(shell: Shell, folder: Path, mine: Path, tmp_path: Path) -> None:
    """`--workspace` names it; it need not be known."""
    (tmp_path / "honed.toml").write_text("learn = false")
    assert holding(shell.json("settings", "--workspace", tmp_path))["learn"][0] is False
    assert holding(shell.json("settings"))["learn"][0] is True


def test_the_schema(shell: Shell) -> None:
    """It is JSON, with or without being asked."""
    text = shell.text("settings", "--schema")
    assert json.loads(text)["properties"]["enabled"]["default"] is True
    assert text == shell.text("settings", "--schema", "--json")


def test_commands_look_where_the_users_file_says(
    shell: Shell, folder: Path, mine: Path, tmp_path: Path, data_dir: Path
) -> None:
    """`dataDir` there goes before HONED_DATA_DIR, and --data-dir before both."""
    assert shell.json("stats")["dataDir"] == str(data_dir)
    mine.write_text(f"data_dir = '{tmp_path / 'there'}'")
    assert shell.json("stats")["dataDir"] == str(tmp_path / "there")
    assert shell.json("stats", "--data-dir", tmp_path)["dataDir"] == str(tmp_path)


def test_the_doctor_looks_at_the_users_file(shell: Shell, mine: Path, data_dir: Path) -> None:
    """What is wrong in it is a warning that names the file."""
    assert "which is not there" in shell.text("doctor", "--data-dir", data_dir)
    mine.write_text("learn = 'no'")
    checks = shell.json("doctor", "--data-dir", data_dir)["checks"]
    [warned] = [each for each in checks if each["section"] == "settings" if each["level"] == "warn"]
    assert "'learn'" in warned["message"]
    assert str(mine) in warned["advice"]
