"""Settings over the protocol: asked for, changed while the server runs, told of when wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from honed.lsp import scripted
from tests.lsp.conftest import SETTLED_BY_HAND
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Listen = Callable[..., Awaitable["Listener"]]

NEEDLE, AFTER = PYTHON.others[0]
TAUGHT = PYTHON.text.replace(*PYTHON.typed)
ASKED = types.ClientCapabilities(
    general=scripted.CAPABILITIES.general,
    text_document=scripted.CAPABILITIES.text_document,
    workspace=types.WorkspaceClientCapabilities(
        configuration=True,
        did_change_configuration=types.DidChangeConfigurationClientCapabilities(
            dynamic_registration=True
        ),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True, relative_pattern_support=True
        ),
    ),
    experimental={"honed": {"withdrawn": True}},
)


@attrs.define
class Listener:
    """An editor that answers for its configuration, and notes what the server says."""

    configuration: Any = None
    messages: list[str] = attrs.field(factory=list)
    withdrawn: list[str | None] = attrs.field(factory=list)
    registered: list[types.Registration] = attrs.field(factory=list)
    asked: list[str | None] = attrs.field(factory=list)
    editor: scripted.ScriptedEditor = attrs.field(init=False)

    def listen(self) -> Any:
        """Return a client that notes everything here."""
        client = scripted.new_client()

        @client.feature(types.WORKSPACE_CONFIGURATION)
        def answer(params: types.ConfigurationParams) -> list[Any]:
            self.asked += [item.section for item in params.items]
            return [self.configuration for _ in params.items]

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            assert params.type is types.MessageType.Warning
            self.messages.append(params.message)

        @client.feature("honed/withdrawn")
        def withdraw(params: Any) -> None:
            self.withdrawn.append(scripted.plain(params).get("uri"))

        return client

    def change(self, settings: Any) -> None:
        """Tell of changed settings."""
        self.editor.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams(settings=settings)
        )

    async def toggle(self, **argument: Any) -> dict[str, Any]:
        """Run `honed.toggle`; return what it answers."""
        answer = await self.editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("honed.toggle", [argument])
        )
        found: dict[str, Any] = scripted.plain(answer)
        return found

    async def teach(self) -> None:
        """Learn the sample's edit."""
        self.editor.open(PYTHON.name, PYTHON.text)
        self.editor.type(PYTHON.name, *PYTHON.typed)
        self.editor.save(PYTHON.name)
        await self.editor.settled()

    async def off(self) -> list[str]:
        """Return what is off in the folder, as scopes with values."""
        status = await self.editor.settled()
        return [f"{each['scope']} {each['value']}" for each in status["projects"][1]["off"]]


@pytest.fixture
async def listen(tmp_path: Path) -> AsyncIterator[Listen]:
    """Start servers for editors that listen."""
    folder = tmp_path / "project"
    folder.mkdir()
    editors = []

    async def start(
        configuration: Any = None,
        options: dict[str, Any] | None = None,
        capabilities: types.ClientCapabilities = ASKED,
    ) -> Listener:
        listener = Listener(configuration)
        listener.editor = await scripted.connect(
            listener.listen(), folder, scripted.serving(tmp_path / "data"),
            capabilities=capabilities, options=SETTLED_BY_HAND | (options or {}),
        )  # fmt: skip
        editors.append(listener.editor)
        await listener.editor.settled()
        return listener

    yield start
    for editor in editors:
        await scripted.stop(editor)


async def test_the_editor_is_asked_once(listen: Listen) -> None:
    """For the section `honed`; it is asked to tell of changes, and of files outside, too."""
    listener = await listen({"languagesOff": ["go"], "learn": None})
    assert await listener.off() == ["language go"]
    assert listener.asked == ["honed"]
    settings, files = listener.registered
    assert settings.method == "workspace/didChangeConfiguration"
    assert files.method == "workspace/didChangeWatchedFiles"
    told = str(scripted.plain(files.register_options))
    assert listener.editor.folder.as_uri() in told
    assert "pyproject.toml" in told
    # Directories that go are told of by nothing else.
    assert "**/*" in told
    assert listener.messages == []


async def test_editors_that_would_watch_everything_are_not_asked_noop(listen: Listen) -> None:
    """Without relative patterns they watch every directory, and some ask the user whether to."""
    watching = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = types.WorkspaceClientCapabilities(did_change_watched_files=watching)
    listener = await listen(capabilities=types.ClientCapabilities(workspace=workspace))
    assert listener.registered == []


async def test_an_editor_that_cannot_be_asked_noop(listen: Listen) -> None:
    """It is not, and nothing is registered with it; what it sends by itself is taken."""
    listener = await listen(capabilities=scripted.CAPABILITIES)
    listener.change(None)
    listener.change({"honed": {"languagesOff": ["go"]}})
    assert await listener.off() == ["language go"]
    assert (listener.asked, listener.registered) == ([], [])


