"""A server in the test's own process, and the bare wire to it: what is sent, byte by byte."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import attrs

from honed.lsp.framing import Framing
from honed.lsp.server import HonedServer
from honed.services.clock import SystemClock
from honed.services.workspace import Workspace
from tests.services.conftest import InPlaceWorker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json = dict[str, Any]
PATIENCE_S = 30.0
USUAL: Json = {
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "applyEdit": True},
}
"""What a client can do where a test does not say."""


def framed(message: object) -> bytes:
    """Return a message as it goes over the wire; bytes are taken for a body."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Outlet:
    """Takes what the server writes."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self._framing = Framing()

    def write(self, data: bytes) -> None:
        """Take bytes."""
        for body in self._framing.feed(data):
            assert isinstance(body, bytes)
            self.messages.append(json.loads(body))

    def close(self) -> None:
        """Do nothing."""


@attrs.define
class Wire:
    """Both ends of a connection; positions are the client's business."""

    server: HonedServer
    outlet: Outlet
    framing: Framing = attrs.field(factory=Framing)
    last_id: int = 0

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.server.protocol.receive(self.framing.feed(data))

    async def say(self, *messages: object) -> list[Json]:
        """Send messages at once; return what comes back until the server has served them."""
        return await self.say_raw(b"".join(framed(each) for each in messages))

    async def say_raw(self, data: bytes) -> list[Json]:
        """Send bytes; return what comes back until the server has served them."""
        seen = len(self.outlet.messages)
        self.send(data)
        await self.server.protocol.worked_off()
        return self.outlet.messages[seen:]

    async def ask(self, method: str, params: Any = None) -> Json:
        """Send a request; return its answer."""
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        await self.say(request)
        found = await self.until(lambda each: each.get("id") == self.last_id)
        [answer] = found
        return answer

    async def until(self, is_wanted: Callable[[Json], bool], count: int = 1) -> list[Json]:
        """Wait for messages, of all that came so far; return them."""
        async with asyncio.timeout(PATIENCE_S):
            # Each turn of the loop may bring one.
            while len(found := [*filter(is_wanted, self.outlet.messages)]) < count:  # noqa: ASYNC110
                await asyncio.sleep(0)
        return found

    async def tell(self, method: str, params: Any = None) -> list[Json]:
        """Send a notification; return what comes back."""
        return await self.say({"jsonrpc": "2.0", "method": method, "params": params})

    async def begin(self, client: Json | None = None, **params: Any) -> Json:
        """Go through the handshake, with no folder open; return the server's capabilities."""
        hello = {
            "processId": None,
            "rootUri": None,
            "capabilities": USUAL if client is None else client,
        } | params
        hello.setdefault("initializationOptions", {"settleSeconds": 600})
        answer = await self.ask("initialize", hello)
        await self.tell("initialized", {})
        self.settle()
        capabilities: Json = answer["result"]["capabilities"]
        return capabilities

    def settle(self) -> None:
        """Wait until all files are read, and the learner has done everything."""
        self.server.workspace_state.reader.join()
        self.server.workspace_state.learner.join()

    async def open(self, uri: str, text: str, language: str = "python") -> None:
        """Open a document at version 1."""
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        await self.tell("textDocument/didOpen", {"textDocument": item})

    async def change(self, uri: str, version: int, *changes: Json) -> None:
        """Change a document."""
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": list(changes)}
        await self.tell("textDocument/didChange", params)

    async def save(self, uri: str, text: str | None = None) -> None:
        """Save a document, and wait for the learner."""
        await self.tell("textDocument/didSave", {"textDocument": {"uri": uri}, "text": text})
        self.settle()

    async def actions(self, uri: str, line: int, **context: Any) -> list[Json]:
        """Return the code actions on a line."""
        at = {"line": line, "character": 0}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": []} | context,
        }
        return (await self.ask("textDocument/codeAction", params))["result"] or []

    def text(self, uri: str) -> str | None:
        """Return a document's text as the server has it, None where it has none."""
        document = self.server.workspace_state.documents.get(uri)
        return None if document is None else document.text.data.decode("utf-8", "surrogatepass")


def connect(data_dir: Path) -> Wire:
    """Return a wire to a server that was not spoken to yet."""
    server = HonedServer(lambda: Workspace(SystemClock(), str(data_dir), InPlaceWorker()))
    outlet = Outlet()
    server.protocol.set_writer(outlet)
    return Wire(server, outlet)


def applied(text: str, edit: Json) -> str:
    """Return the text after a workspace edit of one document, positions in UTF-16 units."""
    edits = edit["documentChanges"][0]["edits"]
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))]

    def offset(at: Json) -> int:
        start = starts[at["line"]]
        units = text[start:].encode("utf-16-le", "surrogatepass")[: 2 * at["character"]]
        return start + len(units.decode("utf-16-le", "surrogatepass"))

    spans = [
        (offset(each["range"]["start"]), offset(each["range"]["end"]), each["newText"])
        for each in edits
    ]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text
