"""Hover over a function, findings among the diagnostics, and their quick fixes, over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from honed.lsp import scripted

if TYPE_CHECKING:
    from tests.lsp.conftest import StartEditor

NAME = "load.py"
TEXT = """import os


def load(text, deep):
    if deep:
        return eval(text)
    try:
        return os.environ[text]
    except:
        return None


def other():
    return load("1", True)
"""
FINDINGS = {"qualityFindings": True, "settleSeconds": 0}


async def hovered(editor: scripted.ScriptedEditor, needle: str) -> types.Hover | None:
    """Ask at the last letter of a text."""
    at = editor.texts[NAME].index(needle) + len(needle) - 1
    return await editor.client.text_document_hover_async(
        types.HoverParams(
            types.TextDocumentIdentifier(editor.uri(NAME)),
            scripted.position(editor.texts[NAME], at),
        )
    )


def showing(editor: scripted.ScriptedEditor) -> dict[str, list[types.Diagnostic]]:
    """Let the client show diagnostics; return what it shows by the URI."""
    shown: dict[str, list[types.Diagnostic]] = {}

    @editor.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        shown[params.uri] = list(params.diagnostics)

    return shown


async def test_hover_over_a_function(start_editor: StartEditor) -> None:
    """Its numbers, and what is found in it, at the place of its name."""
    editor = await start_editor()
    editor.open(NAME, TEXT)
    await editor.looked_at()
    found = await hovered(editor, "def load")
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    first, *others = found.contents.value.splitlines()
    assert first.startswith("load: cyclomatic complexity 3, cognitive")
    assert first.endswith("nesting 1, 2 parameters, 7 lines")
    assert [each.partition(":")[0] for each in others] == ["line 6", "line 9"]
    assert found.range == types.Range(types.Position(3, 4), types.Position(3, 8))


@pytest.mark.parametrize("needle", ["def", "(text", "return load", "import os"])
async def test_hover_elsewhere_noop(start_editor: StartEditor, needle: str) -> None:
    """Over anything else there is none, nor over the use of a function."""
    editor = await start_editor()
    editor.open(NAME, TEXT)
    await editor.looked_at()
    assert await hovered(editor, needle) is None


async def test_hover_off_noop(start_editor: StartEditor) -> None:
    """By its setting."""
    editor = await start_editor({"qualityHover": False})
    editor.open(NAME, TEXT)
    await editor.looked_at()
    assert await hovered(editor, "def load") is None


async def test_findings_are_shown(start_editor: StartEditor) -> None:
    """Each with its id and as severe as the settings say; one that is gone is taken away."""
    editor = await start_editor(
        FINDINGS | {"qualitySeverities": ["high=error", "python-bare-except=hint"]}
    )
    shown = showing(editor)
    editor.open(NAME, TEXT)
    uri = editor.uri(NAME)
    await scripted.until(editor.status, lambda _: len(shown.get(uri, [])) >= 2)
    found = {each.code: each for each in shown[uri]}
    error, hint = found["python-eval"], found["python-bare-except"]
    assert (error.severity, error.source) == (types.DiagnosticSeverity.Error, "honed")
    assert error.range.start == types.Position(5, 15)
    assert error.message.endswith("(CWE-95)")
    assert hint.severity is types.DiagnosticSeverity.Hint
    editor.type(NAME, "eval(text)", "text")
    await scripted.until(
        editor.status, lambda _: "python-eval" not in {each.code for each in shown[uri]}
    )
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await scripted.until(editor.status, lambda _: not shown[uri])


async def test_a_rule_that_is_off_noop(start_editor: StartEditor) -> None:
    """Is not shown, and has no quick fix."""
    editor = await start_editor(FINDINGS | {"qualitySeverities": ["python-bare-except=off"]})
    shown = showing(editor)
    editor.open(NAME, TEXT)
    uri = editor.uri(NAME)
    await scripted.until(editor.status, lambda _: bool(shown.get(uri)))
    assert "python-bare-except" not in {each.code for each in shown[uri]}
    actions = await editor.actions(NAME, "except:")
    assert not [each for each in actions if each.kind == types.CodeActionKind.QuickFix]


async def test_quick_fix(start_editor: StartEditor) -> None:
    """What mends a finding is an action on its lines, with its diagnostic."""
    editor = await start_editor(FINDINGS)
    shown = showing(editor)
    editor.open(NAME, TEXT)
    await scripted.until(editor.status, lambda _: bool(shown))
    actions = await editor.actions(NAME, "except:")
    [fix] = [each for each in actions if each.kind == types.CodeActionKind.QuickFix]
    assert fix.title == "honed: mend python-bare-except"
    [told] = fix.diagnostics or ()
    assert told.code == "python-bare-except"
    assert editor.preview(NAME, fix) == TEXT.replace("except:", "except Exception:")


async def test_by_default_nothing_is_shown_noop(start_editor: StartEditor) -> None:
    """Nobody who has not asked gets diagnostics or quick fixes."""
    editor = await start_editor({"settleSeconds": 0})
    shown = showing(editor)
    editor.open(NAME, TEXT)
    await editor.looked_at()
    for _ in range(3):
        await editor.status()
    assert not await editor.actions(NAME, "except:")
    assert not shown


async def test_a_completion_says_what_it_does(start_editor: StartEditor) -> None:
    """In its documentation, as soon as that can be measured; a plain one says nothing."""
    editor = await start_editor({"settleSeconds": 60})
    text = "def f(a):\n    b = json.loads(a)\n    return b\n"
    editor.open(NAME, text + text.replace("a", "c", 1))
    editor.type(NAME, "json.loads(a)", "eval(a)")
    editor.save(NAME)
    await editor.settled()
    editor.type(NAME, "json.loads(a)", "ev")
    at = editor.texts[NAME].rindex("= ev") + 4

    async def first() -> types.CompletionItem | None:
        items = await editor.completions(NAME, at)
        return items[0] if items else None

    item = await first()
    while item is not None and item.documentation is None:
        item = await first()
    assert item is not None
    assert item.documentation == "Quality: finds python-eval"
