"""The next edit as a hint in the text, where the setting says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from lsprotocol import types

from honed.lsp import scripted
from tests.lsp.samples import PYTHON
from tests.lsp.test_loop import taught
from tests.lsp.test_next_edit import command, next_edit

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

HINTS = {"nextEditHints": True}


@attrs.define
class Shown:
    """What a client shows of the sample, and how often that was told."""

    diagnostics: list[types.Diagnostic] = attrs.field(factory=list)
    told: int = 0

    async def until(self, editor: scripted.ScriptedEditor, *, is_hinted: bool) -> None:
        """Wait until a hint is there, or is gone."""
        await scripted.until(
            editor.status, lambda _: bool(self.told) and bool(self.diagnostics) is is_hinted
        )


def showing(editor: scripted.ScriptedEditor) -> Shown:
    """Let the client show diagnostics."""
    shown = Shown()

    @editor.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        assert params.uri == editor.uri(PYTHON.name)
        shown.diagnostics = list(params.diagnostics)
        shown.told += 1

    return shown


async def durable(editor: scripted.ScriptedEditor, rows: int) -> None:
    """Wait until so many edits are learned."""
    await scripted.until(editor.status, lambda status: status["lastDurableId"] >= rows)


async def test_the_next_edit_is_hinted(start_editor: StartEditor) -> None:
    """At its place, with its reason; it is the one that the request answers."""
    editor = await start_editor(HINTS)
    shown = showing(editor)
    await taught(editor)
    await shown.until(editor, is_hinted=True)
    answer = await next_edit(editor)
    [hint] = shown.diagnostics
    assert hint.severity is types.DiagnosticSeverity.Hint
    assert (hint.code, hint.source) == (answer["patternId"], "honed")
    assert hint.message == f"{answer['title']}\n{answer['why']}"
    assert hint.range.start.line == answer["range"]["start"]["line"]
    assert shown.told == 1


@pytest.mark.parametrize("how", ["off", "closed"])
async def test_it_is_taken_away(start_editor: StartEditor, how: str) -> None:
    """When it is switched off, and when the document is closed."""
    editor = await start_editor(HINTS)
    shown = showing(editor)
    await taught(editor)
    await shown.until(editor, is_hinted=True)
    if how == "off":
        await command(editor, "toggle", scope="kind", value="next", on=False)
    else:
        document = types.TextDocumentIdentifier(editor.uri(PYTHON.name))
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    await shown.until(editor, is_hinted=False)


async def test_by_default_nothing_is_shown_noop(start_editor: StartEditor) -> None:
    """Nobody who has not asked for them gets diagnostics, though there is a next edit."""
    editor = await start_editor({"settleSeconds": 0})
    shown = showing(editor)
    editor.open(PYTHON.name, PYTHON.text)
    await editor.looked_at()
    # Each pause ends with a look at what is to be shown.
    changed = PYTHON.text.replace(*PYTHON.typed)
    for rows, text in enumerate((changed, "import os\n" + changed)):
        editor.replace_with(PYTHON.name, text)
        await durable(editor, rows + 1)
    assert shown.told == 0
    assert await next_edit(editor)
