"""`honed.previewEverywhere`: all places of the open documents and of the folder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from honed.lsp import scripted
from tests.lsp.samples import PYTHON
from tests.lsp.test_loop import taught
from tests.lsp.test_next_edit import PROTOCOL, command

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

Editor = scripted.ScriptedEditor
CALLS = """def begin(one, two):
    log.info("%s begins with %s" % (one, two))


def end(one, two):
    log.info("%s ends with %s" % (one, two))
"""
CHANGED = CALLS.replace('" % (one, two)', '", one, two')
UNLIKE = 'print("a %s" % one)\n'


async def everywhere(editor: Editor, **given: Any) -> dict[str, Any]:
    """Ask for the edits of the latest pattern."""
    await editor.looked_at()
    answer = await command(editor, "previewEverywhere", uri=editor.uri(PYTHON.name), **given)
    assert isinstance(answer, dict)
    return answer


def write(editor: Editor, name: str, text: str) -> None:
    """Write a file of the folder."""
    path = editor.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def led_to(editor: Editor, answer: dict[str, Any]) -> dict[str, str]:
    """Return the text of each file after the edits, by its name."""
    found = {}
    for change in (answer["edit"] or {"documentChanges": ()})["documentChanges"]:
        uri = change["textDocument"]["uri"]
        [name] = [each for each in (*editor.texts, "closed.py") if editor.uri(each) == uri]
        version = change["textDocument"]["version"]
        assert version == editor.versions.get(name)
        text = editor.texts.get(name) or (editor.folder / name).read_text("utf-8")
        for edit in reversed(change["edits"]):
            start, end = (
                scripted.offset(text, types.Position(**edit["range"][side]))
                for side in ("start", "end")
            )
            text = text[:start] + edit["newText"] + text[end:]
        found[name] = text
    return found


async def test_open_documents(editor: Editor) -> None:
    """Each as it is in the editor, for its version; nothing is changed by asking."""
    await taught(editor)
    editor.open("open.py", CALLS)
    editor.open("unlike.py", UNLIKE)
    write(editor, "closed.py", CALLS)
    answer = await everywhere(editor)
    texts = led_to(editor, answer)
    assert list(texts) == [PYTHON.name, "open.py"]
    assert texts["open.py"] == CHANGED
    assert (answer["files"], answer["places"], answer["applied"]) == (2, 6, False)
    assert (answer["filesRead"], answer["isComplete"]) == (0, True)


async def test_the_folder(editor: Editor) -> None:
    """The files that are not open come from the disk, without a version."""
    await taught(editor)
    write(editor, "closed.py", CALLS)
    write(editor, "unlike.py", UNLIKE)
    write(editor, "node_modules/other.py", CALLS)
    answer = await everywhere(editor, scope="workspace")
    assert led_to(editor, answer)["closed.py"] == CHANGED
    assert (answer["files"], answer["filesRead"], answer["isComplete"]) == (2, 2, True)


async def test_nothing_fits_noop(editor: Editor) -> None:
    """No edit, and no error."""
    editor.open(PYTHON.name, 'log.info("a %s" % one)\n')
    editor.type(PYTHON.name, '" % one', '", one')
    editor.save(PYTHON.name)
    await editor.settled()
    answer = await everywhere(editor, scope="workspace", apply=True)
    assert (answer["edit"], answer["ids"], answer["applied"]) == (None, [], False)


@pytest.mark.parametrize("makes_edits", [True, False])
async def test_applied(editor: Editor, *, makes_edits: bool) -> None:
    """Where the client makes the edits each place was accepted; what it declines it may have."""
    before = await taught(editor)
    write(editor, "closed.py", CALLS)
    asked: list[types.ApplyWorkspaceEditParams] = []

    @editor.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        asked.append(params)
        if makes_edits:
            action = types.CodeAction("", edit=params.edit)
            editor.replace_with(PYTHON.name, editor.preview(PYTHON.name, action))
        return types.ApplyWorkspaceEditResult(makes_edits)

    answer = await everywhere(editor, scope="workspace", apply=True)
    assert answer["applied"] is makes_edits
    assert len(asked) == 1
    after = await editor.settled()
    rows = after["lastDurableId"] - before["lastDurableId"]
    assert rows == (answer["places"] if makes_edits else 0)


async def test_edits_are_to_be_confirmed(start_editor: StartEditor) -> None:
    """Where the client can ask, file by file."""
    workspace = attrs.evolve(
        scripted.CAPABILITIES.workspace or types.WorkspaceClientCapabilities(),
        workspace_edit=types.WorkspaceEditClientCapabilities(
            document_changes=True,
            change_annotation_support=types.ChangeAnnotationsSupportOptions(),
        ),
    )
    editor = await start_editor(
        capabilities=attrs.evolve(scripted.CAPABILITIES, workspace=workspace)
    )
    await taught(editor)
    editor.open("open.py", CALLS)
    edit = (await everywhere(editor))["edit"]
    annotations = edit["changeAnnotations"]
    assert [each["needsConfirmation"] for each in annotations.values()] == [True, True]
    for change, name in zip(edit["documentChanges"], annotations, strict=True):
        assert {each["annotationId"] for each in change["edits"]} == {name}


async def test_progress_that_is_cancelled(start_editor: StartEditor) -> None:
    """It is shown, and cancelling it ends the search with what there is."""
    window = types.WindowClientCapabilities(work_done_progress=True)
    editor = await start_editor(capabilities=attrs.evolve(scripted.CAPABILITIES, window=window))
    kinds: list[str] = []

    @editor.client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    def create(params: types.WorkDoneProgressCreateParams) -> None:
        cancel = types.WorkDoneProgressCancelParams(params.token)
        editor.client.window_work_done_progress_cancel(cancel)

    @editor.client.feature(types.PROGRESS)
    def progress(params: types.ProgressParams) -> None:
        kinds.append(scripted.plain(params.value)["kind"])

    await taught(editor)
    for number in range(50):
        write(editor, f"many/f{number}.py", CALLS)
    answer = await everywhere(editor, scope="workspace")
    assert answer["files"] >= 1
    assert kinds[:1] in ([], ["begin"])
    assert kinds[-1:] in ([], ["end"])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"scope": "moon", "patternId": 1},
        {"patternId": 99},
        {"id": "x"},
        {"uri": 3},
        {"uri": "file:///nowhere/a.py"},
    ],
)
async def test_what_makes_no_sense(editor: Editor, given: dict[str, Any]) -> None:
    """It is an error that says why."""
    with pytest.raises(JsonRpcException) as error:
        await command(editor, "previewEverywhere", **given)
    assert error.value.code == -32602


async def test_off_noop(editor: Editor) -> None:
    """Neither in a document that is off, nor where the kind is."""
    await taught(editor)
    editor.open("open.py", CALLS)
    write(editor, "closed.py", CALLS)
    await command(editor, "toggle", scope="buffer", uri=editor.uri("open.py"), on=False)
    assert list(led_to(editor, await everywhere(editor))) == [PYTHON.name]
    await command(editor, "toggle", scope="kind", value="everywhere", on=False)
    answer = await everywhere(editor, scope="workspace")
    assert (answer["edit"], answer["filesRead"]) == (None, 0)


async def test_the_page_is_right(editor: Editor) -> None:
    """The request of docs/protocol.md is understood, and each field of the answer is told."""
    page = PROTOCOL.read_text("utf-8")
    chapter = page[page.index("\n## Everywhere in several files\n") :]
    [asked] = re.findall(r"^```json\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)[:1]
    await taught(editor)
    given = json.loads(asked) | {"uri": editor.uri(PYTHON.name)}
    answer = await command(editor, "previewEverywhere", **given)
    fields = re.findall(r"^\| (`.*?) \|", chapter[: chapter.index("\n## ", 5)], re.MULTILINE)
    assert {name for row in fields for name in re.findall(r"`(\w+)`", row)} == set(answer)
