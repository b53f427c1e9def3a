"""Start, shutdown, and clients that leave without a word."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from lsprotocol import types

from honed.lsp import scripted
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

PATIENCE_S = 30.0


async def is_gone(pid: int) -> bool:
    """Return whether a process ends within the patience."""
    for _ in range(int(PATIENCE_S / 0.05)):
        try:
            with open(f"/proc/{pid}/stat") as stat:  # noqa: ASYNC230, PTH123 - memory, not a disk
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_says_what_it_can(start_editor: StartEditor) -> None:
    """The answer to initialize names us, our action kinds, and incremental sync."""
    editor = await start_editor()
    info = editor.server_info
    assert info is not None
    assert info.server_info is not None
    assert info.server_info.name == "honed"
    sync = info.capabilities.text_document_sync
    assert isinstance(sync, types.TextDocumentSyncOptions)
    assert sync.change is types.TextDocumentSyncKind.Incremental
    actions = info.capabilities.code_action_provider
    assert isinstance(actions, types.CodeActionOptions)
    assert actions.code_action_kinds is not None
    assert "refactor.rewrite.honed.edit" in actions.code_action_kinds


async def test_shutdown_loses_nothing(start_editor: StartEditor) -> None:
    """What was typed and not yet settled is stored when the editor quits."""
    editor = await start_editor()
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    assert await scripted.stop(editor) == 0
    editor = await start_editor()
    status = await editor.settled()
    assert status["lastDurableId"] == 1
    assert status["projects"][1]["patterns"] > 0


async def test_worker_ends_with_the_server(start_editor: StartEditor) -> None:
    """A killed server leaves no worker behind."""
    editor = await start_editor()
    worker = (await editor.status())["workerId"]
    assert worker
    scripted.kill(editor)
    assert await is_gone(worker)


async def test_a_dead_worker_is_replaced(start_editor: StartEditor) -> None:
    """A worker that dies is started anew, and the edit is learned all the same."""
    editor = await start_editor()
    os.kill((await editor.status())["workerId"], signal.SIGKILL)
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    editor.save(PYTHON.name)
    status = await editor.settled()
    assert status["projects"][1]["patterns"] > 0


async def test_a_signal_loses_nothing(start_editor: StartEditor) -> None:
    """SIGTERM, as editors send it to a slow server: what was typed is stored all the same."""
    editor = await start_editor()
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    await editor.status()
    server = editor.client._server
    assert server is not None
    server.terminate()
    await asyncio.wait_for(server.wait(), PATIENCE_S)
    editor = await start_editor()
    assert (await editor.settled())["lastDurableId"] == 1


async def test_folders_may_come_later(editor: scripted.ScriptedEditor, tmp_path: Path) -> None:
    """A folder that is added while the server runs gets a store of its own."""
    added = tmp_path / "second"
    added.mkdir()
    editor.client.workspace_did_change_workspace_folders(
        types.DidChangeWorkspaceFoldersParams(
            types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(added.as_uri(), "2")], [])
        )
    )
    status = await editor.settled()
    assert [project["folder"] for project in status["projects"]][2:] == [str(added)]


async def test_leaves_when_its_input_ends(tmp_path: Path) -> None:
    """A closed pipe ends the server."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "honed", "serve", "--data-dir", str(tmp_path),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert server.stdin is not None
    server.stdin.close()
    assert await asyncio.wait_for(server.wait(), PATIENCE_S) == 0
