"""What a story of a developer and an editor is, and the steps that many of them share.

A story is told in the verbs of `Editor`; each editor has its own keys for them. What is expected of
a story is the truth, known because the story makes it so, whether or not honed can see it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import attrs

from tests.lsp.samples import PYTHON, Sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

EDIT, EVERYWHERE, DISMISS = "honed: log", "honed: in ", "honed: do not offer this here"
FIRST, SECOND, THIRD, FOURTH = PYTHON.others

ALL_EDITORS = ("neovim", "lsp-mode", "eglot", "helix")
"""The editors; two clients are editors of their own in Emacs."""
WITH_PLAIN = (*ALL_EDITORS, "lsp-mode-plain")
"""And lsp-mode without the lines that let it say who asks for code actions."""

LOOK_S = 0.8
"""As long as one needs to read a suggestion."""
PAUSE_S = 3.0
"""After this an edit is finished (`settleSeconds` is 2)."""
FORGET_S = 11.0
"""After this a suggestion that was left alone was not wanted."""


class Outcome(StrEnum):
    """What became of a suggestion; `NONE` says that something was nobody's suggestion."""

    ACCEPTED = "accepted"
    MODIFIED = "modified"
    PARTIAL = "partial"
    REJECTED = "rejected"
    IGNORED = "ignored"
    UNDONE = "undone"
    NONE = "none"


@attrs.frozen
class Truth:
    """What happened at one moment of a story."""

    outcome: Outcome
    kind: str
    """`edit`, `everywhere` or `completion`; of `NONE`, the kind that it might be taken for."""
    note: str


class Editor(Protocol):
    """A real editor on a file of the project; every verb is done with its keys."""

    pace_s: float
    """From one typed key to the next."""

    @property
    def version(self) -> str:
        """The editor's version, as far as it matters."""

    @property
    def text(self) -> str:
        """The text that the editor shows."""

    def pause(self, seconds: float) -> None:
        """Do nothing."""

    def go(self, needle: str, start: int = 0) -> None:
        """Move the cursor to the character `start` of the first text that reads so."""

    def type(self, text: str) -> None:
        """Type at the editor's pace, while an insertion goes on."""

    def begin(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs; keep inserting."""

    def leave(self) -> None:
        """End the insertion."""

    def retype(self, old: str, new: str) -> None:
        """Begin, and leave."""

    def save(self) -> object:
        """Save, and wait until honed has learned."""

    def menu(self, needle: str) -> list[str]:
        """Ask for code actions at a text; return their titles, the menu stays."""

    def choose(self, start: str) -> None:
        """Take the first action of the menu whose title starts so, and wait until it is done."""

    def cancel(self) -> None:
        """Close the menu."""

    def undo(self) -> None:
        """Take back the latest change."""

    def redo(self) -> None:
        """Make again what was taken back."""

    def complete(self) -> None:
        """Ask for completions, and wait for the menu."""

    def complete_alone(self) -> None:
        """Ask for completions in a way that puts in an item at once when it is the only one."""

    def stay(self) -> None:
        """See to it that the menu of completions is there still, after typing on."""

    def select(self) -> None:
        """Go to the first item, so that the menu puts it in where it does so."""

    def accept(self) -> None:
        """Take the item."""

    def abandon(self) -> None:
        """Close the menu of completions without taking anything."""

    def paste(self, text: str) -> None:
        """Paste at the end of the file."""

    def replace_all(self, old: str, new: str) -> None:
        """Replace a word everywhere, as a command of the editor."""

    def macro(self, needle: str, text: str, times: int) -> None:
        """Append a text to the next lines that hold `needle`: recorded once, then replayed."""

    def reload(self) -> None:
        """Read the file from the disk again, whatever was typed."""

    def rename(self, old: str, new: str) -> None:
        """Have another server rename a word of the file."""

    def open_other(self, name: str) -> None:
        """Open another file in a window beside this one."""

    def back(self) -> None:
        """Return to the first window."""

    def write(self, name: str, text: str) -> object:
        """Write a file of the project, as another program."""


@attrs.frozen
class Story:
    """A story and its truth."""

    name: str
    play: Callable[[Editor], None]
    expected: tuple[Truth, ...]
    sample: Sample
    has_formatter: bool
    editors: tuple[str, ...]
    """Those that it can be played in."""


def story(
    *expected: tuple[Outcome, str, str],
    sample: Sample = PYTHON,
    has_formatter: bool = False,
    editors: tuple[str, ...] = ALL_EDITORS,
) -> Callable[[Callable[[Editor], None]], Story]:
    """Make a story of a function, whose name it gets."""

    def tell(play: Callable[[Editor], None]) -> Story:
        name = play.__name__.replace("_", "-")
        truths = tuple(Truth(*each) for each in expected)
        return Story(name, play, truths, sample, has_formatter, editors)

    return tell


def told(module: ModuleType) -> list[Story]:
    """Return the stories of a module, in order."""
    return [each for each in vars(module).values() if isinstance(each, Story)]


def learn(editor: Editor) -> None:
    """Type an edit of arguments, and save."""
    editor.retype(*PYTHON.typed)
    editor.save()


def take(editor: Editor, needle: str, start: str = EDIT) -> None:
    """Ask for code actions, read, and choose one."""
    titles = editor.menu(needle)
    assert any(each.startswith(start) for each in titles), (needle, titles)
    editor.pause(LOOK_S)
    editor.choose(start)


def look(editor: Editor, needle: str) -> None:
    """Ask for code actions, read, and take none."""
    assert editor.menu(needle)
    editor.pause(LOOK_S)
    editor.cancel()
