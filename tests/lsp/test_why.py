"""The commands that ask a server why and where from, and the one that makes it forget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from honed.lsp import scripted
from honed.services.lessons import first_words
from tests.lsp.samples import ALL, PYTHON, Sample

Editor = scripted.ScriptedEditor
EDIT = ["refactor.rewrite.honed.edit"]
PROTOCOL = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
INVALID_PARAMS = -32602
FIRST = PYTHON.others[0][0]


async def run(editor: Editor, command: str, *arguments: object) -> Any:
    """Execute a command; return its answer."""
    answer = await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(command, list(arguments))
    )
    return scripted.plain(answer)


async def why(editor: Editor, sample: Sample, needle: str, **more: object) -> Any:
    """Ask about the line of `needle`."""
    text = editor.texts[sample.name]
    line = text[: text.index(needle)].count("\n")
    return await run(editor, "honed.why", {"uri": editor.uri(sample.name), "line": line, **more})


async def taught(editor: Editor, sample: Sample = PYTHON) -> None:
    """Type the sample's edit, save, and wait until it is learned."""
    editor.open(sample.name, sample.text, sample.language)
    editor.type(sample.name, *sample.typed)
    editor.save(sample.name)
    await editor.settled()


async def offer_id(editor: Editor, needle: str = FIRST) -> str:
    """Return the id of the first edit that is offered."""
    action, *_ = await editor.actions(PYTHON.name, needle, only=EDIT)
    assert action.command is not None
    argument: Any = (action.command.arguments or ())[0]
    return str(argument["id"])


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)
async def test_why_there_is_an_offer_or_none(editor: Editor, sample: Sample) -> None:
    """What is offered is what the code actions are; on a quiet line all has its reason."""
    await taught(editor, sample)
    for before, after in sample.others:
        found = await why(editor, sample, before)
        offered = [each for each in found["candidates"] if each["isOffered"]]
        actions = await editor.actions(sample.name, before, only=EDIT)
        assert [first_words(each["after"]) for each in offered] == [
            each.title.removeprefix("honed: ") for each in actions
        ]
        assert len(offered) == found["offered"] > 0
        assert after in offered[0]["after"]
        assert sample.typed[1] in offered[0]["pattern"]["example"]["after"]
        assert (found["uri"], found["path"]) == (editor.uri(sample.name), sample.name)
        assert found["workspace"] == str(editor.folder)
    for quiet in sample.quiet:
        found = await why(editor, sample, quiet)
        assert found["offered"] == 0
        assert all(each["reason"] for each in found["candidates"])


async def test_it_is_the_live_document(editor: Editor) -> None:
    """What is typed and not saved is what is asked about; a rejection shows at once."""
    await taught(editor)
    assert (await why(editor, PYTHON, FIRST))["offered"] == 1
    (dismiss,) = await editor.actions(PYTHON.name, FIRST, only=["refactor.rewrite.honed.dismiss"])
    await editor.run(dismiss)
    found = await why(editor, PYTHON, FIRST)
    assert [each["reason"] for each in found["candidates"]] == ["rejectedHere"]
    editor.replace_with(PYTHON.name, editor.texts[PYTHON.name].replace(FIRST, "1 + 1)"))
    assert (await why(editor, PYTHON, "1 + 1)"))["candidates"] == []


async def test_where_an_offer_comes_from(editor: Editor) -> None:
    """By the id that stands in its command: example, file and line, and what the features say."""
    await taught(editor)
    found = await run(editor, "honed.explain", {"id": await offer_id(editor)})
    section = PROTOCOL.partition("**`honed.explain`**")[2].partition("**`honed.forgetPattern`**")[0]
    told = {name for row in section.split("\n| ") for name in row.partition(" |")[0].split(", ")}
    assert {f"`{key}`" for key in found} <= told
    [offer] = found["offers"]
    assert all(f"`{key}`" in section for key in offer)
    assert PYTHON.others[0][1] in offer["after"]
    assert 0.5 <= offer["probability"] <= 1
    assert {each["feature"] for each in offer["contributions"]} >= {"bias", "same_session"}
    assert found["pattern"]["path"] == PYTHON.name
    assert PYTHON.typed[0] in found["pattern"]["example"]["before"]
    assert found["pattern"]["learnedAt"]
    again = await run(editor, "honed.explain", {"patternId": found["pattern"]["id"]})
    assert again == {**found, "id": None, "offers": []}
    # A completion's command has an id, too.
    start = editor.texts[PYTHON.name].index(FIRST) + FIRST.index("%", 25)
    editor.change(PYTHON.name, start - 1, start + 1, ",")
    items = await editor.completions(PYTHON.name, start)
    assert items[0].command is not None
    [argument] = items[0].command.arguments or ()
    assert (await run(editor, "honed.explain", argument))["pattern"] == found["pattern"]


