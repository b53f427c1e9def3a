"""The commands for when something is wrong, and what tells of work that lasts."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from honed.lsp import maintenance, scripted
from honed.lsp.progress import PATIENCE_S
from honed.services.work import Work
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor
    from tests.lsp.wire import Json, Wire

SHOWS_DOCUMENTS: Json = {"window": {"showDocument": {"support": True}}}
SHOWS_PROGRESS: Json = {"window": {"workDoneProgress": True}}


def command(name: str) -> Json:
    """Return a request that executes a command."""
    params = {"command": name}
    return {"jsonrpc": "2.0", "id": "x", "method": "workspace/executeCommand", "params": params}


def is_of(method: str) -> Any:
    """Return whether a message is of a method."""
    return lambda message: message.get("method") == method


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the server have a log."""
    path = tmp_path / "serve-1.log"
    monkeypatch.setattr(maintenance, "log_path", lambda: path)
    return path


@pytest.mark.parametrize("success", [True, False])
async def test_the_client_opens_the_log(wire: Wire, log: Path, *, success: bool) -> None:
    """Where it cannot after all, a message says where the log is."""
    await wire.begin(SHOWS_DOCUMENTS)
    await wire.say(command("honed.showLog"))
    [asked] = await wire.until(is_of("window/showDocument"))
    assert asked["params"]["uri"] == log.as_uri()
    await wire.say({"jsonrpc": "2.0", "id": asked["id"], "result": {"success": success}})
    [answer] = await wire.until(lambda message: message.get("id") == "x")
    assert answer["result"] == {"path": str(log)}
    told = [each for each in wire.outlet.messages if is_of("window/showMessage")(each)]
    assert [str(log) in each["params"]["message"] for each in told] == [True] * (not success)


async def test_a_client_that_opens_nothing_is_told(wire: Wire, log: Path) -> None:
    """In a message."""
    await wire.begin()
    await wire.say(command("honed.showLog"))
    [told] = await wire.until(is_of("window/showMessage"))
    assert str(log) in told["params"]["message"]


async def test_without_a_log_that_is_said(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the data directory cannot be written."""
    monkeypatch.setattr(maintenance, "log_path", lambda: None)
    await wire.begin(SHOWS_DOCUMENTS)
    await wire.say(command("honed.showLog"))
    [answer] = await wire.until(lambda message: message.get("id") == "x")
    assert answer["result"] == {"path": None}


async def test_the_log_is_in_the_data_directory(tmp_path: Path) -> None:
    """That of the settings, too; it tells of the server's life, and quotes no text."""
    command = [sys.executable, "-m", "honed", "serve"]
    options = {"dataDir": str(tmp_path / "data"), "settleSeconds": 600}
    client = scripted.new_client()
    editor = await scripted.connect(client, tmp_path, command, options=options)
    await editor.settled()
    told: list[str] = []

    @editor.client.feature(types.WINDOW_SHOW_MESSAGE)
    def show(params: types.ShowMessageParams) -> None:
        told.append(params.message)

    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    bad = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"text": PYTHON.text}}
    editor.client.protocol._send_data(bad)
    answer = await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("honed.showLog")
    )
    await editor.status()
    path = Path(scripted.plain(answer)["path"])
    await scripted.stop(editor)
    assert path.parent == tmp_path / "data" / "log"
    text = await asyncio.to_thread(path.read_text, "utf-8")
    assert " begins, Python " in text
    assert "The client is nameless" in text
    assert "textDocument/didOpen" in text
    assert "user %s" not in text
    assert [str(path) in each for each in told] == [True]


async def test_the_worker_is_replaced(start_editor: StartEditor) -> None:
    """Even one that hangs in a job; the edit is learned by the next."""
    editor = await start_editor()
    before = (await editor.status())["workerId"]
    os.kill(before, signal.SIGSTOP)
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    answer = await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("honed.restartLearner")
    )
    status = scripted.plain(answer)
    assert status["workerId"] not in {None, before}
    assert (await editor.settled())["projects"][1]["patterns"] > 0


async def test_a_store_in_trouble_is_opened(wire: Wire, tmp_path: Path) -> None:
    """When what stood in its way is gone."""
    way = tmp_path / "data" / "user" / "honed.db"
    way.mkdir(parents=True)
    await wire.begin()
    [loose] = (await wire.ask("honed/status"))["result"]["projects"]
    assert loose["trouble"]
    way.rmdir()
    await wire.say(command("honed.restartLearner"))
    [answer] = await wire.until(lambda message: message.get("id") == "x")
    [loose] = answer["result"]["projects"]
    assert (loose["trouble"], loose["isReady"]) == ("", True)


