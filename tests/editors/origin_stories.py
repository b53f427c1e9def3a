"""Stories of changes that nobody typed, of files and windows, and of text that is hard to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.editors.story import (
    FIRST,
    FORGET_S,
    LOOK_S,
    PAUSE_S,
    THIRD,
    Outcome,
    learn,
    look,
    story,
    take,
)
from tests.lsp.samples import PYTHON, Sample

if TYPE_CHECKING:
    from tests.editors.story import Editor


WIDE = Sample(
    name="wide.py",
    language="python",
    text=(
        "a = 1  # 😀\n"
        'say("👍🏽 漢字 %s" % (名前,)); log.info("😀 %s from %s" % (user, host))  # 終\n'
        'say("👍🏽 漢字 %s" % (名前,)); log.info("漢字 😀 %s: %s" % (名前, "🎉"))  # 終わり\n'
    ),
    typed=('"😀 %s from %s" % (user, host))', '"😀 %s from %s", user, host)'),
    others=(('"漢字 😀 %s: %s" % (名前, "🎉"))', '"漢字 😀 %s: %s", 名前, "🎉")'),),
)
PASTED = """

def close(path):
    log.info("closed %s after %d s" % (path, age(path)))
"""


@story((Outcome.IGNORED, "edit", "read; then a paste elsewhere"))
def paste(editor: Editor) -> None:
    """Look at an offer; then paste a function in which the edit fits, too."""
    learn(editor)
    look(editor, FIRST[0])
    editor.paste(PASTED)
    editor.save()
    editor.pause(FORGET_S)
    assert editor.text == PYTHON.text.replace(*PYTHON.typed) + PASTED


@story(
    (Outcome.ACCEPTED, "edit", ""),
    (Outcome.NONE, "edit", "the formatter wraps the accepted line and another: not a modification"),
    has_formatter=True,
)
def format_on_save(editor: Editor) -> None:
    """Take an offer, and let a formatter change its line when the file is saved."""
    editor.retype(*PYTHON.typed)
    editor.go("def label")
    editor.pause(PAUSE_S)
    take(editor, FIRST[0])
    editor.pause(LOOK_S)
    editor.save()
    editor.pause(LOOK_S)
    assert '"user %s left after %d s", user.name, user.seconds\n    )' in editor.text


@story(
    (Outcome.IGNORED, "edit", "read; then the word is replaced everywhere by a command"),
)
def replace_all(editor: Editor) -> None:
    """Look at an offer; then replace a word everywhere by a command, also at its place."""
    learn(editor)
    look(editor, FIRST[0])
    editor.replace_all("log.info", "log.debug")
    editor.save()
    editor.pause(FORGET_S)
    assert editor.text == PYTHON.text.replace(*PYTHON.typed).replace("log.info", "log.debug")


@story(
    (Outcome.IGNORED, "edit", "read; then the file changes on the disk"),
    (Outcome.NONE, "edit", "another program made exactly the offered edit"),
)
def reload_what_was_offered(editor: Editor) -> None:
    """Look at an offer; read the file again after another program made the same edit."""
    learn(editor)
    look(editor, FIRST[0])
    editor.write(PYTHON.name, editor.text.replace(*FIRST))
    editor.reload()
    editor.pause(LOOK_S)
    editor.save()
    assert FIRST[1] in editor.text


@story(
    (Outcome.ACCEPTED, "edit", "saved, then gone with the checkout"),
    (Outcome.NONE, "edit", "another branch is on the disk: nobody undid the edit"),
)
def checkout(editor: Editor) -> None:
    """Take an offer and save; then read the file of another branch."""
    learn(editor)
    take(editor, FIRST[0])
    editor.save()
    editor.pause(LOOK_S)
    branch = PYTHON.text.replace("def fail(code, path):", "def fail(code):").replace("log.", "out.")
    editor.write(PYTHON.name, branch)
    editor.reload()
    editor.pause(PAUSE_S)
    assert editor.text == branch


@story((Outcome.NONE, "edit", "typed once while recorded, replayed twice; nothing was offered"))
def macro(editor: Editor) -> None:
    """Record a macro on one line and replay it on two."""
    editor.macro("log.", "  # audit", 2)
    editor.save()
    assert editor.text.count("  # audit") == 3


@story(
    (Outcome.ACCEPTED, "edit", ""),
    (
        Outcome.NONE,
        "edit",
        "another server's rename changes a word of the accepted line and others",
    ),
)
def rename(editor: Editor) -> None:
    """Take an offer; then have another server rename a word everywhere."""
    learn(editor)
    take(editor, FIRST[0])
    editor.pause(LOOK_S)
    editor.rename("user", "account")
    editor.pause(LOOK_S)
    editor.save()
    assert "def logout(account)" in editor.text


@story(
    (Outcome.NONE, "edit", "typed by hand, and announced as saved before it was sent as typed"),
    editors=("eglot",),
)
def save_at_once(editor: Editor) -> None:
    """Save sooner than the editor sends what was typed."""
    editor.pace_s = 0.0
    learn(editor)


@story((Outcome.ACCEPTED, "edit", "the lesson and the rest of the work were typed very fast"))
def fast_typing(editor: Editor) -> None:
    """Type faster than the editor sends, before and after an offer is taken."""
    editor.pace_s = 0.0
    learn(editor)
    take(editor, THIRD[0])
    editor.retype('"%s and %s" % (one, two)', '" and ".join([one, two])')
    editor.retype("def fail(code, path)", "def fail_with_code(code, path)")
    editor.save()
    assert THIRD[1] in editor.text


@story(
    (Outcome.ACCEPTED, "edit", "emoji and CJK before, in and behind it"),
    sample=WIDE,
    editors=("neovim", "eglot", "helix"),
)
def wide_characters(editor: Editor) -> None:
    """Take an offer on a line with emoji and CJK."""
    editor.retype(*WIDE.typed)
    editor.save()
    take(editor, WIDE.others[0][0], "honed: say")
    editor.save()
    assert WIDE.others[0][1] in editor.text


@story(
    (
        Outcome.NONE,
        "edit",
        "columns behind an emoji are sent too small; nothing is offered",
    ),
    sample=WIDE,
    editors=("lsp-mode",),
)
def wide_characters_miscounted(editor: Editor) -> None:
    """Type on a line with emoji and CJK, in an editor that counts characters for UTF-16 units."""
    editor.retype(*WIDE.typed)
    editor.save()
    editor.retype("a = 1", "a = 2")
    editor.save()


@story((Outcome.ACCEPTED, "edit", "then saved twice, the second time without a change"))
def save_twice(editor: Editor) -> None:
    """Save without a change before, between and after."""
    editor.save()
    learn(editor)
    editor.save()
    take(editor, FIRST[0])
    editor.save()
    editor.save()
    assert FIRST[1] in editor.text


@story(
    (Outcome.IGNORED, "edit", "read in the first file"),
    (Outcome.ACCEPTED, "edit", "in the other file"),
)
def two_files(editor: Editor) -> None:
    """Look at an offer in the file of the lesson, and take one in a file beside it."""
    learn(editor)
    look(editor, FIRST[0])
    other = PYTHON.text.replace("user", "guest")
    editor.write("other.py", other)
    editor.open_other("other.py")
    take(editor, THIRD[0])
    editor.save()
    editor.back()
    editor.retype("def fail(code, path)", "def fail(code, path, why)")
    editor.save()
    editor.pause(FORGET_S)
