"""What users of such tools switch them off for, as far as no other test is about it.

docs/manners.md has the list, and the tests of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.services import documents as documents_module
from tests.lsp.samples import PYTHON, TYPESCRIPT
from tests.lsp.test_loop import taught

if TYPE_CHECKING:
    import pytest
    from lsprotocol import types

    from honed.lsp.scripted import ScriptedEditor
    from tests.lsp.wire import Wire


async def test_nothing_is_written_into_the_text_unasked(wire: Wire) -> None:
    """No ghost text, no menu that opens by itself, no lens, no diagnostic at every line."""
    can = await wire.begin()
    assert can["completionProvider"].keys().isdisjoint({"triggerCharacters", "allCommitCharacters"})
    for unasked in ("inlineCompletion", "codeLens", "inlayHint", "diagnostic"):
        assert f"{unasked}Provider" not in can


async def test_a_completion_takes_no_key(editor: ScriptedEditor) -> None:
    """It is an item in the editor's own menu, not selected before the developer does it."""
    item = await begun(editor)
    assert (item.preselect, item.commit_characters) == (None, None)


async def test_what_the_editor_closed_is_not_there_twice(editor: ScriptedEditor) -> None:
    """A bracket that the editor has put behind the cursor is part of what the completion writes."""
    item = await begun(editor, behind="`")
    before, after = TYPESCRIPT.others[0]
    wanted = TYPESCRIPT.text.replace(*TYPESCRIPT.typed).replace(before, after)
    assert editor.completed(TYPESCRIPT.name, item) == wanted


async def begun(editor: ScriptedEditor, behind: str = "") -> types.CompletionItem:
    """Teach an edit and begin to type it elsewhere; return the first completion."""
    await taught(editor, TYPESCRIPT)
    before, after = TYPESCRIPT.others[0]
    at = editor.texts[TYPESCRIPT.name].index(before)
    editor.change(TYPESCRIPT.name, at, at + len(before), "")
    editor.change(TYPESCRIPT.name, at, at, after[0] + behind)
    for offset, character in enumerate(after[1:6], start=1):
        editor.change(TYPESCRIPT.name, at + offset, at + offset, character)
    item, *_ = await editor.completions(TYPESCRIPT.name, at + 6)
    return item


async def test_few_lines_have_an_action(editor: ScriptedEditor) -> None:
    """Of all lines of a file only those that want the edit; and at most three for one line."""
    await taught(editor, PYTHON)
    text = editor.texts[PYTHON.name]
    starts = [0, *(at + 1 for at, each in enumerate(text) if each == "\n")]
    offered = [
        text[start:].partition("\n")[0]
        for start in starts
        if 0 < len(await editor.actions_at(PYTHON.name, start, automatic=True)) <= 3
    ]
    assert len(offered) == len(PYTHON.others)
    assert all(" % (" in line for line in offered)


def test_resting_costs_nothing(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    """While nobody types, a tick parses nothing and looks at no file."""
    state = wire.server.workspace_state
    state.start({}, [])
    for number in range(100):
        uri = f"file:///{number}.py"
        state.documents.open(uri, f"/{number}.py", "python", 1, PYTHON.text.encode())

    state.learner.join()

    def forbidden(*_: object) -> None:
        raise AssertionError

    for name in ("parse", "reparse", "tree_of"):
        monkeypatch.setattr(documents_module, name, forbidden)
    monkeypatch.setattr("builtins.open", forbidden)
    for _ in range(10):
        state.tick()
    assert state.learner.queue_length == 0
