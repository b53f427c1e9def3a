"""What a message must be before anything looks at its parameters (JSON-RPC 2.0)."""

from __future__ import annotations

import json
from typing import Any

import attrs
from lsprotocol.types import ErrorCodes

MessageId = str | int


@attrs.frozen
class Request:
    """A message that waits for an answer."""

    id: MessageId
    method: str
    data: dict[str, Any]


@attrs.frozen
class Notification:
    """A message that gets no answer."""

    method: str
    data: dict[str, Any]


@attrs.frozen
class Response:
    """The client's answer to a request of ours."""

    id: MessageId
    data: dict[str, Any]


@attrs.frozen
class Refused:
    """A message that is answered by an error alone; `id` is None where it has none."""

    id: MessageId | None
    code: int
    message: str


Message = Request | Notification | Response | Refused


def read(body: bytes) -> Message:
    """Return the message in a body; what is none is refused as JSON-RPC says."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return Refused(None, ErrorCodes.ParseError, "The message is not JSON that can be read.")
    if not isinstance(data, dict):
        return _invalid(None, "A message is one object; LSP has no batches.")
    message_id = data["id"] if _is_id(data.get("id")) else None
    if data.get("jsonrpc") != "2.0":
        return _invalid(message_id, 'The field "jsonrpc" must be "2.0".')
    found = _answer(data, message_id) if "method" not in data else _call(data, message_id)
    return found or _invalid(message_id, "It has no method that is a string, or no usable id.")


def _call(data: dict[str, Any], message_id: MessageId | None) -> Message | None:
    if not isinstance(data["method"], str):
        return None
    if "id" not in data:
        return Notification(data["method"], data)
    return None if message_id is None else Request(message_id, data["method"], data)


def _answer(data: dict[str, Any], message_id: MessageId | None) -> Message | None:
    is_whole = "result" in data or isinstance(data.get("error"), dict)
    return Response(message_id, data) if is_whole and message_id is not None else None


def _is_id(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _invalid(message_id: MessageId | None, message: str) -> Refused:
    return Refused(message_id, ErrorCodes.InvalidRequest, message)
