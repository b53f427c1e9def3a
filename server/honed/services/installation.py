"""The programs and libraries that honed runs on: their versions, and whether they work."""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from importlib import metadata, resources
from pathlib import Path
from subprocess import TimeoutExpired, run
from typing import TYPE_CHECKING

from honed import __version__
from honed.services.findings import REINSTALL, Check, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.syntax.languages import Language

SPOKEN = ("pygls", "lsprotocol")
"""Libraries that are not imported here: only the server speaks the protocol."""
IMPORTED = {
    "attrs": "attrs", "cattrs": "cattrs", "numpy": "numpy", "platformdirs": "platformdirs",
    "rich": "rich", "tree-sitter": "tree_sitter",
}  # fmt: skip
PROBE = """
import sys
from pathlib import Path
import numpy
from honed.store import hnsw
graph = hnsw.new(Path(), 4, 1)
graph.add(numpy.array([1]), numpy.ones((1, 4), "i1"))
sys.exit(graph.nearest(numpy.ones(4, "f4"), 1)[0].pattern_id != 1)
"""
"""What a server does with hnswlib; one built for another processor ends the process."""
PATIENCE_S = 60.0


def versions() -> Iterator[Check]:
    """Yield how Python, honed and its libraries are."""
    python = f"{platform.python_version()} on {platform.system()}, {sys.executable}"
    yield Check("versions", "Python", Level.OK, python)
    yield _honed()
    for package in SPOKEN:
        yield _library(package, "")
    for package, module in IMPORTED.items():
        yield _library(package, module)
    yield _hnswlib()


def grammars() -> Iterator[Check]:
    """Yield how each language's grammar is."""
    from honed.syntax import languages  # noqa: PLC0415 - tree-sitter may be what is broken

    root, optional = resources.files("honed.grammars"), _optional()
    folders = sorted(each.name for each in root.iterdir() if (each / "language.toml").is_file())
    if not folders:
        yield Check("grammars", "grammars", Level.FAIL, f"there are none in {root}", REINSTALL)
    for name in folders:
        language = languages.by_name(name)
        if language is None:
            message = f"the description in {root / name} cannot be read"
            yield Check("grammars", name, Level.FAIL, message, REINSTALL)
        else:
            yield _grammar(language, is_optional=language.package in optional)


def _honed() -> Check:
    installed, home = _version("honed"), Path(__file__).parents[1]
    message = f"{__version__} in {home}"
    if installed is None:
        return Check("versions", "honed", Level.OK, f"{message}, not installed as a package")
    if installed != __version__:
        message = f"{message}, but {installed} is installed"
        return Check("versions", "honed", Level.WARN, message, REINSTALL)
    return Check("versions", "honed", Level.OK, message)


def _library(package: str, module: str) -> Check:
    """Return how a library is; it is imported where `module` is not empty."""
    version = _version(package)
    if version is None:
        return Check("versions", package, Level.FAIL, "is not installed", REINSTALL)
    try:
        if module:
            importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 - a library is foreign code
        message = f"{version} cannot be imported: {type(error).__name__}: {error}"
        advice = f"pip install --force-reinstall {package}"
        return Check("versions", package, Level.FAIL, message, advice)
    return Check("versions", package, Level.OK, version)


def _hnswlib() -> Check:
    # chroma-hnswlib is the same module, with wheels for some versions of Python.
    version = _version("hnswlib") or _version("chroma-hnswlib")
    if version is None:
        message = "is not installed: vectors are searched exactly, which many patterns make slow"
        advice = "Where there is a C++ compiler: pip install 'honed[hnsw]'"
        return Check("versions", "hnswlib", Level.WARN, message, advice)
    trouble = _trouble_with_hnswlib()
    if trouble:
        advice = "Build it for this machine: pip install --force-reinstall --no-cache-dir hnswlib"
        return Check("versions", "hnswlib", Level.FAIL, f"{version} {trouble}", advice)
    return Check("versions", "hnswlib", Level.OK, version)


def _trouble_with_hnswlib() -> str:
    """Return what goes wrong in a process of its own that uses it, "" where nothing does."""
    search = os.pathsep.join(each for each in sys.path if each)
    try:
        ended = run(
            [sys.executable, "-c", PROBE],
            env={**os.environ, "PYTHONPATH": search},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, TimeoutExpired) as error:
        return f"could not be tried: {error}"
    if ended.returncode < 0:
        return f"ends the process that uses it, by signal {-ended.returncode}"
    if ended.returncode:
        last = ended.stderr.strip().rpartition("\n")[2]
        return f"does not work: {last or f'exit code {ended.returncode}'}"
    return ""


def _grammar(language: Language, *, is_optional: bool) -> Check:
    version = _version(language.package)
    advice = f"pip install --upgrade {language.package}"
    if version is None:
        message = f"{language.package} is not installed: edits are learned from the text alone"
        if is_optional:
            return Check("grammars", language.name, Level.OK, message)
        return Check("grammars", language.name, Level.WARN, message, advice)
    try:
        # Not by `languages.grammar`, which keeps to itself what is wrong.
        wheel, library = map(importlib.import_module, (language.module, "tree_sitter"))
        library.Language(getattr(wheel, language.function)())
    except Exception as error:  # noqa: BLE001 - a wheel is foreign code
        message = f"{language.package} {version} cannot be used: {type(error).__name__}: {error}"
        return Check("grammars", language.name, Level.FAIL, message, advice)
    return Check("grammars", language.name, Level.OK, f"{language.package} {version}")


def _optional() -> set[str]:
    """Return the packages that honed can do without; none where it is not itself a package."""
    try:
        wanted = metadata.requires("honed") or []
    except metadata.PackageNotFoundError:
        return set()
    conditional = [name for name, _, when in (each.partition(";") for each in wanted) if when]
    return {re.split(r"[^\w.-]", name)[0] for name in conditional}


def _version(package: str) -> str | None:
    """Return the version of an installed distribution, None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
