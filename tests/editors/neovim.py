"""A real Neovim without a screen, set up as docs/editors/neovim.md says, and the keys for it.

Lines are one-based, as Neovim counts them.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.diff import minimal_edit
from tests.editors.desk import PATIENCE_S, Desk, Wire, is_running, renaming, until

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@attrs.frozen
class NeovimDesk(Desk):
    """A desk with Neovim on it."""

    _editors: list[Neovim] = attrs.field(factory=list)

    def open(
        self, name: str, *headings: str, is_recorded: bool = False, **configuration: Any
    ) -> Neovim:
        """Start Neovim on a file of the project, and wait until honed has read its stores.

        The Lua below "Set up" and `headings` in the documentation is run; `configuration` is added
        to that of honed.
        """
        import pynvim  # only with the extra "dev"

        kinds = ("CONFIG", "DATA", "STATE", "CACHE")
        home = {f"XDG_{kind}_HOME": str(self.data_dir.parent / "neovim") for kind in kinds}
        address = self.sockets / str(len(self._editors))
        process = subprocess.Popen(
            [self.program, "--embed", "--headless", "--clean", "--listen", str(address)],
            cwd=self.folder,
            env={**os.environ, **home},
            stdin=subprocess.PIPE,  # embedded, it leaves when we are gone
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        def attached() -> Any:
            # The socket is there a moment before anybody listens.
            with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
                return pynvim.attach("socket", path=str(address))
            return None

        api = until(attached)
        editor = Neovim(api, process, self.wire if is_recorded else None)
        self._editors.append(editor)
        api.exec_lua(WRITE_DOWN)
        lua = documented_lua()
        assert lua["Set up"].count(DOCUMENTED_COMMAND) == 1
        api.exec_lua("_G.honed = ...", self.recorded if is_recorded else self.server)
        api.exec_lua(lua["Set up"].replace(DOCUMENTED_COMMAND, "cmd = _G.honed,"))
        api.exec_lua("vim.lsp.config('honed', ...)", configuration)
        for heading in headings:
            api.exec_lua(lua[heading])
        editor.keys(f":edit {self.folder / name}<CR>")
        editor.settled()
        return editor

    def play(self, name: str, formatter: Sequence[str]) -> Neovim:
        """Start Neovim on a file, with the completion that the documentation sets up."""
        editor = self.open(name, "Completion", is_recorded=True)
        if formatter:
            editor.lua(f"vim.cmd([[autocmd BufWritePre * silent %!{shlex.join(formatter)}]])")
        return editor

    def close(self) -> None:
        """Leave every Neovim."""
        for editor in self._editors:
            editor.close()


@attrs.define(eq=False)
class Neovim:
    """A running Neovim."""

    api: Any
    process: subprocess.Popen[bytes]
    wire: Wire | None = None
    """Where what is said is recorded; then the client is asked nothing that it would not ask."""
    pace_s: float = 0.0
    """From one typed key to the next; at 0 all are pressed at once."""
    titles_shown: list[str] = attrs.field(factory=list)

    @property
    def version(self) -> str:
        """The version, without the last number."""
        found = self.lua("local v = vim.version() return v.major .. '.' .. v.minor")
        return str(found)

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
        self.keys(f"{deleted}s" if deleted else "i")
        self.type(edit.new.decode())

    def type(self, text: str) -> None:
        """Type in insert mode."""
        keys = [key.replace("<", "<lt>") for key in text]
        if not self.pace_s:
            self.keys("".join(keys))
            return
        for key in keys:
            self.keys(key)
            time.sleep(self.pace_s)

    def leave(self) -> None:
        """Leave insert mode."""
        self.keys("<Esc>")

    def retype(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs."""
        self.begin(old, new)
        self.leave()

    def rest(self) -> None:
        """Pause as a person does; Neovim sends the next change at once, and others 150 ms later."""
        self.pause(0.2)

    def pause(self, seconds: float) -> None:
        """Do nothing."""
        time.sleep(seconds)

    def save(self) -> dict[str, Any]:
        """Save with `:w`, and wait until what was typed is learned."""
        self.keys(":w<CR>")
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """Return the server's status once it has read its stores and its queue is empty."""
        if self.wire is not None:
            self.rest()
            return self.wire.settled()

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
        self.go(needle)
        return self.menu_here()

    def menu_here(self) -> list[str]:
        """Do the same at the cursor, or where something is selected."""
        self.lua("_G.menu, _G.told = nil, {}")
        self.keys("gra")
        titles = until(lambda: self.lua("return _G.menu or #_G.told > 0"))
        if titles is True:
            assert self.lua("return _G.told") == ["No code actions available"]
            return []
        until(lambda: self.api.api.get_mode()["mode"] == "c")
        self.titles_shown = list(titles)
        return self.titles_shown

    def titles(self, needle: str) -> list[str]:
        """Return what is offered at a text, and take nothing of it.

        The next edit is no such thing: it is of any place.
        """
        titles = self.menu(needle)
        if titles:
            self.cancel()
        return [each for each in titles if not each.startswith("honed: next")]

    def take(self, needle: str, start: str) -> None:
        """Choose the action at a text whose title starts so, by typing its number."""
        self.menu(needle)
        self.choose(start)

    def choose(self, start: str) -> None:
        """Choose the action of the menu whose title starts so, by typing its number."""
        is_wanted = [each.startswith(start) for each in self.titles_shown]
        assert any(is_wanted), self.titles_shown
        self.keys(f"{is_wanted.index(True) + 1}<CR>")
        self.settled()

    def cancel(self) -> None:
        """Leave the menu without a choice."""
        self.keys("<Esc>")
        until(lambda: self.api.api.get_mode()["mode"] == "n")

    def undo(self) -> None:
        """Press `u`."""
        self.keys("u")

    def redo(self) -> None:
        """Press Ctrl-R."""
        self.keys("<C-r>")

    def complete(self) -> None:
        """Press `<C-x><C-o>` and wait for the menu."""
        self.keys("<C-x><C-o>")
        until(lambda: self.lua("return vim.fn.pumvisible()"))

    def complete_alone(self) -> None:
        """Press `<C-x><C-o>` with the options that Neovim has by itself."""
        self.lua("vim.cmd('set completeopt&')")
        self.keys("<C-x><C-o>")

    def stay(self) -> None:
        """Ask again."""
        self.complete()

    def select(self) -> None:
        """Press `<C-n>` twice: from the item to no item, and to the item, which is now put in."""
        for _ in range(2):
            self.keys("<C-n>")
            self.pause(0.1)

    def accept(self) -> None:
        """Press `<C-y>`."""
        self.keys("<C-y>")

    def abandon(self) -> None:
        """Press `<C-e>`."""
        self.keys("<C-e>")

    def paste(self, text: str) -> None:
        """Put the text below the last line, as the `+` register would be put."""
        self.lua("vim.fn.setreg('a', ...)", text)
        self.keys('G"ap')

    def replace_all(self, old: str, new: str) -> None:
        """Run `:%s`."""
        self.keys(f":%s/{old}/{new}/g<CR>")

    def macro(self, needle: str, text: str, times: int) -> None:
        """Record with `q` the appending of a text at the next needle, and replay it."""
        self.keys(f"gg/{needle}<CR>qqA")
        self.type(text)
        self.keys(f"<Esc>nq{times}@q")

    def reload(self) -> None:
        """Run `:e!`."""
        self.keys(":e!<CR>")

    def rename(self, old: str, new: str) -> None:
        """Apply a workspace edit, as a client does with what any server answers to a rename."""
        edit = renaming(Path(self.api.current.buffer.name), self.text, old, new)
        self.lua("vim.lsp.util.apply_workspace_edit(vim.json.decode(...), 'utf-16')", edit)

    def open_other(self, name: str) -> None:
        """Open a file in another window."""
        self.keys(f":vsplit {name}<CR>")
        until(lambda: self.lua("return #vim.lsp.get_clients({ bufnr = 0 })"))

    def back(self) -> None:
        """Go to the other window."""
        self.keys("<C-w>w")

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, as another program."""
        folder = Path(self.lua("return vim.lsp.get_clients({ name = 'honed' })[1].root_dir"))
        (folder / name).write_text(text, "utf-8")

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
