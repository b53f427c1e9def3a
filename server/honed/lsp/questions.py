"""The commands that ask why and where from, and the one that forgets; docs/protocol.md.

What cannot be answered is an error of the protocol, InvalidParams, that says why.
"""

from __future__ import annotations

import asyncio
import reprlib
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types
from pygls.exceptions import JsonRpcInternalError, JsonRpcInvalidParams

from honed.core.errors import HonedError
from honed.lsp.uris import path_of
from honed.services import answers, origins, similar
from honed.services.summary import origin_summary, why_summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.lsp.server import HonedServer
    from honed.services.origins import Origin

    Question = Callable[[HonedServer, "Arguments"], dict[str, Any]]

PATIENCE_S = 2.0
"""So long a client waits for what the learner's thread has to find behind other work."""

USUAL = 5
"""So many past edits are answered where nobody says how many."""


@attrs.frozen
class Arguments:
    """A command's one argument, an object; `HonedError` where it has not what is wanted."""

    given: Any

    def get(self, name: str, kind: type) -> Any:  # noqa: ANN401 - JSON
        """Return a value, None where it is missing."""
        if not isinstance(self.given, dict):
            raise HonedError("An object is wanted as the argument.")
        value = self.given.get(name)
        # JSON tells true from 1.
        if value is not None and type(value) is not kind:
            raise HonedError(f"`{name}` cannot be {reprlib.repr(value)}.")
        return value

    def demand(self, name: str, kind: type) -> Any:  # noqa: ANN401 - JSON
        """Return a value that must be there."""
        value = self.get(name, kind)
        if value is None:
            raise HonedError(f"`{name}` is missing.")
        return value


def _asking(question: Question) -> Callable[..., dict[str, Any]]:
    def ask(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        try:
            return question(server, Arguments(arguments[0] if arguments else None))
        except HonedError as error:
            raise JsonRpcInvalidParams(str(error)) from error

    return ask


@_asking
def why(server: HonedServer, asked: Arguments) -> dict[str, Any]:
    """`honed.why {uri, line | position, show?}`: why something is offered on a line, or nothing."""
    uri, line = _place(asked)
    project, found = server.workspace_state.why(uri, line)
    _show(server, asked, why_summary(found))
    return {**answers.project_json(project), "uri": uri, **answers.why_json(found)}


@_asking
def explain(server: HonedServer, asked: Arguments) -> dict[str, Any]:
    """`honed.explain {id | patternId, uri?, show?}`: where an offer or a pattern comes from."""
    found = _origin(server, asked)
    _show(server, asked, origin_summary(found.pattern))
    return answers.explain_json(found)


@_asking
def forget_pattern(server: HonedServer, asked: Arguments) -> dict[str, Any]:
    """`honed.forgetPattern {id | patternId, uri?}`: forget a pattern with what it taught."""
    found = _origin(server, asked)
    forgotten = origins.forget(server.workspace_state, found)
    return {**answers.project_json(found.project), **answers.forgotten_json(forgotten)}


async def similar_edits(server: HonedServer, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """`honed.similarEdits {uri, line | position, limit?}`: past edits of statements like this."""
    asked = Arguments(arguments[0] if arguments else None)
    try:
        uri, line = _place(asked)
        limit = asked.get("limit", int)
        project, found = similar.similar_edits(
            server.workspace_state, uri, line, USUAL if limit is None else limit
        )
    except HonedError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    try:
        hits = await asyncio.wait_for(asyncio.wrap_future(found), PATIENCE_S)
    except TimeoutError as error:
        raise JsonRpcInternalError("honed is busy: ask again in a moment") from error
    return {**answers.project_json(project), "uri": uri, "edits": answers.hits_json(hits)}


def _place(asked: Arguments) -> tuple[str, int]:
    """Return the document that is meant, and the zero-based line."""
    uri, position = asked.demand("uri", str), asked.get("position", dict)
    return uri, (asked if position is None else Arguments(position)).demand("line", int)


def _origin(server: HonedServer, asked: Arguments) -> Origin:
    state = server.workspace_state
    if (offer_id := asked.get("id", str)) is not None:
        return origins.of_offer(state, offer_id)
    uri = asked.get("uri", str)
    path = None if uri is None else path_of(uri)
    return origins.of_pattern(state, asked.demand("patternId", int), path)


def _show(server: HonedServer, asked: Arguments, message: str) -> None:
    if asked.get("show", bool):
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
