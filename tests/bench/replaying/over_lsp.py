"""The engine as an editor has it: a real server, driven with didChange, codeAction and accept.

`honed/status` is the barrier behind each edit. Only offers are known here, no candidates.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from honed.core.diff import minimal_edit
from honed.core.text import apply_edits, decode, encode
from honed.lsp import code_action, next_edit, scripted
from honed.services.actions import ActionKind
from tests.bench.replaying.engine import Answer, size_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from honed.core.text import Edit
    from honed.lsp.scripted import ScriptedEditor
    from tests.bench.replaying.engine import Size

BETWEEN_EDITS_S = 0.03
"""Sooner, the same replacement again would be a tool's."""


class LspEngine:
    """A server with an empty data directory; its methods are those of `engine.Engine`."""

    def __init__(self) -> None:
        """Start the server."""
        self._directory = tempfile.TemporaryDirectory()
        root = Path(self._directory.name).resolve()
        folder, self._data = root / "project", root / "data"
        folder.mkdir()
        self._loop = asyncio.new_event_loop()
        self._editor: ScriptedEditor = self._run(scripted.start(folder, self._data))
        self._actions: dict[str, types.CodeAction] = {}

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)

    def open(self, path: str, language: str, text: bytes) -> None:
        """Open a document."""
        self._editor.open(path, decode(text), language)
        self._run(self._editor.settled())

    def close(self, path: str) -> None:
        """Close a document."""
        identifier = types.TextDocumentIdentifier(self._editor.uri(path))
        self._editor.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
        self._run(self._editor.settled())

    def ask(
        self,
        path: str,
        lines: Sequence[int],
        *,
        with_candidates: bool,
    ) -> list[Answer]:
        """Return the first offer on each line."""
        return [self._run(self._answer(path, line)) for line in lines]

    async def _answer(self, path: str, line: int) -> Answer:
        text = self._editor.texts[path]
        place = scripted.offset(text, types.Position(line, 0))
        begun = time.perf_counter()
        actions = await self._editor.actions_at(path, place, only=[ActionKind.EDIT], automatic=True)
        ms = (time.perf_counter() - begun) * 1000
        if not actions:
            return Answer("", (), ms)
        action = without_companions(actions[0], line)
        return self._answer_of(path, action, str(len(self._actions)), ms)

    def _answer_of(self, path: str, action: types.CodeAction, offer_id: str, ms: float) -> Answer:
        """Return the answer that an action is, and keep the action."""
        self._actions[offer_id] = action
        before, after = encode(self._editor.texts[path]), encode(self._editor.preview(path, action))
        edit = minimal_edit(before, after)
        return Answer(offer_id, () if edit is None else (edit,), ms)

    def next(self, path: str) -> Answer:
        """Return the next edit of a document, wherever the cursor is; it is shown."""
        begun = time.perf_counter()
        found = self._run(self._ask(next_edit.METHOD, textDocument={"uri": self._editor.uri(path)}))
        ms = (time.perf_counter() - begun) * 1000
        if found is None:
            return Answer("", (), ms)
        changes = {found["uri"]: [_text_edit(each) for each in found["edits"]]}
        command = types.Command("", code_action.ACCEPTED, arguments=[{"id": found["id"]}])
        action = types.CodeAction("", edit=types.WorkspaceEdit(changes), command=command)
        action = without_companions(action, found["range"]["start"]["line"])
        return self._answer_of(path, action, found["id"], ms)

    async def _ask(self, method: str, **params: object) -> Any:
        return scripted.plain(await self._editor.client.protocol.send_request_async(method, params))

    def dismiss(self, answer: Answer) -> None:
        """Say that a next edit is not wanted at its place."""
        arguments = [{"id": answer.offer_id}]
        params = types.ExecuteCommandParams(next_edit.DISMISS, arguments)
        self._run(self._editor.client.workspace_execute_command_async(params))
        self._run(self._editor.settled())

    def accept(self, path: str, answer: Answer) -> None:
        """Take an offer, as an editor does: the edit, then the command."""
        self._run(self._make(path, self._actions[answer.offer_id]))

    def edit(self, path: str, edit: Edit) -> None:
        """Make an edit and save; the server has learned from it when this returns."""
        self._run(self._make(path, edit))

    async def _make(self, path: str, what: types.CodeAction | Edit) -> None:
        await asyncio.sleep(BETWEEN_EDITS_S)
        self._actions.clear()
        if isinstance(what, types.CodeAction):
            await self._editor.accept(path, what)
        else:
            after = apply_edits(encode(self._editor.texts[path]), [what])
            self._editor.replace_with(path, decode(after))
        self._editor.save(path)
        await self._editor.settled()

    def end_session(self) -> None:
        """Begin another session."""
        self._editor.client.protocol.notify("honed/sessionBoundary", {})
        self._run(self._editor.settled())

    def stop(self) -> Size:
        """End the server; return what it kept."""
        self._run(scripted.stop(self._editor))
        self._loop.close()
        size = size_of(self._data)
        self._directory.cleanup()
        return size


def without_companions(action: types.CodeAction, line: int) -> types.CodeAction:
    """Return an action with the edit alone that is nearest to a line: no import comes with it."""

    def distance(edit: types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit) -> int:
        return abs(edit.range.start.line - line)

    whole = action.edit or types.WorkspaceEdit()
    for each in whole.document_changes or ():
        if isinstance(each, types.TextDocumentEdit):
            each.edits = sorted(each.edits, key=distance)[:1]
    changes = (whole.changes or {}).items()
    whole.changes = {uri: sorted(edits, key=distance)[:1] for uri, edits in changes} or None
    return action


def _text_edit(edit: dict[str, Any]) -> types.TextEdit:
    ends = (types.Position(**edit["range"][end]) for end in ("start", "end"))
    return types.TextEdit(types.Range(*ends), edit["newText"])
