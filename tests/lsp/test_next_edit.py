"""`honed/nextEdit`, its commands and its code action, as an editor sees them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from honed.lsp import scripted
from tests.lsp.samples import PYTHON
from tests.lsp.test_loop import taught

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

Editor = scripted.ScriptedEditor
DISMISS = ["refactor.rewrite.honed.dismiss"]
NEXT = ["refactor.rewrite.honed.next"]
NAME = PYTHON.name
FIRST, SECOND = PYTHON.others[:2]
PROTOCOL = Path(__file__).parents[2] / "docs" / "protocol.md"


async def next_edit(editor: Editor, name: str = NAME, version: int | None = None) -> Any:
    """Ask for the next edit of a document."""
    document: dict[str, Any] = {"uri": editor.uri(name)}
    if version is not None:
        document["version"] = version
    await editor.looked_at()
    asked = {"textDocument": document}
    return scripted.plain(await editor.client.protocol.send_request_async("honed/nextEdit", asked))


async def command(editor: Editor, name: str, **given: Any) -> Any:
    """Execute a command."""
    params = types.ExecuteCommandParams(f"honed.{name}", [given])
    return scripted.plain(await editor.client.workspace_execute_command_async(params))


def after(editor: Editor, answer: Any, name: str = NAME) -> str:
    """Return the text that an answer leads to."""
    text = editor.texts[name]
    for edit in reversed(answer["edits"]):
        start, end = (
            scripted.offset(text, types.Position(**edit["range"][side]))
            for side in ("start", "end")
        )
        text = text[:start] + edit["newText"] + text[end:]
    return text


def changed(editor: Editor, *places: tuple[str, str]) -> str:
    """Return the sample's text with these places changed."""
    text = editor.texts[NAME]
    for before, now in places:
        text = text.replace(before, now)
    return text


@attrs.define
class Made:
    """What a client was asked to do, and did."""

    edits: list[types.ApplyWorkspaceEditParams] = attrs.field(factory=list)
    shown: list[types.ShowDocumentParams] = attrs.field(factory=list)
    makes_edits: bool = True


def serving(editor: Editor) -> Made:
    """Let the client make edits and go to places."""
    made = Made()

    @editor.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        made.edits.append(params)
        if made.makes_edits:
            action = types.CodeAction(params.label or "", edit=params.edit)
            editor.replace_with(NAME, editor.preview(NAME, action))
        return types.ApplyWorkspaceEditResult(made.makes_edits)

    @editor.client.feature(types.WINDOW_SHOW_DOCUMENT)
    def show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        made.shown.append(params)
        return types.ShowDocumentResult(success=True)

    return made


def capable() -> types.ClientCapabilities:
    """Return what a client can do that also goes to places."""
    window = types.WindowClientCapabilities(
        show_document=types.ShowDocumentClientCapabilities(support=True)
    )
    return attrs.evolve(scripted.CAPABILITIES, window=window)


async def test_the_places_follow_one_another(editor: Editor) -> None:
    """Without a cursor, to the letter, each once and in the order of the file; then none."""
    await taught(editor)
    for place in PYTHON.others:
        answer = await next_edit(editor)
        assert after(editor, answer) == changed(editor, place)
        editor.replace_with(NAME, after(editor, answer))
        await command(editor, "accepted", id=answer["id"])
    assert await next_edit(editor) is None


async def test_untaught_noop(editor: Editor) -> None:
    """Before anything was typed, for what is not open, and while something is typed there."""
    editor.open(NAME, PYTHON.text)
    assert await next_edit(editor) is None
    assert await next_edit(editor, "other.py") is None


async def test_the_same_until_something_changes(editor: Editor) -> None:
    """Asked again it has the same id, and one outcome."""
    before = await taught(editor)
    answer = await next_edit(editor)
    assert await next_edit(editor) == answer
    await editor.edits_at(NAME, FIRST[0])
    editor.replace_with(NAME, after(editor, answer))
    await command(editor, "accepted", id=answer["id"])
    status = await editor.settled()
    assert status["lastDurableId"] == before["lastDurableId"] + 1


