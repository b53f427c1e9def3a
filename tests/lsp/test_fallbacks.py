"""Clients that can do less get what they can take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from honed.lsp import scripted
from honed.lsp.capabilities import read
from honed.lsp.code_action import ACCEPTED, wanted
from honed.services.actions import ActionKind
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor
    from tests.lsp.wire import Wire

Json = dict[str, Any]
NO_EDIT: Json = {"resolveSupport": {"properties": ["command"]}}
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
    applies = types.WorkspaceClientCapabilities(apply_edit=True)
    editor = await start_editor(capabilities=types.ClientCapabilities(workspace=applies))
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
    assert wanted(None) == wanted([]) == frozenset(ActionKind)
    assert wanted(["refactor"]) == wanted(["unknown", "refactor"]) == frozenset(ActionKind)
    assert wanted([types.CodeActionKind.RefactorRewrite]) == frozenset(ActionKind)
    assert wanted([types.CodeActionKind.Empty]) == frozenset(ActionKind)
    assert wanted([ActionKind.EDIT]) == {ActionKind.EDIT}
    assert wanted([types.CodeActionKind.QuickFix, "refactor.rewrite.hon"]) == frozenset()
    assert wanted(["unknown", "refactor.rewrite.honed.edit.more"]) == frozenset()


def test_an_empty_client_can_nothing_noop() -> None:
    """What a client does not name it cannot do."""
    client = read(types.InitializeParams(types.ClientCapabilities()), "utf-16")
    assert not any((client.has_action_literals, client.can_resolve_edits,
                    client.can_resolve_commands, client.has_preferred,
                    client.has_document_changes, client.has_annotations, client.has_snippets,
                    client.can_apply_edits, client.can_show_documents, client.has_progress,
                    client.name))  # fmt: skip


LITERALS: Json = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
RESOLVES: Json = {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
ANNOTATES: Json = {"documentChanges": True, "changeAnnotationSupport": {}}
URI = "file:///service.py"


def able(*, action: Json | None = None, edit: Json | None = None, apply: bool = False) -> Json:
    """Return the capabilities of a client: its code actions, its edits, the edits on demand."""
    return {
        "textDocument": {"codeAction": action or {}},
        "workspace": {"workspaceEdit": edit or {}, "applyEdit": apply},
    }


async def offered(wire: Wire, client: Json, **context: Any) -> list[Json]:
    """Return what a client is offered at another place of the edit that was just typed."""
    await wire.begin(client)
    await wire.open(URI, PYTHON.text)
    await wire.change(URI, 2, {"text": PYTHON.text.replace(*PYTHON.typed)})
    await wire.save(URI)
    text = wire.text(URI) or ""
    return await wire.actions(URI, text[: text.index(FIRST)].count("\n"), **context)


def of_kind(actions: list[Json], kind: ActionKind) -> Json:
    """Return the action of a kind."""
    [found] = [each for each in actions if each["kind"] == kind]
    return found


async def test_everywhere_is_to_be_confirmed(wire: Wire) -> None:
    """Where the client can ask; the edit of one place is not."""
    actions = await offered(wire, able(action=LITERALS, edit=ANNOTATES))
    everywhere = of_kind(actions, ActionKind.EVERYWHERE)["edit"]
    [(name, annotation)] = everywhere["changeAnnotations"].items()
    assert annotation["needsConfirmation"]
    assert "4 places" in annotation["label"]
    [change] = everywhere["documentChanges"]
    assert {each["annotationId"] for each in change["edits"]} == {name}
    assert len(change["edits"]) == 4
    first = of_kind(actions, ActionKind.EDIT)["edit"]
    assert "changeAnnotations" not in first
    assert all("annotationId" not in each for each in first["documentChanges"][0]["edits"])


async def test_everywhere_is_to_be_confirmed_when_it_is_resolved(wire: Wire) -> None:
    """The edits that come late are annotated like those that come at once."""
    client = able(action=LITERALS | RESOLVES, edit=ANNOTATES)
    actions = await offered(wire, client, triggerKind=2)
    action = of_kind(actions, ActionKind.EVERYWHERE)
    assert "edit" not in action
    edit = (await wire.ask("codeAction/resolve", action))["result"]["edit"]
    [annotation] = edit["changeAnnotations"].values()
    assert annotation["label"] == action["title"]


async def test_the_command_comes_with_the_edits(wire: Wire) -> None:
    """Some editors ask only for the edits of actions that have no command."""
    resolves = RESOLVES | {"resolveSupport": {"properties": ["edit", "command"]}}
    actions = await offered(wire, able(action=LITERALS | resolves), triggerKind=2)
    action = of_kind(actions, ActionKind.EVERYWHERE)
    assert "edit" not in action
    assert "command" not in action
    resolved = (await wire.ask("codeAction/resolve", action))["result"]
    assert resolved["edit"]
    assert resolved["command"]["command"] == ACCEPTED


async def test_the_command_comes_at_once_where_it_cannot_come_later_noop(wire: Wire) -> None:
    """The same command as comes with the edits."""
    actions = await offered(wire, able(action=LITERALS | RESOLVES), triggerKind=2)
    action = of_kind(actions, ActionKind.EVERYWHERE)
    assert "edit" not in action
    resolved = (await wire.ask("codeAction/resolve", action))["result"]
    assert resolved["command"] == action["command"]
    assert of_kind(actions, ActionKind.EDIT)["command"]["command"] == ACCEPTED


@pytest.mark.parametrize("edit", [{"changeAnnotationSupport": {}}, {"documentChanges": True}, {}])
async def test_without_annotations_noop(wire: Wire, edit: Json) -> None:
    """Annotations need document changes: a client that lacks one of the two gets none."""
    actions = await offered(wire, able(action=LITERALS, edit=edit))
    everywhere = of_kind(actions, ActionKind.EVERYWHERE)["edit"]
    assert "changeAnnotations" not in everywhere
    assert "annotationId" not in str(everywhere)
    assert ("documentChanges" in everywhere) is ("documentChanges" in edit)


@pytest.mark.parametrize(
    "lacking", [{}, {"dataSupport": True}, RESOLVES | {"dataSupport": False}, RESOLVES | NO_EDIT]
)
async def test_without_resolve_edits_come_at_once(wire: Wire, lacking: Json) -> None:
    """Also where the client can resolve something else, or would forget the data."""
    actions = await offered(wire, able(action=LITERALS | lacking), triggerKind=2)
    assert {each["kind"] for each in actions} == {ActionKind.EDIT, ActionKind.EVERYWHERE}
    assert all(each["edit"] and "data" not in each for each in actions)


async def test_without_any_way_to_edit_nothing_is_offered_noop(wire: Wire) -> None:
    """A client that takes commands alone, and makes no edits for them."""
    assert await offered(wire, {}) == []


async def test_a_dismissal_by_a_client_of_commands(wire: Wire) -> None:
    """The command dismisses; it asks for no edit."""
    actions = await offered(wire, able(apply=True))
    dismiss = next(each for each in actions if "do not offer" in each["title"])
    assert dismiss["command"] == "honed.dismiss"
    assert (await wire.ask("workspace/executeCommand", dismiss))["result"] is None
    line = (wire.text(URI) or "").split(FIRST)[0].count("\n")
    assert await wire.actions(URI, line) == []
    assert not [each for each in wire.outlet.messages if each.get("method")]


async def test_a_refused_edit_is_no_acceptance(wire: Wire) -> None:
    """A client that says that it did not apply the edit: nothing is recorded."""
    actions = await offered(wire, able(apply=True))
    before = (await wire.ask("honed/status"))["result"]["lastDurableId"]
    apply = {"jsonrpc": "2.0", "id": "x", "method": "workspace/executeCommand"}
    await wire.say(apply | {"params": {**actions[0], "title": None}})
    [asked] = await wire.until(lambda each: each.get("method") == "workspace/applyEdit")
    answer = {"jsonrpc": "2.0", "id": asked["id"], "result": {"applied": False}}
    await wire.say(answer)
    await wire.until(lambda each: each.get("id") == "x")
    wire.settle()
    assert (await wire.ask("honed/status"))["result"]["lastDurableId"] == before


async def test_a_command_is_cancelled_while_it_waits(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """For the client's own answer, which may never come: RequestCancelled, and no complaint."""
    actions = await offered(wire, able(apply=True))
    apply = {"jsonrpc": "2.0", "id": "x", "method": "workspace/executeCommand"}
    await wire.say(apply | {"params": {**actions[0], "title": None}})
    await wire.until(lambda each: each.get("method") == "workspace/applyEdit")
    await wire.tell("$/cancelRequest", {"id": "x"})
    [answer] = await wire.until(lambda each: each.get("id") == "x")
    assert answer["error"]["code"] == types.LSPErrorCodes.RequestCancelled
    assert not caplog.records


async def test_wrong_settings_are_named(start_editor: StartEditor) -> None:
    """A setting of the wrong type is told to the user; the others' defaults hold."""
    editor = await start_editor({"enabled": "yes", "unknown": 1})
    assert (await editor.status())["documents"] == 0
