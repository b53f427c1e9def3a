"""How editors tell a server what the developer does: told by what real ones were recorded to send.

A `Desk` is one editor with one document of a real workspace; the clock is turned by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.learn.outcome import Habits, Visibility
from honed.lsp.editors import habits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.services.actions import Action, ActionKind
    from honed.services.suggesting import Completion
    from tests.services.conftest import Bench

KEY_S = 0.09


@attrs.frozen
class Editor:
    """The habits of one editor."""

    name: str
    client_name: str
    """What it says in `initialize`."""
    collects: bool = False
    """Whether keys that follow each other come in one notification."""
    menu: Visibility = Visibility.SHOWN
    """What the editor says of a menu that the developer opened."""
    asks_by_itself: bool = False
    """Whether it asks for actions at each stop of the cursor, and says so."""
    action_command: str = "after"
    """Whether the command of an action comes `after` its change, `before` it, or `never`."""
    completion_command: bool = True
    selects_in_text: bool = False
    """Whether what is selected in the menu stands in the text."""
    inserts_in_steps: bool = False
    """Whether a completion is put in, taken out, and put in again."""
    sends_whole_lines: bool = False
    """Whether a change of several keys comes as one replacement of all lines between."""
    edits_one_by_one: bool = False
    """Whether the edits of one action come in a notification each."""

    @property
    def habits(self) -> Habits:
        """What honed takes from the editor's name."""
        return habits_of(self.client_name)


EDITORS = (
    Editor("VS Code", "Visual Studio Code", asks_by_itself=True),
    Editor("Neovim", "Neovim", collects=True, selects_in_text=True),
    Editor("Helix", "helix", completion_command=False),
    Editor("lsp-mode", "emacs", asks_by_itself=True, inserts_in_steps=True, edits_one_by_one=True),
    Editor(
        "lsp-mode without the lines that say who asks",
        "emacs",
        menu=Visibility.UNSAID,
        inserts_in_steps=True,
        edits_one_by_one=True,
    ),
    Editor(
        "lsp-mode without company",
        "emacs",
        asks_by_itself=True,
        completion_command=False,
        inserts_in_steps=True,
        edits_one_by_one=True,
    ),
    Editor(
        "eglot 1.9",
        "Eglot",
        collects=True,
        action_command="before",
        completion_command=False,
    ),
    Editor(
        "eglot 1.17",
        "Eglot",
        collects=True,
        completion_command=False,
        sends_whole_lines=True,
    ),
    Editor("an editor without commands", "", action_command="never", completion_command=False),
)


