"""The language server: its start, its end, and what it does in between by itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from honed import __version__
from honed.lsp import configuration
from honed.lsp.capabilities import Client, read
from honed.lsp.diagnostics import Diagnostics
from honed.lsp.editors import habits_of
from honed.lsp.features import register, register_asked_for
from honed.lsp.liveness import is_gone, parent_id
from honed.lsp.progress import Progress
from honed.lsp.protocol import DocumentlessProtocol
from honed.lsp.tcp import Address, serve_tcp
from honed.lsp.transport import serve_io
from honed.lsp.uris import folder_of
from honed.services.collection import catch_up, uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from honed.services.workspace import Workspace

TICK_S = 0.2
CLIENT_CHECK_S = 1.0
SHUTDOWN_S = 10.0
LEAVING_S = 3.0
"""How long what was learned may take to be written, while the client waits and when it is gone."""

SWITCH_INTERVAL_S = 0.0005
"""How long the learner's thread may keep the interpreter while a request waits."""

_log = logging.getLogger(__name__)


class HonedServer(LanguageServer):
    """pygls' server with honed's state."""

    protocol: DocumentlessProtocol

    def __init__(
        self,
        make_workspace: Callable[[], Workspace],
        begin_log: Callable[[str], None] | None = None,
    ) -> None:
        """Register what the server can do; `serve` starts it.

        `make_workspace` is called when `initialize` has been answered: what it has to load takes
        half as long again as what a server of pygls needs to start. `begin_log` is called with the
        data directory of the settings.
        """
        super().__init__("honed", __version__, protocol_cls=DocumentlessProtocol)
        self._make_workspace = make_workspace
        self._begin_log = begin_log
        self._workspace_state: Workspace | None = None
        self.client = Client()
        self._ticking: asyncio.Task[None] | None = None
        self._parent_id: int | None = None
        self._progress = Progress(self, lambda: self.workspace_state.learner.work)
        self._index_progress = Progress(self, lambda: self.workspace_state.indexing.work)
        self._diagnostics = Diagnostics(self)
        self.protocol.on_loss = self._distrust
        register(self)

    def serve(self, tcp: Address | None = None, announce: Callable[[Address], None] = print) -> int:
        """Speak LSP until the client leaves; return the exit code.

        On standard input and output, or with the first client that connects to `tcp`.
        """
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._parent_id = parent_id() if tcp is None else None
        way = serve_io(self.protocol) if tcp is None else serve_tcp(self.protocol, tcp, announce)
        try:
            asyncio.run(self._serve(way))
        except KeyboardInterrupt:
            _log.warning("interrupted; leaving")
        finally:
            self._close(LEAVING_S)
            self.shutdown()  # type: ignore[no-untyped-call] # pygls leaves it so
        return self.protocol.exit_code or 0

    async def _serve(self, way: Coroutine[Any, Any, None]) -> None:
        watching = asyncio.create_task(self._watch())
        await way
        watching.cancel()

    @property
    def workspace_state(self) -> Workspace:
        """All that lives, made when it is first asked for."""
        if self._workspace_state is None:
            # What is garbage by now makes room for what is loaded next.
            catch_up()
            with uncollected():
                self._workspace_state = self._make_workspace()
        return self._workspace_state

    def _close(self, patience_s: float = SHUTDOWN_S) -> None:
        if self._workspace_state is not None:
            self._workspace_state.stop(patience_s)

    def begin(self, params: types.InitializeParams) -> None:
        """Read what the client can do and wants; nothing is loaded before it has its answer."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self.client = read(params, encoding)
        register_asked_for(self)
        self._options = params.initialization_options
        self._folders = _folders(params)
        # The answer is written before the loop comes to this.
        asyncio.get_running_loop().call_soon(lambda: self.workspace_state)

    def start(self) -> None:
        """Open the folders and begin to learn; a client that says so twice changes nothing."""
        if self._ticking is not None:
            return
        self.workspace_state.documents.habits = habits_of(self.client.name)
        self.workspace_state.start(self._options, self._folders)
        if self._begin_log is not None:
            self._begin_log(self.workspace_state.configuration.settings.data_dir)
        configuration.register(self, self._folders)
        configuration.ask(self)
        configuration.tell(self)
        name, encoding = self.client.name or "nameless", self.client.encoding
        _log.info("The client is %s, its positions are %s", name, encoding)
        loop = asyncio.get_running_loop()
        self._ticking = loop.create_task(self._tick())
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(
                signal.SIGTERM, self._leave, "asked to end by a signal", SHUTDOWN_S
            )

    def change_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Open and close folders; what was learned of those that are closed stays on disk."""
        for folder in params.event.removed:
            if path := folder_of(folder.uri):
                self.workspace_state.folders.remove(path)
        for folder in params.event.added:
            if path := folder_of(folder.uri):
                self.workspace_state.folders.add(path)
        configuration.tell(self)

    def stop(self) -> None:
        """Write everything; the client has asked for it, or is gone."""
        if self._ticking is not None:
            self._ticking.cancel()
        self._close()

    def _distrust(self, uri: str | None) -> None:
        if self._workspace_state is not None:
            self._workspace_state.distrust(uri)

    def _leave(self, reason: str, patience_s: float) -> None:
        """Write everything and end the process, though the client has not asked for it."""
        _log.warning("%s; leaving", reason)
        self._close(patience_s)
        # A thread waits for input that never comes; only leaving at once ends it.
        os._exit(1)

    def _tell_notices(self) -> None:
        """Show what the user has to know of the learner's troubles."""
        for text in self.workspace_state.learner.notices.take():
            message = types.ShowMessageParams(types.MessageType.Warning, text)
            self.window_show_message(message)

    async def _watch(self) -> None:
        """Leave when the client's process is gone, however far it had come."""
        while not is_gone(self.process_id, self._parent_id):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(CLIENT_CHECK_S)
        self._leave("the client's process is gone", LEAVING_S)

    async def _tick(self) -> None:
        """Let pauses settle what was typed, and tell of work that lasts."""
        while True:
            await asyncio.sleep(TICK_S)
            try:
                state = self.workspace_state
                state.tick()
                self._tell_notices()
                configuration.tell(self)
                self._diagnostics.look()
                self._progress.look(state.learner.work, state.clock.elapsed())
                self._index_progress.look(state.indexing.work, state.clock.elapsed())
            except Exception:  # noqa: BLE001 - the next pause is tried again
                _log.exception("a pause could not be settled")


def _folders(params: types.InitializeParams) -> list[str]:
    uris = [folder.uri for folder in params.workspace_folders or []]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    paths = [folder_of(uri) for uri in uris]
    return [path for path in paths if path] or ([params.root_path] if params.root_path else [])
