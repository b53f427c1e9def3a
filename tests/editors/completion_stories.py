"""Stories of completions: taken, browsed, typed otherwise, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.editors.story import FORGET_S, LOOK_S, Outcome, learn, story

if TYPE_CHECKING:
    from tests.editors.story import Editor


def learn_word(editor: Editor) -> None:
    """Type an edit of one word, and save."""
    editor.retype('log.info("user %s came', 'log.audit("user %s came')
    editor.save()


def begin_word(editor: Editor) -> None:
    """Begin to type the word elsewhere."""
    editor.begin('log.info("user %s left', 'log.a("user %s left')


@story((Outcome.ACCEPTED, "completion", "of the rest of a word"))
def accept_completion(editor: Editor) -> None:
    """Begin a learned word elsewhere, and finish it by completion."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.pause(LOOK_S)
    editor.accept()
    editor.pause(LOOK_S)
    editor.leave()
    editor.save()
    assert 'log.audit("user %s left' in editor.text


@story(
    (Outcome.ACCEPTED, "completion", "put in without a menu, because it is the only one"),
    editors=("neovim", "lsp-mode", "eglot"),
)
def accept_only_completion(editor: Editor) -> None:
    """Complete in a way that shows no menu for a single item."""
    learn_word(editor)
    begin_word(editor)
    editor.complete_alone()
    editor.pause(LOOK_S)
    editor.leave()
    editor.save()
    assert 'log.audit("user %s left' in editor.text


@story((Outcome.ACCEPTED, "completion", "typing goes on behind it"))
def accept_completion_then_type_on(editor: Editor) -> None:
    """Complete the rest of a line, and type on at once."""
    learn(editor)
    editor.begin('after %d s" %', 'after %d s",')
    editor.complete()
    editor.pause(LOOK_S)
    editor.accept()
    editor.type(", user.host")
    editor.leave()
    editor.save()
    # Helix 25 leaves the cursor in front of what it put in behind it.
    assert ", user.host" in editor.text
    assert "user.name, user.seconds" in editor.text


@story(
    (Outcome.ACCEPTED, "completion", ""),
    (Outcome.MODIFIED, "completion", "typed on inside of the word: audit became audit_event"),
)
def accept_completion_then_modify(editor: Editor) -> None:
    """Complete a word, and make it another by typing on."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.pause(LOOK_S)
    editor.accept()
    editor.type("_event")
    editor.leave()
    editor.save()
    assert 'log.audit_event("user %s left' in editor.text


@story(
    (Outcome.ACCEPTED, "completion", ""),
    (Outcome.UNDONE, "completion", "with what was typed before it, where the editor joins them"),
)
def accept_completion_then_undo(editor: Editor) -> None:
    """Take a completion, and undo the insertion."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.pause(LOOK_S)
    editor.accept()
    editor.leave()
    editor.pause(LOOK_S)
    editor.undo()
    editor.save()
    assert 'log.audit("user %s left' not in editor.text


@story((Outcome.ACCEPTED, "completion", "after more of it was typed"))
def type_part_then_accept_completion(editor: Editor) -> None:
    """Type more of the word while the menu is open, then take the item."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.type("ud")
    editor.stay()
    editor.pause(LOOK_S)
    editor.accept()
    editor.leave()
    editor.save()
    assert 'log.audit("user %s left' in editor.text


@story((Outcome.REJECTED, "completion", "read, and another word typed instead"))
def type_other_than_completion(editor: Editor) -> None:
    """Type another word while the menu is open."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.pause(LOOK_S)
    editor.type("ppend")
    editor.leave()
    editor.save()
    editor.pause(FORGET_S)
    assert 'log.append("user %s left' in editor.text


@story(
    (Outcome.NONE, "completion", "the offered word is typed to its end, the item never taken"),
)
def type_the_completion_by_hand(editor: Editor) -> None:
    """Type the same word by hand while the menu is open."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.pause(LOOK_S)
    editor.type("udit")
    editor.leave()
    editor.save()
    assert 'log.audit("user %s left' in editor.text


@story(
    (Outcome.REJECTED, "completion", "selected, the menu closed, another word typed instead"),
)
def browse_then_abandon(editor: Editor) -> None:
    """Select the item, which may put it in for the time being, and close the menu."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.select()
    editor.pause(LOOK_S)
    editor.abandon()
    editor.pause(LOOK_S)
    editor.type("ppend")
    editor.leave()
    editor.save()
    editor.pause(FORGET_S)
    assert 'log.append("user %s left' in editor.text


@story((Outcome.ACCEPTED, "completion", "selected, then taken"))
def browse_then_accept(editor: Editor) -> None:
    """Select the item, which may put it in for the time being, and take it."""
    learn_word(editor)
    begin_word(editor)
    editor.complete()
    editor.select()
    editor.pause(LOOK_S)
    editor.accept()
    editor.leave()
    editor.save()
    assert 'log.audit("user %s left' in editor.text
