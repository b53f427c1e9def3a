"""What git ignores, as git itself says, and what follows from it."""

from __future__ import annotations

import os
import subprocess
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.services.ignored import IgnoredFiles
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.services.conftest import Bench

CHANGED = PYTHON.text.replace(*PYTHON.typed)
NEEDLE = PYTHON.others[0][0]

LAYOUTS: Mapping[str, Mapping[str, str]] = {
    "names and directories": {".gitignore": "*.log\nbuild/\n/top.py\nsrc/gen.py\n# a comment\n\n"},
    "taken out again": {".gitignore": "*.py\n!keep.py\nsrc/*\n!src/deep\n"},
    "not out of an ignored directory": {".gitignore": "src/\n!src/a.py\n"},
    "deeper goes first": {".gitignore": "*.py\n", "src/.gitignore": "!a.py\n"},
    "deeper adds": {"src/.gitignore": "/a.py\ndeep/\n"},
    "stars": {".gitignore": "**/deep/**\nsr?/[ab].py\n*.l*\n/**/gen.py\n"},
    "own list": {".git/info/exclude": "a.py\n*.log\n", "src/.gitignore": "!a.py\n"},
    "odd lines": {".gitignore": "\\#x.py\n!\n/\n***\n[\n \n\\\nsrc/a.py \r\nbuild\r\n"},
    "nothing": {},
}
FILES = ("a.py", "top.py", "keep.py", "x.log", "src/a.py", "src/gen.py", "src/top.py",
         "src/deep/a.py", "src/deep/keep.py", "build/a.py", "src/build/x.log")  # fmt: skip


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git without the lists and settings of who runs the tests."""
    environment = {
        **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "XDG_CONFIG_HOME": str(folder),
    }  # fmt: skip
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path, need_program: Callable[[str], str]) -> Path:
    """Return an empty repository."""
    need_program("git")
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def write(folder: Path, name: str, text: str = "") -> Path:
    """Write a file, and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_as_git_says(repository: Path, layout: Mapping[str, str]) -> None:
    """`git check-ignore` names the same files."""
    for name, text in layout.items():
        write(repository, name, text)
    for name in FILES:
        write(repository, name)
    said = git(repository, "check-ignore", "--no-index", *FILES).stdout.split()
    ignored = IgnoredFiles()
    found = [name for name in FILES if ignored.look(str(repository / name), repository)]
    assert found == said


def test_a_folder_inside_of_a_repository(repository: Path) -> None:
    """The lists above the workspace folder count; so they do for a file outside any folder."""
    write(repository, ".gitignore", "sub/gen/")
    file = str(write(repository, "sub/gen/a.py"))
    assert IgnoredFiles().look(file, repository / "sub")
    assert IgnoredFiles().look(file, None)


