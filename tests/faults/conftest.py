"""Real servers whose files, disk and processes go wrong, and what their user gets to see."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types

from honed.lsp import scripted
from honed.store.locations import user_database, workspace_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from honed.lsp.scripted import ScriptedEditor

OPTIONS = {"settleSeconds": 600}
"""Edits settle when they are saved, never by waiting."""

# Names of one word each: what renames one of them says nothing of the others.
CALLS = """\
def run(one, two):
    {old}(one, two)


def stop(three, four):
    {old}(three, four)
"""


@attrs.define
class Watched:
    """An editor, and the messages that its user was shown."""

    editor: ScriptedEditor
    messages: list[str]

    @property
    def server_id(self) -> int:
        """The server's process id."""
        server = self.editor.client._server
        assert server is not None
        return server.pid

    async def project(self) -> dict[str, Any]:
        """Return the folder's part of the status."""
        project: dict[str, Any] = (await self.editor.status())["projects"][1]
        return project

    async def until(self, **wanted: object) -> dict[str, Any]:
        """Wait until the status, or the folder's part of it, has these values."""

        def holds(status: dict[str, Any]) -> bool:
            flat = status | status["projects"][1]
            return all(flat[key] == value for key, value in wanted.items())

        return await scripted.until(self.editor.status, holds)

    async def until_told(self, words: str) -> str:
        """Wait until a message with these words was shown, and return it."""

        def holds(_: object) -> bool:
            return any(words in message for message in self.messages)

        await scripted.until(self.editor.status, holds)
        return next(message for message in self.messages if words in message)

    async def until_trouble(self, words: str) -> dict[str, Any]:
        """Wait until the folder's trouble has these words; return the status."""
        return await scripted.until(
            self.editor.status, lambda status: words in status["projects"][1]["trouble"]
        )

    def type(self, name: str) -> None:
        """Rename a call in a file of its own, and save."""
        file = f"{name}.py"
        self.editor.open(file, CALLS.format(old=f"fetch{name}"))
        self.editor.type(file, f"fetch{name}(one", f"load{name}(one")
        self.editor.save(file)

    async def learn(self, name: str) -> None:
        """Rename a call in a file of its own, save, and wait until that is learned."""
        self.type(name)
        await self.editor.settled()

    async def offers(self, name: str) -> bool:
        """Return whether what `type(name)` taught is offered at the other call."""
        file = f"again_{name}.py"
        if file not in self.editor.texts:
            self.editor.open(file, CALLS.format(old=f"fetch{name}"))
        found = await self.editor.edits_at(file, f"fetch{name}(three")
        return any(f"load{name}(three" in text for text in found)


@attrs.define
class Desk:
    """One folder and one data directory, and the editors that were started on them."""

    folder: Path
    data: Path
    log: Path
    opened: list[Watched] = attrs.field(factory=list)

    @property
    def database(self) -> Path:
        """Where the folder's database lies."""
        return workspace_database(self.data, self.folder)

    @property
    def user_database(self) -> Path:
        """Where the user's database lies."""
        return user_database(self.data)

    async def start(self, *, is_ready: bool = True, data: Path | None = None) -> Watched:
        """Start an editor; it has read its stores where nothing else is expected."""
        client = scripted.new_client()
        messages: list[str] = []

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            messages.append(params.message)

        command = scripted.serving(data or self.data, "-v", "--log-file", str(self.log))
        editor = await scripted.connect(client, self.folder, command, options=OPTIONS)
        watched = Watched(editor, messages)
        self.opened.append(watched)
        await (editor.settled() if is_ready else watched.until(queue=0))
        return watched

    async def stop(self, watched: Watched) -> None:
        """Close an editor in order."""
        assert await scripted.stop(watched.editor) == 0

    def rows(self) -> list[tuple[int, str]]:
        """Return what the folder's database holds: the ids and the languages of its edits."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute("SELECT id, language FROM trajectories").fetchall()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """One folder and one data directory; all servers are stopped at the end."""
    folder = tmp_path / "project"
    folder.mkdir()
    made = Desk(folder, tmp_path / "data", tmp_path / "log")
    yield made
    for watched in made.opened:
        await scripted.stop(watched.editor)
