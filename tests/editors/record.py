"""Play stories in real editors and keep what was said.

    python -m tests.editors.record [EDITOR | STORY | EDITOR/STORY …]

Without arguments every story is played in every editor that can.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import sysconfig
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import attrs

from tests.editors import sessions
from tests.editors.emacs import EmacsDesk
from tests.editors.neovim import NeovimDesk
from tests.editors.stories import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.editors.desk import Desk
    from tests.editors.story import Editor, Story

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


PACE_S = 0.04
PATH = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])


def neovim(folder: Path, name: str, formatter: str) -> tuple[Desk, Editor]:
    """Open Neovim on a file."""
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / "neovim")
    program = shutil.which("nvim", path=PATH)
    assert program is not None, "Neovim is not installed"
    desk = NeovimDesk(folder / "workspace", folder / "data", program, folder)
    editor = desk.open(name, "Completion", is_recorded=True)
    if formatter:
        editor.format_on_save(formatter)
    return desk, editor


def emacs(client: str, folder: Path, name: str, formatter: str) -> tuple[Desk, Editor]:
    """Open Emacs on a file."""
    program = shutil.which("emacs")
    assert program is not None, "Emacs is not installed"
    desk = EmacsDesk(folder / "workspace", folder / "data", program, folder)
    editor = desk.open(name, client)
    if formatter:
        editor.format_on_save(formatter)
    return desk, editor


EDITORS: dict[str, Callable[[Path, str, str], tuple[Desk, Editor]]] = {
    "neovim": neovim,
    "lsp-mode": partial(emacs, "lsp-mode"),
    "eglot": partial(emacs, "eglot"),
}


def record(editor_name: str, story: Story) -> Path:
    """Play a story, and return the recording."""
    with TemporaryDirectory(prefix="honed-") as scratch:
        project = Path(scratch) / "workspace"
        (project / ".git").mkdir(parents=True)
        (project / story.sample.name).write_text(story.sample.text, "utf-8")
        formatter = ""
        if story.has_formatter:
            script = project / ".git" / "formatter.py"
            script.write_text(FORMATTER, "utf-8")
            formatter = shlex.join([sys.executable, str(script)])
        desk, editor = EDITORS[editor_name](Path(scratch), story.sample.name, formatter)
        try:
            editor.pace_s = PACE_S
            version = editor.version
            story.play(editor)
        finally:
            desk.close()
        about = {
            "editor": editor_name,
            "version": version,
            "story": story.name,
            "expected": [attrs.asdict(each) for each in story.expected],
        }
        return sessions.write(about, desk.wire.messages(), project)


def main() -> int:
    """Record what was asked for; return how many stories failed."""
    wanted = set(sys.argv[1:])
    failed = 0
    for editor_name in EDITORS:
        for story in STORIES.values():
            names = {editor_name, story.name, f"{editor_name}/{story.name}"}
            if wanted and not wanted & names:
                continue
            try:
                path = record(editor_name, story)
            except (AssertionError, NotImplementedError) as error:
                failed += 1
                sys.stderr.write(f"{editor_name}/{story.name}: {error!r}\n")
            else:
                sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
