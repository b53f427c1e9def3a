"""Play a story in a real editor, on an empty project, and see what was said and what is stored."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import attrs

from tests.editors import sessions
from tests.editors.emacs import EmacsDesk
from tests.editors.helix import HelixDesk
from tests.editors.neovim import NeovimDesk
from tests.editors.vscode import VsCodeDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.editors.desk import Desk
    from tests.editors.story import Story

PROGRAMS = {
    "neovim": "nvim",
    "lsp-mode": "emacs",
    "lsp-mode-plain": "emacs",
    "eglot": "emacs",
    "helix": "hx",
    "vscode": "code-server",
}
"""The editors, and the programs that they are."""
DESKS: dict[str, Callable[[Path, Path, str, Path], Desk]] = {
    "neovim": NeovimDesk,
    "lsp-mode": partial(EmacsDesk, client="lsp-mode"),
    "lsp-mode-plain": partial(EmacsDesk, client="lsp-mode", is_plain=True),
    "eglot": partial(EmacsDesk, client="eglot"),
    "helix": HelixDesk,
    "vscode": VsCodeDesk,
}

PACE_S = 0.04
"""From one typed key to the next: fast, and not faster than a person."""

ATTEMPTS = 4

LONGEST = 60
FORMATTER = f"""import sys

for line in sys.stdin.read().splitlines():
    if len(line) > {LONGEST} and line.endswith(")"):
        head, _, rest = line.partition("(")
        print(f"{{head}}(\\n        {{rest[:-1]}}\\n    )")
    else:
        print(line)
"""
"""A formatter: it wraps what is longer than 60 characters, as formatters do."""


@attrs.frozen
class Played:
    """What is left of a story when the editor is gone."""

    session: sessions.Session
    stats: dict[str, Any]
    """What `honed stats` answers about the project."""


class DisorderError(Exception):
    """The editor has sent changes out of order, and honed rightly offers nothing any more."""


def play(editor_name: str, story: Story, program: str) -> Played:
    """Play a story in an editor, whose program is at the path `program`.

    Now and then Helix 25.01 sends changes out of order; when that ends the story, it begins anew.
    """
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(DisorderError):
            return _play(editor_name, story, program)
    return _play(editor_name, story, program)


def _play(editor_name: str, story: Story, program: str) -> Played:
    # The path of a socket must be shorter than that of a test's own directory can be.
    with TemporaryDirectory(prefix="honed-") as scratch:
        folder = Path(scratch) / "workspace"
        (folder / ".git").mkdir(parents=True)
        desk = DESKS[editor_name](folder, Path(scratch) / "data", program, Path(scratch))
        desk.write(story.sample.name, story.sample.text)
        formatter = []
        if story.has_formatter:
            formatter = [sys.executable, str(desk.write(".git/formatter.py", FORMATTER))]
        try:
            editor = desk.play(story.sample.name, formatter)
            editor.pace_s = PACE_S
            version = editor.version
            story.play(editor)
        except AssertionError as error:
            if _is_disordered(desk.wire.lines()):
                raise DisorderError from error
            raise
        finally:
            desk.close()
        lines = sessions.normalised(desk.wire.lines(), desk.folder)
        expected = [attrs.asdict(each) for each in story.expected]
        session = sessions.Session(editor_name, version, story.name, expected, lines)
        return Played(session, desk.honed("stats"))


def _is_disordered(lines: list[sessions.Line]) -> bool:
    """Return whether the version of a document did not grow."""
    versions: dict[str, int] = {}
    for line in lines:
        method = line.message.get("method")
        if method in {"textDocument/didOpen", "textDocument/didChange"}:
            document = line.message["params"]["textDocument"]
            uri, version = document["uri"], document["version"]
            if method == "textDocument/didChange" and version <= versions.get(uri, -1):
                return True
            versions[uri] = version
    return False


@cache
def lacks(editor_name: str, program: str) -> str:
    """Return what an editor lacks beside its program, or `""`."""
    if PROGRAMS[editor_name] != "emacs":
        return ""
    client = editor_name.removesuffix("-plain")
    load = f"(progn (package-activate-all) (require '{client}) (require 'company))"
    done = subprocess.run([program, "--batch", "--eval", load], capture_output=True, check=False)
    return f"{client} and company for Emacs" if done.returncode else ""
