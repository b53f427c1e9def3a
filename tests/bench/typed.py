"""Edits as a developer makes them, to fill stores with: of a git history, or made up.

Without a repository they are small refactorings of the standard library's own sources, each of
other words, so that what is learned from them is as diverse as what is learned from a history.
"""

from __future__ import annotations

import ast
import platform
import random
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import hunks
from honed.core.text import Text
from tests.bench.histories import changes
from tests.bench.machine import commit

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINES = 1_500
MAX_HUNK_LINES = 40
EDITS_A_FILE = 10

Site = tuple[str, int, int, bytes]
"""What names a made-up edit, the bytes that it replaces, and by what."""


@attrs.frozen
class TypedEdit:
    """One settled edit of a Python file; `path` is relative to the repository or the library."""

    path: str
    before: bytes
    after: bytes


def origin(repository: Path | None, seed: int) -> str:
    """Return where `edits` takes them from."""
    if repository is None:
        return f"made-up refactorings of Python {platform.python_version()}'s library, seed {seed}"
    return f"the history of {repository.absolute().name} up to {commit(repository)}"


def edits(repository: Path | None, seed: int, *, commits: int) -> Iterator[TypedEdit]:
    """Yield edits, of a history those of its latest so many commits, the oldest first."""
    if repository is None:
        yield from _refactorings(seed)
        return
    for files in changes(repository, latest=commits):
        for each in files:
            if each.language == "python":
                yield from _steps(each.path, each.before, each.after)


def _steps(path: str, old: bytes, new: bytes) -> Iterator[TypedEdit]:
    """Yield what led from one text to the other, one run of changed lines at a time."""
    before, after = Text(old), Text(new)
    if before.line_count > MAX_LINES or after.line_count > MAX_LINES:
        return
    current, shift = before.data, 0
    for hunk in hunks(before, after):
        start = before.line_start(hunk.before_start) + shift
        end = before.line_start(hunk.before_end) + shift
        lines = after.data[after.line_start(hunk.after_start) : after.line_start(hunk.after_end)]
        following = current[:start] + lines + current[end:]
        if hunk.after_end - hunk.after_start <= MAX_HUNK_LINES:
            yield TypedEdit(path, current, following)
        current, shift = following, shift + len(lines) - (end - start)


def _refactorings(seed: int) -> Iterator[TypedEdit]:
    chance = random.Random(seed)
    library = Path(sysconfig.get_path("stdlib"))
    files = sorted(path for path in library.rglob("*.py") if "site-packages" not in path.parts)
    chance.shuffle(files)
    used: set[str] = set()
    for path in files:
        data = path.read_bytes()
        sites = _sites(data)
        chance.shuffle(sites)
        fresh = [site for site in sites if site[0] not in used][:EDITS_A_FILE]
        used |= {site[0] for site in fresh}
        for _, start, end, new in fresh:
            name = path.relative_to(library).as_posix()
            yield TypedEdit(name, data, data[:start] + new + data[end:])


def _sites(data: bytes) -> list[Site]:
    """Return the edits that could be made to a file, none where it is long or does not parse."""
    text = Text(data)
    if text.line_count > MAX_LINES:
        return []
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and node.lineno == node.end_lineno:
            line = text.line_start(node.lineno - 1)
            end = line + (node.end_col_offset or node.col_offset)
            found += list(_edits_of(node, data, line + node.col_offset, end))
    return found


def _edits_of(node: ast.AST, data: bytes, start: int, end: int) -> Iterator[Site]:
    """Yield what may be done to a node that stands on one line, at the bytes `start:end`."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=[_, *_]) if name.isidentifier():
            at = data.index(b".%b(" % name.encode(), start) if _calls(data, name, start, end) else 0
            if at:
                yield f"rename {name}", at + 1, at + 1 + len(name), b"do_%b" % name.encode()
                yield f"argument {name}", end - 1, end - 1, b", %b=True" % name[:4].encode()
        case ast.Call(func=ast.Name(id=name), args=[_]):
            yield f"unwrap {name}", start, start + len(name), b"checked_%b" % name.encode()
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() | ast.Call() as value):
            inside = end - ((value.end_col_offset or 0) - value.col_offset)
            yield f"wrap {name}", inside, end, b"as_%b(%b)" % (name.encode(), data[inside:end])
        case ast.Assign(targets=[ast.Attribute(attr=name)]):
            yield f"note {name}", end, end, b"  # %b is read later" % name.encode()
        case ast.Return(value=ast.Attribute(attr=name)):
            yield f"return {name}", end, end, b" or self.default_%b" % name.encode()
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=[ast.Constant()]), cause=None):
            yield f"raise {name}", end, end, b" from error"
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[right]):
            inside = end - ((right.end_col_offset or 0) - right.col_offset)
            new = b"same(%b, %b)" % (name.encode(), data[inside:end])
            yield f"same {name}", start, end, new
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as key)):
            yield f"get {name} {key}", start + len(name), end, b".get(%b)" % ascii(key).encode()
        case _:
            pass


def _calls(data: bytes, name: str, start: int, end: int) -> bool:
    """Return whether the attribute stands in the source as it is called: `.name(` and once."""
    return data[start:end].count(b".%b(" % name.encode()) == 1 and data[end - 1 : end] == b")"
