"""Whatever the parameters of a message are: one answer for a request, and the server goes on."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lsp.wire import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lsp.wire import Json, Wire

URI = "file:///a.py"
KEYS = st.sampled_from(
    [
        "textDocument", "uri", "version", "text", "languageId", "contentChanges", "range", "start",
        "end", "line", "character", "position", "context", "only", "triggerKind", "diagnostics",
        "command", "arguments", "id", "data", "title", "event", "added", "removed", "name", "edit",
    ]
)  # fmt: skip
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from([URI, "honed.accepted", "honed.apply", "refactor", -1, 2**31 - 1, 2**31]),
)  # fmt: skip
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
AT: Json = {"line": 0, "character": 0}
DOCUMENT: Json = {"uri": URI, "version": 1, "languageId": "python", "text": "x = 1\n"}
WELL_FORMED: dict[str, Json] = {
    "textDocument/didOpen": {"textDocument": DOCUMENT},
    "textDocument/didChange": {"textDocument": DOCUMENT, "contentChanges": [{"text": "y"}]},
    "textDocument/willSave": {"textDocument": DOCUMENT, "reason": 1},
    "textDocument/didSave": {"textDocument": DOCUMENT, "text": "y"},
    "textDocument/didClose": {"textDocument": DOCUMENT},
    "workspace/didChangeWorkspaceFolders": {"event": {"added": [], "removed": []}},
    "honed/sessionBoundary": {},
    "textDocument/codeAction": {
        "textDocument": DOCUMENT,
        "range": {"start": AT, "end": AT},
        "context": {"diagnostics": [], "only": [], "triggerKind": 1},
    },
    "codeAction/resolve": {"title": "", "data": "a1"},
    "textDocument/completion": {"textDocument": DOCUMENT, "position": AT},
    "workspace/executeCommand": {"command": "honed.dismiss", "arguments": [{"id": "a1"}]},
    "honed/status": {},
}


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, Any]:
    """Return a method, and parameters in which some part is anything, or all of them."""
    method = draw(st.sampled_from(sorted(WELL_FORMED)))
    if draw(st.booleans()):
        return method, draw(ANYTHING)
    return method, spoilt(draw, WELL_FORMED[method])


def spoilt(draw: st.DrawFn, value: Any) -> Any:
    """Return a value with one part of it, at any depth, replaced or left out."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(sorted(value)))
        others = {name: each for name, each in value.items() if name != key}
        return others | ({key: spoilt(draw, value[key])} if draw(st.integers(0, 4)) else {})
    if isinstance(value, list) and value and draw(st.integers(0, 4)):
        return [spoilt(draw, value[0]), *value[1:]]
    return draw(ANYTHING)


async def served(wire: Wire, message: Json, count: int) -> list[Json]:
    """Return the answers to a message; some handlers wait for something, and answer later."""
    seen = len(wire.outlet.messages)
    await wire.say(message)
    await wire.until(lambda _: True, seen + count)
    return wire.outlet.messages[seen:]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[tuple[asyncio.Runner, Wire]]:
    """Begin a session that all examples of a test share."""
    with asyncio.Runner() as runner:
        wire = connect(tmp_path / "data")
        runner.run(wire.begin())
        yield runner, wire
        wire.server.stop()


@given(message=messages(), is_request=st.booleans())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything(
    session: tuple[asyncio.Runner, Wire],
    caplog: pytest.LogCaptureFixture,
    message: tuple[str, Any],
    *,
    is_request: bool,
) -> None:
    """A request has one answer, a result or an error that names what is wrong; the next is served.

    None of it is a failure of ours (`InternalError`).
    """
    runner, wire = session
    method, params = message
    data: Json = {"jsonrpc": "2.0", "method": method, "params": params}
    answers = runner.run(served(wire, data | ({"id": "it"} if is_request else {}), is_request))
    assert len(answers) == is_request
    for answer in answers:
        assert ("result" in answer) != ("error" in answer)
        assert answer.get("error", {}).get("code") in {None, -32600, -32602}
    status = runner.run(wire.ask("honed/status"))
    assert "error" not in status
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


@pytest.mark.parametrize("command", ["nobody.knows", "", None, [None], {"a": 1}, 3])
def test_unknown_commands_are_no_failure(
    session: tuple[asyncio.Runner, Wire], caplog: pytest.LogCaptureFixture, command: Any
) -> None:
    """They are refused, and nothing of them is logged."""
    runner, wire = session
    params = {"command": command, "arguments": ["secret"]}
    answer = runner.run(wire.ask("workspace/executeCommand", params))
    assert answer["error"]["code"] == -32602
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert "secret" not in caplog.text


def test_known_commands_are_served_noop(session: tuple[asyncio.Runner, Wire]) -> None:
    """Whatever their arguments name."""
    runner, wire = session
    params = {"command": "honed.dismiss", "arguments": [{"id": "a1"}]}
    assert "error" not in runner.run(wire.ask("workspace/executeCommand", params))
