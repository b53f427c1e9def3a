"""Stories of code actions: taken, taken back, changed, dismissed, left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.editors.story import (
    DISMISS,
    EVERYWHERE,
    FIRST,
    FORGET_S,
    LOOK_S,
    PAUSE_S,
    SECOND,
    WITH_PLAIN,
    Outcome,
    learn,
    look,
    story,
    take,
)
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from tests.editors.story import Editor


@story((Outcome.ACCEPTED, "edit", "from the menu"), editors=WITH_PLAIN)
def accept_action(editor: Editor) -> None:
    """Type an edit, and take it where it is offered."""
    learn(editor)
    take(editor, FIRST[0])
    editor.save()
    assert FIRST[1] in editor.text


@story((Outcome.ACCEPTED, "edit", "unsaved when the next is taken"), (Outcome.ACCEPTED, "edit", ""))
def accept_two_actions(editor: Editor) -> None:
    """Take two offers, one after the other, without saving between them."""
    learn(editor)
    take(editor, FIRST[0])
    take(editor, SECOND[0])
    editor.save()
    assert SECOND[1] in editor.text


@story((Outcome.ACCEPTED, "edit", ""), (Outcome.UNDONE, "edit", "within a second"))
def accept_then_undo(editor: Editor) -> None:
    """Take an offer, and take it back at once."""
    learn(editor)
    take(editor, FIRST[0])
    editor.pause(LOOK_S)
    editor.undo()
    editor.save()
    assert FIRST[0] in editor.text


@story(
    (Outcome.ACCEPTED, "edit", ""),
    (Outcome.UNDONE, "edit", "after some seconds"),
    (Outcome.ACCEPTED, "edit", "redone and kept"),
)
def accept_undo_redo(editor: Editor) -> None:
    """Take an offer, take it back some seconds later, and make it again."""
    learn(editor)
    take(editor, FIRST[0])
    editor.pause(PAUSE_S)
    editor.undo()
    editor.pause(PAUSE_S)
    editor.redo()
    editor.pause(PAUSE_S)
    editor.save()
    assert FIRST[1] in editor.text


@story(
    (Outcome.ACCEPTED, "edit", ""),
    (Outcome.NONE, "edit", "what is undone later was typed by hand, the taken edit stays"),
)
def accept_type_undo(editor: Editor) -> None:
    """Take an offer; undo what was typed after it, and nothing more."""
    learn(editor)
    take(editor, FIRST[0])
    editor.pause(LOOK_S)
    editor.retype("def fail(code, path)", "def fail(code, path, why)")
    editor.pause(LOOK_S)
    editor.undo()
    editor.save()
    assert FIRST[1] in editor.text
    assert "why" not in editor.text


@story(
    (Outcome.ACCEPTED, "edit", ""),
    (Outcome.MODIFIED, "edit", "a word of the taken edit is retyped"),
)
def accept_then_modify(editor: Editor) -> None:
    """Take an offer, and change a part of it by hand a moment later."""
    learn(editor)
    take(editor, FIRST[0])
    editor.pause(LOOK_S)
    editor.retype("left after %d s", "left after %.1f s")
    editor.save()
    assert "%.1f s" in editor.text


@story((Outcome.REJECTED, "edit", "by the action that says so"))
def dismiss(editor: Editor) -> None:
    """Dismiss an offer with its own action."""
    learn(editor)
    take(editor, FIRST[0], DISMISS)
    editor.retype("def fail(code, path)", "def fail(code, path, why)")
    editor.save()
    assert FIRST[0] in editor.text


@story((Outcome.IGNORED, "edit", "read, and the menu closed"), editors=WITH_PLAIN)
def cancel_menu(editor: Editor) -> None:
    """Look at an offer, take nothing, and go on elsewhere."""
    learn(editor)
    look(editor, FIRST[0])
    editor.retype("def fail(code, path)", "def fail(code, path, why)")
    editor.save()
    editor.pause(FORGET_S)


@story(
    (Outcome.IGNORED, "edit", "read, and the menu closed"),
    (Outcome.NONE, "edit", "the same text is typed by hand, key by key"),
)
def type_what_was_offered(editor: Editor) -> None:
    """Look at an offer, take nothing, and type the same edit by hand."""
    learn(editor)
    look(editor, FIRST[0])
    editor.retype(*FIRST)
    editor.save()


@story(
    (Outcome.REJECTED, "edit", "read, and the menu closed; something else is typed at its place"),
    editors=WITH_PLAIN,
)
def type_otherwise_at_the_place(editor: Editor) -> None:
    """Look at an offer, and change the line in another way."""
    learn(editor)
    look(editor, FIRST[0])
    editor.retype(FIRST[0], 'f"user {user.name} left")')
    editor.save()
    editor.pause(FORGET_S)


@story(
    (Outcome.ACCEPTED, "everywhere", "four places"),
    (Outcome.UNDONE, "everywhere", "in one step"),
)
def everywhere_then_undo(editor: Editor) -> None:
    """Take the action for the whole file, and take it back in one step."""
    learn(editor)
    take(editor, FIRST[0], EVERYWHERE)
    assert all(new in editor.text for _, new in PYTHON.others)
    editor.pause(LOOK_S)
    editor.undo()
    editor.save()
    assert all(old in editor.text for old, _ in PYTHON.others)


@story(
    (Outcome.ACCEPTED, "everywhere", "four places"),
    (Outcome.PARTIAL, "everywhere", "one of them is taken back by hand"),
)
def everywhere_then_one_taken_back(editor: Editor) -> None:
    """Take the action for the whole file, and put one of its places back by hand."""
    learn(editor)
    take(editor, FIRST[0], EVERYWHERE)
    editor.pause(LOOK_S)
    editor.retype(SECOND[1], SECOND[0])
    editor.save()
    assert SECOND[0] in editor.text
