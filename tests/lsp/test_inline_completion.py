"""Ghost text over the wire, for a client recorded from a real editor that asks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from honed.store.locations import user_database
from honed.store.store import open_store
from tests.services.writers import ScriptedWriter

if TYPE_CHECKING:
    from tests.lsp.wire import Wire

CLIENTS = Path(__file__).parents[1] / "data" / "clients"
INLINE = [
    path.stem
    for path in sorted(CLIENTS.glob("*.json"))
    if "inlineCompletion" in json.loads(path.read_text("utf-8"))["capabilities"]["textDocument"]
]
URI = "file:///project/服务.py"
BEGUN = "s = '👩'\ntot"
LINE = "total = price * count"
REST = LINE[3:]
METHOD = "textDocument/inlineCompletion"
AT = {"line": 1, "character": 3}


@pytest.fixture(params=INLINE)
async def client(request: pytest.FixtureRequest, wire: Wire) -> Wire:
    """Return a server that a recorded client speaks to, with a document begun."""
    recorded = json.loads((CLIENTS / f"{request.param}.json").read_text("utf-8"))
    can = await wire.begin(
        recorded["capabilities"], clientInfo=recorded.get("clientInfo"), workspaceFolders=None
    )
    assert can["inlineCompletionProvider"] == {}
    wire.server.workspace_state.writing.writer = ScriptedWriter(line=(LINE, 0.9))
    await wire.open(URI, BEGUN)
    wire.settle()
    return wire


async def ghost(wire: Wire, position: dict[str, int] = AT, **context: Any) -> dict[str, Any] | None:
    """Ask for ghost text; return the item."""
    params = {
        "textDocument": {"uri": URI},
        "position": position,
        "context": {"triggerKind": 2} | context,
    }
    answer = await wire.ask(METHOD, params)
    if answer["result"] is None:
        return None
    [item] = answer["result"]["items"]
    found: dict[str, Any] = item
    return found


async def put(wire: Wire, text: str, character: int, version: int) -> None:
    """Put a text in at a character of the second line."""
    at = {"line": 1, "character": character}
    change = {"range": {"start": at, "end": at}, "text": text}
    document = {"uri": URI, "version": version}
    await wire.tell(
        "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
    )


async def outcomes(wire: Wire, data: Path) -> list[tuple[str, str]]:
    """Save, and return the kinds and outcomes of what was offered in the file."""
    await wire.tell("textDocument/didSave", {"textDocument": {"uri": URI}})
    wire.settle()
    store = open_store(user_database(data), read_only=True)
    found = [(each.kind, str(each.outcome)) for each in store.offered()]
    store.close()
    return found


async def test_shown_and_accepted(client: Wire, tmp_path: Path) -> None:
    """It goes in at the cursor, and its command tells of the acceptance."""
    item = await ghost(client)
    assert item is not None
    assert (item["insertText"], item["range"]) == (REST, {"start": AT, "end": AT})
    await put(client, REST, 3, 2)
    await client.ask("workspace/executeCommand", item["command"])
    assert await outcomes(client, tmp_path / "data") == [("inline", "accepted")]


async def test_in_two_parts(client: Wire, tmp_path: Path) -> None:
    """A word of it is taken first, then the rest: one acceptance."""
    assert await ghost(client)
    await put(client, "al = ", 3, 2)
    item = await ghost(client, {"line": 1, "character": 8})
    assert item is not None
    assert item["insertText"] == "price * count"
    await put(client, "price * count", 8, 3)
    await client.ask("workspace/executeCommand", item["command"])
    assert await outcomes(client, tmp_path / "data") == [("inline", "accepted")]


async def test_selected_elsewhere_noop(client: Wire) -> None:
    """While an entry of a menu is selected there is no ghost text."""
    span = {"start": {"line": 1, "character": 0}, "end": AT}
    assert await ghost(client, selectedCompletionInfo={"range": span, "text": "totals"}) is None


async def test_a_document_that_is_not_open_noop(client: Wire) -> None:
    """No answer, and no failure."""
    await client.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert await ghost(client) is None


async def test_switched_off_at_once(client: Wire, tmp_path: Path) -> None:
    """By its own kind; what was on the screen is dead."""
    item = await ghost(client)
    assert item is not None
    off = {"scope": "kind", "value": "inline", "on": False}
    await client.ask("workspace/executeCommand", {"command": "honed.toggle", "arguments": [off]})
    assert await ghost(client) is None
    await put(client, REST, 3, 2)
    await client.ask("workspace/executeCommand", item["command"])
    assert await outcomes(client, tmp_path / "data") == []


async def test_others_are_not_bothered_noop(wire: Wire) -> None:
    """A client that asks for no ghost text is not told of any, and the request is unknown."""
    can = await wire.begin()
    assert "inlineCompletionProvider" not in can
    answer = await wire.ask(METHOD, {})
    assert answer["error"]["code"] == -32601