async def test_passed_over_is_silent(editor: Editor) -> None:
    """Who types elsewhere while it stands has not wanted it; who asks at a place still gets it."""
    await taught(editor)
    assert after(editor, await next_edit(editor)) == changed(editor, FIRST)
    editor.type(NAME, "def label(one, two)", "def labels(one, two)")
    editor.save(NAME)
    await editor.settled()
    assert await next_edit(editor) is None
    for place in PYTHON.others:
        assert (await editor.edits_at(NAME, place[0]))[:1] == [changed(editor, place)]


async def test_another_version_noop(editor: Editor) -> None:
    """Who asks about a text that is gone gets no edits for it."""
    await taught(editor)
    version = editor.versions[NAME]
    assert (await next_edit(editor, version=version))["version"] == version
    assert await next_edit(editor, version=version - 1) is None
    answer = await next_edit(editor)
    editor.change(NAME, 0, 0, "\n")
    assert await command(editor, "acceptNextEdit", id=answer["id"]) == {
        "id": answer["id"],
        "applied": False,
    }


@pytest.mark.parametrize("by", ["id", "uri"])
async def test_accepted(start_editor: StartEditor, by: str) -> None:
    """The client makes the edit, goes there, and it is an acceptance."""
    editor = await start_editor(capabilities=capable())
    made = serving(editor)
    before = await taught(editor)
    wanted = changed(editor, FIRST)
    given = {"uri": editor.uri(NAME)}
    if by == "id":
        given = {"id": (await next_edit(editor))["id"]}
    assert (await command(editor, "acceptNextEdit", **given))["applied"]
    assert editor.texts[NAME] == wanted
    [shown] = made.shown
    assert shown.selection is not None
    line = wanted[: wanted.index(FIRST[1])].count("\n")
    assert (shown.uri, shown.selection.start.line) == (editor.uri(NAME), line)
    status = await editor.settled()
    assert status["lastDurableId"] == before["lastDurableId"] + 1
    assert len(made.edits) == 1


async def test_declined_is_offered_again(start_editor: StartEditor) -> None:
    """What the client did not make is no acceptance, and nobody goes anywhere."""
    editor = await start_editor(capabilities=capable())
    made = serving(editor)
    await taught(editor)
    made.makes_edits = False
    offered = await next_edit(editor)
    assert not (await command(editor, "acceptNextEdit", id=offered["id"]))["applied"]
    made.makes_edits = True
    assert (await command(editor, "acceptNextEdit", id=offered["id"]))["applied"]
    assert len(made.shown) == 1


async def test_accepting_nothing_noop(editor: Editor) -> None:
    """An unknown id, a document without a next edit, one that is not open."""
    made = serving(editor)
    editor.open(NAME, PYTHON.text)
    nothing = {"id": None, "applied": False}
    assert await command(editor, "acceptNextEdit", id="x") == {"id": "x", "applied": False}
    assert await command(editor, "acceptNextEdit", uri=editor.uri(NAME)) == nothing
    assert await command(editor, "acceptNextEdit", uri=editor.uri("other.py")) == nothing
    assert made.edits == []


@pytest.mark.parametrize("by", ["id", "uri"])
async def test_dismissed(editor: Editor, by: str) -> None:
    """It does not come back at its place, and no menu has it either; the others have theirs."""
    await taught(editor)
    answer = await next_edit(editor)
    given = {"id": answer["id"]} if by == "id" else {"uri": editor.uri(NAME)}
    await command(editor, "dismissNextEdit", **given)
    assert await next_edit(editor) is None
    assert await editor.edits_at(NAME, FIRST[0]) == []
    for place in PYTHON.others[1:]:
        assert (await editor.edits_at(NAME, place[0]))[:1] == [changed(editor, place)]


async def test_dismissing_nothing_noop(editor: Editor) -> None:
    """Where nothing was answered there is nothing to dismiss."""
    await taught(editor)
    await command(editor, "dismissNextEdit", uri=editor.uri(NAME))
    await command(editor, "dismissNextEdit", uri=editor.uri("other.py"))
    assert after(editor, await next_edit(editor)) == changed(editor, FIRST)


