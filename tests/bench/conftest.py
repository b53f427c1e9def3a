"""Git histories for the tests of the benches."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.bench.queues import BEFORE, TWO_PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


@pytest.fixture
def commits(
    tmp_path: Path, need_program: Callable[[str], str]
) -> Callable[[Sequence[Mapping[str, str]]], Path]:
    """Return a function that makes a repository with one commit for each of the texts given."""

    def made(every: Sequence[Mapping[str, str]]) -> Path:
        need_program("git")
        repository = tmp_path / "demo"
        repository.mkdir()
        git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run([*git, "init", "-q"], check=True)
        for texts in every:
            for name, text in texts.items():
                (repository / name).write_text(text, "utf-8")
            subprocess.run([*git, "add", "-A"], check=True)
            subprocess.run([*git, "commit", "-qm", "a"], check=True)
        return repository

    return made


@pytest.fixture
def history(
    commits: Callable[[Sequence[Mapping[str, str]]], Path],
) -> Callable[[Mapping[str, str] | None], Path]:
    """Return a function that makes a repository whose second commit brings the files given."""

    def made(files: Mapping[str, str] | None = None) -> Path:
        before = {"queues.py": BEFORE, "other.py": "a = 0\n"}
        return commits([before, files or {"queues.py": TWO_PLACES}])

    return made