@attrs.define
class Desk:
    """An editor at work on one document."""

    editor: Editor
    bench: Bench
    uri: str
    undo_stack: list[str] = attrs.field(factory=list)
    redo_stack: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.bench.text(self.uri)

    def wait(self, seconds: float) -> None:
        """Let time pass, in the steps of the server's clock."""
        end = self.bench.clock.time + seconds
        while self.bench.clock.time < end:
            self.bench.clock.time = min(end, self.bench.clock.time + 0.2)
            self.bench.workspace.tick()

    def settle(self) -> None:
        """Rest for a while, until nothing more is to be decided."""
        self.wait(12.0)

    def send(self, steps: Sequence[Edit]) -> None:
        """Send one notification."""
        document = self.bench.workspace.documents.get(self.uri)
        assert document is not None
        data = document.text.data
        for step in steps:
            data = data[: step.span.start] + step.new + data[step.span.end :]
        self.bench.workspace.change(self.uri, document.version + 1, Text(data), list(steps))

    def turn_into(self, after: str) -> None:
        """Send one change that leads to `after`, as a tool or an undo makes it."""
        change = minimal_edit(encode(self.text), encode(after))
        if change is not None:
            self.send([change])

    def remember(self) -> None:
        """Begin another step of the undo history."""
        self.undo_stack.append(self.text)
        self.redo_stack.clear()

    def undo(self) -> None:
        """Take the latest step back."""
        self.redo_stack.append(self.text)
        self.turn_into(self.undo_stack.pop())

    def redo(self) -> None:
        """Make it again."""
        self.undo_stack.append(self.text)
        self.turn_into(self.redo_stack.pop())

    def type(self, old: str, new: str, upto: int | None = None) -> int:
        """Turn `old` into `new` by keys, of what is put in only the first `upto` characters.

        Return the byte at which the cursor ends.
        """
        self.remember()
        start = self.text.index(old)
        change = minimal_edit(encode(old), encode(new))
        assert change is not None
        at = len(encode(self.text[:start])) + change.span.start
        end = at + len(change.span)
        put = change.new.decode()[:upto]
        keys = [Edit(Span(byte - 1, byte), b"") for byte in range(end, at, -1)]
        for character in put:
            keys.append(Edit(Span(at, at), encode(character)))
            at += len(encode(character))
        self._keys(keys)
        return at

    def _keys(self, keys: Sequence[Edit]) -> None:
        if self.editor.collects:
            self.bench.clock.time += KEY_S * len(keys)
            self.send(keys)
            return
        for key in keys:
            self.bench.clock.time += KEY_S
            self.send([key])

    def ask_by_itself(self, needle: str) -> None:
        """Ask for actions as some editors do whenever the cursor rests."""
        if self.editor.asks_by_itself:
            self.bench.actions(self.uri, needle, visibility=Visibility.HIDDEN)

    def menu(self, needle: str, *kinds: ActionKind) -> list[Action]:
        """Open the menu of actions at the line of `needle`."""
        self.ask_by_itself(needle)
        return self.bench.actions(self.uri, needle, *kinds, visibility=self.editor.menu)

    def choose(self, action: Action) -> None:
        """Choose an action."""
        self.remember()
        wanted = apply_edits(action.text.data, action.edits or ()).decode()
        if self.editor.action_command == "before":
            self.bench.workspace.accepted(action.id)
        if self.editor.edits_one_by_one:
            for edit in reversed(action.edits or ()):
                self.send([edit])
        else:
            self.turn_into(wanted)
        assert self.text == wanted
        if self.editor.action_command == "after":
            self.bench.clock.time += 0.002
            self.bench.workspace.accepted(action.id)

    def complete(self, at: int) -> list[tuple[str, Completion]]:
        """Open the menu of completions at a byte."""
        return self.bench.workspace.completions(self.uri, at)[1]

    def put_in(self, offered: tuple[str, Completion]) -> None:
        """Accept a completion."""
        offer_id, completion = offered
        self.remember()
        base = encode(self.text)
        old = base[completion.span.start : completion.span.end]
        edit = Edit(completion.span, encode(completion.text))
        if self.editor.inserts_in_steps:
            start = completion.span.start
            typed = Edit(Span(start, start), old)
            put = Edit(Span(start, start), edit.new)
            self.send([Edit(Span(start, start + len(old)), b"")])
            self.send([typed])
            self.send([Edit(Span(start, start + len(old)), b"")])
            self.send([put])
        elif self.editor.sends_whole_lines:
            wanted = apply_edits(base, [edit])
            self.send([Edit(Span(0, len(base)), wanted)])
        else:
            self.send([edit])
        if self.editor.completion_command:
            self.bench.clock.time += 0.002
            self.bench.workspace.accepted(offer_id)

    def select(self, offered: tuple[str, Completion]) -> Edit:
        """Move to a completion in the menu; return what takes it out of the text again."""
        _, completion = offered
        data = encode(self.text)
        old = data[completion.span.start : completion.span.end]
        new = encode(completion.text)
        start = completion.span.start
        if self.editor.selects_in_text:
            self.send([Edit(completion.span, new)])
        return Edit(Span(start, start + len(new)), old)

    def save(self, formatted: str | None = None) -> None:
        """Save; `formatted` is what a formatter makes of the text before."""
        documents, clock = self.bench.workspace.documents, self.bench.clock
        documents.will_save(self.uri, clock.elapsed())
        if formatted is not None:
            self.remember()
            self.turn_into(formatted)
        documents.save(self.uri, encode(self.text))
