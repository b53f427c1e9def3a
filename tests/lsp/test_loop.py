"""The loop, end to end: an edit typed once is learned, offered, accepted, rejected, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from honed.lsp import scripted
from honed.lsp.completion import DETAIL
from tests.lsp.samples import ALL, PYTHON, TYPESCRIPT, Sample

if TYPE_CHECKING:
    from lsprotocol import types

    from tests.lsp.conftest import StartEditor

Editor = scripted.ScriptedEditor
EVERYWHERE = ["refactor.rewrite.honed.everywhere"]
DISMISS = ["refactor.rewrite.honed.dismiss"]


async def taught(editor: Editor, sample: Sample = PYTHON) -> dict[str, Any]:
    """Type the sample's edit, save, and return the status once it is learned."""
    editor.open(sample.name, sample.text, sample.language)
    editor.type(sample.name, *sample.typed)
    editor.save(sample.name)
    return await editor.settled()


def patterns(status: dict[str, Any]) -> int:
    """Return how many patterns the folder's project knows."""
    return int(status["projects"][1]["patterns"])


def learned(items: list[types.CompletionItem]) -> list[types.CompletionItem]:
    """Return the learned edits among the entries of a menu; below them stands what comes next."""
    return [each for each in items if each.detail == DETAIL]


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)
async def test_typed_once_is_offered_at_the_others(editor: Editor, sample: Sample) -> None:
    """An edit typed key by key is offered at each like place, to the letter, and first."""
    await taught(editor, sample)
    for before, after in sample.others:
        offered = await editor.edits_at(sample.name, before)
        assert offered[:1] == [editor.texts[sample.name].replace(before, after)], before


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)
async def test_unlike_lines_stay_quiet_noop(editor: Editor, sample: Sample) -> None:
    """Where the edit does not fit nothing is offered, and nothing is said at all."""
    await taught(editor, sample)
    for needle in sample.quiet:
        assert await editor.actions(sample.name, needle, automatic=True) == [], needle


async def test_untaught_noop(editor: Editor) -> None:
    """Before anything was typed nothing is offered."""
    editor.open(PYTHON.name, PYTHON.text)
    assert await editor.actions(PYTHON.name, PYTHON.others[0][0]) == []


async def test_moving_elsewhere_settles(editor: Editor) -> None:
    """Asking at another place settles what was typed; no save is needed."""
    editor.open(PYTHON.name, PYTHON.text)
    editor.type(PYTHON.name, *PYTHON.typed)
    await editor.actions(PYTHON.name, PYTHON.others[0][0])
    assert patterns(await editor.settled()) > 0
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0])


async def test_pause_settles(start_editor: StartEditor) -> None:
    """A pause settles what was typed."""
    editor = await start_editor({"settleSeconds": 0})
    editor.open(PYTHON.name, PYTHON.text)
    editor.change(PYTHON.name, 0, 0, "import os\n")
    await scripted.until(editor.status, lambda status: status["lastDurableId"] > 0)


async def test_first_is_preferred_and_versioned(editor: Editor) -> None:
    """The best edit is preferred, of our kind, for this version, and reports its acceptance."""
    await taught(editor)
    first, *others = await editor.actions(PYTHON.name, PYTHON.others[0][0])
    assert (first.kind, first.is_preferred) == ("refactor.rewrite.honed.edit", True)
    assert first.command is not None
    assert first.command.command == "honed.accepted"
    assert not any(each.is_preferred for each in others)


async def test_acceptance_is_recorded_once(editor: Editor) -> None:
    """The command and the change in the text both tell of one acceptance."""
    before = await taught(editor)
    action, *_ = await editor.actions(PYTHON.name, PYTHON.others[0][0])
    await editor.accept(PYTHON.name, action)
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"] + 1
    assert patterns(after) == patterns(before)


async def test_acceptance_without_a_command(editor: Editor) -> None:
    """A text that is exactly what was offered is an acceptance, not a new edit."""
    before = await taught(editor)
    action, *_ = await editor.actions(PYTHON.name, PYTHON.others[0][0])
    editor.replace_with(PYTHON.name, editor.preview(PYTHON.name, action))
    editor.save(PYTHON.name)
    after = await editor.settled()
    assert after["lastDurableId"] == before["lastDurableId"] + 1
    assert patterns(after) == patterns(before)


async def test_undo_rejects_for_good(editor: Editor) -> None:
    """An acceptance undone within 30 s does not come back at its place, but elsewhere."""
    await taught(editor)
    text = editor.texts[PYTHON.name]
    action, *_ = await editor.actions(PYTHON.name, PYTHON.others[0][0])
    await editor.accept(PYTHON.name, action)
    editor.replace_with(PYTHON.name, text)
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0]) == []
    assert await editor.edits_at(PYTHON.name, PYTHON.others[2][0])


async def test_dismissal_is_kept_over_a_restart(start_editor: StartEditor) -> None:
    """What was dismissed at a place is not offered there again, in a new server neither."""
    editor = await start_editor()
    await taught(editor)
    (dismiss,) = await editor.actions(PYTHON.name, PYTHON.others[0][0], only=DISMISS)
    await editor.run(dismiss)
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0]) == []
    assert await editor.edits_at(PYTHON.name, PYTHON.others[2][0])
    text = editor.texts[PYTHON.name]
    assert await scripted.stop(editor) == 0
    editor = await start_editor()
    editor.open(PYTHON.name, text)
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0]) == []
    assert await editor.edits_at(PYTHON.name, PYTHON.others[2][0])


