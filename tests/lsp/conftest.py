"""A real server process and a client that types, for the tests of the protocol."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient

PATIENCE_S = 20.0
CAPABILITIES = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=["utf-16"]),
    workspace=types.WorkspaceClientCapabilities(
        apply_edit=True,
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
    ),
    text_document=types.TextDocumentClientCapabilities(
        synchronization=types.TextDocumentSyncClientCapabilities(did_save=True, will_save=True),
        code_action=types.CodeActionClientCapabilities(
            code_action_literal_support=types.ClientCodeActionLiteralOptions(
                types.ClientCodeActionKindOptions(["refactor.rewrite"])
            ),
            is_preferred_support=True,
            data_support=True,
            resolve_support=types.ClientCodeActionResolveOptions(["edit"]),
        ),
    ),
)


@attrs.define
class Editor:
    """What an editor does, over LSP; its positions are in UTF-16 units, its lines zero-based."""

    client: BaseLanguageClient
    folder: Path
    texts: dict[str, str] = attrs.field(factory=dict)
    versions: dict[str, int] = attrs.field(factory=dict)

    def uri(self, name: str) -> str:
        """Return the URI of a file in the folder."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "python") -> None:
        """Open a document."""
        self.texts[name], self.versions[name] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri(name), language, 1, text)
            )
        )

    def change(self, name: str, start: int, end: int, new: str) -> None:
        """Replace the characters `start:end` in one notification."""
        text = self.texts[name]
        self._change(name, [(start, end, new)], text[:start] + new + text[end:])

    def _change(self, name: str, edits: list[tuple[int, int, str]], after: str) -> None:
        before = self.texts[name]
        events = [
            types.TextDocumentContentChangePartial(
                types.Range(position(before, start), position(before, end)), new
            )
            for start, end, new in edits
        ]
        self._notify(name, events, after)

    def replace_all(self, name: str, after: str) -> None:
        """Send the whole text anew."""
        self._notify(name, [types.TextDocumentContentChangeWholeDocument(after)], after)

    def _notify(
        self, name: str, events: list[types.TextDocumentContentChangeEvent], after: str
    ) -> None:
        self.texts[name] = after
        self.versions[name] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    def type(self, name: str, old: str, new: str, occurrence: int = 0) -> None:
        """Turn `old` into `new` key by key: delete what differs, then type what is missing."""
        text = self.texts[name]
        start = -1
        for _ in range(occurrence + 1):
            start = text.index(old, start + 1)
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        at, end = start + head, start + len(old) - tail
        for position_ in range(end, at, -1):
            self.change(name, position_ - 1, position_, "")
        for offset, character in enumerate(new[head : len(new) - tail]):
            self.change(name, at + offset, at + offset, character)

    def save(self, name: str) -> None:
        """Save: write the file, and say so."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.texts[name], "utf-8")
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(
                types.TextDocumentIdentifier(self.uri(name)), self.texts[name]
            )
        )

    async def status(self) -> dict[str, Any]:
        """Return `honed/status`."""
        answer = await self.client.protocol.send_request_async("honed/status", {})
        return plain(answer)

    async def settled(self) -> dict[str, Any]:
        """Wait until the learner's queue is empty; the barrier of all tests."""
        return await until(self.status, lambda status: status["queue"] == 0 and is_ready(status))

    async def actions(
        self, name: str, needle: str, *, only: list[str] | None = None, automatic: bool = False
    ) -> list[types.CodeAction]:
        """Return the code actions at the start of `needle`."""
        at = position(self.texts[name], self.texts[name].index(needle))
        kind = types.CodeActionTriggerKind
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(name)),
                types.Range(at, at),
                types.CodeActionContext(
                    [], only, kind.Automatic if automatic else kind.Invoked
                ),
            )
        )
        return [each for each in answer or () if isinstance(each, types.CodeAction)]

    async def edits_at(self, name: str, needle: str) -> list[str]:
        """Return the texts that the offered edits at `needle` lead to, the first offer first."""
        actions = await self.actions(name, needle, only=["refactor.rewrite.honed.edit"])
        return [self.preview(name, action) for action in actions]

    def preview(self, name: str, action: types.CodeAction) -> str:
        """Return the text after an action's edit."""
        assert action.edit is not None
        changes = action.edit.document_changes
        assert changes is not None
        change = changes[0]
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.versions[name]
        text = self.texts[name]
        edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
        for edit in sorted(edits, key=lambda each: each.range.start, reverse=True):
            start, end = offset(text, edit.range.start), offset(text, edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        return text

    async def accept(self, name: str, action: types.CodeAction) -> None:
        """Apply an action as an editor does: the edit, then the command."""
        self.replace_with(name, self.preview(name, action))
        await self.run(action)

    def replace_with(self, name: str, after: str) -> None:
        """Send the smallest single change that leads to `after`."""
        before = self.texts[name]
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        limit = min(len(before), len(after)) - head
        while tail < limit and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        self.change(name, head, len(before) - tail, after[head : len(after) - tail])

    async def run(self, action: types.CodeAction) -> None:
        """Execute an action's command."""
        assert action.command is not None
        await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(action.command.command, action.command.arguments)
        )


