"""What is installed is what stands in the tree, and it runs without the tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import tomllib
import venv
import zipfile
from importlib import metadata, resources
from pathlib import Path
from typing import IO, Any

import pytest

import honed

ROOT = Path(__file__).parents[1]
ROOTS = {"honed": ROOT / "server" / "honed", "honed/grammars": ROOT / "grammars"}

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_package_is_listed() -> None:
    """pyproject.toml lists the packages of both roots by hand; none is missing or gone."""
    in_tree = {
        ".".join([*package.split("/"), *path.parent.relative_to(root).parts])
        for package, root in ROOTS.items()
        for path in root.rglob("__init__.py")
    }
    assert sorted(in_tree) == PROJECT["tool"]["setuptools"]["packages"]


def test_readme_is_shown_by_installers() -> None:
    """As soon as there is a README, the package's page shows it."""
    assert (ROOT / "README.md").exists() == ("readme" in PROJECT["project"])


def test_version_is_that_of_the_installed_package() -> None:
    """The constant and what pip knows are one number."""
    assert honed.__version__ == metadata.version("honed")


def test_grammars_are_found() -> None:
    """The second root is a package of honed in an editable install, too."""
    assert list(resources.files("honed.grammars").glob("*/language.toml"))  # type: ignore[attr-defined]


def test_importing_honed_is_cheap() -> None:
    """No other module of honed and no library is loaded before it is needed."""
    program = "import sys; old = {*sys.modules}; import honed; print(*{*sys.modules} - old)"
    assert set(_run(sys.executable, "-c", program).split()) <= {"honed", "importlib", "__future__"}


def test_unknown_names_are_refused() -> None:
    """The lazy lookup answers as a plain module would."""
    with pytest.raises(AttributeError, match="'honed' has no attribute 'nothing'"):
        honed.nothing  # noqa: B018


@pytest.mark.slow
class TestWheel:
    """The wheel, in an environment that does not know the tree."""

    def test_holds_every_file(self, wheel: Path) -> None:
        """Code, queries, patterns and tables are in it; a kind that is left out is noticed."""
        in_tree = {
            f"{package}/{path.relative_to(root).as_posix()}"
            for package, root in ROOTS.items()
            for path in root.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        with zipfile.ZipFile(wheel) as archive:
            in_wheel = {name for name in archive.namelist() if ".dist-info/" not in name}
            assert any(name.endswith("/LICENSE") for name in archive.namelist())
        assert in_wheel == in_tree

    def test_version(self, installed: Path) -> None:
        """`honed --version` prints the version of the tree."""
        assert honed.__version__ in _run(str(installed / "honed"), "--version")

    def test_is_not_the_tree(self, installed: Path) -> None:
        """The other tests here test the wheel; its grammars are found."""
        program = (
            "import honed; from importlib import resources as r; print(honed.__file__);"
            "print(len(list(r.files('honed.grammars').glob('*/language.toml'))))"
        )
        file, languages = _run(str(installed / "python"), "-c", program).split()
        assert not Path(file).is_relative_to(ROOT)
        assert int(languages) == len(list((ROOT / "grammars").glob("*/language.toml")))

    def test_serves(self, installed: Path, data_dir: Path) -> None:
        """`honed serve` speaks LSP over stdio and ends with 0 after shutdown and exit."""
        assert data_dir.is_dir()
        with subprocess.Popen(
            [installed / "honed", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            too_late = threading.Timer(60, server.kill)
            too_late.daemon = True
            too_late.start()
            _send(server.stdin, id=1, method="initialize", params={"capabilities": {}})
            answer = _receive(server.stdout, id=1)
            assert answer["result"]["serverInfo"] == {
                "name": "honed",
                "version": honed.__version__,
            }
            _send(server.stdin, method="initialized", params={})
            _send(server.stdin, id=2, method="shutdown")
            assert _receive(server.stdout, id=2)["result"] is None
            _send(server.stdin, method="exit")
            assert server.wait(timeout=20) == 0
            too_late.cancel()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that no file of an earlier build gets into it."""
    source = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("server", "grammars"):
        shutil.copytree(ROOT / folder, source / folder, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", "dist", cwd=source)
    [path] = (source / "dist").glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of a fresh environment that holds the wheel.

    The dependencies are those of the running environment, reached through a path file: files
    like the one that makes honed's tree importable here are not read from there.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=os.name != "nt")
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", str(wheel))
    libraries = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(libraries.strip()) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return programs


def _run(*command: str, cwd: Path | None = None) -> str:
    """Return what a program prints, run outside of the tree; show all of it when it fails."""
    done = subprocess.run(
        command, cwd=cwd or "/", capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _send(stream: IO[bytes], **message: object) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    stream.flush()


def _receive(stream: IO[bytes], **wanted: object) -> dict[str, Any]:
    """Return the next message that holds `wanted`; pass over the others."""
    while True:
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server closed its output"
        message: dict[str, Any] = json.loads(stream.read(length))
        if wanted.items() <= message.items() and "method" not in message:
            return message