async def test_everywhere_is_one_edit(editor: Editor) -> None:
    """All other places of the file are changed by one action, to the letter."""
    await taught(editor)
    (action,) = await editor.actions(PYTHON.name, PYTHON.others[1][0], only=EVERYWHERE)
    wanted = editor.texts[PYTHON.name]
    for before, after in PYTHON.others:
        wanted = wanted.replace(before, after)
    assert editor.preview(PYTHON.name, action) == wanted
    await editor.accept(PYTHON.name, action)
    assert await editor.actions(PYTHON.name, "def login") == []


async def test_everywhere_after_the_edit_itself(editor: Editor) -> None:
    """Asked where the edit was just made, the rest of the file is offered."""
    await taught(editor)
    (action,) = await editor.actions(PYTHON.name, PYTHON.typed[1], only=EVERYWHERE)
    assert "4 places" in action.title


async def test_everywhere_is_resolved_when_the_editor_asks_by_itself(editor: Editor) -> None:
    """An automatic request computes no edits for the file; resolving gives the same as asking."""
    await taught(editor)
    (lazy,) = await editor.actions(
        PYTHON.name, PYTHON.others[1][0], only=EVERYWHERE, automatic=True
    )
    assert lazy.edit is None
    resolved = await editor.client.code_action_resolve_async(lazy)
    (eager,) = await editor.actions(PYTHON.name, PYTHON.others[1][0], only=EVERYWHERE)
    assert editor.preview(PYTHON.name, resolved) == editor.preview(PYTHON.name, eager)


async def test_resolving_late_is_silent_noop(editor: Editor) -> None:
    """An action of an older text gets no edits."""
    await taught(editor)
    (lazy,) = await editor.actions(
        PYTHON.name, PYTHON.others[1][0], only=EVERYWHERE, automatic=True
    )
    editor.change(PYTHON.name, 0, 0, "# new\n")
    assert (await editor.client.code_action_resolve_async(lazy)).edit is None


@pytest.mark.parametrize("ending", ["restart", "kill"])
async def test_accepted_once_is_kept(start_editor: StartEditor, ending: str) -> None:
    """What was accepted once is offered after a restart, and after kill -9, in a new session."""
    editor = await start_editor()
    await taught(editor)
    action, *_ = await editor.actions(PYTHON.name, PYTHON.others[0][0])
    await editor.accept(PYTHON.name, action)
    await editor.settled()
    text = editor.texts[PYTHON.name]
    if ending == "kill":
        scripted.kill(editor)
    else:
        await scripted.stop(editor)
    editor = await start_editor()
    editor.client.protocol.notify("honed/sessionBoundary", {})
    await editor.settled()
    editor.open(PYTHON.name, text)
    before, after = PYTHON.others[1]
    assert (await editor.edits_at(PYTHON.name, before))[:1] == [text.replace(before, after)]


async def test_unproven_is_muted_in_a_new_session_noop(editor: Editor) -> None:
    """What was never accepted is not offered in the next session."""
    await taught(editor)
    editor.client.protocol.notify("honed/sessionBoundary", {})
    await editor.settled()
    assert await editor.edits_at(PYTHON.name, PYTHON.others[0][0]) == []


async def test_only_and_kinds(editor: Editor) -> None:
    """`only` is honoured: our kinds and those above them, no others."""
    await taught(editor)
    needle = PYTHON.others[0][0]
    assert await editor.actions(PYTHON.name, needle, only=["refactor"])
    assert await editor.actions(PYTHON.name, needle, only=["refactor.rewrite"])
    assert await editor.actions(PYTHON.name, needle, only=["quickfix"]) == []
    assert await editor.actions(PYTHON.name, needle, only=["source.organizeImports"]) == []


async def test_completion_finishes_the_edit(editor: Editor) -> None:
    """When the user begins to type the changed form, the rest is offered as a completion."""
    await taught(editor, TYPESCRIPT)
    before, after = TYPESCRIPT.others[0]
    name = TYPESCRIPT.name
    at = editor.texts[name].index(before)
    editor.change(name, at, at + len(before), "")
    for offset, character in enumerate(after[:6]):
        editor.change(name, at + offset, at + offset, character)
    item, *_ = await editor.completions(name, at + 6)
    assert item.command is not None
    assert item.text_edit is not None
    wanted = TYPESCRIPT.text.replace(*TYPESCRIPT.typed).replace(before, after)
    assert editor.completed(name, item) == wanted


async def test_completion_elsewhere_noop(editor: Editor) -> None:
    """Nothing is completed where nothing was begun, or something else was."""
    await taught(editor, TYPESCRIPT)
    name = TYPESCRIPT.name
    at = editor.texts[name].index(TYPESCRIPT.others[0][0])
    assert learned(await editor.completions(name, at)) == []
    editor.change(name, at, at, "x")
    assert learned(await editor.completions(name, at + 1)) == []
