"""`honed doctor` where all is well, and with one thing broken after the other."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import honed
from honed.core.model import Evidence
from honed.services import checkup, databases, health, installation
from honed.store import hnsw, vectors
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell


@pytest.fixture(autouse=True)
def quick_probe(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, str], None]:
    """Start no process for hnswlib; return a function that says how such a one ended."""

    def ends(code: int, stderr: str = "") -> None:
        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            return subprocess.CompletedProcess(command, code, "", stderr)

        monkeypatch.setattr(installation, "run", run)

    ends(0)
    return ends


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """Return the versions of distributions, to be changed; None is one that is not installed."""
    changed: dict[str, str | None] = {}
    asked = metadata.version

    def version(package: str) -> str:
        found = changed[package] if package in changed else asked(package)
        if found is None:
            raise metadata.PackageNotFoundError(package)
        return found

    monkeypatch.setattr(metadata, "version", version)
    return changed


def look(shell: Shell, *arguments: object, name: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the only check of that name."""
    result = shell("doctor", "--json", *arguments)
    answer = json.loads(result.stdout)
    assert answer["isWell"] == (result.exit_code == 0)
    [found] = [check for check in answer["checks"] if check["name"] == name]
    return result.exit_code, found


def break_import(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """Let a module fail when it is imported by its name."""
    real = importlib.import_module

    def import_module(name: str, package: str | None = None) -> Any:
        if name == broken:
            raise ImportError("undefined symbol\nin a library")
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", import_module)


class TestWell:
    """Nothing is broken."""

    def test_noop_before_the_first_start(self, shell: Shell, folder: Path, data_dir: Path) -> None:
        """Without any store nothing fails, and none is made."""
        result = shell("doctor")
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        assert "fail" not in result.stdout
        for section in ("versions", "grammars", "data", "settings"):
            assert f"{section}\n  " in result.stdout
        assert not list(data_dir.iterdir())

    def test_every_grammar_has_a_line(self, shell: Shell, shelf: Shelf) -> None:
        """With the version of its wheel."""
        checks = json.loads(shell("doctor", "--json").stdout)["checks"]
        grammars = {check["name"]: check for check in checks if check["section"] == "grammars"}
        assert tuple(grammars) == languages.names()
        wheel = metadata.version("tree-sitter-python")
        assert grammars["python"] == {
            "section": "grammars",
            "name": "python",
            "level": "ok",
            "message": f"tree-sitter-python {wheel}",
            "advice": "",
        }

    def test_databases(
        self, shell: Shell, shelf: Shelf, make_shelf: Callable[..., Shelf], tmp_path: Path
    ) -> None:
        """Each with what it holds; with --workspace only that one."""
        make_shelf(None)
        shelf.teach("get(‹url›)", "put(‹url›)", evidence=Evidence(accepted=1))
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (0, "ok")
        assert "sound, 1 patterns, 1 trajectories, " in found["message"]
        assert look(shell, name="user")[1]["level"] == "ok"
        only = json.loads(shell("doctor", "--json", "--workspace", tmp_path / "project").stdout)
        names = [check["name"] for check in only["checks"] if check["section"] == "data"]
        assert names == ["directory", str(shelf.folder)]

    def test_the_real_hnswlib(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The program that tries it runs here, where it is installed."""
        pytest.importorskip("hnswlib")
        monkeypatch.setattr(installation, "run", subprocess.run)
        assert installation._trouble_with_hnswlib() == ""

    def test_where_the_settings_come_from(
        self, shell: Shell, data_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """--data-dir goes before HONED_DATA_DIR, and that before the system's place."""
        assert "from HONED_DATA_DIR" in look(shell, name="data directory")[1]["message"]
        _, found = look(shell, "--data-dir", data_dir / "x", name="data directory")
        assert found["message"] == f"{data_dir / 'x'}, from --data-dir"
        monkeypatch.delenv("HONED_DATA_DIR")
        found_settings = list(checkup._settings(None))
        assert "the system's place" in found_settings[0].message

    def test_the_server_is_not_imported(self, data_dir: Path) -> None:
        """Only the server loads the protocol's libraries, which take long."""
        program = (
            "import sys; from honed.services.checkup import checkup; checkup();"
            "print(*{*sys.modules} & {'pygls', 'lsprotocol', 'hnswlib'})"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        assert done.stdout.split() == []


class TestVersions:
    """Libraries that are missing, or do not work."""

    @pytest.mark.parametrize("package", ["pygls", "numpy"])
    def test_missing(
        self, shell: Shell, shelf: Shelf, versions: dict[str, str | None], package: str
    ) -> None:
        """Honed does not run without it."""
        versions[package] = None
        code, found = look(shell, name=package)
        assert (code, found["level"], found["message"]) == (1, "fail", "is not installed")
        assert "pip install" in found["advice"]

    def test_broken(self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the library says stands on one line, and the other sections are still there."""
        break_import(monkeypatch, "numpy")
        result = shell("doctor")
        assert result.exit_code == 1
        assert re.search(
            r"  fail  numpy: \S+ cannot be imported: ImportError: undefined symbol in a library\n"
            r"        pip install --force-reinstall numpy\n",
            result.stdout,
        )
        assert "settings\n" in result.stdout

    def test_honed_is_not_what_is_installed(
        self, shell: Shell, shelf: Shelf, versions: dict[str, str | None]
    ) -> None:
        """Two installations over each other."""
        versions["honed"] = "0.0.1"
        code, found = look(shell, name="honed")
        assert (code, found["level"]) == (0, "warn")
        assert "but 0.0.1 is installed" in found["message"]
        versions["honed"] = None
        assert "not installed as a package" in look(shell, name="honed")[1]["message"]
        versions["honed"] = honed.__version__
        assert look(shell, name="honed")[1]["level"] == "ok"

    def test_without_hnswlib(
        self, shell: Shell, shelf: Shelf, versions: dict[str, str | None]
    ) -> None:
        """A warning: search is exact then. Another build of it will do."""
        versions["hnswlib"] = versions["chroma-hnswlib"] = None
        code, found = look(shell, name="hnswlib")
        assert (code, found["level"]) == (0, "warn")
        assert "honed[hnsw]" in found["advice"]
        versions["chroma-hnswlib"] = "0.7.6"
        assert look(shell, name="hnswlib")[1]["message"] == "0.7.6"

    @pytest.mark.parametrize(
        ("code", "stderr", "message"),
        [
            (-signal.SIGILL, "", f"ends the process that uses it, by signal {signal.SIGILL:d}"),
            (1, "Traceback\nImportError: bad magic\n", "does not work: ImportError: bad magic"),
            (2, "", "does not work: exit code 2"),
        ],
    )
    @pytest.mark.usefixtures("shelf")
    def test_hnswlib_does_not_work(  # noqa: PLR0913 - what it needs, and a case
        self,
        shell: Shell,
        versions: dict[str, str | None],
        quick_probe: Callable[[int, str], None],
        code: int,
        stderr: str,
        message: str,
    ) -> None:
        """It is tried in a process of its own: one built elsewhere may end it."""
        versions["hnswlib"] = "0.8.0"
        quick_probe(code, stderr)
        exit_code, found = look(shell, name="hnswlib")
        assert (exit_code, found["message"]) == (1, f"0.8.0 {message}")

    def test_no_process_can_be_started(
        self,
        shell: Shell,
        shelf: Shelf,
        versions: dict[str, str | None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """That is told, too."""
        versions["hnswlib"] = "0.8.0"

        def run(*_: object, **__: object) -> None:
            raise OSError("no more processes")

        monkeypatch.setattr(installation, "run", run)
        assert "could not be tried: no more" in look(shell, name="hnswlib")[1]["message"]


class TestGrammars:
    """Wheels that are missing or do not fit, and honed's own descriptions."""

    def test_missing(
        self,
        shell: Shell,
        shelf: Shelf,
        versions: dict[str, str | None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """A warning where honed asks for it, none where it is an extra."""
        wanted = [
            "tree-sitter-python>=0.25",
            'tree-sitter-ruby>=0.23.1; extra == "more-languages"',
        ]
        monkeypatch.setattr(metadata, "requires", lambda _: wanted)
        versions["tree-sitter-python"] = versions["tree-sitter-ruby"] = None
        code, found = look(shell, name="python")
        assert (code, found["level"]) == (0, "warn")
        assert found["advice"] == "pip install --upgrade tree-sitter-python"
        assert look(shell, name="ruby")[1]["level"] == "ok"
        monkeypatch.setattr(metadata, "requires", lambda _: None)
        assert look(shell, name="ruby")[1]["level"] == "warn"

    def test_honed_is_no_package(
        self, monkeypatch: pytest.MonkeyPatch, versions: dict[str, str | None]
    ) -> None:
        """Then nobody knows what is an extra."""

        def requires(name: str) -> list[str]:
            raise metadata.PackageNotFoundError(name)

        monkeypatch.setattr(metadata, "requires", requires)
        assert installation._optional() == set()

    def test_unfit(self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        """A wheel for another tree-sitter."""
        break_import(monkeypatch, "tree_sitter_go")
        code, found = look(shell, name="go")
        assert (code, found["level"]) == (1, "fail")
        assert "cannot be used: ImportError: undefined symbol" in found["message"]

    def test_a_description_that_cannot_be_read(
        self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder that `languages` left out is found nevertheless."""
        by_name = languages.by_name
        monkeypatch.setattr(
            languages, "by_name", lambda name: None if name == "go" else by_name(name)
        )
        code, found = look(shell, name="go")
        assert (code, found["level"]) == (1, "fail")

    def test_none_at_all(
        self, shell: Shell, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An installation that was cut short."""
        monkeypatch.setattr(resources, "files", lambda _: tmp_path)
        assert look(shell, name="grammars")[0] == 1

    def test_no_package_of_grammars(
        self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The section says so, and the others are still there."""

        def files(_: str) -> None:
            raise ModuleNotFoundError("No module named 'honed.grammars'")

        monkeypatch.setattr(resources, "files", files)
        code, found = look(shell, name="grammars")
        assert (code, found["level"]) == (1, "fail")
        assert "ModuleNotFoundError: No module named 'honed.grammars'" in found["message"]
        assert look(shell, name="directory")[1]["level"] == "ok"


class TestData:
    """Directories and databases."""

    def test_a_file_instead_of_the_directory(
        self, shell: Shell, folder: Path, tmp_path: Path
    ) -> None:
        """Nothing can be written there, nor below it."""
        path = tmp_path / "file"
        path.write_text("")
        for where in (path, path / "below"):
            code, found = look(shell, "--data-dir", where, name="directory")
            assert (code, found["level"]) == (1, "fail")
            assert "HONED_DATA_DIR" in found["advice"]

    def test_read_only(self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        """A directory without the right to write."""
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert look(shell, name="directory")[0] == 1

    def test_little_space(
        self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A warning."""
        usage = namedtuple("usage", "free")  # noqa: PYI024 - as the one of shutil
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000))
        code, found = look(shell, name="directory")
        assert (code, found["level"]) == (0, "warn")
        assert "1.0 kB free" in found["message"]

    def test_no_database(self, shell: Shell, shelf: Shelf) -> None:
        """What is no database fails; the others are looked at, and the file stays as it is."""
        shelf.database.write_bytes(b"nothing that SQLite knows" * 100)
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (1, "fail")
        assert str(shelf.database) in found["message"]
        assert look(shell, name="user")[1]["level"] == "ok"
        assert shelf.database.read_bytes().startswith(b"nothing")

    def test_damaged_pages(self, shell: Shell, shelf: Shelf) -> None:
        """Damage amid the file is found: the whole of it is read."""
        for number in range(60):
            shelf.teach(f"get{number}(‹url›)", f"put{number}(‹url›)")
        content = bytearray(shelf.database.read_bytes())
        # Behind the pages that tell which tables there are: without those nothing is read at all.
        for page in range(36, len(content) // 4096):
            content[page * 4096 : page * 4096 + 1000] = b"\xff" * 1000
        shelf.database.write_bytes(content)
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (1, "fail")
        assert "is damaged: " in found["message"]

    def test_set_aside(self, shell: Shell, shelf: Shelf) -> None:
        """What was set aside is a warning, without the log beside it."""
        aside = shelf.database.with_name("honed.db.damaged-1")
        aside.write_bytes(b"x" * 2000)
        aside.with_name("honed.db.damaged-1-wal").write_bytes(b"")
        code, found = look(shell, name="set aside")
        assert (code, found["level"]) == (0, "warn")
        assert found["message"] == f"{aside} was damaged and set aside, 2.0 kB"

    def test_what_honed_sets_aside_is_found(self, shell: Shell, shelf: Shelf) -> None:
        """The names are those that the store gives."""
        shelf.database.write_bytes(b"nothing that SQLite knows" * 100)
        with shelf.opened():
            pass
        assert str(shelf.database) in look(shell, name="set aside")[1]["message"]

    def test_a_folder_that_is_gone(self, shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
        """A warning: its store may be removed."""
        assert shelf.folder is not None
        os.chdir(tmp_path)
        shelf.folder.rmdir()
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (0, "warn")
        assert str(shelf.database.parent) in found["advice"]

    def test_orphans(self, shell: Shell, shelf: Shelf) -> None:
        """A store of which nobody knows the folder is a warning; a file there is nothing."""
        workspaces = shelf.database.parents[1]
        (workspaces / "lost-12345678").mkdir()
        (workspaces / "note.txt").write_text("")
        code, found = look(shell, name="orphan")
        assert (code, found["level"]) == (0, "warn")
        assert "lost-12345678" in found["message"]

    def test_unknown_workspace(self, shell: Shell, shelf: Shelf, tmp_path: Path) -> None:
        """A check that fails, and the other sections are there."""
        code, found = look(shell, "--workspace", tmp_path, name="data")
        assert (code, found["advice"]) == (1, "")
        assert found["message"].startswith("No workspace that honed knows")

    def test_without_numpy(
        self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only what needs it cannot be checked: the content of databases that are there."""
        monkeypatch.setitem(sys.modules, "honed.services.databases", None)
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (1, "fail")
        assert found["message"].startswith("cannot be checked: ModuleNotFoundError: ")
        assert found["advice"].startswith("Install honed anew")
        for name in ("directory", "user", "data directory"):
            assert look(shell, name=name)[1]["level"] == "ok"

    def test_an_unforeseen_error(
        self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What went wrong inside of a check is its result."""

        def fail(_: Path) -> None:
            raise ZeroDivisionError("surprise")

        monkeypatch.setattr(health, "_set_aside", fail)
        code, found = look(shell, name="data")
        assert (code, found["message"]) == (1, "cannot be checked: ZeroDivisionError: surprise")


class TestIndex:
    """How vectors are searched, and why."""

    def test_few(self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        """A graph does not pay yet, or cannot be had."""
        shelf.teach("get(‹url›)", "put(‹url›)")
        monkeypatch.setattr(hnsw, "is_available", lambda: True)
        monkeypatch.setattr(databases, "is_available", lambda: True)
        message = look(shell, name=str(shelf.folder))[1]["message"]
        assert message.endswith(f"vectors: exact, because a graph pays from {vectors.MANY} on")
        monkeypatch.setattr(hnsw, "is_available", lambda: False)
        monkeypatch.setattr(databases, "is_available", lambda: False)
        message = look(shell, name=str(shelf.folder))[1]["message"]
        assert message.endswith("vectors: exact, because hnswlib is not installed")

    def test_many(self, shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        """The graph is loaded; a damaged file of it is told, and harms nobody."""
        pytest.importorskip("hnswlib")
        monkeypatch.setattr(vectors, "MANY", 3)
        for number in range(4):
            shelf.teach(f"get{number}(‹url›)", f"put{number}(‹url›)")
        with shelf.opened() as store:
            assert store.similar(np.ones(256, np.float32))
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (0, "ok")
        assert found["message"].endswith("vectors: hnsw, because there are many")
        [*files] = shelf.database.parent.glob("*.hnsw")
        for each in files:
            each.write_bytes(b"damage")
        code, found = look(shell, name=str(shelf.folder))
        assert (code, found["level"]) == (0, "warn")
        assert "rebuilt: " in found["message"]
