"""The index of a folder over the wire: built beside the editor, used by completions, followed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.lsp.test_completion import Editor, items

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lsp.conftest import StartEditor

PATIENCE_S = 60.0
LIBRARY = """def reconcile_ledgers(first, second):
    return [each for each in first if each not in second]


print(reconcile_ledgers([], []))
"""


async def corpus_of(editor: Editor, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return how the index of the folder is, as soon as something holds of it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            status = await editor.status()
            [corpus] = [each["corpus"] for each in status["projects"] if each["folder"]]
            if corpus is not None and is_so(corpus):
                return dict(corpus)
            await asyncio.sleep(0.1)


@pytest.mark.slow
async def test_words_of_files_that_are_not_open(start_editor: StartEditor) -> None:
    """They are offered, and tell where they come from; saved ones, too, and none that are off."""
    editor = await start_editor(options={"exclude": ["private/**"]})
    (editor.folder / "library.py").write_text(LIBRARY)
    (editor.folder / "private").mkdir()
    (editor.folder / "private" / "x.py").write_text("print(reconsidered)\n")
    found = await corpus_of(editor, lambda corpus: corpus["state"] == "ready")
    assert (found["files"], found["isComplete"], found["trouble"]) == (1, True, "")
    editor.open("a.py", "print(")
    labels = [each.label for each in await items(editor, "recon", "a.py")]
    assert "reconcile_ledgers" in labels
    assert "reconsidered" not in labels
    saved = "reconvened = 1\nprint(reconvened)\n"
    editor.open("b.py", saved)
    (editor.folder / "b.py").write_text(saved)
    editor.save("b.py")
    await corpus_of(editor, lambda corpus: corpus["recentTokens"] > 0)
    editor.change("a.py", 0, len(editor.texts["a.py"]), "print(")
    assert "reconvened" in [each.label for each in await items(editor, "reconv", "a.py")]


@pytest.mark.slow
async def test_off_there_is_none_noop(start_editor: StartEditor) -> None:
    """Nothing of the folder is read or offered."""
    editor = await start_editor(options={"indexWorkspace": False})
    (editor.folder / "library.py").write_text(LIBRARY)
    await corpus_of(editor, lambda corpus: corpus["state"] == "off")
    editor.open("a.py", "print(")
    assert "reconcile_ledgers" not in [each.label for each in await items(editor, "recon", "a.py")]
