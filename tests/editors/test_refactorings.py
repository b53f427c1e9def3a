"""Whole refactorings in Neovim: what is typed by hand once, and how many places come by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from tests.editors.desk import until

if TYPE_CHECKING:
    from tests.editors.neovim import Neovim
    from tests.editors.neovim import NeovimDesk as Desk

pytestmark = pytest.mark.editor

NEXT, NOT_THAT = "\\n", "\\N"


@attrs.frozen
class Refactoring:
    """A file before, what is typed into it, what follows by the key, and what stays as it is."""

    name: str
    text: str
    typed: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]

    @property
    def after_typing(self) -> str:
        """The text when all is typed, and nothing is taken."""
        return replaced(self.text, self.typed)

    @property
    def after(self) -> str:
        """The text when all is done."""
        return replaced(self.after_typing, self.offered)


def replaced(text: str, places: tuple[tuple[str, str], ...]) -> str:
    """Return the text with the first of each of these places changed."""
    for old, new in places:
        assert old in text
        text = text.replace(old, new, 1)
    return text


RENAME = Refactoring(
    "rename",
    """def describe(user):
    userName = user.name
    firstLine = user.lines[0]
    return f"{userName}: {firstLine}"


def greet(user):
    userName = user.name
    print("hello", userName)


def forget(user, known):
    userName = user.name
    known.remove(userName)
""",
    typed=(("userName = user.name", "user_name = user.name"),),
    offered=(
        ("firstLine = user", "first_line = user"),
        ("{userName}", "{user_name}"),
        ("{firstLine}", "{first_line}"),
        ("userName = user.name", "user_name = user.name"),
        ('print("hello", userName)', 'print("hello", user_name)'),
        ("userName = user.name", "user_name = user.name"),
        ("known.remove(userName)", "known.remove(user_name)"),
    ),
)
ARGUMENT = Refactoring(
    "argument",
    """def welcome(user, mail):
    mail.send(user.address, "welcome")


def remind(user, mail, text):
    mail.send(user.address, text)


def warn(owner, mail):
    mail.send(owner.address, "careful")
    owner.warned = True


def goodbye(user, mail):
    log(user)
    mail.send(user.address, "goodbye")
""",
    typed=(('"welcome")', '"welcome", retry=True)'),),
    offered=(
        ("user.address, text)", "user.address, text, retry=True)"),
        ('"careful")', '"careful", retry=True)'),
        ('"goodbye")', '"goodbye", retry=True)'),
    ),
)
MIGRATION = Refactoring(
    "migration",
    """import os


def settings(root):
    return os.path.join(root, "settings.toml")


def cache(root, name):
    return os.path.join(root, name)


def report(folder):
    path = os.path.join(folder, "report.txt")
    return path


def log(home):
    return os.path.join(home, "log")
""",
    typed=(
        ("import os", "from pathlib import Path"),
        ('os.path.join(root, "settings.toml")', 'Path(root) / "settings.toml"'),
    ),
    offered=(
        ("os.path.join(root, name)", "Path(root) / name"),
        ('os.path.join(folder, "report.txt")', 'Path(folder) / "report.txt"'),
        ('os.path.join(home, "log")', 'Path(home) / "log"'),
    ),
)
ALL = (RENAME, ARGUMENT, MIGRATION)


def typed(desk: Desk, refactoring: Refactoring) -> Neovim:
    """Return Neovim when the edits by hand are typed and saved, with the documented keys."""
    name = f"{refactoring.name}.py"
    desk.write(name, refactoring.text)
    editor = desk.open(name, "The next edit")
    for old, new in refactoring.typed:
        editor.retype(old, new)
        editor.save()
    assert editor.text == refactoring.after_typing
    return editor


def press_next(editor: Neovim) -> None:
    """Press the key, and wait until it has done something."""
    text = editor.text
    editor.keys(NEXT)
    until(lambda: editor.text != text)
    editor.settled()


@pytest.mark.parametrize("refactoring", ALL, ids=lambda each: each.name)
def test_one_key_makes_the_rest(desk: Desk, refactoring: Refactoring) -> None:
    """All other places, each by one press, to the letter; then the key does nothing more (noop)."""
    editor = typed(desk, refactoring)
    presses = 0
    while editor.text != refactoring.after:
        press_next(editor)
        presses += 1
        assert presses <= len(refactoring.offered), editor.text
    assert presses == len(refactoring.offered)
    editor.keys(NEXT)
    editor.settled()
    assert editor.text == refactoring.after
    outcomes = desk.honed("stats")["outcomes"]
    assert outcomes["free"] == len(refactoring.typed)
    assert outcomes["accepted"] == len(refactoring.offered)
    assert outcomes["rejected"] == outcomes["undone"] == 0


def test_the_cursor_goes_there(desk: Desk) -> None:
    """To the line of the edit that was made, wherever it was before."""
    editor = typed(desk, ARGUMENT)
    editor.keys("gg")
    editor.keys(NEXT)
    old, new = ARGUMENT.offered[0]
    until(lambda: new in editor.text)
    until(lambda: editor.api.current.window.cursor[0] == editor.line(new))
    assert old not in editor.text


def test_taken_back(desk: Desk) -> None:
    """What is taken back does not come again at its place."""
    editor = typed(desk, ARGUMENT)
    editor.keys(NEXT)
    until(lambda: ARGUMENT.offered[0][1] in editor.text)
    editor.settled()
    editor.undo()
    until(lambda: editor.text == ARGUMENT.after_typing)
    editor.settled()
    editor.keys(NEXT)
    editor.settled()
    assert ARGUMENT.offered[0][0] in editor.text


def test_not_that_one(desk: Desk) -> None:
    """Nor does what the other key dismisses."""
    editor = typed(desk, ARGUMENT)
    editor.menu("def remind")
    editor.cancel()
    editor.keys(NOT_THAT)
    editor.settled()
    editor.keys(NEXT)
    editor.settled()
    assert ARGUMENT.offered[0][0] in editor.text


def test_nothing_learned_noop(desk: Desk) -> None:
    """The keys do nothing in a file in which nothing was learned."""
    desk.write("a.py", ARGUMENT.text)
    editor = desk.open("a.py", "The next edit")
    for key in (NEXT, NOT_THAT):
        editor.keys(key)
        editor.settled()
    assert editor.text == ARGUMENT.text
