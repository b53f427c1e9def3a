"""Which lines are new since a revision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import HistoryError, HonedError
from honed.services.revisions import EVERY_LINE, changed_lines
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
    """Nor is new what git ignores."""
    repository.commit(**{".gitignore": "c.py\n"})
    (repository.folder / "c.py").write_text("x = 1\n", "utf-8")
    assert lines(repository) == {}


def test_unknown_to_git(repository: Repository) -> None:
    """All of it is new, from wherever in the repository it is asked for."""
    sub = repository.folder / "sub"
    sub.mkdir()
    for name in ("new.py", "ü.py"):
        (repository.folder / name).write_text("x = 1\n", "utf-8")
    new = {repository.folder / name: [EVERY_LINE] for name in ("new.py", "ü.py")}
    assert changed_lines(repository.folder, "HEAD") == new
    assert changed_lines(sub, "HEAD") == new


@pytest.mark.skipif(sys.platform == "win32", reason="such are no names there")
@pytest.mark.parametrize(
    "name", ["ü.py", "a b.py", "a\tb.py", 'a "b".py', "a\\b.py", "a\nb\x01.py", "\u2028.py"]
)
def test_any_name(repository: Repository, name: str) -> None:
    """Also those that git puts into quotes."""
    repository.commit(**{name: "a = 1\n"})
    repository.commit(**{name: "a = 1\nb = 2\n"})
    assert lines(repository, "HEAD~1") == {name: [1]}


def test_any_line(repository: Repository) -> None:
    """What ends a line for Python and not for git does not look like a line of git's answer."""
    repository.commit(**{"a.py": "a = '\u2028@@ -1 +7 @@'\nb = 2\nc = 3\n"})
    assert lines(repository, "HEAD~1") == {"a.py": [0]}


def test_renamed(repository: Repository) -> None:
    """Only what became another is new."""
    text = "".join(f"line_{number} = {number}\n" for number in range(20))
    repository.commit(**{"old.py": text})
    repository.git("mv", "old.py", "new.py")
    assert lines(repository) == {}
    repository.commit(**{"new.py": text.replace("= 7", "= 8")})
    assert lines(repository, "HEAD~1") == {"new.py": [7]}


def test_whatever_is_configured(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same."""
    repository.commit(**{".gitattributes": "*.py diff=loud\n", "sub/d.py": "e = 5\n" * 9})
    for key, value in {
        "diff.relative": "true", "diff.interHunkContext": "9", "diff.noprefix": "true",
        "diff.renames": "false", "diff.loud.textconv": "tr a-z A-Z <", "diff.context": "3",
        "core.quotePath": "true", "diff.mnemonicPrefix": "true", "diff.renameLimit": "1",
    }.items():  # fmt: skip
        repository.git("config", key, value)
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=3")
    (repository.folder / "a.py").write_text("A = 1\nb = 2\nC = 3\n", "utf-8")
    found = changed_lines(repository.folder / "sub", "HEAD")
    assert found == {repository.folder / "a.py": [range(1), range(2, 3)]}


def test_outside_of_the_repository(repository: Repository, tmp_path: Path) -> None:
    """It is said, also of another repository inside."""
    inner = Repository.made(repository.folder / "inner")
    assert changed_lines(repository.folder, "HEAD", [repository.folder / "a.py"]) == {}
    for path in (tmp_path, inner.folder):
        with pytest.raises(HonedError, match="outside of the repository"):
            changed_lines(repository.folder, "HEAD", [path])


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD:a.py"])
def test_no_revision(repository: Repository, revision: str) -> None:
    """It is said, and nothing that looks like an option is taken for one."""
    with pytest.raises(HistoryError):
        changed_lines(repository.folder, revision)
    assert not (repository.folder / "x").exists()
