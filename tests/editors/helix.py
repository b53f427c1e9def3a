"""A real Helix on a terminal, set up as docs/editors/helix.md says, and the keys for it.

Nobody can ask Helix anything: what it shows is known from what it sends.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.diff import minimal_edit
from tests.editors import sessions, terminal
from tests.editors.desk import PATIENCE_S, Desk, Wire, until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.editors.terminal import Terminal

DOC = Path(__file__).parents[2] / "docs" / "editors" / "helix.md"
RENAMER = Path(__file__).with_name("renamer.py")
DOCUMENTED_COMMAND = 'command = "honed"\nargs = ["serve"]\n'
DOCUMENTED_SERVERS = 'language-servers = ["ruff", "jedi", "pylsp", "honed"]\n'
SERVERS = 'language-servers = ["renamer", "honed"]\n'
ESC, RET, DOWN = "\x1b", "\r", "\x1b[B"
CTRL = {letter: chr(ord(letter) & 31) for letter in "cnpuwx"}
TICK_S = 0.1
"""After Escape, so that the next key is not taken for Alt; and until Helix has sent a change."""

CONFIG = """
[editor]
auto-pairs = false
"""


def documented_toml() -> str:
    """Return the languages.toml that the documentation tells a user to write."""
    return DOC.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]


def steps(text: str) -> int:
    """Return how often the cursor moves over a text: once for each thing that is seen."""
    return sum(
        unicodedata.category(each) not in {"Mn", "Me", "Cf"} and not 0x1F3FB <= ord(each) <= 0x1F3FF
        for each in text
    )


@attrs.frozen
class HelixDesk(Desk):
    """A desk with Helix on it."""

    _editors: list[Helix] = attrs.field(factory=list)

    def play(self, name: str, formatter: Sequence[str]) -> Helix:
        """Start Helix on a file of the project, and wait until honed has read its stores.

        A second server beside honed renames words, and does nothing else.
        """
        documented = documented_toml()
        assert documented.count(DOCUMENTED_COMMAND) == 1
        assert documented.count(DOCUMENTED_SERVERS) == 1
        languages = (
            documented.replace(DOCUMENTED_COMMAND, _running(self.recorded)).replace(
                DOCUMENTED_SERVERS, SERVERS + _formats(formatter)
            )
            + "[language-server.renamer]\n"
            + _running([sys.executable, str(RENAMER)])
        )
        home = self.data_dir.parent / "home"
        folder = home / "helix"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "languages.toml").write_text(languages, "utf-8")
        (folder / "config.toml").write_text(CONFIG, "utf-8")
        environment = {"XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
        running = terminal.start([self.program, name], self.folder, environment)
        editor = Helix(running, self.program, self.wire, self.folder, [name])
        self._editors.append(editor)
        editor.settled()
        until(lambda: self.wire.said("textDocument/didOpen"))
        return editor

    def close(self) -> None:
        """Leave every Helix."""
        for editor in self._editors:
            editor.close()


def _running(command: Sequence[str]) -> str:
    program, *arguments = map(json.dumps, command)
    return f"command = {program}\nargs = [{', '.join(arguments)}]\n"


def _formats(command: Sequence[str]) -> str:
    if not command:
        return ""
    program, *arguments = map(json.dumps, command)
    formatter = f"{{ command = {program}, args = [{', '.join(arguments)}] }}"
    return f"formatter = {formatter}\nauto-format = true\n"


@attrs.define(eq=False)
class Helix:
    """A running Helix; between the verbs it is in normal mode."""

    terminal: Terminal
    program: str
    wire: Wire
    folder: Path
    names: list[str]
    """The files in the windows; the first is that of the cursor."""
    pace_s: float = 0.0
    is_selected: bool = False
    """Whether an item of the menu of completions is."""

    @property
    def version(self) -> str:
        """The version, without what comes after a second dot."""
        done = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"\d+\.\d+", done.stdout)
        assert found is not None
        return found[0]

    @property
    def text(self) -> str:
        """The text of the document, once all that was pressed has been sent."""
        self.quiet()
        uri = (self.folder / self.names[0]).as_uri()
        texts = {}
        for _, now in sessions.texts(self.wire.lines()):
            texts = now
        return texts[uri].data.decode()

    def quiet(self) -> None:
        """Wait until Helix has nothing more to send."""
        size = -1
        while size != (size := self.wire.recording.stat().st_size):
            time.sleep(2 * TICK_S)

    def keys(self, keys: str) -> None:
        """Press keys."""
        self.terminal.keys(keys)

    def escape(self) -> None:
        """Press Escape."""
        self.keys(ESC)
        time.sleep(TICK_S)

    def command(self, text: str) -> None:
        """Type a command."""
        self.keys(f":{text}{RET}")

    def pause(self, seconds: float) -> None:
        """Do nothing."""
        time.sleep(seconds)

    def go(self, needle: str, start: int = 0) -> None:
        """Go to a character by its line, and by the steps to it."""
        text = self.text
        assert needle in text, needle
        before = text.partition(needle)[0] + needle[:start]
        self.keys(f"{before.count(chr(10)) + 1}gg")
        if column := steps(before.rpartition("\n")[2]):
            self.keys(f"{column}l")

    def type(self, text: str) -> None:
        """Type in insert mode."""
        for key in text:
            self.keys(key)
            time.sleep(self.pace_s)

    def begin(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new`: select what goes, change it, and type."""
        before = old.encode()
        edit = minimal_edit(before, new.encode())
        assert edit is not None
        self.go(old, len(before[: edit.span.start].decode()))
        gone = steps(before[edit.span.start : edit.span.end].decode())
        self.keys("i" if not gone else "c" if gone == 1 else f"v{gone - 1}lc")
        self.type(edit.new.decode())

    def leave(self) -> None:
        """Leave insert mode."""
        self.escape()

    def retype(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs."""
        self.begin(old, new)
        self.leave()

    def save(self) -> dict[str, Any]:
        """Save with `:w`, and wait until what was typed is learned."""
        saved = self.wire.said("textDocument/didSave")
        self.command("w")
        until(lambda: self.wire.said("textDocument/didSave") > saved)
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """Return the server's status once it has read its stores and its queue is empty."""
        return self.wire.settled()

    def menu(self, needle: str) -> list[str]:
        """Press `Space a` at a text and return the titles of the menu, which stays."""
        self.go(needle)
        answers = len(self.wire.answers("textDocument/codeAction"))
        self.keys(" a")
        until(lambda: len(self.wire.answers("textDocument/codeAction")) > answers)
        time.sleep(2 * TICK_S)
        return [each["title"] for each in self._offered()]

    def _offered(self) -> list[dict[str, Any]]:
        """Return the actions of the menu in its order: those that are preferred come first."""
        answer = self.wire.answers("textDocument/codeAction")[-1] or []
        return sorted(answer, key=lambda each: not each.get("isPreferred"))

    def choose(self, start: str) -> None:
        """Go down to the action whose title starts so, and press Return."""
        is_wanted = [each["title"].startswith(start) for each in self._offered()]
        done = len(self.wire.answers("workspace/executeCommand"))
        self.keys(DOWN * is_wanted.index(True) + RET)
        until(lambda: len(self.wire.answers("workspace/executeCommand")) > done)
        self.settled()

    def cancel(self) -> None:
        """Press Escape."""
        self.escape()

    def undo(self) -> None:
        """Press `u`."""
        self.keys("u")

    def redo(self) -> None:
        """Press `U`."""
        self.keys("U")

    def complete(self) -> None:
        """Press Ctrl-X and wait for the menu."""
        answers = len(self.wire.answers("textDocument/completion"))
        self.keys(CTRL["x"])
        until(lambda: len(self.wire.answers("textDocument/completion")) > answers)
        time.sleep(2 * TICK_S)
        self.is_selected = False

    def complete_alone(self) -> None:
        """Helix has no such way."""
        raise NotImplementedError

    def stay(self) -> None:
        """Wait for Helix, which asks again by itself."""
        time.sleep(5 * TICK_S)

    def select(self) -> None:
        """Press Ctrl-N: the item is put in for the time being."""
        self.keys(CTRL["n"])
        self.is_selected = True

    def accept(self) -> None:
        """Select the item and press Return."""
        if not self.is_selected:
            self.select()
            time.sleep(TICK_S)
        self.keys(RET)
        time.sleep(2 * TICK_S)

    def abandon(self) -> None:
        """Press Ctrl-C."""
        self.keys(CTRL["c"])

    def paste(self, text: str) -> None:
        """Paste at the end of the file in insert mode, as the terminal does."""
        self.keys("geA")
        # Before the last newline, as the cursor cannot be behind it.
        self.keys(f"{ESC}[200~\n{text.removesuffix(chr(10))}{ESC}[201~")
        time.sleep(2 * TICK_S)
        self.escape()

    def replace_all(self, old: str, new: str) -> None:
        """Select every occurrence and change all, which is how Helix replaces."""
        self.keys(f"%s{re.escape(old)}{RET}c")
        self.type(new)
        self.escape()
        self.keys(",")

    def macro(self, needle: str, text: str, times: int) -> None:
        """Record with `Q` the appending of a text at the next needle, and replay it."""
        self.keys(f"gg/{needle}{RET}QA")
        self.type(text)
        self.escape()
        self.keys("nQ" + times * "q")

    def reload(self) -> None:
        """Run `:reload`."""
        self.command("reload")

    def rename(self, old: str, new: str) -> None:
        """Press `Space r`, and have the other server rename."""
        self.go(old)
        self.keys(" r")
        time.sleep(5 * TICK_S)
        self.keys(f"{CTRL['u']}{new}{RET}")

    def open_other(self, name: str) -> None:
        """Open a file in another window."""
        opened = self.wire.said("textDocument/didOpen")
        self.command(f"vsplit {name}")
        until(lambda: self.wire.said("textDocument/didOpen") > opened)
        self.names.insert(0, name)

    def back(self) -> None:
        """Go to the other window."""
        self.keys(CTRL["w"] + "w")
        self.names.reverse()

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, as another program."""
        (self.folder / name).write_text(text, "utf-8")

    def close(self) -> None:
        """Leave without saving, and wait until Helix is gone."""
        if self.terminal.process.poll() is None:
            self.escape()
            self.command("qa!")
        self.terminal.close(PATIENCE_S)
