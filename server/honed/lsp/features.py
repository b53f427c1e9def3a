"""Which method and which command goes to which function."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from honed.lsp import (
    code_action,
    commands,
    completion,
    configuration,
    hover,
    inline_completion,
    maintenance,
    merge,
    next_edit,
    preview,
    questions,
    sizes,
    synchronization,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.lsp.server import HonedServer

_log = logging.getLogger(__name__)


def register(server: HonedServer) -> None:
    """Say which method goes to which function, each fenced so that a failure is only logged."""

    def feature(method: str, function: Callable[..., Any], options: object = None) -> None:
        _register(server, method, function, options)

    feature(types.INITIALIZE, lambda server, params: server.begin(params))
    feature(types.INITIALIZED, lambda server, _: server.start())
    feature(
        types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
        lambda server, params: server.change_folders(params),
    )
    feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION, configuration.did_change)
    feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, configuration.did_change_files)
    feature(types.SHUTDOWN, lambda server, _: server.stop())
    feature(types.TEXT_DOCUMENT_DID_OPEN, sizes.did_open)
    feature(types.TEXT_DOCUMENT_DID_CHANGE, sizes.did_change)
    feature(types.TEXT_DOCUMENT_DID_CLOSE, synchronization.did_close)
    feature(types.TEXT_DOCUMENT_WILL_SAVE, synchronization.will_save)
    feature(
        types.TEXT_DOCUMENT_DID_SAVE,
        synchronization.did_save,
        types.SaveOptions(include_text=True),
    )
    feature(types.TEXT_DOCUMENT_CODE_ACTION, code_action.code_action, code_action.OPTIONS)
    feature(types.TEXT_DOCUMENT_COMPLETION, completion.completion)
    feature(types.COMPLETION_ITEM_RESOLVE, completion.resolve)
    feature(types.TEXT_DOCUMENT_HOVER, hover.hover)
    feature(types.CODE_ACTION_RESOLVE, code_action.resolve)
    feature(next_edit.METHOD, next_edit.next_edit)
    feature("honed/status", commands.status)
    feature("honed/sessionBoundary", commands.session_boundary)
    for name, function in (
        (code_action.ACCEPTED, commands.accepted),
        (code_action.DISMISS, commands.dismiss),
        (code_action.APPLY, commands.apply),
        ("honed.why", questions.why),
        ("honed.explain", questions.explain),
        ("honed.forgetPattern", questions.forget_pattern),
        ("honed.similarEdits", questions.similar_edits),
        (maintenance.SHOW_LOG, maintenance.show_log),
        (maintenance.RESTART_LEARNER, maintenance.restart_learner),
        (configuration.TOGGLE, configuration.toggle),
        (merge.APPLY_SNIPPET, merge.apply_snippet),
        (next_edit.ACCEPT, next_edit.accept),
        (next_edit.DISMISS, next_edit.dismiss),
        (preview.PREVIEW, preview.preview_everywhere),
    ):
        server.command(name)(_command(server, function))


def register_asked_for(server: HonedServer) -> None:
    """Say the same of what is there only for a client that asks for it; `initialize` calls it."""
    advertised = server.protocol.fm.feature_options
    advertised[types.TEXT_DOCUMENT_COMPLETION] = completion.options(server.client)
    if server.client.has_inline_completion:
        method, options = types.TEXT_DOCUMENT_INLINE_COMPLETION, inline_completion.OPTIONS
        _register(server, method, inline_completion.inline_completion, options)


def _register(
    server: HonedServer, method: str, function: Callable[..., Any], options: object
) -> None:
    def fenced(params: Any) -> Any:  # noqa: ANN401 - pygls
        try:
            return function(server, params)
        except JsonRpcInvalidParams:
            raise
        except Exception:  # noqa: BLE001 - one failure takes no server down
            _log.exception("%s failed", method)
            return None

    async def fenced_wait(params: Any) -> Any:  # noqa: ANN401 - pygls
        try:
            return await function(server, params)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("%s failed", method)
            return None

    is_awaited = inspect.iscoroutinefunction(function)
    server.feature(method, options)(fenced_wait if is_awaited else fenced)


def _command(server: HonedServer, function: Callable[..., Any]) -> Callable[..., Any]:
    """Bind a command to the server; pygls tells by the function whether it is to be awaited."""
    if inspect.iscoroutinefunction(function):

        async def wait(*arguments: Any) -> Any:  # noqa: ANN401 - JSON
            return await function(server, *arguments)

        return wait

    def run(*arguments: Any) -> Any:  # noqa: ANN401 - JSON
        return function(server, *arguments)

    return run