async def test_twice_dismissed_is_muted(editor: Editor) -> None:
    """Two rejections silence the pattern for the session, also where it is asked for."""
    await taught(editor)
    await command(editor, "dismissNextEdit", id=(await next_edit(editor))["id"])
    (dismiss,) = await editor.actions(NAME, PYTHON.others[1][0], only=DISMISS)
    await editor.run(dismiss)
    assert await next_edit(editor) is None
    assert await editor.edits_at(NAME, PYTHON.others[2][0]) == []


@pytest.mark.parametrize("params", [None, {}, {"textDocument": {"uri": 3}}, {"textDocument": "x"}])
async def test_what_makes_no_sense(editor: Editor, params: Any) -> None:
    """It is an error, not silence."""
    with pytest.raises(JsonRpcException) as error:
        await editor.client.protocol.send_request_async("honed/nextEdit", params)
    assert error.value.code == -32602
    with pytest.raises(JsonRpcException):
        await command(editor, "acceptNextEdit")


async def test_off_noop(editor: Editor) -> None:
    """The kind has its switch."""
    await taught(editor)
    offered = await next_edit(editor)
    await command(editor, "toggle", scope="kind", value="next", on=False)
    assert await next_edit(editor) is None
    assert not (await command(editor, "acceptNextEdit", id=offered["id"]))["applied"]
    assert await editor.actions(NAME, "import", only=NEXT) == []


async def test_the_action_of_any_client(start_editor: StartEditor) -> None:
    """From anywhere in the document; it makes the edit, and the cursor goes there."""
    editor = await start_editor(capabilities=capable())
    made = serving(editor)
    await taught(editor)
    [action] = await editor.actions(NAME, "import logging", only=NEXT)
    assert "honed: next, line 11: " in action.title
    wanted = changed(editor, FIRST)
    await editor.accept(NAME, action)
    assert editor.texts[NAME] == wanted
    await editor.settled()
    assert [each.selection.start.line for each in made.shown if each.selection] == [10]


async def test_the_action_is_in_the_menu_that_was_asked_for(editor: Editor) -> None:
    """Once, elsewhere in the document; at its own place the edit itself is there."""
    await taught(editor)

    async def kinds(needle: str, *, automatic: bool) -> list[str]:
        found = await editor.actions(NAME, needle, automatic=automatic)
        return [str(each.kind).rpartition(".")[2] for each in found]

    assert await kinds("import logging", automatic=False) == ["next"]
    assert "next" not in await kinds(FIRST[0], automatic=False)
    assert await kinds("import logging", automatic=True) == []


async def test_the_page_is_right(editor: Editor) -> None:
    """The example of docs/protocol.md, replayed."""
    page = PROTOCOL.read_text("utf-8")
    chapter = page[page.index("\n## The next edit\n") :]
    found = re.findall(r"^```\w+\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    source, asked, answered = found[:3]
    name = "app.py"
    editor.open(name, source)
    old, new = '"read %s" % path', '"read %s", path'
    assert f"log.info({new})" in chapter
    at = source.index(old)
    editor.change(name, at, at + len(old), new)
    editor.save(name)
    await editor.settled()
    wanted, asking = json.loads(answered), json.loads(asked)
    assert asking["textDocument"] == {"uri": wanted["uri"], "version": editor.versions[name]}
    answer = await next_edit(editor, name, asking["textDocument"]["version"])
    assert list(answer) == list(wanted)
    its_own = {"id", "uri", "confidence", "patternId", "why"}
    assert all(answer[key] == wanted[key] for key in wanted.keys() - its_own)
    # An edit may teach several patterns, any of which may be the surest.
    assert answer["why"] == wanted["why"].replace("pattern 1", f"pattern {answer['patternId']}")
    fields = re.findall(r"^\| (`.*?) \|", chapter[: chapter.index("\n## ", 5)], re.MULTILINE)
    assert {name for row in fields for name in re.findall(r"`(\w+)`", row)} == set(wanted)
