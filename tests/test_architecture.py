"""The house, as docs/architecture.md tells it, held against the imports and names of the code.

Imports inside functions, for type checkers only, and by `import_module("…")` count like any other.
"""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[1] / "server" / "honed"

_SEES_CODE = {"core", "syntax", "grammars"}
_SUGGESTS = _SEES_CODE | {"apply", "retrieval", "quality"}
_LEARNS = _SUGGESTS | {"suggest"}
_LIVES = _LEARNS | {"learn", "config"}
_FACES = _LIVES | {"services"}

# A package (or module) of honed, and what of honed it may import beside itself.
# `grammars` is data: it may be imported wherever languages are known.
MAY_IMPORT = {
    "core": set(),
    "grammars": set(),
    "syntax": {"core", "grammars"},
    "apply": _SEES_CODE,
    "retrieval": _SEES_CODE,
    "quality": _SEES_CODE,
    "suggest": _SUGGESTS,
    "learn": _LEARNS,
    "store": {"core"},
    "config": {"core"},
    "services": _LIVES | {"store"},
    "api": _FACES,
    "lsp": _FACES,
    "cli": _FACES | {"lsp"},  # `honed serve` is the server
    "__main__": {"cli"},
    "": {"api"},  # honed/__init__.py
}

# What comes from outside and is kept in few places. A key is a module or a name in one.
_SERVICES = "only services/ starts threads and processes and reads the clock"
KEPT_IN = {
    "pygls": ({"lsp"}, "only lsp/ speaks the protocol"),
    "lsprotocol": ({"lsp"}, "only lsp/ speaks the protocol"),
    "sqlite3": ({"store"}, "only store/ opens files of the data directory"),
    "hnswlib": ({"store"}, "only store/ opens files of the data directory"),
    # A loop of the protocol's own, and the client that demo and benches drive a server with.
    "asyncio": ({"services", "lsp", "cli"}, "only what waits for somebody has a loop"),
    "threading": ({"services"}, _SERVICES),
    "_thread": ({"services"}, _SERVICES),
    "multiprocessing": ({"services"}, _SERVICES),
    "concurrent": ({"services"}, _SERVICES),
    # cli/ and lsp/ start a server as an editor does: the demo, and the client that it drives.
    "subprocess": ({"services", "cli", "lsp"}, _SERVICES),
    "os.fork": ({"services"}, _SERVICES),
    "os.popen": ({"services"}, _SERVICES),
    "os.system": ({"services"}, _SERVICES),
    **{
        f"time.{clock}{unit}": ({"services"}, _SERVICES)
        for clock in ("time", "monotonic", "perf_counter", "process_time", "thread_time")
        for unit in ("", "_ns")
    },
    "datetime.datetime.now": ({"services"}, _SERVICES),
    "datetime.datetime.today": ({"services"}, _SERVICES),
    "datetime.datetime.utcnow": ({"services"}, _SERVICES),
    "datetime.date.today": ({"services"}, _SERVICES),
}

# (module or package, name) that KEPT_IN would refuse, and why it stands nevertheless.
EXCEPTIONS = {
    ("store", "threading.Lock"): "a lock starts nothing; hnswlib needs one around every call",
    ("store", "threading.RLock"): "as above",
    ("lsp.transport", "threading.Event"): "pygls stops its loop by one; it starts nothing",
}

