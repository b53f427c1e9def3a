"""A real Neovim without a screen, set up as docs/editors/neovim.md says, and the keys for it.

Lines are one-based, as Neovim counts them.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from honed.core.diff import minimal_edit

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE_S = 30.0
POLL_S = 0.005
DOC = Path(__file__).parents[2] / "docs" / "editors" / "neovim.md"
DOCUMENTED_COMMAND = 'cmd = { "honed", "serve" },'

# Neovim asks and tells as ever; what it asked and told is written down besides.
WRITE_DOWN = """
_G.told = {}
local select, notify = vim.ui.select, vim.notify
vim.ui.select = function(items, opts, ...)
  _G.menu = vim.tbl_map(opts.format_item, items)
  return select(items, opts, ...)
end
vim.notify = function(message, ...)
  table.insert(_G.told, message)
  return notify(message, ...)
end
"""
# The request carries with it what was typed and not yet sent.
STATUS = """
local client = vim.lsp.get_clients({ name = "honed" })[1]
local answer = client and client.initialized and client:request_sync("honed/status", {}, 2000)
return answer and answer.result or nil
"""


def documented_lua() -> dict[str, str]:
    """Return the Lua that the documentation tells a user to write, by its heading."""
    sections = DOC.read_text("utf-8").split("\n## ")[1:]
    return {
        section.partition("\n")[0]: section.partition("```lua\n")[2].partition("```")[0]
        for section in sections
        if "```lua\n" in section
    }


def until(ask: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """Ask again until the answer is true, and return it; fail when that takes too long."""
    deadline = time.monotonic() + patience_s
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited {patience_s:.0f} s in vain"
        time.sleep(POLL_S)
    return answer


def is_running(process: int) -> bool:
    """Return whether a process lives; one that is dead and not yet buried does not."""
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2][0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@attrs.frozen
class Desk:
    """Where a developer works: a project, honed's data, Neovim's program and sockets."""

    folder: Path
    data_dir: Path
    program: str
    sockets: Path
    _editors: list[Neovim] = attrs.field(factory=list)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project, as any program may."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def honed(self, *arguments: str) -> Any:
        """Return what a command of honed answers in JSON about the project."""
        where = ["--data-dir", str(self.data_dir), "--workspace", str(self.folder)]
        done = subprocess.run(
            [sys.executable, "-m", "honed", *arguments, "--json", *where],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    def open(self, name: str, *headings: str, **configuration: Any) -> Neovim:
        """Start Neovim on a file of the project, and wait until honed has read its stores.

        The Lua below "Set up" and `headings` in the documentation is run; `configuration` is added
        to that of honed.
        """
        import pynvim  # only with the extra "dev"

        socket = self.sockets / str(len(self._editors))
        process = subprocess.Popen(
            [self.program, "--embed", "--headless", "--clean", "--listen", str(socket)],
            stdin=subprocess.PIPE,  # embedded, it leaves when we are gone
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(socket.exists)
        api = pynvim.attach("socket", path=str(socket))
        editor = Neovim(api, process)
        self._editors.append(editor)
        command = [sys.executable, "-m", "honed", "serve", "--data-dir", str(self.data_dir)]
        api.exec_lua(WRITE_DOWN)
        lua = documented_lua()
        assert lua["Set up"].count(DOCUMENTED_COMMAND) == 1
        api.exec_lua("_G.honed = ...", command)
        api.exec_lua(lua["Set up"].replace(DOCUMENTED_COMMAND, "cmd = _G.honed,"))
        api.exec_lua("vim.lsp.config('honed', ...)", configuration)
        for heading in headings:
            api.exec_lua(lua[heading])
        editor.keys(f":edit {self.folder / name}<CR>")
        editor.settled()
        return editor

    def close(self) -> None:
        """Leave every Neovim."""
        for editor in self._editors:
            editor.close()


@attrs.define(eq=False)
class Neovim:
    """A running Neovim with one window."""

    api: Any
    process: subprocess.Popen[bytes]

    @property
    def text(self) -> str:
        """The text of the buffer."""
        return "\n".join(self.api.current.buffer[:]) + "\n"

    @property
    def server(self) -> int:
        """The process of the server."""
        [process] = self.api.api.get_proc_children(self.process.pid)
        return int(process)

    def keys(self, keys: str) -> None:
        """Press keys, in Neovim's notation."""
        self.api.input(keys)

    def lua(self, code: str, *arguments: Any) -> Any:
        """Run Lua; keys that were pressed before have done their work by then."""
        until(lambda: not self.api.api.get_mode()["blocking"])
        return self.api.exec_lua(code, *arguments)

    def line(self, needle: str) -> int:
        """Return the number of the first line that holds the text."""
        return self.text.partition(needle)[0].count("\n") + 1

    def go(self, needle: str, start: int = 0) -> None:
        """Move the cursor to the character `start` of a text."""
        head = self.text.partition(needle)[0].rpartition("\n")[2] + needle[:start]
        self.keys(f":call cursor({self.line(needle)}, {len(head.encode()) + 1})<CR>")

    def begin(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs; stay in insert mode."""
        before = old.encode()
        edit = minimal_edit(before, new.encode())
        assert edit is not None
        self.go(old, len(before[: edit.span.start].decode()))
        deleted = len(before[edit.span.start : edit.span.end].decode())
        self.keys((f"{deleted}s" if deleted else "i") + edit.new.decode())

    def retype(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs."""
        self.begin(old, new)
        self.keys("<Esc>")

    def rest(self) -> None:
        """Pause as a person does; Neovim sends the next change at once, and others 150 ms later."""
        time.sleep(0.2)

    def save(self) -> dict[str, Any]:
        """Save with `:w`, and wait until what was typed is learned."""
        self.keys(":w<CR>")
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """Return the server's status once it has read its stores and its queue is empty."""

        def ask() -> Any:
            status = self.lua(STATUS)
            is_settled = status and all(
                [status["queue"] == 0, *(each["isReady"] for each in status["projects"])]
            )
            return status if is_settled else None

        status: dict[str, Any] = until(ask)
        return status

    def patterns(self) -> int:
        """Return how many patterns the server knows, after what was sent to it is learned."""
        return sum(each["patterns"] for each in self.settled()["projects"])

    def menu(self, needle: str) -> list[str]:
        """Press `gra` at a text and return the titles of the menu, which stays; [] for none."""
        self.lua("_G.menu, _G.told = nil, {}")
        self.go(needle)
        self.keys("gra")
        titles = until(lambda: self.lua("return _G.menu or #_G.told > 0"))
        if titles is True:
            assert self.lua("return _G.told") == ["No code actions available"]
            return []
        until(lambda: self.api.api.get_mode()["mode"] == "c")
        return list(titles)

    def titles(self, needle: str) -> list[str]:
        """Return what is offered at a text, and take nothing of it."""
        titles = self.menu(needle)
        if titles:
            self.keys("<Esc>")
        return titles

    def take(self, needle: str, start: str) -> None:
        """Choose the action at a text whose title starts so, by typing its number."""
        titles = self.menu(needle)
        assert any(each.startswith(start) for each in titles), (needle, titles)
        number = [each.startswith(start) for each in titles].index(True) + 1
        self.keys(f"{number}<CR>")
        self.settled()

    def next_session(self) -> None:
        """Say that what follows is another session, as half an hour without a key would."""
        self.lua("vim.lsp.get_clients()[1]:notify('honed/sessionBoundary', {})")
        self.settled()

    def close(self) -> None:
        """Leave with `:qa!`, and wait until Neovim and its server are gone."""
        if self.process.poll() is None:
            servers = self.api.api.get_proc_children(self.process.pid)
            self.keys(":qa!<CR>")
            self.process.communicate(timeout=PATIENCE_S)
            until(lambda: not any(map(is_running, servers)))
        self.api.close()
