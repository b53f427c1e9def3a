"""What was not typed here is told apart and never taught; what was typed is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from honed.lsp.scripted import position
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from honed.lsp.scripted import ScriptedEditor as Editor

CHANGED = PYTHON.text.replace(*PYTHON.typed)


async def project(editor: Editor) -> dict[str, Any]:
    """Return the status of the folder's project once all is learned."""
    found: dict[str, Any] = (await editor.settled())["projects"][1]
    return found


async def test_one_replacement_is_taught(editor: Editor) -> None:
    """One line replaced in one notification counts as typed: editors send so after a paste."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.replace_with(PYTHON.name, CHANGED)
    editor.save(PYTHON.name)
    assert (await project(editor))["patterns"] > 0


async def test_full_text_with_one_change_is_taught(editor: Editor) -> None:
    """A client that sends the whole text each time is understood as well."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.replace_all(PYTHON.name, CHANGED)
    editor.save(PYTHON.name)
    assert (await project(editor))["patterns"] > 0


async def test_replace_all_is_not_taught_noop(editor: Editor) -> None:
    """Several places in one notification are a tool's work."""
    editor.open(PYTHON.name, PYTHON.text)
    after = PYTHON.text
    for before, changed in PYTHON.others:
        after = after.replace(before, changed)
    editor.replace_all(PYTHON.name, after)
    editor.save(PYTHON.name)
    assert (await project(editor))["notTaught"] == {"bulk": 1}


async def test_several_ranges_at_once_are_not_taught_noop(editor: Editor) -> None:
    """Another server's rename changes several ranges in one notification."""
    editor.open(PYTHON.name, PYTHON.text)
    edits = [
        (at, at + 3, "lg")
        for at in reversed(range(len(PYTHON.text)))
        if PYTHON.text.startswith("log.", at)
    ]
    editor.change_many(PYTHON.name, edits)
    editor.save(PYTHON.name)
    assert (await project(editor))["notTaught"] == {"bulk": 1}


async def test_reload_from_disk_is_not_taught_noop(editor: Editor) -> None:
    """A text that another program wrote to the file, and the editor reloaded."""
    (editor.folder / PYTHON.name).write_text(CHANGED, "utf-8")
    editor.open(PYTHON.name, PYTHON.text)
    editor.replace_with(PYTHON.name, CHANGED)
    await editor.actions(PYTHON.name, "label")
    assert (await project(editor))["notTaught"] == {"disk": 1}


async def test_formatter_on_save_is_not_taught_noop(editor: Editor) -> None:
    """What changes between willSave and didSave is a formatter's."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.client.text_document_will_save(
        types.WillSaveTextDocumentParams(
            types.TextDocumentIdentifier(editor.uri(PYTHON.name)),
            types.TextDocumentSaveReason.Manual,
        )
    )
    editor.replace_with(PYTHON.name, CHANGED)
    editor.save(PYTHON.name)
    assert (await project(editor))["notTaught"] == {"formatted": 1}


async def test_spaces_are_not_taught_noop(editor: Editor) -> None:
    """A change of spaces alone is formatting."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, "(user, host))", "( user, host ))")
    editor.save(PYTHON.name)
    assert (await project(editor))["notTaught"] == {"formatted": 1}


async def test_taking_it_back_unteaches(editor: Editor) -> None:
    """An edit that the developer takes back leaves no pattern, neither it nor its reverse."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    await editor.settled()
    old, new = PYTHON.typed
    editor.type(PYTHON.name, new, old)
    editor.save(PYTHON.name)
    status = await project(editor)
    assert (status["patterns"], status["notTaught"]) == (0, {"undone": 1})


async def test_an_edit_in_two_parts_is_one(editor: Editor) -> None:
    """A pause in the middle of a change leaves no half pattern."""
    editor.open(PYTHON.name, PYTHON.text)
    old, new = PYTHON.typed
    half = '"user %s came from %s", (user, host))'
    editor.type(PYTHON.name, old, half)
    editor.save(PYTHON.name)
    await editor.settled()
    editor.type(PYTHON.name, half, new)
    editor.save(PYTHON.name)
    assert (await project(editor))["patterns"] > 0
    before, after = PYTHON.others[0]
    offered = await editor.edits_at(PYTHON.name, before)
    assert offered == [editor.texts[PYTHON.name].replace(before, after)]


async def test_secrets_are_not_stored(editor: Editor) -> None:
    """A token that is typed into the code is on no disk of ours."""
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    editor.open("a.py", "def f():\n    connect(host, None)\n")
    editor.type("a.py", "None", f'"{secret}"')
    editor.save("a.py")
    assert (await project(editor))["lastDurableId"] == 1
    data = editor.folder.parent / "data"
    for path in data.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()


async def test_ignored_files_are_left_alone_noop(editor: Editor) -> None:
    """`.env` and its like are never looked at."""
    editor.open(".env", "A=1\nB=2\n", "shellscript")
    editor.type(".env", "A=1", "A=3")
    editor.save(".env")
    assert (await project(editor))["lastDurableId"] == 0


async def test_versions_that_go_back_are_distrusted(editor: Editor) -> None:
    """Out-of-order messages: no offers, nothing taught, until a save brings the text."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    await editor.settled()
    needle = PYTHON.others[0][0]
    assert await editor.edits_at(PYTHON.name, needle)
    editor.versions[PYTHON.name] -= 5
    editor.change(PYTHON.name, 0, 0, "#\n")
    assert await editor.edits_at(PYTHON.name, needle) == []
    editor.save(PYTHON.name)
    assert await editor.edits_at(PYTHON.name, needle)


async def test_positions_out_of_range_are_clamped(editor: Editor) -> None:
    """A client that is one line off does no harm."""
    editor.open("a.py", "x = 1\n")
    identifier = types.VersionedTextDocumentIdentifier(2, editor.uri("a.py"))
    far = types.Position(99, 99)
    editor.client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            identifier, [types.TextDocumentContentChangePartial(types.Range(far, far), "y = 2\n")]
        )
    )
    assert await editor.actions("a.py", "x") == []
    assert position("x = 1\n", 0) == types.Position(0, 0)
