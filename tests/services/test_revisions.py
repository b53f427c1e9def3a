"""Which lines are new since a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.errors import HistoryError
from honed.services.revisions import changed_lines
from tests.repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository with one commit of two files."""
    made = Repository.made(tmp_path / "repo")
    made.commit(**{"a.py": "a = 1\nb = 2\nc = 3\n", "b.py": "d = 4\n"})
    return made


def lines(repository: Repository, revision: str = "HEAD") -> dict[str, list[int]]:
    """Return the numbers of the changed lines by the names of their files."""
    found = changed_lines(repository.folder, revision)
    return {path.name: [line for part in parts for line in part] for path, parts in found.items()}


def test_changed(repository: Repository) -> None:
    """Lines that became others, or came; what was taken away stands for the line after it."""
    path = repository.folder / "a.py"
    path.write_text("a = 1\nb = 20\nc = 3\nnew = 4\n", "utf-8")
    assert lines(repository) == {"a.py": [1, 3]}
    path.write_text("b = 2\nc = 3\n", "utf-8")
    assert lines(repository) == {"a.py": [0]}


def test_since_an_older_revision(repository: Repository) -> None:
    """All that came since counts, committed or not."""
    repository.commit(**{"b.py": "d = 5\n"})
    (repository.folder / "a.py").write_text("a = 0\nb = 2\nc = 3\n", "utf-8")
    assert lines(repository, "HEAD~1") == {"a.py": [0], "b.py": [0]}
    assert lines(repository, "HEAD") == {"a.py": [0]}


def test_unchanged_noop(repository: Repository) -> None:
    """What git does not know is not new either."""
    (repository.folder / "c.py").write_text("x = 1\n", "utf-8")
    assert lines(repository) == {}


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD:a.py"])
def test_no_revision(repository: Repository, revision: str) -> None:
    """It is said, and nothing that looks like an option is taken for one."""
    with pytest.raises(HistoryError):
        changed_lines(repository.folder, revision)
    assert not (repository.folder / "x").exists()
