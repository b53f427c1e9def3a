"""Where `honed demo` plays: the real server in a process of its own, an editor, and a watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from honed.lsp import scripted
from honed.services.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from pathlib import Path
    from typing import Any

    from honed.services.clock import Clock

Answer = TypeVar("Answer")

REQUESTS = {
    ActionKind.EDIT: "code actions at a place",
    ActionKind.EVERYWHERE: "code actions for the whole file",
    ActionKind.DISMISS: "code actions at a place",
}
"""What the requests are called where their latencies are listed."""


@attrs.frozen
class Check:
    """Something that the demo says, and whether it holds; `detail` says what was seen instead."""

    what: str
    holds: bool
    detail: str = ""


@attrs.define(eq=False)
class Stage:
    """One server after another on one workspace folder and one data directory."""

    folder: Path
    data_dir: Path
    log: Path
    clock: Clock
    checks: list[Check] = attrs.field(factory=list)
    latencies_ms: dict[str, list[float]] = attrs.field(factory=dict)
    """How long each answer took, as the editor saw it, by the name of the request."""
    memory_bytes: int = 0
    """The most that a server held, where the system tells, else 0."""
    _editor: scripted.ScriptedEditor | None = None

    @property
    def editor(self) -> scripted.ScriptedEditor:
        """The editor of the server that runs now; call `start` first."""
        if self._editor is None:
            raise RuntimeError("no server runs")
        return self._editor

    async def start(self) -> None:
        """Start a server, and wait until it has read what was learned."""
        arguments = ("--log-file", str(self.log))
        starting = scripted.start(self.folder, self.data_dir, arguments=arguments)
        self._editor = await self.timed("start until ready", starting)

    async def stop(self) -> int | None:
        """Let the server end as an editor does; return its exit code."""
        editor, self._editor = self._editor, None
        return await scripted.stop(editor) if editor else None

    async def kill(self) -> int | None:
        """End the server with SIGKILL; return its exit code."""
        editor, self._editor = self.editor, None
        return await scripted.crash(editor)

    async def leave(self) -> None:
        """End whatever still runs, after a failure."""
        if self._editor is not None:
            await self.kill()

    async def timed(self, name: str, answer: Awaitable[Answer]) -> Answer:
        """Return an answer, and note how long it took."""
        started = self.clock.elapsed()
        value = await answer
        self.latencies_ms.setdefault(name, []).append((self.clock.elapsed() - started) * 1000)
        return value

    def check(self, what: str, *, holds: bool, detail: str = "") -> bool:
        """Note whether something holds, and return it."""
        self.checks.append(Check(what, holds, "" if holds else detail))
        return holds

    def show(self, name: str, text: str, language: str) -> None:
        """Write a file of the workspace, and open it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.editor.open(name, text, language)

    async def settled(self) -> dict[str, Any]:
        """Return `honed/status` as soon as all that was done is learned and stored."""
        status = await self.editor.settled()
        self.memory_bytes = max(self.memory_bytes, status["memoryBytes"])
        return status

    async def offered(self, name: str, place: int) -> str | None:
        """Return the text that the first edit offered at a character leads to; None for silence."""
        asking = self.editor.actions_at(name, place, only=[ActionKind.EDIT])
        actions = await self.timed(REQUESTS[ActionKind.EDIT], asking)
        return self.editor.preview(name, actions[0]) if actions else None

    async def offered_unasked(self, name: str, place: int) -> list[str]:
        """Return what is offered when the editor asks by itself, because the cursor moved there."""
        asking = self.editor.actions_at(name, place, automatic=True)
        actions = await self.timed("code actions as the cursor moves", asking)
        # Edits of the whole file are sought only when the editor asks for them.
        return [self.editor.preview(name, each) for each in actions if each.edit is not None]

    async def accept(self, name: str, place: int, kind: ActionKind) -> bool:
        """Take the first action of a kind, as an editor does; False where there is none."""
        asking = self.editor.actions_at(name, place, only=[kind])
        actions = await self.timed(REQUESTS[kind], asking)
        if not actions:
            return False
        self.editor.replace_with(name, self.editor.preview(name, actions[0]))
        await self.timed("command", self.editor.run(actions[0]))
        return True

    async def dismiss(self, name: str, place: int) -> bool:
        """Say that an offer is not wanted at a place; False where that was not offered."""
        asking = self.editor.actions_at(name, place, only=[ActionKind.DISMISS])
        actions = await self.timed(REQUESTS[ActionKind.DISMISS], asking)
        if not actions:
            return False
        await self.timed("command", self.editor.run(actions[0]))
        return True
