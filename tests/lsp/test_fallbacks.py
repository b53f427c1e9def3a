"""Clients that can do less get what they can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from honed.lsp import scripted
from honed.lsp.capabilities import read
from honed.lsp.code_action import wanted
from honed.services.actions import ActionKind
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

FIRST, FIRST_AFTER = PYTHON.others[0]


async def taught(editor: scripted.ScriptedEditor) -> str:
    """Teach the sample's edit; return the text that is wanted at the first other place."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    await editor.settled()
    return editor.texts[PYTHON.name].replace(FIRST, FIRST_AFTER)


async def test_commands_only(start_editor: StartEditor) -> None:
    """A client without action literals gets commands; running one makes it apply the edit."""
    editor = await start_editor(capabilities=types.ClientCapabilities())
    wished = await taught(editor)
    asked: list[types.ApplyWorkspaceEditParams] = []

    @editor.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        asked.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    text = editor.texts[PYTHON.name]
    at = scripted.position(text, text.index(FIRST))
    answer = await editor.client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(editor.uri(PYTHON.name)),
            types.Range(at, at),
            types.CodeActionContext([]),
        )
    )
    assert answer
    command = answer[0]
    assert isinstance(command, types.Command)
    before = await editor.settled()
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, command.arguments)
    )
    (params,) = asked
    action = types.CodeAction(title="", edit=params.edit)
    assert params.edit.changes is not None
    assert editor.preview(PYTHON.name, action) == wished
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"] + 1


async def test_without_versions(start_editor: StartEditor) -> None:
    """A client without document changes gets plain changes."""
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    types.ClientCodeActionKindOptions([])
                )
            )
        )
    )
    editor = await start_editor(capabilities=capabilities)
    wished = await taught(editor)
    first, *others = await editor.actions(PYTHON.name, FIRST, automatic=True)
    assert first.edit is not None
    assert first.edit.document_changes is None
    assert first.is_preferred is None
    assert editor.preview(PYTHON.name, first) == wished
    # It cannot resolve, so "everywhere" comes with its edits.
    assert all(each.edit is not None for each in others)


@pytest.mark.parametrize("kind", ["utf-8", "utf-16", "utf-32"])
async def test_each_encoding_with_emoji_on_the_line(start_editor: StartEditor, kind: str) -> None:
    """The edit lands right behind an emoji, in the units that were agreed on."""
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[kind]),
        text_document=scripted.CAPABILITIES.text_document,
        workspace=scripted.CAPABILITIES.workspace,
    )
    editor = await start_editor(capabilities=capabilities)
    assert editor.server_info is not None
    assert editor.server_info.capabilities.position_encoding == kind
    text = 'log.info("a %s b %s" % (x, y))\nlog.info("👩‍💻 名前 %s / %s" % (u, v)); log.info("é")\n'
    editor.open("a.py", text)
    editor.replace_all("a.py", text.replace(" % (x, y)", ", x, y"))
    editor.save("a.py")
    await editor.settled()
    line = types.Position(1, 0)
    answer = await editor.client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(editor.uri("a.py")),
            types.Range(line, line),
            types.CodeActionContext([], ["refactor.rewrite.honed.edit"]),
        )
    )
    assert answer
    action = answer[0]
    assert isinstance(action, types.CodeAction)
    assert action.edit is not None
    assert action.edit.document_changes is not None
    change = action.edit.document_changes[0]
    assert isinstance(change, types.TextDocumentEdit)
    (edit,) = change.edits
    start = 'log.info("👩‍💻 名前 %s / %s"'
    width = {
        "utf-8": len(start.encode()),
        "utf-16": len(start.encode("utf-16-le")) // 2,
        "utf-32": len(start),
    }[kind]
    assert edit.range.start == types.Position(1, width)
    assert isinstance(edit, types.TextEdit)
    assert edit.new_text == ", u, v"


def test_only() -> None:
    """A kind lets through itself and what is below it; none at all lets through everything."""
    assert wanted(None) == frozenset(ActionKind)
    assert wanted([types.CodeActionKind.RefactorRewrite]) == frozenset(ActionKind)
    assert wanted([types.CodeActionKind.Empty]) == frozenset(ActionKind)
    assert wanted([ActionKind.EDIT]) == {ActionKind.EDIT}
    assert wanted([types.CodeActionKind.QuickFix, "refactor.rewrite.hon"]) == frozenset()


def test_an_empty_client_can_nothing_noop() -> None:
    """What a client does not name it cannot do."""
    client = read(types.InitializeParams(types.ClientCapabilities()), "utf-16")
    assert not any((client.has_action_literals, client.can_resolve_edits, client.has_preferred,
                    client.has_document_changes, client.name))  # fmt: skip


async def test_wrong_settings_are_named(start_editor: StartEditor) -> None:
    """A setting of the wrong type is told to the user; the others' defaults hold."""
    editor = await start_editor({"enabled": "yes", "unknown": 1})
    assert (await editor.status())["documents"] == 0
