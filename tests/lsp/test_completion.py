"""Menus of what comes next, over the wire: for every client what it can show, below the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types

from honed.lsp import scripted
from honed.lsp.completion import LAST
from tests.services.writers import ScriptedWriter

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor
    from tests.lsp.wire import Wire

Editor = scripted.ScriptedEditor
NAME, URI = "a.py", "file:///project/a.py"
TEXT = """def total_of(prices, counts):
    return sum(price * count for price, count in zip(prices, counts))


def mean_of(prices, counts):
    return total_of(prices, counts) / sum(counts)


print(mean_of(prices, counts))
"""


async def items(
    editor: Editor, begun: str, name: str = NAME, times: int = 20
) -> list[types.CompletionItem]:
    """Type something at the end of the text; return the entries of the menu.

    On a busy machine the time of a request may be over before anything is found: then the editor
    asks again, as it does at the next key.
    """
    for character in begun:
        end = len(editor.texts[name])
        editor.change(name, end, end, character)
    found: list[types.CompletionItem] = []
    for _ in range(times):
        found = found or await editor.completions(name, len(editor.texts[name]))
    return found


async def test_a_word_of_the_document(editor: Editor) -> None:
    """It is there below whatever others offer, takes no key, and tells when it is accepted."""
    editor.open(NAME, TEXT)
    found = await items(editor, "tot")
    first = found[0]
    assert first.label == "total_of"
    assert (first.sort_text or "") > "zz"
    assert (first.preselect, first.commit_characters) == (None, None)
    assert first.documentation is None
    assert first.command is not None
    assert first.command.command == "honed.accepted"
    assert editor.completed(NAME, first) == TEXT + "total_of"


async def test_a_word_of_another_document(editor: Editor) -> None:
    """What is open beside it is known, as it stands there now."""
    editor.open("other.py", "x = 1\n")
    editor.open(NAME, TEXT)
    assert "quantity" not in [each.label for each in await items(editor, "qua")]
    editor.change("other.py", 6, 6, "quantity = price.quantity\n")
    assert "quantity" in [each.label for each in await items(editor, "n")]


async def test_off_documents_are_not_looked_at_noop(start_editor: StartEditor) -> None:
    """What is excluded gives nothing away to other documents, and gets no menu."""
    editor = await start_editor({"exclude": ["secret/*"]})
    editor.open("secret/b.py", "quantity = price.quantity\n")
    editor.open(NAME, TEXT)
    assert "quantity" not in [each.label for each in await items(editor, "qua")]
    assert await items(editor, "qua", "secret/b.py") == []


async def test_accepted(editor: Editor) -> None:
    """It becomes a trajectory of its own kind, and the next request knows what it has led to."""
    editor.open(NAME, TEXT)
    first, *_ = await items(editor, "tot")
    editor.replace_with(NAME, editor.completed(NAME, first))
    assert first.command is not None
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(first.command.command, first.command.arguments)
    )
    status = await editor.settled()
    assert status["lastDurableId"] == 1
    assert status["projects"][1]["patterns"] == 0


async def test_resolve_changes_nothing_of_it(editor: Editor) -> None:
    """Resolved it is the same, with where it comes from if that is known; an old one too."""
    editor.open(NAME, TEXT)
    first, *_ = await items(editor, "tot")
    resolved = await editor.client.completion_item_resolve_async(first)
    assert attrs.evolve(resolved, documentation=None) == first
    unknown = types.CompletionItem("x", data="w999")
    assert await editor.client.completion_item_resolve_async(unknown) == unknown


@pytest.mark.parametrize("begun", ["# tot", "x = 'tot", "12"], ids=["comment", "string", "number"])
async def test_no_code_noop(editor: Editor, begun: str) -> None:
    """In comments, strings and numbers there is no menu."""
    editor.open(NAME, TEXT)
    assert await items(editor, begun) == []


async def asked(wire: Wire, completion: dict[str, Any]) -> dict[str, Any]:
    """Return what a client with these capabilities is answered behind `tot`."""
    await wire.begin({"textDocument": {"completion": completion}})
    wire.server.workspace_state.writing.budget_s = 60.0
    await wire.open(URI, TEXT + "tot")
    wire.settle()
    position = {"line": TEXT.count("\n"), "character": 3}
    params = {"textDocument": {"uri": URI}, "position": position}
    answer = await wire.ask("textDocument/completion", params)
    found: dict[str, Any] = answer["result"]
    assert found["isIncomplete"] is True
    return found


async def test_a_client_that_knows_all(wire: Wire) -> None:
    """One range for all, and beside the label who says so."""
    found = await asked(
        wire,
        {
            "completionItem": {"labelDetailsSupport": True},
            "completionList": {"itemDefaults": ["editRange"]},
        },
    )
    line = TEXT.count("\n")
    span = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 3}}
    assert found["itemDefaults"] == {"editRange": span}
    assert "textEdit" not in found["items"][0]
    assert found["items"][0]["labelDetails"] == {"description": "honed"}


async def test_a_client_that_knows_nothing(wire: Wire) -> None:
    """Every entry has its own edit, and no details."""
    found = await asked(wire, {})
    assert "itemDefaults" not in found
    item = found["items"][0]
    assert item["textEdit"]["newText"] == item["label"] == "total_of"
    assert item["sortText"].startswith(LAST)
    assert "labelDetails" not in item


@pytest.mark.parametrize(
    ("name", "wanted"), [("Neovim", ["total_of"]), ("Another", ["total_of", '"to be"'])]
)
async def test_what_neovim_would_tear_noop(wire: Wire, name: str, wanted: list[str]) -> None:
    """It puts an entry in up to its first space; others are offered such, too."""
    state = wire.server.workspace_state
    await wire.begin({}, clientInfo={"name": name})
    state.writing.writer = ScriptedWriter([("total_of", 0.9), ('"to be"', 0.1)])
    await wire.open(URI, TEXT)
    wire.settle()
    position = {"line": TEXT.count("\n"), "character": 0}
    params = {"textDocument": {"uri": URI}, "position": position}
    answer = await wire.ask("textDocument/completion", params)
    assert [each["label"] for each in answer["result"]["items"]] == wanted
    if name == "Neovim":
        assert answer["result"]["items"][0]["documentation"] == "from src/other.py:12"
