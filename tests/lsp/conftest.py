"""Real server processes and a client that types, for the tests of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from honed.lsp import scripted
from tests.lsp.wire import Wire, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    StartEditor = Callable[..., Awaitable[scripted.ScriptedEditor]]

SETTLED_BY_HAND = {"settleSeconds": 600}
"""The tests settle edits by saving or by asking elsewhere, never by waiting."""


@pytest.fixture
async def start_editor(tmp_path: Path) -> AsyncIterator[StartEditor]:
    """Start servers on one data directory and one folder; all are stopped at the end."""
    editors: list[scripted.ScriptedEditor] = []
    folder = tmp_path / "project"
    folder.mkdir()

    async def start(options: dict[str, Any] | None = None, **more: Any) -> scripted.ScriptedEditor:
        log = ("-v", "--log-file", str(tmp_path / "log"))
        editor = await scripted.start(
            folder,
            tmp_path / "data",
            options=SETTLED_BY_HAND | (options or {}),
            arguments=log,
            **more,
        )
        editors.append(editor)
        return editor

    yield start
    for editor in editors:
        await scripted.stop(editor)


@pytest.fixture
async def editor(start_editor: StartEditor) -> scripted.ScriptedEditor:
    """One editor with a folder open."""
    return await start_editor()


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    """Connect a server in this process that was not spoken to yet."""
    wire = connect(tmp_path / "data")
    yield wire
    wire.server.stop()
