"""What the VS Code extension has from the server: its settings and languages, its version apart."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from honed.config import Kind
from honed.services.settings_schema import FILE_ONLY, OFF_IN_FOLDERS, schema, vscode_properties
from honed.syntax import languages

CLIENT = Path(__file__).parents[1] / "client-vscode"


def manifest() -> dict[str, Any]:
    """Return package.json."""
    said: dict[str, Any] = json.loads((CLIENT / "package.json").read_text("utf-8"))
    return said


def test_the_settings_are_those_of_the_server() -> None:
    """With its own beside them, which have a dot in their names."""
    properties = manifest()["contributes"]["configuration"]["properties"]
    ours = {name: value for name, value in properties.items() if name.count(".") == 1}
    assert ours == vscode_properties(), "client-vscode is not up to date: run scripts/docs"
    assert len(ours) == len(schema()["properties"]) - len(FILE_ONLY)
    assert properties.keys() - ours.keys() == {
        f"honed.{name}"
        for name in re.findall(r"'(\w+\.\w+)'", (CLIENT / "src" / "settings.ts").read_text("utf-8"))
    }


def test_a_folder_can_only_switch_off() -> None:
    """All other settings are for the whole application; those that name programs, for a machine."""
    properties = manifest()["contributes"]["configuration"]["properties"]
    of_folders = {name for name, value in properties.items() if value["scope"] == "window"}
    assert of_folders == {f"honed.{name}" for name in OFF_IN_FOLDERS} | {
        "honed.nextEdit.enabled",
        "honed.nextEdit.jumpWithTab",
    }
    for name in ("honed.server.command", "honed.server.python"):
        assert properties[name]["scope"] == "machine"


def test_the_languages_are_those_of_the_grammars() -> None:
    """Each id by which an editor may call one."""
    source = (CLIENT / "src" / "languages.ts").read_text("utf-8")
    told = re.findall(r"^  '(.+)',$", source, re.MULTILINE)
    found = [languages.by_name(name) for name in languages.names()]
    assert told == sorted({one for each in found if each for one in each.language_ids})


def test_every_kind_can_be_switched() -> None:
    """The menu of switches has each kind of suggestion."""
    source = (CLIENT / "src" / "switches.ts").read_text("utf-8")
    assert set(re.findall(r"^  \['(\w+)', ", source, re.MULTILINE)) == set(Kind)


def test_tab_stays_what_it_is_while_nothing_is_drawn() -> None:
    """Keys that others have are taken only while an offer is visible."""
    for binding in manifest()["contributes"]["keybindings"]:
        assert "honed.nextEditVisible" in binding["when"].split(" && ")


def test_every_command_is_there() -> None:
    """What the manifest names is registered, and what is registered is named."""
    source = (CLIENT / "src" / "extension.ts").read_text("utf-8")
    registered = set(re.findall(r"^    \['(honed\.[\w.]+)', ", source, re.MULTILINE))
    assert registered == {each["command"] for each in manifest()["contributes"]["commands"]}


def test_what_the_manifest_names_lies_there() -> None:
    """Icons and pages."""
    text = json.dumps(manifest())
    for path in re.findall(r'"(media/[^"]+)"', text):
        assert (CLIENT / path).is_file()
