"""A scripted editor that times what it asks, and what the server's protocol thread computes."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from honed.lsp.scripted import ScriptedEditor

GAP_S = 0.002
"""Between two requests, so that what the server does after an answer is over, too."""

PAGE_BYTES = 4096
MEGABYTE = 1e6


@attrs.define
class Timings:
    """Milliseconds: `wall` as the client waits, `cpu` of the server's protocol thread.

    `cpu` stays empty where the system does not tell. `hits` counts the answers that offered.
    """

    wall: list[float] = attrs.field(factory=list)
    cpu: list[float] = attrs.field(factory=list)
    hits: int = 0

    def without(self, barriers: Timings) -> Timings:
        """Return the timings less what a barrier takes, which each of them waited for."""
        return Timings(_less(self.wall, barriers.wall), _less(self.cpu, barriers.cpu), self.hits)


class Found(defaultdict[str, Timings]):
    """What was found, by the measure's name; one that was not yet measured is empty."""

    def __init__(self) -> None:
        super().__init__(Timings)


def _less(values: list[float], barriers: list[float]) -> list[float]:
    usual = statistics.median(barriers) if barriers else 0.0
    return [max(0.0, value - usual) for value in values]


@attrs.define
class Probe:
    """Drives and times one server."""

    editor: ScriptedEditor
    _ran: float | None = None

    @property
    def process_id(self) -> int:
        """The server's process id."""
        server = self.editor.client._server
        return server.pid if server is not None else 0

    async def timed(self, timings: Timings, ask: Awaitable[Any]) -> Any:
        """Wait for an answer, note how long it took, and return it."""
        if self._ran is None:
            await asyncio.sleep(GAP_S)
            self._ran = thread_ms(self.process_id)
        start = time.perf_counter()
        answer = await ask
        timings.wall.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(GAP_S)
        before, self._ran = self._ran, thread_ms(self.process_id)
        if before is not None and self._ran is not None:
            timings.cpu.append(self._ran - before)
        return answer

    async def status(self) -> dict[str, Any]:
        """Return `honed/status`; its time counts for no measure."""
        self._ran = None
        return await self.editor.status()

    async def actions(
        self, name: str, lines: Sequence[int], timings: Timings, *, invoked: bool = False
    ) -> None:
        """Ask for code actions with the cursor at the start of each of the lines."""
        for line in lines:
            answer = await self.timed(timings, self.ask(name, line, invoked=invoked))
            timings.hits += bool(answer)

    async def ask(self, name: str, line: int, *, invoked: bool = False) -> list[Any]:
        """Return the code actions at a line."""
        at = types.Position(line, 0)
        kind = types.CodeActionTriggerKind
        answer = await self.editor.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.editor.uri(name)),
                types.Range(at, at),
                types.CodeActionContext(
                    [], trigger_kind=kind.Invoked if invoked else kind.Automatic
                ),
            )
        )
        return list(answer or ())

    async def complete(
        self,
        name: str,
        places: Sequence[tuple[int, int, str]],
        timings: Timings,
        *,
        inline: bool = False,
    ) -> None:
        """Type a character at each (line, column), ask for a menu, and take it back.

        `inline` asks for ghost text.
        """
        for line, column, typed in places:
            self.put(name, line, column, column, typed)
            await self.status()
            at = types.Position(line, column + len(typed))
            document = types.TextDocumentIdentifier(self.editor.uri(name))
            client = self.editor.client
            asked: Awaitable[object]
            if inline:
                trigger = types.InlineCompletionTriggerKind.Automatic
                context = types.InlineCompletionContext(trigger)
                asked = client.text_document_inline_completion_async(
                    types.InlineCompletionParams(context, document, at)
                )
            else:
                asked = client.text_document_completion_async(types.CompletionParams(document, at))
            answer = await self.timed(timings, asked)
            timings.hits += bool(answer)
            self.put(name, line, column, column + len(typed), "")
            await self.status()

    async def key(
        self, name: str, line: int, column: int, character: str, timings: Timings
    ) -> None:
        """Type a character and wait for a barrier."""
        await self.timed(timings, self._typed(name, line, column, character))

    async def _typed(self, name: str, line: int, column: int, character: str) -> None:
        self.put(name, line, column, column, character)
        await self.editor.status()

    def put(self, name: str, line: int, start: int, end: int, new: str) -> None:
        """Change a line, and only its columns; the client's own copy of the text stays behind."""
        self.editor.versions[name] += 1
        identifier = types.VersionedTextDocumentIdentifier(
            self.editor.versions[name], self.editor.uri(name)
        )
        span = types.Range(types.Position(line, start), types.Position(line, end))
        change = types.TextDocumentContentChangePartial(span, new)
        self.editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(identifier, [change])
        )

    def close(self, name: str) -> None:
        """Close a document."""
        params = types.DidCloseTextDocumentParams(
            types.TextDocumentIdentifier(self.editor.uri(name))
        )
        self.editor.client.text_document_did_close(params)


def thread_ms(process_id: int) -> float | None:
    """Return the milliseconds that a process' first thread has computed; None if nobody knows."""
    try:
        content = Path(f"/proc/{process_id}/task/{process_id}/schedstat").read_text("ascii")
        return int(content.split()[0]) / 1e6
    except (OSError, ValueError, IndexError):
        return None


def resident_mb(process_id: int) -> float | None:
    """Return the memory that a process holds, in MB of 10⁶ bytes; None if nobody knows."""
    try:
        pages = Path(f"/proc/{process_id}/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return None
    return int(pages) * PAGE_BYTES / MEGABYTE
