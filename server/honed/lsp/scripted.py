"""An editor without a screen: a client of a real server process that opens, types and accepts.

The demo, the benches and the tests drive `honed serve` with it. Lines are zero-based, positions
in UTF-16 units, as most editors count them.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.lsp._base_client import BaseLanguageClient

from honed.core.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    import cattrs

PATIENCE_S = 30.0
POLL_S = 0.005
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
class ScriptedEditor:
    """What an editor does, over LSP; its positions are in UTF-16 units, its lines zero-based."""

    client: BaseLanguageClient
    folder: Path
    server_info: types.InitializeResult | None = None
    texts: dict[str, str] = attrs.field(factory=dict)
    versions: dict[str, int] = attrs.field(factory=dict)
    _has_opened: bool = False

    def uri(self, name: str) -> str:
        """Return the URI of a file in the folder."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "python") -> None:
        """Open a document."""
        self._has_opened = True
        self.texts[name], self.versions[name] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri(name), language, 1, text)
            )
        )

    def change(self, name: str, start: int, end: int, new: str) -> None:
        """Replace the characters `start:end` in one notification."""
        self.change_many(name, [(start, end, new)])

    def change_many(self, name: str, edits: Sequence[tuple[int, int, str]]) -> None:
        """Replace several stretches in one notification, each of the text the last one left."""
        text = self.texts[name]
        events: list[types.TextDocumentContentChangeEvent] = []
        for start, end, new in edits:
            span = types.Range(position(text, start), position(text, end))
            events.append(types.TextDocumentContentChangePartial(span, new))
            text = text[:start] + new + text[end:]
        self._notify(name, events, text)

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
        status: dict[str, Any] = plain(answer)
        return status

    async def settled(self) -> dict[str, Any]:
        """Wait until the learner's queue is empty; the barrier of all tests."""
        return await until(self.status, lambda status: status["queue"] == 0 and is_ready(status))

    async def looked_at(self) -> None:
        """Wait until the server knows whether git ignores what was opened; it is silent before."""
        if self._has_opened:
            self._has_opened = False
            await until(self.status, lambda status: status["filesQueue"] == 0)

    async def actions(
        self, name: str, needle: str, *, only: list[str] | None = None, automatic: bool = False
    ) -> list[types.CodeAction]:
        """Return the code actions at the start of `needle`."""
        place = self.texts[name].index(needle)
        return await self.actions_at(name, place, only=only, automatic=automatic)

    async def actions_at(
        self, name: str, place: int, *, only: list[str] | None = None, automatic: bool = False
    ) -> list[types.CodeAction]:
        """Return the code actions at the character `place`."""
        await self.looked_at()
        at = position(self.texts[name], place)
        kind = types.CodeActionTriggerKind
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(name)),
                types.Range(at, at),
                types.CodeActionContext([], only, kind.Automatic if automatic else kind.Invoked),
            )
        )
        return [each for each in answer or () if isinstance(each, types.CodeAction)]

    async def completions(self, name: str, at: int) -> list[types.CompletionItem]:
        """Return the completion items at the character `at`."""
        await self.looked_at()
        answer = await self.client.text_document_completion_async(
            types.CompletionParams(
                types.TextDocumentIdentifier(self.uri(name)), position(self.texts[name], at)
            )
        )
        return list(answer.items if isinstance(answer, types.CompletionList) else answer or ())

    def completed(self, name: str, item: types.CompletionItem) -> str:
        """Return the text after a completion item is put in."""
        text, edit = self.texts[name], item.text_edit
        if not isinstance(edit, types.TextEdit):
            raise ServerError(f"the item {item.label!r} has no plain edit")
        start, end = offset(text, edit.range.start), offset(text, edit.range.end)
        return text[:start] + edit.new_text + text[end:]

    async def edits_at(self, name: str, needle: str) -> list[str]:
        """Return the texts that the offered edits at `needle` lead to, the first offer first."""
        actions = await self.actions(name, needle, only=["refactor.rewrite.honed.edit"])
        return [self.preview(name, action) for action in actions]

    def preview(self, name: str, action: types.CodeAction) -> str:
        """Return the text after an action's edit."""
        text = self.texts[name]
        edits = _edits(action, self.uri(name), self.versions[name])
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
        if action.command is None:
            return
        await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(action.command.command, action.command.arguments)
        )


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
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
    try:
        async with asyncio.timeout(PATIENCE_S):
            # The server offers no event to wait for; it is asked, as any client would.
            while not holds(answer := await ask()):  # noqa: ASYNC110 - see above
                await asyncio.sleep(POLL_S)
    except TimeoutError as error:
        raise ServerError(f"the server did not get ready within {PATIENCE_S:.0f} s") from error
    return answer


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


