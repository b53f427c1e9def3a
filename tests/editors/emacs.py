"""A real Emacs on a terminal, set up as docs/editors/emacs.md says, and the keys for it."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shlex
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.diff import minimal_edit
from tests.editors import terminal
from tests.editors.desk import PATIENCE_S, Desk, Wire, renaming, until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.editors.terminal import Terminal

DOC = Path(__file__).parents[2] / "docs" / "editors" / "emacs.md"
ESC, RET, TAB = "\x1b", "\r", "\t"
CTRL = {letter: chr(ord(letter) & 31) for letter in "abcdefghijklmnopqrstuvwxyz_"}

EGLOT_IDLE_S = 0.7
REST_S = 0.3

# Read before packages are: they would be compiled for each home anew.
EARLY_INIT = "(setq native-comp-deferred-compilation nil)\n"

# What has nothing to do with honed asks no questions and leaves nothing behind.
INIT = """
(setq inhibit-startup-screen t
      initial-scratch-message nil
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      ring-bell-function #'ignore
      suggest-key-bindings nil
      extended-command-suggest-shorter nil
      python-indent-guess-indent-offset nil
      revert-without-query '(".*")
      server-use-tcp nil
      server-socket-dir {sockets}
      server-name "emacs"
      lsp-session-file {session}
      lsp-auto-guess-root t
      lsp-enable-suggest-server-download nil
      lsp-warn-no-matched-clients nil)