async def test_changes_act_at_once(listen: Listen) -> None:
    """Sent along, alone or among those of others, or to be asked for; what is shown goes."""
    listener = await listen()
    await listener.teach()
    editor = listener.editor
    assert await editor.edits_at(PYTHON.name, NEEDLE)
    for settings in ({"honed": {"enabled": False}}, {"languagesOff": ["python"]}):
        listener.change(settings)
        assert await editor.edits_at(PYTHON.name, NEEDLE) == []
        listener.change({"other": {"enabled": False}})
        assert await editor.edits_at(PYTHON.name, NEEDLE) == []
        listener.change({})
        assert await editor.edits_at(PYTHON.name, NEEDLE)
    assert listener.withdrawn == [None, editor.uri(PYTHON.name)]
    listener.configuration = {"kindsOff": ["edit", "everywhere"]}
    listener.change(None)
    await editor.status()
    assert await editor.actions(PYTHON.name, NEEDLE) == []
    assert listener.asked == ["honed", "honed"]


async def test_a_toggle_withdraws(listen: Listen) -> None:
    """The new state is the answer; what was shown gets no edit, and the editor is told so."""
    listener = await listen()
    await listener.teach()
    editor = listener.editor
    editor.open("other.py", "x = 1\n")
    uri = editor.uri(PYTHON.name)
    everywhere = "refactor.rewrite.honed.everywhere"
    [lazy] = await editor.actions(PYTHON.name, NEEDLE, only=[everywhere], automatic=True)
    [edit, *_] = await editor.actions(PYTHON.name, NEEDLE)
    now = await listener.toggle(scope="buffer", uri=uri)
    assert now == {"scope": "buffer", "value": uri, "on": False}
    assert listener.withdrawn == [uri]
    assert (await editor.client.code_action_resolve_async(lazy)).edit is None
    assert await editor.actions(PYTHON.name, NEEDLE) == []
    before = await editor.settled()
    await editor.accept(PYTHON.name, edit)
    editor.save(PYTHON.name)
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"]
    assert after["documentsOff"] == [{"uri": uri, "why": "this buffer is off"}]
    assert (await listener.toggle(scope="buffer", uri=uri))["on"]
    assert await editor.edits_at(PYTHON.name, PYTHON.others[1][0])


@pytest.mark.parametrize(
    "experimental", [None, {}, {"honed": True}, {"honed": {"withdrawn": 1}}, ["honed"], "honed"]
)
async def test_editors_that_do_not_know_it_are_not_told_noop(
    listen: Listen, experimental: Any
) -> None:
    """What is withdrawn is dead all the same; a notification that they do not know is noise."""
    listener = await listen(capabilities=attrs.evolve(ASKED, experimental=experimental))
    await listener.teach()
    assert await listener.editor.actions(PYTHON.name, NEEDLE)
    await listener.toggle(scope="everything")
    assert await listener.editor.actions(PYTHON.name, NEEDLE) == []
    assert listener.withdrawn == []


@pytest.mark.parametrize(
    "argument", [{}, {"scope": "all"}, {"scope": 5}, {"scope": "everything", "on": "no"}]
)
async def test_a_toggle_of_nonsense_noop(listen: Listen, argument: dict[str, Any]) -> None:
    """It is an error that says what is wanted, and nothing is off."""
    listener = await listen()
    with pytest.raises(JsonRpcInvalidParams, match=r"honed\.toggle"):
        await listener.toggle(**argument)
    assert await listener.off() == []


async def test_what_is_wrong_is_told_once(listen: Listen) -> None:
    """With key, source and what is expected; all other settings count."""
    listener = await listen({"exclud": []}, {"learn": "no", "languagesOff": ["go"]})
    for _ in range(2):
        listener.change({"honed": {"exclud": []}})
    assert await listener.off() == ["language go"]
    first, second = sorted(listener.messages)
    assert "'exclud' in workspace/configuration is not a setting; the nearest is exclude" in first
    assert "'learn' in initializationOptions must be true or false" in second


async def test_the_users_file_and_the_projects(listen: Listen, tmp_path: Path) -> None:
    """Both are read at the start; when they are saved, or the editor tells of it, they act."""
    mine = tmp_path / "data" / "settings.toml"
    mine.parent.mkdir()
    mine.write_text("languages_off = ['go']")
    listener = await listen()
    editor = listener.editor
    assert await listener.off() == ["language go"]
    editor.open("pyproject.toml", "[tool.honed]\nlearn = false\n", "toml")
    editor.save("pyproject.toml")
    assert await listener.off() == ["language go", "learning "]
    mine.write_text("languages_off = ['c']")
    editor.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [types.FileEvent(mine.as_uri(), types.FileChangeType.Changed)]
        )
    )
    assert await listener.off() == ["language c", "learning "]