async def test_forgetting_acts_at_once(editor: Editor) -> None:
    """It is offered no more, its text is gone from the store, and no restart brings it back."""
    await taught(editor)
    offered = await offer_id(editor)
    found = await run(editor, "honed.explain", {"id": offered})
    pattern = found["pattern"]["id"]
    answer = await run(editor, "honed.forgetPattern", {"patternId": pattern})
    assert [each["id"] for each in answer["forgotten"]] == [pattern]
    assert answer["staying"] == found["siblings"]
    for sibling in found["siblings"]:
        await run(editor, "honed.forgetPattern", {"patternId": sibling})
    assert await editor.actions(PYTHON.name, FIRST) == []
    assert (await editor.settled())["projects"][1]["patterns"] == 0
    for arguments in ({"patternId": pattern}, {"id": offered}):
        assert "is known" in await error(editor, "honed.explain", arguments)


async def error(editor: Editor, command: str, *arguments: object) -> str:
    """Return the message of a command whose arguments are refused."""
    with pytest.raises(JsonRpcException) as caught:
        await run(editor, command, *arguments)
    assert caught.value.code == INVALID_PARAMS
    return str(caught.value.message)


REFUSED: tuple[tuple[str, list[Any], str], ...] = (
    ("honed.why", [], "An object"),
    ("honed.why", [[1]], "An object"),
    ("honed.why", [{}], "`uri` is missing"),
    ("honed.why", [{"uri": 1, "line": 0}], "`uri` cannot be 1"),
    ("honed.why", [{"uri": "file:///no"}], "`line` is missing"),
    ("honed.why", [{"uri": "file:///no", "position": {}}], "`line` is missing"),
    ("honed.why", [{"uri": "file:///no", "position": 3}], "`position` cannot be 3"),
    ("honed.why", [{"uri": "file:///no", "line": True}], "`line` cannot be True"),
    ("honed.why", [{"uri": "file:///no", "line": "1"}], "`line` cannot be '1'"),
    ("honed.why", [{"uri": "file:///no", "line": 0}], "file:///no is not open"),
    ("honed.why", [{"uri": "\ud800 %", "line": 0}], "is not open"),
    ("honed.explain", [{}], "`patternId` is missing"),
    ("honed.explain", [{"id": 7}], "`id` cannot be 7"),
    ("honed.explain", [{"id": "s0"}], "No offer 's0' is known"),
    ("honed.explain", [{"patternId": 99}], "No pattern 99 is known"),
    ("honed.explain", [{"patternId": -1, "uri": "\ud800 %"}], "No pattern -1 is known"),
    ("honed.forgetPattern", [None], "An object"),
    ("honed.forgetPattern", [{"patternId": 99}], "No pattern 99 is known"),
    ("honed.forgetPattern", [{"patternId": 1, "uri": []}], "`uri` cannot be []"),
)


async def test_what_cannot_be_answered(editor: Editor) -> None:
    """Is an error that says why; the server goes on."""
    for command, arguments, message in REFUSED:
        assert message in await error(editor, command, *arguments)
    editor.open(PYTHON.name, PYTHON.text)
    await editor.looked_at()
    last = PYTHON.text.count("\n")
    asked = {"uri": editor.uri(PYTHON.name)}
    for line in (-1, last + 1, 2**31):
        said = await error(editor, "honed.why", {**asked, "line": line})
        assert f"none is {line} from 0" in said
    # The last one is empty, and there is none behind it.
    found = await run(editor, "honed.why", {**asked, "line": last})
    assert found["fileLine"] == last + 1
    position = {"line": last, "character": 0}
    assert await run(editor, "honed.why", {**asked, "position": position}) == found


async def test_shown_to_the_user(editor: Editor) -> None:
    """On request in one message, else in none."""
    shown: list[str] = []

    @editor.client.feature(types.WINDOW_SHOW_MESSAGE)
    def show(params: types.ShowMessageParams) -> None:
        shown.append(params.message)

    await taught(editor)
    await why(editor, PYTHON, FIRST, show=True)
    await why(editor, PYTHON, "import logging", show=True)
    await run(editor, "honed.explain", {"patternId": 1, "show": True})
    await why(editor, PYTHON, FIRST)
    await why(editor, PYTHON, FIRST, show=False)
    assert len(shown) == 3
    offered, silent, origin = shown
    assert offered.startswith("honed offers log.info(")
    assert f"learned at {PYTHON.name}:7 (pattern " in offered
    assert silent.startswith("honed is silent here: no pattern of python fits (")
    assert origin.endswith("accepted 0, rejected 0.")