PUBLIC_CLASSES = {
    "SelfImprovingCodegen",
    "TrajectoryManager",
    "PatternLearner",
    "CodeQualityAnalyzer",
}
_EMPTY_WORDS = {"manager", "helper", "handler", "util"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

MOST_LINES = 400


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the dotted name below `root` and the text of every module, packages as `core`."""
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path.read_text("utf-8")


def violations(root: Path) -> list[str]:
    """Return what the modules below `root`, a package called honed, do against the rules."""
    found: list[str] = []
    for name, text in modules(root):
        tree = ast.parse(text)
        is_package = (root / name.replace(".", "/")).is_dir()
        for line, target in sorted(set(_names_used(tree, name, is_package=is_package))):
            reason = _why_not(name, target)
            if reason:
                found.append(f"{name or '__init__'}:{line}: {target}: {reason}")
        found += [f"{name}:{line}: {what}" for line, what in _empty_names(tree, name)]
        lines = text.count("\n")
        if lines > MOST_LINES:
            found.append(f"{name}: {lines} lines, more than {MOST_LINES}: it holds two nouns")
    return found


def _why_not(module: str, target: str) -> str | None:
    """Return why `module` may not use `target`, a full dotted name; None where it may."""
    home = module.partition(".")[0]
    first, _, rest = target.partition(".")
    if first == "honed":
        wanted = rest.partition(".")[0]
        if wanted in {"", home, "__version__"} or wanted in MAY_IMPORT[home]:
            return None
        return f"{home or 'honed/__init__.py'} imports only {sorted(MAY_IMPORT[home])} of honed"
    for name, (homes, reason) in KEPT_IN.items():
        inside = target == name or target.startswith(name + ".")
        if inside and home not in homes and not {(home, target), (module, target)} & {*EXCEPTIONS}:
            return reason
    return None


def _names_used(tree: ast.Module, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of all that is imported or reached through an import."""
    parts = ["honed", *module.split(".")] if module else ["honed"]
    package = parts if is_package else parts[:-1]
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for target, name, meaning in _imports(node, package):
                bound[name] = meaning
                yield node.lineno, target
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (dotted := _dotted(node)):
            first, _, rest = dotted.partition(".")
            if first in bound:
                yield node.lineno, f"{bound[first]}.{rest}"
        elif isinstance(node, ast.Call) and (called := _imported_by_call(node)):
            yield node.lineno, called


def _imports(
    node: ast.Import | ast.ImportFrom, package: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what is imported, the name that it binds, and what that name stands for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            meaning = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.name, alias.asname or meaning, meaning
    else:
        above = package[: len(package) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            target = f"{source}.{alias.name}"
            yield target, alias.asname or alias.name, target


def _dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for such an expression, None for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return before and f"{before}.{node.attr}"
    return None


def _imported_by_call(call: ast.Call) -> str | None:
    """Return the module that `import_module("…")` or `__import__("…")` names."""
    called = (_dotted(call.func) or "").rpartition(".")[2]
    if called in {"import_module", "__import__"} and call.args:
        name = call.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            return name.value
    return None


def _empty_names(tree: ast.Module, module: str) -> Iterator[tuple[int, str]]:
    """Yield the line and name of what is called Manager, Helper, Handler or Utils."""
    named = [(1, part) for part in module.split(".")[-1:]]
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    named += [(node.lineno, node.name) for node in ast.walk(tree) if isinstance(node, definitions)]
    for line, name in named:
        words = {word.lower().removesuffix("s") for word in _WORD.findall(name)}
        if words & _EMPTY_WORDS and name not in PUBLIC_CLASSES:
            yield line, f"{name}: the name says nothing"


def test_the_code_keeps_the_rules() -> None:
    """Imports, clocks, threads, names and sizes of honed are as the rules above say."""
    found = violations(SOURCE)
    assert not found, "\n".join(found)


def test_the_table_knows_every_package() -> None:
    """A new package has to be given its place."""
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages <= MAY_IMPORT.keys()


def test_modules_are_small() -> None:
    """The median module, which the head of a test run reports, stays near 150 lines."""
    sizes = [text.count("\n") for _, text in modules(SOURCE) if text.count("\n") > 1]
    assert statistics.median(sizes) <= 200


@pytest.mark.parametrize(
    ("module", "text", "complaint"),
    [
        ("core/a.py", "import honed.syntax", "core imports only [] of honed"),
        ("core/a.py", "from honed import syntax", "core imports only [] of honed"),
        ("core/a.py", "from ..syntax import tree", "core imports only [] of honed"),
        ("core/__init__.py", "from ..syntax import tree", "core imports only [] of honed"),
        ("core/deep/a.py", "from ...syntax import tree", "core imports only [] of honed"),
        ("core/a.py", "def f():\n    import honed.lsp", "core imports only [] of honed"),
        ("apply/a.py", "from honed.retrieval import bm25", "apply imports only"),
        ("suggest/a.py", "from honed.learn import ranker", "suggest imports only"),
        ("learn/a.py", "from honed.store import database", "learn imports only"),
        ("store/a.py", "from honed.syntax import tree", "store imports only ['core'] of honed"),
        ("lsp/a.py", "from honed.store import database", "lsp imports only"),
        ("lsp/a.py", "from honed.cli import main", "lsp imports only"),
        ("services/a.py", "from honed.lsp import server", "services imports only"),
        ("config.py", "from honed.services import project", "config imports only ['core']"),
        ("learn/a.py", "from honed import config", "learn imports only"),
        ("learn/a.py", "from honed import apply_edit", "learn imports only"),
        ("core/a.py", "import honed\nhoned.apply_edit()", "core imports only [] of honed"),
        (
            "core/a.py",
            "import typing\nif typing.TYPE_CHECKING:\n    from lsprotocol import types",
            "only lsp/ speaks the protocol",
        ),
        (
            "core/a.py",
            "import importlib\nimportlib.import_module('honed.store')",
            "core imports only [] of honed",
        ),
        ("cli/a.py", "import pygls.client", "only lsp/ speaks the protocol"),
        ("services/a.py", "import sqlite3", "only store/ opens"),
        ("suggest/a.py", "from hnswlib import Index", "only store/ opens"),
        ("learn/a.py", "import threading", "only services/ starts"),
        ("store/a.py", "from threading import Thread", "only services/ starts"),
        ("store/a.py", "import threading", "only services/ starts"),
        ("learn/a.py", "from concurrent.futures import Executor", "only services/ starts"),
        ("store/a.py", "import multiprocessing as mp", "only services/ starts"),
        ("quality/a.py", "import subprocess", "only services/ starts"),
        ("store/a.py", "import os\nos.fork()", "only services/ starts"),
        ("learn/a.py", "import asyncio", "only what waits"),
        ("learn/a.py", "import time\nnow = time.time()", "reads the clock"),
        ("learn/a.py", "import time as t\nclock = t.monotonic", "reads the clock"),
        ("cli/a.py", "from time import perf_counter as tick", "reads the clock"),
        ("api/a.py", "from datetime import datetime as d\nd.now()", "reads the clock"),
        ("api/a.py", "from datetime import datetime\ndatetime.now()", "reads the clock"),
        ("lsp/a.py", "import datetime\ndatetime.date.today()", "reads the clock"),
        ("core/a.py", "class EditManager: ...", "says nothing"),
        ("core/a.py", "def line_helper(): ...", "says nothing"),
        ("lsp/a.py", "async def handlerOf(): ...", "says nothing"),
        ("core/text_utils.py", "", "says nothing"),
        ("core/a.py", "x = 1\n" * 401, "401 lines"),
    ],
)
def test_a_broken_rule_is_found(tmp_path: Path, module: str, text: str, complaint: str) -> None:
    """Each rule, broken once in a tree that keeps all others, is what is reported."""
    _write(tmp_path, module, text)
    [found] = violations(tmp_path)
    assert complaint in found


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("core/a.py", "from honed.core import text\nfrom . import text\nfrom .text import lines"),
        ("core/deep/a.py", "from ..text import lines\nfrom honed import __version__"),
        ("lsp/a.py", "import honed\nprint(honed.__version__)"),
        ("syntax/a.py", "import honed.core.text\nhoned.core.text.lines()"),
        ("services/a.py", "from honed.store import database\nfrom honed import config, learn"),
        ("cli/serve.py", "def serve():\n    from honed.lsp.server import start"),
        ("__main__.py", "from honed.cli import main"),
        ("lsp/a.py", "import asyncio\nfrom pygls import server\nfrom lsprotocol import types"),
        ("store/a.py", "import sqlite3, hnswlib\nfrom threading import Lock"),
        ("services/a.py", "import threading, time\ntime.monotonic()"),
        ("cli/demo.py", "import subprocess"),
        ("learn/a.py", "import time\ntime.strftime('%Y')"),
        ("learn/a.py", "def f(time):\n    return time.time()"),
        ("learn/a.py", "from datetime import datetime\ndatetime.fromtimestamp(0)"),
        ("api/a.py", "class TrajectoryManager: ..."),
        ("core/a.py", "def utility(): ...\ndef handle(): ..."),
        ("core/a.py", "x = 1\n" * 400),
        ("core/a.py", '"""import pygls"""'),
    ],
)
def test_noop(tmp_path: Path, module: str, text: str) -> None:
    """What the rules allow is not reported."""
    _write(tmp_path, module, text)
    assert violations(tmp_path) == []


def _write(root: Path, module: str, text: str) -> None:
    path = root / module
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
