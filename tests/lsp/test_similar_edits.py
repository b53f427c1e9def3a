"""The command that answers past edits of statements like one in an open document."""

from __future__ import annotations

import pytest

from honed.lsp import scripted
from tests.lsp.samples import ALL, PYTHON, Sample
from tests.lsp.test_why import error, run, taught

Editor = scripted.ScriptedEditor


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)
async def test_a_past_edit_is_found(editor: Editor, sample: Sample) -> None:
    """By a statement like the one that was edited; it is told where that was."""
    await taught(editor, sample)
    text = editor.texts[sample.name]
    line = text[: text.index(sample.others[0][0])].count("\n")
    asked = {"uri": editor.uri(sample.name), "line": line}
    found = await run(editor, "honed.similarEdits", asked)
    [edit] = found["edits"]
    assert (edit["path"], found["uri"]) == (sample.name, asked["uri"])
    assert edit["before"] != edit["after"]
    assert 0.0 < edit["similarity"] <= 1.0
    at = {"uri": asked["uri"], "position": {"line": line, "character": 0}, "limit": 1}
    assert await run(editor, "honed.similarEdits", at) == found


async def test_nothing_learned_noop(editor: Editor) -> None:
    """Then nothing is like anything."""
    editor.open(PYTHON.name, PYTHON.text, PYTHON.language)
    await editor.looked_at()
    found = await run(editor, "honed.similarEdits", {"uri": editor.uri(PYTHON.name), "line": 0})
    assert found["edits"] == []


async def test_what_cannot_be_answered(editor: Editor) -> None:
    """Is an error that says why; the server goes on."""
    asked = {"uri": editor.uri(PYTHON.name), "line": 0}
    assert "is not open" in await error(editor, "honed.similarEdits", asked)
    editor.open(PYTHON.name, PYTHON.text, PYTHON.language)
    await editor.looked_at()
    assert "`line` is missing" in await error(editor, "honed.similarEdits", {"uri": asked["uri"]})
    assert "none is -1 from 0" in await error(editor, "honed.similarEdits", {**asked, "line": -1})
    for limit in (0, 101):
        said = await error(editor, "honed.similarEdits", {**asked, "limit": limit})
        assert "`limit` lies between 1 and 100" in said
    assert "edits" in await run(editor, "honed.similarEdits", asked)
