"""Small git repositories, made for a test."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pathlib import Path

_NOBODY = {
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


@attrs.define
class Repository:
    """A repository in a folder; each commit is a minute later than the one before."""

    folder: Path
    minutes: int = 0

    @classmethod
    def made(cls, folder: Path) -> Repository:
        """Return an empty repository in a new folder."""
        folder.mkdir(parents=True)
        made = cls(folder)
        made.git("init", "-q", "-b", "main")
        return made

    def commit(self, **texts: str) -> str:
        """Write files, `app` as `app.py`, commit all, and return the commit's id."""
        for name, text in texts.items():
            path = self.folder / (name if "." in name else f"{name}.py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
        self.minutes += 1
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a change")
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *arguments: str) -> str:
        """Run git in the folder and return what it prints."""
        at = f"2026-01-01T{self.minutes // 60:02}:{self.minutes % 60:02}:00Z"
        when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        return subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            check=True, capture_output=True, text=True, env={**os.environ, **_NOBODY, **when},
        ).stdout  # fmt: skip
