"""What a client gets for messages that are wrong, too early, too late, or not wanted any more."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.lsp.wire import framed

if TYPE_CHECKING:
    from tests.lsp.wire import Wire

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
NOT_INITIALIZED, CANCELLED = -32002, -32800
HELLO: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
URI = "file:///a.py"


def request(message_id: Any, method: str, params: Any = None) -> dict[str, Any]:
    """Return a request."""
    return {"jsonrpc": "2.0", "id": message_id, "method": method, "params": params}


def code(answer: dict[str, Any]) -> int | None:
    """Return an answer's error code, None where it is no error."""
    return answer["error"]["code"] if "error" in answer else None


async def test_a_request_before_initialize(wire: Wire) -> None:
    """Is answered by ServerNotInitialized; the handshake goes on as if nothing was."""
    assert code(await wire.ask("textDocument/codeAction", {})) == NOT_INITIALIZED
    assert code(await wire.ask("shutdown")) == NOT_INITIALIZED
    assert "codeActionProvider" in await wire.begin()


async def test_a_notification_before_initialize_is_ignored(wire: Wire) -> None:
    """A document that is opened so is not open."""
    await wire.open(URI, "x")
    await wire.begin()
    assert wire.text(URI) is None


async def test_a_second_initialize_is_refused(wire: Wire) -> None:
    """And changes nothing."""
    await wire.begin()
    assert code(await wire.ask("initialize", HELLO)) == INVALID_REQUEST
    assert code(await wire.ask("honed/status")) is None


async def test_a_second_initialized_changes_nothing_noop(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """The server has begun already."""
    await wire.begin()
    await wire.tell("initialized", {})
    assert not caplog.records
    assert code(await wire.ask("honed/status")) is None


async def test_initialize_that_cannot_be_read_may_be_repeated(wire: Wire) -> None:
    """With parameters that can."""
    assert code(await wire.ask("initialize", {"capabilities": 5})) == INVALID_PARAMS
    assert "codeActionProvider" in await wire.begin()


async def test_after_shutdown_nothing_but_exit(wire: Wire) -> None:
    """Requests are refused, notifications ignored; `exit` ends with 0."""
    await wire.begin()
    assert code(await wire.ask("shutdown")) is None
    assert code(await wire.ask("honed/status")) == INVALID_REQUEST
    assert code(await wire.ask("shutdown")) == INVALID_REQUEST
    await wire.open(URI, "x")
    assert wire.text(URI) is None
    await wire.tell("exit")
    assert wire.server.protocol.exit_code == 0


async def test_exit_without_shutdown_is_a_failure(wire: Wire) -> None:
    """The exit code is 1, as LSP says."""
    await wire.begin()
    await wire.tell("exit")
    assert wire.server.protocol.exit_code == 1


async def test_nothing_is_served_after_exit(wire: Wire) -> None:
    """Even what was sent together with it."""
    await wire.begin()
    assert await wire.say({"jsonrpc": "2.0", "method": "exit"}, request(9, "honed/status")) == []


async def test_unknown_methods(wire: Wire) -> None:
    """A request is answered by MethodNotFound, a notification is ignored."""
    await wire.begin()
    assert code(await wire.ask("textDocument/rename", {})) == METHOD_NOT_FOUND
    assert code(await wire.ask("nonsense")) == METHOD_NOT_FOUND
    assert await wire.tell("$/nonsense", {"x": 1}) == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/codeAction", None),
        ("textDocument/codeAction", {"x": 1}),
        ("textDocument/codeAction", [1, 2]),
        ("textDocument/codeAction", "text"),
        ("textDocument/completion", {"textDocument": {"uri": URI}, "position": {"line": -1}}),
        (
            "textDocument/completion",
            {"textDocument": {"uri": URI}, "position": {"line": 2**31, "character": 0}},
        ),
        ("workspace/executeCommand", {"command": ["honed.accepted"]}),
        ("workspace/executeCommand", {"command": "honed.nonsense"}),
        ("codeAction/resolve", {}),
    ],
)
async def test_requests_that_cannot_be_read(wire: Wire, method: str, params: Any) -> None:
    """Are answered by InvalidParams, and the next one is served."""
    await wire.begin()
    assert code(await wire.ask(method, params)) == INVALID_PARAMS
    assert code(await wire.ask("honed/status")) is None


@pytest.mark.parametrize("method", ["exit", "textDocument/didSave", "initialized"])
async def test_a_notification_with_an_id_is_refused(wire: Wire, method: str) -> None:
    """It would get no answer otherwise; `exit` so does not end the server."""
    await wire.begin()
    assert code(await wire.ask(method, {"textDocument": {"uri": URI}})) == INVALID_REQUEST
    assert code(await wire.ask("honed/status")) is None


@pytest.mark.parametrize("method", ["shutdown", "textDocument/codeAction"])
async def test_a_request_without_an_id_is_ignored(wire: Wire, method: str) -> None:
    """Nobody could be answered, so nothing is done."""
    await wire.begin()
    assert await wire.tell(method, {}) == []
    assert code(await wire.ask("honed/status")) is None