def plain(value: Any) -> Any:
    """Return JSON that pygls turned into objects as dictionaries again."""
    if hasattr(value, "_asdict"):
        return {key: plain(each) for key, each in value._asdict().items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def is_ready(status: dict[str, Any]) -> bool:
    """Return whether every project has been read from its store."""
    return all(project["isReady"] for project in status["projects"])


async def until(
    ask: Callable[[], Awaitable[dict[str, Any]]], holds: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Ask again until the answer is as wanted; fail when that takes too long."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            answer = await ask()
            if holds(answer):
                return answer
            await asyncio.sleep(0.01)


def position(text: str, offset_: int) -> types.Position:
    """Return the position of a character, in UTF-16 units."""
    line = text.count("\n", 0, offset_)
    start = text.rfind("\n", 0, offset_) + 1
    return types.Position(line, len(text[start:offset_].encode("utf-16-le")) // 2)


def offset(text: str, at: types.Position) -> int:
    """Return the character at a position."""
    start = 0
    for _ in range(at.line):
        start = text.index("\n", start) + 1
    units = text[start:].encode("utf-16-le")[: at.character * 2]
    return start + len(units.decode("utf-16-le"))


StartEditor = Callable[..., Awaitable[Editor]]


@pytest.fixture
async def start_editor(tmp_path: Path) -> AsyncIterator[StartEditor]:
    """Start servers on one data directory and one folder; all are stopped at the end."""
    clients: list[BaseLanguageClient] = []

    async def start(
        capabilities: types.ClientCapabilities = CAPABILITIES,
        options: dict[str, Any] | None = None,
    ) -> Editor:
        client = BaseLanguageClient("tests", "1")
        folder, data = tmp_path / "project", tmp_path / "data"
        folder.mkdir(exist_ok=True)
        arguments = ["-m", "honed", "serve", "-v", "--log-file", str(tmp_path / "log"), "--data-dir", str(data)]
        await client.start_io(sys.executable, *arguments)
        clients.append(client)
        await client.initialize_async(
            types.InitializeParams(
                capabilities,
                root_uri=folder.as_uri(),
                workspace_folders=[types.WorkspaceFolder(folder.as_uri(), "project")],
                initialization_options={"settleSeconds": 600, **(options or {})},
            )
        )
        client.initialized(types.InitializedParams())
        editor = Editor(client, folder)
        await editor.settled()
        return editor

    yield start
    for client in clients:
        await stop(client)


async def stop(client: BaseLanguageClient) -> None:
    """Shut a server down as an editor does; one that is gone is left alone."""
    if client.stopped:
        return
    server = client._server
    if server is not None and server.returncode is None:
        await client.shutdown_async(None)
        client.exit(None)
        await asyncio.wait_for(server.wait(), PATIENCE_S)
    await client.stop()


@pytest.fixture
async def editor(start_editor: StartEditor) -> Editor:
    """One editor with a folder open."""
    return await start_editor()
