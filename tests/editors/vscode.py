"""A real VS Code, as code-server in a browser without a screen, with the extension in it.

The text is what the extension has sent; the menus are read from the page.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.diff import minimal_edit
from tests.editors import sessions
from tests.editors.desk import PATIENCE_S, Desk, Wire, until

if TYPE_CHECKING:
    from collections.abc import Sequence

DRIVER = Path(__file__).with_name("browser") / "driver.mjs"
INSTALLED = Path(__file__).parents[2] / ".cache" / "vscode"
"""Where scripts/editors installs it: `node`, `browser`, node_modules, and the extension."""

SETTINGS = {
    # What opens by itself on the first start, and what closes brackets for whoever types.
    "chat.disableAIFeatures": True,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.autoSurround": "never",
    "editor.quickSuggestions": {"other": "off"},
    "editor.wordBasedSuggestions": "off",
    "files.autoSave": "off",
}
TICK_S = 0.2
"""Until VS Code has sent a change, or shown what it has."""
ACTIONS = ".action-widget .monaco-list-row.action"
SUGGESTIONS = ".suggest-widget.visible .monaco-list-row"


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@attrs.frozen
class VsCodeDesk(Desk):
    """A desk with VS Code on it."""

    _editors: list[VsCode] = attrs.field(factory=list)

    def open(self, name: str, *, is_recorded: bool = False, is_new: bool = False) -> VsCode:
        """Open a file of the project in VS Code, and wait until honed has read its stores.

        On a machine that is new honed is not there, and the extension has to install it.
        """
        home = self.data_dir.parent / "code"
        server = [sys.executable, "-m", "honed"]
        said = {"honed.server.command": self.wire.command(*server) if is_recorded else server}
        path = os.environ["PATH"]
        if is_new:
            said, path = {}, os.defpath
        user = home / "User" / "settings.json"
        user.parent.mkdir(parents=True)
        user.write_text(json.dumps(SETTINGS | said), "utf-8")
        port = free_port()
        log = (self.data_dir.parent / "code-server.log").open("wb")
        process = subprocess.Popen(
            [
                self.program, "--auth", "none", "--bind-addr", f"127.0.0.1:{port}",
                "--extensions-dir", str(INSTALLED / "extensions"), "--user-data-dir", str(home),
                "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust",
                "--config", str(home / "config.yaml"), str(self.folder),
            ],
            env={**os.environ, "HONED_DATA_DIR": str(self.data_dir), "PATH": path},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        log.close()
        until(lambda: _answers(port))
        driver = subprocess.Popen(
            [str(INSTALLED / "node"), str(DRIVER), str(INSTALLED),
             f"http://127.0.0.1:{port}/?folder={self.folder}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        editor = VsCode(process, driver, self.wire if is_recorded else None, self.folder, name)
        self._editors.append(editor)
        editor.do("open")
        editor.open(name)
        editor.do("wait", selector=READY, state="visible")
        if is_recorded:
            editor.settled()
            until(lambda: self.wire.said("textDocument/didOpen"))
        return editor

    def play(self, name: str, formatter: Sequence[str]) -> VsCode:
        """Open a file with all that is said written down; VS Code has no formatter here."""
        assert not formatter
        return self.open(name, is_recorded=True)

    def close(self) -> None:
        """Leave every VS Code."""
        for editor in self._editors:
            editor.close()


READY = "#honed\\.honed\\.honed .codicon:not(.codicon-loading)"
"""The extension's item in the status bar, once the server has answered."""


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