def _edits(action: types.CodeAction, uri: str, version: int) -> list[types.TextEdit]:
    """Return an action's edits of one document, which must be at this version."""
    edit = action.edit
    if edit is None:
        raise ServerError(f"the action {action.title!r} has no edit")
    if edit.document_changes is None:
        return list((edit.changes or {}).get(uri, ()))
    found: list[types.TextEdit] = []
    for change in edit.document_changes:
        if not isinstance(change, types.TextDocumentEdit) or change.text_document.uri != uri:
            continue
        if change.text_document.version != version:
            raise ServerError(f"the action {action.title!r} is for another version")
        found += [
            types.TextEdit(each.range, each.new_text)
            for each in change.edits
            if isinstance(each, types.TextEdit | types.AnnotatedTextEdit)
        ]
    return found


def converter() -> cattrs.Converter:
    """Return lsprotocol's converter, mended: it takes every action with a command for a command."""
    made = get_converter()
    union = types.Command | types.CodeAction

    def action_or_command(value: Any, _: Any) -> Any:  # noqa: ANN401 - JSON
        is_command = isinstance(value.get("command"), str)
        return made.structure(value, types.Command if is_command else types.CodeAction)

    made.register_structure_hook_func(lambda kind: kind == union, action_or_command)
    return made


async def start(
    folder: Path,
    data_dir: Path,
    *,
    capabilities: types.ClientCapabilities = CAPABILITIES,
    options: dict[str, Any] | None = None,
    arguments: Sequence[str] = (),
) -> ScriptedEditor:
    """Start a server on a folder and a data directory, and wait until it has read its stores."""
    command = serving(data_dir, *arguments)
    editor = await connect(
        new_client(), folder, command, capabilities=capabilities, options=options
    )
    await editor.settled()
    return editor


def serving(data_dir: Path, *arguments: str) -> list[str]:
    """Return the command line of a server on a data directory; the user's settings lie there, too.

    Whoever starts it may have settings that are none of its business.
    """
    settings = str(data_dir / "settings.toml")
    serve = [sys.executable, "-m", "honed", "serve"]
    return [*serve, "--data-dir", str(data_dir), "--config", settings, *arguments]


def new_client() -> BaseLanguageClient:
    """Return a client that speaks to no server yet; making one takes longer than to start one."""
    return BaseLanguageClient("honed-scripted", "1", converter_factory=converter)


async def connect(
    client: BaseLanguageClient,
    folder: Path,
    command: Sequence[str],
    *,
    capabilities: types.ClientCapabilities = CAPABILITIES,
    options: dict[str, Any] | None = None,
) -> ScriptedEditor:
    """Start any server and return when it has answered `initialize`."""
    await client.start_io(*command)
    return await greet(client, folder, capabilities=capabilities, options=options)


async def greet(
    client: BaseLanguageClient,
    folder: Path,
    *,
    capabilities: types.ClientCapabilities = CAPABILITIES,
    options: dict[str, Any] | None = None,
) -> ScriptedEditor:
    """Go through the handshake with a server that the client is connected to."""
    info = await client.initialize_async(
        types.InitializeParams(
            capabilities,
            root_uri=folder.as_uri(),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name)],
            initialization_options=options,
        )
    )
    client.initialized(types.InitializedParams())
    return ScriptedEditor(client, folder, info)


async def stop(editor: ScriptedEditor) -> int | None:
    """Shut the server down as an editor does; return its exit code."""
    client = editor.client
    server = client._server  # noqa: SLF001 - pygls offers no other way to wait for it
    if server is not None and server.returncode is None:
        await client.shutdown_async(None)
        client.exit(None)
        await asyncio.wait_for(server.wait(), PATIENCE_S)
    if not client.stopped:
        await client.stop()  # type: ignore[no-untyped-call] # pygls leaves it so
    return server.returncode if server is not None else None


def kill(editor: ScriptedEditor) -> None:
    """Kill the server as a crash would (SIGKILL)."""
    server = editor.client._server  # noqa: SLF001 - as above
    if server is not None and server.returncode is None:
        server.kill()


async def crash(editor: ScriptedEditor) -> int | None:
    """Kill the server, and return its exit code when it is gone."""
    kill(editor)
    server = editor.client._server  # noqa: SLF001 - as above
    if server is not None:
        await asyncio.wait_for(server.wait(), PATIENCE_S)
    return await stop(editor)