async def test_a_restart_may_be_cancelled(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    """While it waits for its turn; the learner goes on."""
    await wire.begin()
    go_on = threading.Event()
    learner = wire.server.workspace_state.learner
    learner._submit(partial(_wait, go_on))
    await wire.say(command("honed.restartLearner"))
    await wire.tell("$/cancelRequest", {"id": "x"})
    [answer] = await wire.until(lambda message: message.get("id") == "x")
    assert answer["error"]["code"] == types.LSPErrorCodes.RequestCancelled
    go_on.set()
    wire.settle()
    assert not caplog.records


def _wait(event: threading.Event) -> None:
    event.wait(30)


async def test_work_that_lasts_is_told(wire: Wire) -> None:
    """After a second, and only once; its end is told too."""
    await wire.begin(SHOWS_PROGRESS)
    learner, look = wire.server.workspace_state.learner, wire.server._progress.look
    learner.work = work = Work("reading", 0.0)
    look(work, PATIENCE_S)
    look(work, PATIENCE_S + 1)
    [asked] = await wire.until(is_of("window/workDoneProgress/create"))
    await wire.say({"jsonrpc": "2.0", "id": asked["id"], "result": None})
    [begun] = await wire.until(is_of("$/progress"))
    assert begun["params"]["token"] == asked["params"]["token"]
    assert begun["params"]["value"] == {"kind": "begin", "title": "honed: reading"}
    learner.work = None
    _, ended = await wire.until(is_of("$/progress"), count=2)
    assert ended["params"]["value"] == {"kind": "end"}


async def test_work_that_ends_before_the_client_is_ready_noop(wire: Wire) -> None:
    """Nothing is begun that is over."""
    await wire.begin(SHOWS_PROGRESS)
    learner = wire.server.workspace_state.learner
    learner.work = work = Work("reading", 0.0)
    wire.server._progress.look(work, PATIENCE_S)
    [asked] = await wire.until(is_of("window/workDoneProgress/create"))
    learner.work = None
    await wire.say({"jsonrpc": "2.0", "id": asked["id"], "result": None})
    await wire.ask("honed/status")
    assert not [each for each in wire.outlet.messages if is_of("$/progress")(each)]


@pytest.mark.parametrize("client", [{}, {"window": {}}, SHOWS_PROGRESS], ids=str)
async def test_what_is_short_or_cannot_be_shown_noop(wire: Wire, client: Json) -> None:
    """A client without progress is told of nothing, nobody of what takes less than a second."""
    await wire.begin(client)
    duration = PATIENCE_S * (0.9 if client == SHOWS_PROGRESS else 2)
    wire.server.workspace_state.learner.work = work = Work("reading", 0.0)
    wire.server._progress.look(work, duration)
    wire.server._progress.look(None, duration)
    await asyncio.sleep(0)
    await wire.ask("honed/status")
    assert not [each for each in wire.outlet.messages if "method" in each]


async def test_a_client_that_refuses_progress_noop(wire: Wire) -> None:
    """Though it said that it could; nothing is begun."""
    await wire.begin(SHOWS_PROGRESS)
    wire.server.workspace_state.learner.work = work = Work("reading", 0.0)
    wire.server._progress.look(work, PATIENCE_S)
    [asked] = await wire.until(is_of("window/workDoneProgress/create"))
    error = {"code": -32603, "message": "no"}
    await wire.say({"jsonrpc": "2.0", "id": asked["id"], "error": error})
    await wire.ask("honed/status")
    assert not [each for each in wire.outlet.messages if is_of("$/progress")(each)]


async def test_how_far_it_is_is_told_and_the_user_may_cancel(wire: Wire) -> None:
    """An index tells a percentage, and is given up where the client says so."""
    await wire.begin(SHOWS_PROGRESS)
    share, given_up = [0], []
    indexing = wire.server.workspace_state.indexing
    work = Work("indexing shop", 0.0, lambda: share[0], lambda: given_up.append("it"))
    indexing.work = work
    wire.server._index_progress.look(work, PATIENCE_S)
    [asked] = await wire.until(is_of("window/workDoneProgress/create"))
    await wire.say({"jsonrpc": "2.0", "id": asked["id"], "result": None})
    [begun] = await wire.until(is_of("$/progress"))
    told = {"kind": "begin", "title": "honed: indexing shop", "cancellable": True, "percentage": 0}
    assert begun["params"]["value"] == told
    share[0] = 40
    _, report = await wire.until(is_of("$/progress"), count=2)
    assert report["params"]["value"] == {"kind": "report", "percentage": 40}
    token = asked["params"]["token"]
    cancel = {"jsonrpc": "2.0", "method": "window/workDoneProgress/cancel"}
    await wire.say(cancel | {"params": {"token": token}})
    *_, ended = await wire.until(is_of("$/progress"), count=3)
    assert ended["params"]["value"] == {"kind": "end"}
    assert given_up == ["it"]