async def test_nothing_of_a_message_is_logged(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    """Neither of one that cannot be read, nor in its answer: it may be the user's code."""
    await wire.begin()
    caplog.set_level(logging.INFO)
    item = {"uri": URI, "languageId": "python", "version": "s3cret", "text": "s3cret"}
    await wire.tell("textDocument/didOpen", {"textDocument": item})
    answer = await wire.ask("textDocument/codeAction", {"textDocument": {"uri": ["s3cret"]}})
    assert "s3cret" not in json.dumps(answer)
    ours = [each for each in caplog.records if each.name.startswith("honed")]
    assert len(ours) == 1
    assert "s3cret" not in ours[0].getMessage()


async def test_bad_notifications_are_logged_once(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """They are ignored; one line tells of all of a kind."""
    await wire.begin()
    for _ in range(5):
        assert await wire.tell("textDocument/didChange", {"contentChanges": 5}) == []
    assert len(caplog.records) == 1
    assert "textDocument/didChange" in caplog.records[0].getMessage()


async def test_a_lost_change_makes_its_document_silent(wire: Wire) -> None:
    """What the editor has there is not known any more; a save with the text brings it back."""
    await wire.begin()
    await wire.open(URI, "x = 1\n")
    await wire.open("file:///b.py", "y = 1\n")
    document = wire.server.workspace_state.documents.get
    bad = {"range": {"start": {"line": 0, "character": -1}, "end": None}, "text": ""}
    await wire.change(URI, 2, bad)
    lost, other = document(URI), document("file:///b.py")
    assert lost is not None
    assert other is not None
    assert not lost.is_trusted
    assert other.is_trusted
    await wire.save(URI, "x = 2\n")
    assert lost.is_trusted


async def test_noise_makes_all_documents_silent(wire: Wire) -> None:
    """A change may be lost in it; noise before the first document costs nothing."""
    wire.send(b"npm WARN something\n")
    await wire.begin()
    await wire.open(URI, "x = 1\n")
    document = wire.server.workspace_state.documents.get(URI)
    assert document is not None
    assert document.is_trusted
    await wire.say_raw(b"Segmentation fault\n" + framed(request(1, "honed/status")))
    assert not document.is_trusted


@pytest.mark.parametrize(
    ("body", "wanted", "message_id"),
    [
        (b"{", PARSE_ERROR, None),
        (b"", PARSE_ERROR, None),
        (b"\xff\xfe\xfd", PARSE_ERROR, None),
        (b"[" * 100_000, PARSE_ERROR, None),
        (b'{"a":' * 100_000, PARSE_ERROR, None),
        (b"[]", INVALID_REQUEST, None),
        (json.dumps([request(1, "shutdown")]).encode(), INVALID_REQUEST, None),
        (b"5", INVALID_REQUEST, None),
        (b"null", INVALID_REQUEST, None),
        (b'{"id": 7, "method": "shutdown"}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "1.0", "id": "a", "method": "shutdown"}', INVALID_REQUEST, "a"),
        (b'{"jsonrpc": "2.0", "id": 7, "method": 5}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0", "id": [7], "method": "shutdown"}', INVALID_REQUEST, None),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', INVALID_REQUEST, None),
        (b'{"jsonrpc": "2.0", "id": true, "method": "shutdown"}', INVALID_REQUEST, None),
        (b'{"jsonrpc": "2.0", "id": 7}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0"}', INVALID_REQUEST, None),
    ],
)
async def test_what_is_no_message(
    wire: Wire, body: bytes, wanted: int, message_id: int | str | None
) -> None:
    """Is answered by the error that JSON-RPC has for it, and the next message is served."""
    await wire.begin()
    [answer] = await wire.say(body)
    assert (code(answer), answer.get("id")) == (wanted, message_id)
    assert code(await wire.ask("honed/status")) is None


@pytest.mark.parametrize("message_id", [0, -1, 2**31, "", "7", "ü"])
async def test_ids_come_back_as_they_were(wire: Wire, message_id: int | str) -> None:
    """Numbers as numbers, strings as strings."""
    await wire.begin()
    [answer] = await wire.say(request(message_id, "honed/status"))
    assert (answer["id"], code(answer)) == (message_id, None)


async def test_answers_that_nobody_waits_for_are_ignored(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether they succeed or fail."""
    await wire.begin()
    error = {"code": 1, "message": "no"}
    strange: list[dict[str, Any]] = [{"result": 1}, {"error": error}, {"error": {}}]
    for answer in strange:
        assert await wire.say({"jsonrpc": "2.0", "id": 99} | answer) == []
    assert not caplog.records


async def test_a_request_is_cancelled_before_its_turn(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """It is answered by RequestCancelled and not computed; the others are served."""
    await wire.begin()
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "b"}}
    answers = await wire.say(
        request("a", "honed/status"), request("b", "honed/status"), cancel, request("c", "shutdown")
    )
    assert {each["id"]: code(each) for each in answers} == {"a": None, "b": CANCELLED, "c": None}
    assert not caplog.records


@pytest.mark.parametrize("params", [{"id": 1}, {"id": "x"}, {"id": [1]}, {}, None, 5])
async def test_cancelling_what_is_not_there_noop(
    wire: Wire, caplog: pytest.LogCaptureFixture, params: Any
) -> None:
    """A request that was answered, one that never was, and nonsense: no answer, no complaint."""
    await wire.begin()
    assert await wire.tell("$/cancelRequest", params) == []
    assert code(await wire.ask("honed/status")) is None
    assert not caplog.records
