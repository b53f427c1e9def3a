"""Workspace folders that come and go, and documents that lie in none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from honed.lsp.uris import folder_of, path_of
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.wire import Wire

TAUGHT = PYTHON.text.replace(*PYTHON.typed)
ELSEWHERE = TAUGHT[: TAUGHT.index(PYTHON.others[0][0])].count("\n")
"""The first line where the edit of the sample is wanted as well."""


def folder(path: Path) -> dict[str, str]:
    """Return a workspace folder, which is made where it is missing."""
    path.mkdir(parents=True, exist_ok=True)
    return {"uri": path.as_uri(), "name": path.name}


async def change_folders(wire: Wire, added: list[Any], removed: list[Any]) -> None:
    """Tell of a change of folders, and wait until it is done."""
    event = {"added": added, "removed": removed}
    await wire.tell("workspace/didChangeWorkspaceFolders", {"event": event})
    wire.settle()


async def folders(wire: Wire) -> list[str]:
    """Return the folders that the server has open."""
    status = (await wire.ask("honed/status"))["result"]
    return [each["folder"] for each in status["projects"] if each["folder"]]


async def teach(wire: Wire, uri: str) -> None:
    """Open the sample, and change it as it says."""
    await wire.open(uri, PYTHON.text)
    await wire.change(uri, 2, {"text": TAUGHT})
    await wire.save(uri)


async def test_a_removed_folder_is_silent(wire: Wire, tmp_path: Path) -> None:
    """Its offers stop, those on the screen too; added again, it knows what it knew."""
    project = folder(tmp_path / "project")
    await wire.begin(workspaceFolders=[project])
    uri = project["uri"] + "/a.py"
    await teach(wire, uri)
    offered = await wire.actions(uri, ELSEWHERE)
    assert offered
    apply = {"command": "honed.apply", "arguments": [{"id": action_id(offered[0])}]}
    await change_folders(wire, [], [project])
    assert await wire.actions(uri, ELSEWHERE) == []
    assert await wire.ask("workspace/executeCommand", apply) == {
        "jsonrpc": "2.0", "id": wire.last_id, "result": None,
    }  # fmt: skip
    assert not [each for each in wire.outlet.messages if each.get("method")]
    assert await folders(wire) == []
    await change_folders(wire, [project], [])
    assert await wire.actions(uri, ELSEWHERE)


def action_id(action: dict[str, Any]) -> str:
    """Return the id of an action."""
    found = action["arguments"][0]["id"] if "arguments" in action else None
    return str(found or action["command"]["arguments"][0]["id"])


async def test_what_is_typed_is_learned_before_its_folder_closes(
    wire: Wire, tmp_path: Path
) -> None:
    """In that folder, not among the loose files."""
    project = folder(tmp_path / "project")
    await wire.begin(workspaceFolders=[project])
    uri = project["uri"] + "/a.py"
    await wire.open(uri, PYTHON.text)
    await wire.change(uri, 2, {"text": TAUGHT})
    await change_folders(wire, [], [project])
    await change_folders(wire, [project], [])
    loose, again = (await wire.ask("honed/status"))["result"]["projects"]
    assert loose["patterns"] == 0 < again["patterns"]


async def test_other_folders_go_on_noop(wire: Wire, tmp_path: Path) -> None:
    """A folder that was never open can be removed, and costs nobody anything."""
    project = folder(tmp_path / "project")
    await wire.begin(workspaceFolders=[project])
    uri = project["uri"] + "/a.py"
    await teach(wire, uri)
    await change_folders(wire, [], [folder(tmp_path / "other"), {"uri": "x:y", "name": ""}])
    assert await wire.actions(uri, ELSEWHERE)


async def test_the_same_folder_twice_is_one(wire: Wire, tmp_path: Path) -> None:
    """However it is written."""
    project = folder(tmp_path / "project")
    slashed = project | {"uri": project["uri"] + "/"}
    await wire.begin(workspaceFolders=[project, project, slashed])
    await change_folders(wire, [project, slashed], [])
    assert await folders(wire) == [str(tmp_path / "project")]


async def test_the_innermost_folder_has_the_file(wire: Wire, tmp_path: Path) -> None:
    """When it is closed, the one around it."""
    outer, inner = folder(tmp_path / "outer"), folder(tmp_path / "outer" / "inner")
    await wire.begin(workspaceFolders=[outer, inner])
    state = wire.server.workspace_state
    path = str(tmp_path / "outer" / "inner" / "a.py")
    assert state.project_of(path).folder == tmp_path / "outer" / "inner"
    await change_folders(wire, [], [inner])
    assert state.project_of(path).folder == tmp_path / "outer"


async def test_spaces_and_percent_signs(wire: Wire, tmp_path: Path) -> None:
    """A folder is the same one whichever characters of its URI are escaped."""
    project = folder(tmp_path / "my project%é")
    await wire.begin(workspaceFolders=[project])
    uri = project["uri"].replace("my%20project", "my project") + "/a%3Ab.py"
    await teach(wire, uri)
    loose, ours = (await wire.ask("honed/status"))["result"]["projects"]
    assert loose["patterns"] == 0 < ours["patterns"]


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "vscode-remote://ssh-remote+host/home/me/a.py",
        "git:/project/a.py?%7B%22ref%22%3A%22HEAD%22%7D",
        "file:///c%3A/Users/me/a.py",
        "file://server/share/a.py",
        "a.py",
        "",
        "http://[nonsense",
        "file:///a%00b.py",
    ],
)
async def test_documents_of_no_folder(wire: Wire, tmp_path: Path, uri: str) -> None:
    """They learn among the loose files, and are never taken for a file of the folder."""
    await wire.begin(workspaceFolders=[folder(tmp_path / "project")])
    await teach(wire, uri)
    loose, ours = (await wire.ask("honed/status"))["result"]["projects"]
    assert ours["patterns"] == 0 < loose["patterns"]
    assert await wire.actions(uri, ELSEWHERE)


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b.py", "/a/b.py"),
        ("file:///a%20b/c.py", "/a b/c.py"),
        ("file:///project/../etc/passwd", "/etc/passwd"),
        ("file:///c%3A/b.py", "c:/b.py"),
        ("FILE:///a.py", "/a.py"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-remote://wsl/home/a.py", "vscode-remote://wsl/home/a.py"),
    ],
)
def test_paths(uri: str, path: str) -> None:
    """A `file` URI names a path, and stands for nothing outside of where it says."""
    assert path_of(uri) == path


@pytest.mark.parametrize("uri", ["untitled:x", "vscode-remote://wsl/home", "file:", "", "x", "%"])
def test_no_folders_noop(uri: str) -> None:
    """What is no folder of this machine is not opened."""
    assert folder_of(uri) is None