@attrs.define(eq=False)
class VsCode:
    """A running VS Code; between the verbs the cursor is in the text."""

    server: subprocess.Popen[bytes]
    driver: subprocess.Popen[str]
    wire: Wire | None
    folder: Path
    name: str
    pace_s: float = 0.0

    @property
    def version(self) -> str:
        """The version of VS Code that code-server is."""
        package = INSTALLED / "node_modules" / "code-server" / "package.json"
        found = re.match(r"4\.(\d+)", json.loads(package.read_text("utf-8"))["version"])
        assert found is not None
        return f"1.{found[1]}"

    def do(self, what: str, **given: Any) -> Any:
        """Have the browser do something, and return what it answers."""
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(json.dumps({"what": what, **given}) + "\n")
        self.driver.stdin.flush()
        line = self.driver.stdout.readline()
        assert line, "the browser is gone"
        said = json.loads(line)
        assert "error" not in said, said["error"]
        return said["answer"]

    def press(self, *keys: str) -> None:
        """Press keys, each with those that are held, as `Control+S`."""
        self.do("press", keys=keys)

    def see(self, selector: str) -> list[str]:
        """Return the texts of what is shown in the page."""
        found: list[str] = self.do("see", selector=selector)
        return found

    def open(self, name: str) -> None:
        """Open a file of the project by its name."""
        self.press("Control+P")
        self.do("wait", selector=".quick-input-widget .input", state="visible")
        self.do("type", text=name, pace=20)
        self.do("wait", selector=f'.quick-input-list [aria-label*="{name}"]', state="visible")
        self.press("Enter")
        self.do("wait", selector=f'.tab.active[data-resource-name="{name}"]', state="visible")
        self.do("wait", selector=".editor-instance .view-lines", state="visible")

    @property
    def text(self) -> str:
        """The text of the document, once all that was pressed has been sent."""
        if self.wire is None:
            return (self.folder / self.name).read_text("utf-8")
        self.quiet()
        texts = {}
        for _, now in sessions.texts(self.wire.lines()):
            texts = now
        return texts[(self.folder / self.name).as_uri()].data.decode()

    def quiet(self) -> None:
        """Wait until VS Code has nothing more to send."""
        assert self.wire is not None
        size = -1
        while size != (size := self.wire.recording.stat().st_size):
            time.sleep(2 * TICK_S)

    def pause(self, seconds: float) -> None:
        """Do nothing."""
        time.sleep(seconds)

    def go(self, needle: str, start: int = 0) -> None:
        """Go to a character by its line and its column."""
        text = self.text
        assert needle in text, needle
        before = text.partition(needle)[0] + needle[:start]
        column = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        self.press("Control+G")
        self.do("wait", selector=".quick-input-widget .input", state="visible")
        self.do("type", text=f"{before.count(chr(10)) + 1}:{column + 1}", pace=0)
        self.press("Enter")
        self.do("wait", selector=".quick-input-widget .input", state="hidden")

    def type(self, text: str) -> None:
        """Type."""
        self.do("type", text=text, pace=1000 * self.pace_s)

    def begin(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new`: select what goes, and type."""
        before = old.encode()
        edit = minimal_edit(before, new.encode())
        assert edit is not None
        self.go(old, len(before[: edit.span.start].decode()))
        gone = before[edit.span.start : edit.span.end].decode()
        self.press(*["Shift+ArrowRight"] * len(gone))
        if edit.new:
            self.type(edit.new.decode())
        else:
            self.press("Delete")

    def leave(self) -> None:
        """Close what has opened by itself."""
        self.press("Escape")

    def retype(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs."""
        self.begin(old, new)
        self.leave()

    def save(self) -> dict[str, Any]:
        """Save with Ctrl-S, and wait until what was typed is learned."""
        assert self.wire is not None
        wire, saved = self.wire, self.wire.said("textDocument/didSave")
        self.press("Control+S")
        until(lambda: wire.said("textDocument/didSave") > saved)
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """Return the server's status once it has read its stores and its queue is empty."""
        assert self.wire is not None
        return self.wire.settled()

    def menu(self, needle: str) -> list[str]:
        """Press Ctrl-. at a text and return the titles of the menu, which stays."""
        self.go(needle)
        self.press("Control+.")
        self.do("wait", selector=".action-widget", state="visible")
        return [each.strip() for each in self.see(ACTIONS)]

    def choose(self, start: str) -> None:
        """Go down to the action whose title starts so, and press Return."""
        assert self.wire is not None
        wire, done = self.wire, len(self.wire.answers("workspace/executeCommand"))
        titles = [each.strip() for each in self.see(ACTIONS)]
        place = next(row for row, title in enumerate(titles) if title.startswith(start))
        self.press(*["ArrowDown"] * place, "Enter")
        until(lambda: len(wire.answers("workspace/executeCommand")) > done)
        self.settled()

    def cancel(self) -> None:
        """Press Escape."""
        self.press("Escape")

    def undo(self) -> None:
        """Press Ctrl-Z."""
        self.press("Control+Z")

    def redo(self) -> None:
        """Press Ctrl-Y."""
        self.press("Control+Y")

    def complete(self) -> None:
        """Press Ctrl-Space and wait for the menu."""
        self.press("Control+Space")
        self.do("wait", selector=SUGGESTIONS, state="visible")

    def complete_alone(self) -> None:
        """Nothing is put in without a menu here."""
        raise NotImplementedError

    def stay(self) -> None:
        """Wait for VS Code, which asks again by itself."""
        self.do("wait", selector=SUGGESTIONS, state="visible")

    def select(self) -> None:
        """Do nothing: the first item is selected already, and stands in the menu only."""

    def accept(self) -> None:
        """Press Tab."""
        self.press("Tab")
        self.do("wait", selector=SUGGESTIONS, state="hidden")

    def abandon(self) -> None:
        """Press Escape."""
        self.press("Escape")

    def paste(self, text: str) -> None:
        """Paste at the end of the file."""
        self.press("Control+End")
        self.do("paste", text=text)

    def replace_all(self, old: str, new: str) -> None:
        """Select a word, then all of them, and type over them."""
        self.go(old)
        self.press(*["Shift+ArrowRight"] * len(old), "Control+Shift+L")
        self.type(new)
        self.press("Escape", "Escape")

    def macro(self, needle: str, text: str, times: int) -> None:
        """VS Code records nothing."""
        raise NotImplementedError

    def reload(self) -> None:
        """Run the command `File: Revert File`."""
        self.command("File: Revert File")

    def command(self, title: str) -> None:
        """Run a command by its title."""
        self.press("F1")
        self.do("wait", selector=".quick-input-widget .input", state="visible")
        self.do("type", text=title, pace=10)
        self.do("wait", selector=f'.quick-input-list [aria-label^="{title}"]', state="visible")
        self.press("Enter")

    def rename(self, old: str, new: str) -> None:
        """There is no other server here."""
        raise NotImplementedError

    def open_other(self, name: str) -> None:
        """Open a file in a group of its own."""
        self.press("Control+\\")
        self.open(name)
        self.name = name

    def back(self) -> None:
        """Go to the first group."""
        self.press("Control+1")

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, as another program."""
        (self.folder / name).write_text(text, "utf-8")

    def close(self) -> None:
        """Close the browser, and then end what it showed."""
        assert self.driver.stdin is not None
        self.driver.stdin.close()
        self.driver.wait(PATIENCE_S)
        self.server.terminate()
        self.server.wait(PATIENCE_S)
