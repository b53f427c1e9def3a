"""Every client that we know, in each encoding that it offers: what it shows is exact.

The clients are pytest-lsp's packaged profiles, `initialize` requests recorded from real editors,
and made ones. What pytest-lsp finds against the specification is an error.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import pytest_lsp
from lsprotocol import types
from lsprotocol.converters import get_converter

from honed.core.text import Text, apply_edits, encode
from honed.lsp import scripted
from honed.lsp.framing import Framing
from honed.lsp.positions import changed, to_position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.lsp.wire import Wire

pytestmark = pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")

RECORDED = Path(__file__).parents[1] / "data" / "clients"
PACKAGED = Path(pytest_lsp.__file__).parent / "clients"
ENCODINGS = ("utf-8", "utf-16", "utf-32")

URI = "file:///project/服务 👩.py"
TEXT = (
    'log.info("👩‍💻 %s 名 %s" % (x, y)); log.info("é")\n'
    'log.info("名前 👩‍💻 %s / %s" % (u, v)); log.info("é")\n'
    'log.info("é 👩 %s" % (w,)); log.info("名")\n'
)
TYPED = (' % (x, y)); log.info("é")', ', x, y); log.info("é")')
ELSEWHERE = (" % (u, v))", ", u, v)")
BEGUN = ELSEWHERE[1][:3]


@attrs.frozen
class Profile:
    """A client: what it says of itself in `initialize`."""

    name: str
    params: types.InitializeParams

    @property
    def encodings(self) -> tuple[str, ...]:
        """What it offers; UTF-16 is what every client knows."""
        general = self.params.capabilities.general
        offered = general.position_encodings if general else None
        return tuple(getattr(each, "value", each) for each in offered or ("utf-16",))

    def offering(self, encoding: str) -> types.InitializeParams:
        """Return its parameters with this one encoding."""
        general = self.params.capabilities.general or types.GeneralClientCapabilities()
        if general.position_encodings:
            general = attrs.evolve(general, position_encodings=[encoding])
        capabilities = attrs.evolve(self.params.capabilities, general=general)
        return attrs.evolve(self.params, capabilities=capabilities, root_uri=None, process_id=None)


def profiles() -> Iterator[Profile]:
    """Yield every client."""
    for path in sorted([*RECORDED.glob("*.json"), *PACKAGED.glob("*.json")]):
        params = get_converter().structure(
            {"processId": None, "rootUri": None} | json.loads(path.read_text("utf-8")),
            types.InitializeParams,
        )
        yield Profile(path.stem, params)
    for encoding in ENCODINGS:
        general = types.GeneralClientCapabilities(position_encodings=[encoding])
        capabilities = attrs.evolve(scripted.CAPABILITIES, general=general)
        yield Profile(f"made for {encoding}", types.InitializeParams(capabilities))
    applies = types.WorkspaceClientCapabilities(apply_edit=True)
    of_commands = types.ClientCapabilities(workspace=applies)
    yield Profile("made of commands", types.InitializeParams(of_commands))


@attrs.define
class Outlet:
    """Carries what one end writes to the other, later, as a pipe does."""

    deliver: Callable[[list[Any]], None]
    framing: Framing = attrs.field(factory=Framing)

    def write(self, data: bytes) -> None:
        """Take bytes."""
        asyncio.get_running_loop().call_soon(self.deliver, self.framing.feed(data))

    def close(self) -> None:
        """Do nothing."""


class Editor:
    """An editor as pytest-lsp plays one, on a server of this process."""

    def __init__(self, wire: Wire, params: types.InitializeParams) -> None:
        """Connect the two."""
        self.server = wire.server
        self.params = params
        self.faults: list[Exception] = []
        self.text = TEXT
        self.version = 1
        self.encoding = "utf-16"
        self.client = pytest_lsp.LanguageClient(converter_factory=scripted.converter)
        self.client.capabilities = params.capabilities

        @self.client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.change(0, len(self.text), self.edited(params.edit))
            return types.ApplyWorkspaceEditResult(applied=True)

        self.client.protocol.set_writer(Outlet(self.server.protocol.receive))
        self.server.protocol.set_writer(Outlet(self.receive))

    def receive(self, bodies: list[Any]) -> None:
        """Take messages of the server; what is wrong with one fails the test."""
        protocol = self.client.protocol
        for body in bodies:
            try:
                protocol.handle_message(json.loads(body, object_hook=protocol.structure_message))
            except Exception as fault:  # noqa: BLE001 - told at the end
                self.faults.append(fault)

    async def begin(self) -> None:
        """Shake hands, open the document, and learn which encoding it is."""
        options = {"settleSeconds": 600}
        params = attrs.evolve(self.params, initialization_options=options)
        info = await self.client.initialize_async(params)
        self.encoding = info.capabilities.position_encoding or "utf-16"
        self.client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(URI, "python", 1, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.learned()

    async def learned(self) -> dict[str, Any]:
        """Return the status when the learner has done everything."""
        ask = self.client.protocol.send_request_async
        while True:
            status = scripted.plain(await ask("honed/status"))  # type: ignore[no-untyped-call]
            if not status["queue"] and scripted.is_ready(status):
                return dict(status)

    def position(self, index: int) -> types.Position:
        """Return the position of a character in the client's units."""
        return to_position(Text(encode(self.text)), len(encode(self.text[:index])), self.encoding)

    def change(self, start: int, end: int, new: str) -> None:
        """Replace the characters `start:end`."""
        span = types.Range(self.position(start), self.position(end))
        self.text = self.text[:start] + new + self.text[end:]
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, URI)
        change = types.TextDocumentContentChangePartial(span, new)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def type(self, old: str, new: str) -> None:
        """Delete `old` with one stroke, and type `new`."""
        at = self.text.index(old)
        self.change(at, at + len(old), "")
        for offset, character in enumerate(new):
            self.change(at + offset, at + offset, character)

    async def actions(
        self, needle: str, kind: types.CodeActionTriggerKind
    ) -> list[types.CodeAction | types.Command]:
        """Return what is offered at `needle`."""
        at = self.position(self.text.index(needle))
        context = types.CodeActionContext([], trigger_kind=kind)
        return list(
            await self.client.text_document_code_action_async(
                types.CodeActionParams(
                    types.TextDocumentIdentifier(URI), types.Range(at, at), context
                )
            )
            or ()
        )

    async def take(self, action: types.CodeAction | types.Command) -> None:
        """Do what an editor does with the action that was chosen."""
        command = action
        if isinstance(action, types.CodeAction):
            if action.edit is None:
                action = await self.client.code_action_resolve_async(action)
            assert action.edit is not None
            self.change(0, len(self.text), self.edited(action.edit))
            assert action.command is not None
            command = action.command
        assert isinstance(command, types.Command)
        await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command.command, command.arguments)
        )

    def edited(self, edit: types.WorkspaceEdit) -> str:
        """Return the text after a workspace edit, which is what the client can take."""
        workspace = self.params.capabilities.workspace
        abilities = workspace.workspace_edit if workspace else None
        found: list[types.TextEdit | types.AnnotatedTextEdit] = []
        if abilities and abilities.document_changes:
            [change] = edit.document_changes or ()
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self.version
            for each in change.edits:
                assert isinstance(each, types.TextEdit | types.AnnotatedTextEdit)
                found.append(each)
        else:
            assert edit.document_changes is None
            found += (edit.changes or {})[URI]
        if not (abilities and abilities.document_changes and abilities.change_annotation_support):
            assert edit.change_annotations is None
            assert all(isinstance(each, types.TextEdit) for each in found)
        return self.after([types.TextEdit(each.range, each.new_text) for each in found])

    def after(self, edits: list[types.TextEdit]) -> str:
        """Return the text after edits that all refer to the text as it is."""
        text = Text(encode(self.text))
        meant = [
            changed(
                text,
                [types.TextDocumentContentChangePartial(each.range, each.new_text)],
                self.encoding,
            )[1][0]
            for each in edits
        ]
        return apply_edits(text.data, meant).decode()

    async def completed(self) -> list[str]:
        """Return the texts that the completion items at the end of what was begun lead to."""
        at = self.text.index(BEGUN) + len(BEGUN)
        answer = await self.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(URI), self.position(at))
        )
        items = answer.items if isinstance(answer, types.CompletionList) else answer or ()
        texts = []
        for item in items:
            assert isinstance(item.text_edit, types.TextEdit)
            texts.append(self.after([item.text_edit, *(item.additional_text_edits or ())]))
        return texts

    async def end(self) -> None:
        """Shut the server down; nothing that it sent was against the specification."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await asyncio.sleep(0)
        assert self.faults == []
        assert not [each for each in self.client.messages if each.type is types.MessageType.Error]


CASES = [(profile, encoding) for profile in profiles() for encoding in profile.encodings]
each_client = pytest.mark.parametrize(
    ("profile", "encoding"), CASES, ids=[f"{one.name}, {other}" for one, other in CASES]
)


def test_every_source_of_clients_is_there() -> None:
    """Packaged, recorded and made; and every encoding is offered by several."""
    names = {profile.name for profile, _ in CASES}
    assert {"vscode-1.139", "neovim-0.12", "helix-25.07", "eglot-1.17", "lsp-mode-9"} <= names
    assert len(names) >= 8 + 8 + 4
    for encoding in ENCODINGS:
        assert sum(offered == encoding for _, offered in CASES) >= 4


@each_client
async def test_the_loop_is_exact(wire: Wire, profile: Profile, encoding: str) -> None:
    """An edit is typed, offered elsewhere, taken and told, with emoji and CJK on each line."""
    editor = Editor(wire, profile.offering(encoding))
    await editor.begin()
    assert editor.encoding == encoding
    editor.type(*TYPED)
    await editor.actions("é 👩", types.CodeActionTriggerKind.Automatic)
    before = await editor.learned()
    assert before["projects"][0]["patterns"] >= 1
    wanted = editor.text.replace(*ELSEWHERE)
    first, *_ = await editor.actions("名前", types.CodeActionTriggerKind.Invoked)
    await editor.take(first)
    assert editor.text == wanted
    after = await editor.learned()
    assert after["lastDurableId"] == before["lastDurableId"] + 1
    document = wire.server.workspace_state.documents.get(URI)
    assert document is not None
    assert document.text.data.decode() == wanted
    await editor.end()


@each_client
async def test_everywhere_is_exact(wire: Wire, profile: Profile, encoding: str) -> None:
    """All other places at once, resolved where the client can, annotated where it can ask."""
    editor = Editor(wire, profile.offering(encoding))
    await editor.begin()
    editor.type(*TYPED)
    await editor.actions("é 👩", types.CodeActionTriggerKind.Automatic)
    await editor.learned()
    wanted = editor.text.replace(*ELSEWHERE).replace(" % (w,))", ", w)")
    offers = await editor.actions("名前", types.CodeActionTriggerKind.Automatic)
    everywhere = [each for each in offers if " of this file" in each.title or "here:" in each.title]
    assert len(everywhere) == 1
    await editor.take(everywhere[0])
    assert editor.text == wanted
    await editor.end()


@each_client
async def test_completion_is_exact(wire: Wire, profile: Profile, encoding: str) -> None:
    """What was begun is finished; a snippet goes to those only that know them."""
    editor = Editor(wire, profile.offering(encoding))
    await editor.begin()
    editor.type(*TYPED)
    await editor.actions("é 👩", types.CodeActionTriggerKind.Automatic)
    await editor.learned()
    wanted = editor.text.replace(*ELSEWHERE)
    editor.type(ELSEWHERE[0], BEGUN)
    assert wanted in await editor.completed()
    await editor.end()
