"""A git history for the tests of the benches."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.bench.queues import BEFORE, TWO_PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.fixture
def history(
    tmp_path: Path, need_program: Callable[[str], str]
) -> Callable[[Mapping[str, str] | None], Path]:
    """Return a function that makes a repository whose second commit brings the files given."""

    def made(files: Mapping[str, str] | None = None) -> Path:
        need_program("git")
        repository = tmp_path / "demo"
        repository.mkdir()
        git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run([*git, "init", "-q"], check=True)
        before = {"queues.py": BEFORE, "other.py": "a = 0\n"}
        for texts in (before, files or {"queues.py": TWO_PLACES}):
            for name, text in texts.items():
                (repository / name).write_text(text, "utf-8")
            subprocess.run([*git, "add", "-A"], check=True)
            subprocess.run([*git, "commit", "-qm", "a"], check=True)
        return repository

    return made
