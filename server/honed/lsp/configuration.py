"""Settings over the protocol: the editor's, their changes, and what the user is told of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.uris import from_fs_path

from honed.config import FORMS, spelled
from honed.core.errors import SettingsError
from honed.lsp.uris import path_of
from honed.services.ignored import IGNORE_FILE
from honed.services.settings_files import PROJECT_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.lsp.server import HonedServer

SECTION = "honed"
WATCHED = (*PROJECT_FILES, IGNORE_FILE)
"""In the roots of the folders."""
CODE = "**/*"
"""What is indexed, and the directories that it lies in: where these go, nothing else tells."""

TOGGLE = "honed.toggle"
WITHDRAWN = "honed/withdrawn"
_KEYS = {*FORMS, *map(spelled, FORMS)}
_log = logging.getLogger(__name__)


def register(server: HonedServer, folders: Sequence[str]) -> None:
    """Ask the client, once, to tell of changes of its configuration and of the files we read.

    Clients without relative patterns would watch all directories for the sake of these few files,
    and some ask the user whether they may.
    """
    can = server.client
    registrations = []
    if can.registers_configuration:
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        registrations.append(types.Registration("honed-configuration", method, options))
    if can.registers_watched_files and can.has_relative_patterns:
        file = server.workspace_state.user_file
        places = [(folder, name) for folder in folders for name in (*WATCHED, CODE)]
        watchers = _watchers([*places, (str(file.parent), file.name)])
        watched = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registrations.append(types.Registration("honed-files", method, watched))
    if registrations:
        params = types.RegistrationParams(registrations)
        _noted(server.client_register_capability(params), "client/registerCapability")


def ask(server: HonedServer) -> None:
    """Ask for the editor's configuration where it can be asked; it is taken when it comes."""
    if server.client.has_configuration:
        params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        asked = server.workspace_configuration(params)
        asked.add_done_callback(partial(_take, server))
        _noted(asked, "workspace/configuration")


def did_change(server: HonedServer, params: types.DidChangeConfigurationParams) -> None:
    """Take settings that come along; without any, ask for them.

    Some editors send ours alone, some send those of all servers.
    """
    said = params.settings
    if not isinstance(said, Mapping):
        ask(server)
    elif SECTION in said:
        server.workspace_state.configuration.take_client(said[SECTION])
    elif not said or _KEYS & said.keys():
        server.workspace_state.configuration.take_client(said)
    tell(server)


def did_change_files(server: HonedServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Have settings and patterns of ignored files read anew where theirs have changed."""
    server.workspace_state.files_changed([path_of(change.uri) for change in params.changes])


def toggle(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """`honed.toggle {scope, value?, uri?, on?}`: switch something off or on."""
    asked = arguments[0] if arguments and isinstance(arguments[0], Mapping) else {}
    on = asked.get("on")
    words = [asked.get(name) or "" for name in ("scope", "value", "uri")]
    if not all(isinstance(each, str) for each in words) or not isinstance(on, bool | None):
        raise JsonRpcInvalidParams("honed.toggle takes {scope, value?, uri?, on?}")
    try:
        now = server.workspace_state.switches.toggle(*words, on=on)
    except SettingsError as error:
        raise JsonRpcInvalidParams(f"honed.toggle: {error}") from error
    tell(server)
    return {"scope": now.scope, "value": now.value, "on": now.is_on}


def tell(server: HonedServer) -> None:
    """Tell of settings that cannot be used, and withdraw from the screen what is off now."""
    state = server.workspace_state
    state.switches.catch_up()
    for message in state.configuration.take_messages():
        warning = types.ShowMessageParams(types.MessageType.Warning, message)
        server.window_show_message(warning)
    withdrawn = state.switches.take_withdrawn()
    for uri in withdrawn if server.client.takes_withdrawn else ():
        server.protocol.notify(WITHDRAWN, {} if uri is None else {"uri": uri})


def _watchers(places: Iterable[tuple[str, str]]) -> list[types.FileSystemWatcher]:
    """Return watchers of files, each given by its directory and its name."""
    return [
        types.FileSystemWatcher(types.RelativePattern(base, name))
        for directory, name in places
        if (base := from_fs_path(directory))
    ]


def _take(server: HonedServer, answered: Any) -> None:  # noqa: ANN401 - a future of pygls
    if answered.cancelled() or answered.exception() is not None:
        return
    said = answered.result() or [None]
    server.workspace_state.configuration.take_client(said[0])
    tell(server)


def _noted(asked: Any, method: str) -> None:  # noqa: ANN401 - a future of pygls
    """Write a line where the client cannot do what it said it could."""

    def note(answered: Any) -> None:  # noqa: ANN401 - as above
        if not answered.cancelled() and answered.exception() is not None:
            _log.warning("the client answered %s with %s", method, answered.exception())

    asked.add_done_callback(note)