(require 'server)
(server-start)
(defvar beats 0)
(defun beat ()
  "Count, and leave no trace among the commands."
  (interactive)
  (setq beats (1+ beats)
        this-command last-command))
(global-set-key (kbd "C-c b") #'beat)
"""
CLIENTS = {
    "lsp-mode": """
(require 'lsp-mode)
(require 'company)
(require 'yasnippet)
(add-hook 'python-mode-hook #'yas-minor-mode)
(add-hook 'python-mode-hook #'company-mode)
(add-hook 'python-mode-hook #'lsp)
""",
    "eglot": """
(require 'eglot)
(require 'company)
(setq eglot-confirm-server-initiated-edits nil)
(add-hook 'python-mode-hook #'company-mode)
(add-hook 'python-mode-hook #'eglot-ensure)
""",
}
IS_ASKING = """(let ((window (active-minibuffer-window)))
  (and window (with-selected-window window (not (string-prefix-p "M-x" (minibuffer-prompt))))))"""
TITLES = """(with-selected-window (active-minibuffer-window)
  (vconcat (all-completions "" minibuffer-completion-table minibuffer-completion-predicate)))"""
FORMAT = """(progn (add-hook 'before-save-hook (lambda ()
  (let ((at (point)))
    (shell-command-on-region (point-min) (point-max) {command} nil t)
    (goto-char at)))) t)"""
LEAVE = "(progn (setq confirm-kill-processes nil) (run-with-timer 0.1 nil #'kill-emacs) t)"
HEADINGS = {"lsp-mode": "lsp-mode", "eglot": "Eglot"}
ACTIONS = {"lsp-mode": "lsp-execute-code-action", "eglot": "eglot-code-actions"}
RENAME = {
    "lsp-mode": "(lsp--apply-workspace-edit (json-parse-string {edit}))",
    "eglot": "(eglot--apply-workspace-edit (json-parse-string {edit} :object-type 'plist))",
}
VERSIONS = {
    "lsp-mode": '(progn (require \'lisp-mnt) (lm-version (locate-library "lsp-mode.el")))',
    "eglot": '(progn (require \'lisp-mnt) (lm-version (locate-library "eglot.el")))',
}


def documented_lisp(heading: str) -> list[str]:
    """Return each block of Emacs Lisp that the documentation shows below a heading."""
    section = DOC.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```elisp\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


def quoted(text: str) -> str:
    """Return a text as Emacs Lisp reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@attrs.frozen
class EmacsDesk(Desk):
    """A desk with Emacs on it."""

    client: str
    """`lsp-mode` or `eglot`."""
    is_plain: bool = False
    """Whether the user took only the first of the documented blocks."""
    _editors: list[Emacs] = attrs.field(factory=list)

    def play(self, name: str, formatter: Sequence[str]) -> Emacs:
        """Start Emacs on a file of the project, and wait until honed has read its stores."""
        client = self.client
        command = " ".join(map(quoted, self.recorded))
        blocks = documented_lisp(HEADINGS[client])
        documented = "\n".join(blocks[:1] if self.is_plain else blocks)
        assert documented.count('"honed" "serve"') == 1
        home = self.data_dir.parent / "home"
        init = home / ".emacs.d" / "init.el"
        init.parent.mkdir(parents=True, exist_ok=True)
        (init.parent / "early-init.el").write_text(EARLY_INIT, "utf-8")
        init.write_text(
            INIT.format(
                sockets=quoted(str(self.sockets)),
                session=quoted(str(home / "lsp-session")),
            )
            + documented.replace('"honed" "serve"', command)
            + CLIENTS[client],
            "utf-8",
        )
        running = terminal.start([self.program, "-nw", name], self.folder, {"HOME": str(home)})
        editor = Emacs(running, client, self.wire, self.sockets / "emacs", self.folder)
        self._editors.append(editor)
        editor.settled()
        if formatter:
            editor.lisp(FORMAT.format(command=quoted(shlex.join(formatter))))
        return editor

    def close(self) -> None:
        """Leave every Emacs."""
        for editor in self._editors:
            editor.close()


@attrs.define(eq=False)
class Emacs:
    """A running Emacs."""

    terminal: Terminal
    client: str
    wire: Wire
    socket: Path
    folder: Path
    pace_s: float = 0.0

    @property
    def version(self) -> str:
        """The version of the language client, without its last number."""
        return ".".join(str(self.lisp(VERSIONS[self.client])).split(".")[:2])

    @property
    def text(self) -> str:
        """The text of the buffer."""
        return str(self.lisp("(buffer-substring-no-properties (point-min) (point-max))"))

    def lisp(self, code: str) -> Any:
        """Return what Emacs Lisp returns in the selected window's buffer, as JSON can say it."""
        whole = (
            "(with-current-buffer (window-buffer (if (minibufferp)"
            " (minibuffer-selected-window) (selected-window)))"
            f" (require 'json) (base64-encode-string (encode-coding-string"
            f" (json-encode {code}) 'utf-8) t))"
        )
        done = subprocess.run(
            ["emacsclient", "--socket-name", str(self.socket), "--eval", whole],
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE_S,
        )
        return json.loads(base64.b64decode(done.stdout.strip().strip('"')))

    def keys(self, keys: str) -> None:
        """Press keys."""
        self.terminal.keys(keys)

    def caught_up(self) -> None:
        """Wait until Emacs has done what was pressed: it may be behind, and answers aside."""
        beats = self.lisp("beats")
        self.keys(CTRL["c"] + "b")
        until(lambda: self.lisp("beats") > beats)

    def command(self, name: str) -> None:
        """Press `M-x` and type the name of a command."""
        self.keys(f"{ESC}x{name}{RET}")

    def pause(self, seconds: float) -> None:
        """Do nothing."""
        time.sleep(seconds)

    def go(self, needle: str, start: int = 0) -> None:
        """Go to a character by its number: `M-g c`."""
        self.caught_up()
        text = self.text
        assert needle in text, needle
        self.keys(f"{ESC}gc{text.index(needle) + start + 1}{RET}")

    def type(self, text: str) -> None:
        """Type."""
        for key in text:
            self.keys(key)
            time.sleep(self.pace_s)

    def begin(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new`: delete forward, then type."""
        before = old.encode()
        edit = minimal_edit(before, new.encode())
        assert edit is not None
        self.go(old, len(before[: edit.span.start].decode()))
        for _ in before[edit.span.start : edit.span.end].decode():
            self.keys(CTRL["d"])
            time.sleep(self.pace_s / 2)
        self.type(edit.new.decode())

    def leave(self) -> None:
        """Rest, because Eglot sends what was typed after half a second; who is fast does not."""
        if self.client == "eglot" and self.pace_s:
            self.rest()

    def rest(self) -> None:
        """Do nothing until Emacs has sent everything."""
        self.pause(EGLOT_IDLE_S if self.client == "eglot" else REST_S)

    def retype(self, old: str, new: str) -> None:
        """Turn `old`, a part of a line, into `new` by typing what differs."""
        self.begin(old, new)
        self.leave()

    def save(self) -> dict[str, Any]:
        """Save with `C-x C-s`, and wait until what was typed is learned."""
        self.caught_up()
        saved = self.wire.said("textDocument/didSave")
        is_changed = self.lisp("(buffer-modified-p)")
        self.keys(CTRL["x"] + CTRL["s"])
        if is_changed:
            until(lambda: self.wire.said("textDocument/didSave") > saved)
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """Return the server's status once it has read its stores and its queue is empty."""
        self.rest()
        return self.wire.settled()

    def menu(self, needle: str) -> list[str]:
        """Ask for code actions at a text and return their titles; the question stays."""
        self.go(needle)
        self.command(ACTIONS[self.client])
        until(lambda: self.lisp(IS_ASKING))
        return list(self.lisp(TITLES))

    def choose(self, start: str) -> None:
        """Choose the action whose title starts so, by pasting its title."""
        titles = [each for each in self.lisp(TITLES) if each.startswith(start)]
        done = len(self.wire.answers("workspace/executeCommand"))
        self.keys(pasted(titles[0]) + RET)
        until(lambda: len(self.wire.answers("workspace/executeCommand")) > done)
        self.settled()

    def cancel(self) -> None:
        """Press `C-g`."""
        self.keys(CTRL["g"])
        until(lambda: not self.lisp("(and (active-minibuffer-window) t)"))

    def undo(self) -> None:
        """Press `C-_`."""
        self.keys(CTRL["_"])
        self.caught_up()

    def redo(self) -> None:
        """Run `undo-redo`."""
        self.command("undo-redo")
        self.caught_up()

    def complete(self) -> None:
        """Run `company-manual-begin` and wait for its menu."""
        self.command("company-manual-begin")
        until(lambda: self.lisp("(and company-candidates t)"))

    def complete_alone(self) -> None:
        """Press `C-M-i` without company: `completion-at-point`."""
        self.lisp("(progn (company-mode -1) t)")
        self.keys(ESC + TAB)

    def stay(self) -> None:
        """Wait for company, which asks again by itself."""
        self.rest()
        if not self.lisp("(and company-candidates t)"):
            self.complete()

    def select(self) -> None:
        """Do nothing: company selects the first item, and puts nothing in before it is taken."""

    def accept(self) -> None:
        """Press `RET`."""
        self.keys(RET)
        until(lambda: not self.lisp("(and company-candidates t)"))

    def abandon(self) -> None:
        """Press `C-g`."""
        self.keys(CTRL["g"])

    def paste(self, text: str) -> None:
        """Paste at the end of the buffer, as the terminal does."""
        self.keys(f"{ESC}>" + pasted(text))

    def replace_all(self, old: str, new: str) -> None:
        """Run `query-replace` from the start, and answer `!`."""
        self.keys(f"{ESC}<{ESC}%{old}{RET}{new}{RET}!")

    def macro(self, needle: str, text: str, times: int) -> None:
        """Record with `C-x (` the appending of a text at the next needle, and replay it."""
        self.keys(f"{ESC}<{CTRL['x']}({CTRL['s']}{needle}{RET}{CTRL['e']}")
        self.type(text)
        self.keys(f"{CTRL['x']}){CTRL['u']}{times}{CTRL['x']}e")

    def reload(self) -> None:
        """Run `revert-buffer`."""
        self.command("revert-buffer")
        self.caught_up()

    def rename(self, old: str, new: str) -> None:
        """Apply a workspace edit, as the client does with what any server answers to a rename."""
        path = Path(self.lisp("buffer-file-name"))
        edit = quoted(renaming(path, self.text, old, new))
        self.lisp(f"(progn {RENAME[self.client].format(edit=edit)} t)")

    def open_other(self, name: str) -> None:
        """Open a file in another window: `C-x 4 f`."""
        opened = self.wire.said("textDocument/didOpen")
        self.keys(f"{CTRL['x']}4f{name}{RET}")
        until(lambda: self.wire.said("textDocument/didOpen") > opened)

    def back(self) -> None:
        """Go to the other window: `C-x o`."""
        self.keys(CTRL["x"] + "o")

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, as another program."""
        (self.folder / name).write_text(text, "utf-8")

    def close(self) -> None:
        """Leave without saving, and wait until Emacs is gone."""
        if self.terminal.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    ["emacsclient", "--socket-name", str(self.socket), "--eval", LEAVE],
                    capture_output=True,
                    check=False,
                    timeout=PATIENCE_S,
                )
        self.terminal.close(PATIENCE_S)


def pasted(text: str) -> str:
    """Return a text as a terminal pastes it."""
    return f"{ESC}[200~{text}{ESC}[201~"