def test_a_worktree_has_the_list_of_its_repository(repository: Path, tmp_path: Path) -> None:
    """`.git` is a file there."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    git(repository, *identity, "commit", "-q", "--allow-empty", "-m", "x")
    write(repository, ".git/info/exclude", "gen.py\n")
    tree = tmp_path / "tree"
    assert git(repository, "worktree", "add", "-q", str(tree)).returncode == 0
    ignored = IgnoredFiles()
    assert ignored.look(str(tree / "gen.py"), tree)
    assert not ignored.look(str(tree / "a.py"), tree)


def test_without_a_repository(tmp_path: Path) -> None:
    """The lists from the workspace folder down count; outside any folder there are none."""
    write(tmp_path, "project/.gitignore", "gen.py")
    file = str(tmp_path / "project" / "gen.py")
    assert IgnoredFiles().look(file, tmp_path / "project")
    assert not IgnoredFiles().look(file, None)


def test_malice_costs_no_time(tmp_path: Path) -> None:
    """Patterns that would take minutes are passed over; the others count."""
    name = "a" * 200
    write(tmp_path, ".gitignore", "*a" * 20 + "b\n" + "**/a" * 50 + "\n" + name + "\n\xff[z-a]\n")
    assert IgnoredFiles().look(str(tmp_path / name), tmp_path)
    assert not IgnoredFiles().look(str(tmp_path / f"{name}c"), tmp_path)


@pytest.mark.parametrize("path", ["", "untitled:Untitled-1", "a\0b", "relative.py", "/"])
def test_paths_of_every_kind_noop(path: str, tmp_path: Path) -> None:
    """What is no file on a disk is not ignored."""
    assert not IgnoredFiles().look(path, None)
    assert not IgnoredFiles().look(path, tmp_path)


def test_a_changed_list_is_seen(tmp_path: Path) -> None:
    """The next look reads it anew, and the number of changes grows with each verdict."""
    ignored = IgnoredFiles()
    file = str(write(tmp_path, "gen.py"))
    assert not ignored.look(file, tmp_path)
    assert ignored.revision == 0
    write(tmp_path, ".gitignore", "gen.py")
    assert ignored.look(file, tmp_path)
    assert ignored.is_known(file)
    write(tmp_path, ".gitignore", "")
    assert not ignored.look(file, tmp_path)
    assert ignored.revision == 2


def test_ignored_files_are_not_stored(bench: Bench) -> None:
    """Nothing is learned from one, and nothing offered in it; its neighbour is as ever."""
    write(bench.folder, ".gitignore", "generated.py\n")
    uri = bench.open("generated.py", PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.project.last_durable_id == 0
    neighbour = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(neighbour, CHANGED)
    bench.save(neighbour)
    assert bench.offered(neighbour, NEEDLE)
    assert bench.offered(uri, NEEDLE) == []
    [told] = bench.workspace.status()["documentsOff"]
    assert told == {"uri": uri, "why": "git ignores it"}


def test_silence_until_it_was_looked_at(bench: Bench) -> None:
    """A file that might be ignored is offered nothing; one that is not, as soon as that is seen."""
    workspace, go_on = bench.workspace, threading.Event()
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    write(bench.folder, ".gitignore", "generated.py\n")
    workspace.reader.submit(partial(go_on.wait, 30))
    uris = [(bench.folder / name).as_uri() for name in ("generated.py", "other.py")]
    for each in uris:
        path = str(bench.folder / each.rpartition("/")[2])
        workspace.documents.open(each, path, "python", 1, CHANGED.encode())
        workspace.opened(each)
    assert [bench.offered(each, NEEDLE) for each in uris] == [[], []]
    go_on.set()
    bench.wait()
    assert [bool(bench.offered(each, NEEDLE)) for each in uris] == [False, True]


def test_respecting_git_again(bench: Bench) -> None:
    """Files that were opened while it was not respected are looked at."""
    write(bench.folder, ".gitignore", "generated.py\n")
    bench.workspace.configuration.take_client({"respectGitignore": False})
    uri = bench.open("generated.py", PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.offered(uri, NEEDLE)
    bench.workspace.configuration.take_client({"respectGitignore": True})
    assert bench.offered(uri, NEEDLE) == []
    bench.wait()
    assert bench.workspace.status()["documentsOff"] == [{"uri": uri, "why": "git ignores it"}]


def test_what_was_seen_of_open_files_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest of the others are let go when there are too many."""
    monkeypatch.setattr("honed.services.ignored.MOST_VERDICTS", 5)
    ignored = IgnoredFiles(lambda: ["0.py"])
    for number in range(7):
        ignored.look(f"{number}.py", None)
    seen = [number for number in range(7) if ignored.has_seen(f"{number}.py")]
    assert seen == [0, 3, 4, 5, 6]


def test_an_edit_before_the_file_was_looked_at(bench: Bench) -> None:
    """The learner looks before it learns, whatever the requests knew."""
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.wait()
    write(bench.folder, ".gitignore", PYTHON.name)
    bench.save(uri)
    assert bench.project.last_durable_id == 0
    assert bench.project.not_taught == {"off": 1}


def test_saving_the_list_acts_at_once(bench: Bench) -> None:
    """A file that is ignored now is silent; one that is no longer speaks again."""
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.offered(uri, NEEDLE)
    file = write(bench.folder, ".gitignore", "*.py")
    bench.workspace.files_changed([str(file)])
    bench.wait()
    assert bench.offered(uri, NEEDLE) == []
    file.unlink()
    bench.workspace.files_changed([str(file)])
    bench.wait()
    assert bench.offered(uri, NEEDLE)


def test_other_files_that_are_saved_noop(bench: Bench) -> None:
    """They give the learner nothing to do."""
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.wait()
    bench.workspace.files_changed([str(bench.folder / PYTHON.name)])
    assert bench.workspace.reader.queue_length == 0
    assert bench.workspace.switches.take_withdrawn() == []
    assert uri


def test_git_need_not_be_respected(start: Callable[..., Bench]) -> None:
    """The setting turns it off."""
    bench = start(Settings(respect_gitignore=False))
    write(bench.folder, ".gitignore", "*.py")
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.offered(uri, NEEDLE)


def test_files_below_are_those_that_a_look_at_each_would_let_through(tmp_path: Path) -> None:
    """With the patterns of the repository above the folder, of its own list and of directories."""
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("mine.py\n", "utf-8")
    (tmp_path / ".gitignore").write_text("build/\n*.log\n!keep.log\n", "utf-8")
    folder = tmp_path / "sub"
    for name in (
        "a.py",
        "mine.py",
        "x.log",
        "keep.log",
        "build/b.py",
        "c/d.py",
        "c/e.py",
        "f/g.py",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    (folder / "c" / ".gitignore").write_text("e.py\n", "utf-8")
    files = IgnoredFiles()
    below = {each for each in files.below(folder, lambda _: True) if each.name != ".gitignore"}
    seen = {each for each in folder.rglob("*.*") if each.is_file() and each.name != ".gitignore"}
    assert below == {each for each in seen if not files.look(str(each), folder)}
    assert {each.name for each in below} == {"a.py", "keep.log", "d.py", "g.py"}
    not_c = {each.name for each in files.below(folder, lambda path: not path.endswith("c"))}
    assert "d.py" not in not_c
    every = {each.name for each in files.below(folder, lambda _: True, takes_all=True)}
    assert every >= {"mine.py", "x.log", "b.py", "e.py"}
