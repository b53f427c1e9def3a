"""Questions and what answers them, of repositories: comments, names and commit messages.

A comment asks for the function below it, a docstring for the function around it, a name for the
function's lines after its header, and the subject of a commit for the lines that it changes.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sysconfig
import textwrap
import warnings
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Text, decode
from honed.syntax import languages
from honed.syntax.declarations import outline
from honed.syntax.tree import parse
from tests.bench.git import Blobs, files_at
from tests.bench.quality import title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.syntax.declarations import Declaration
    from honed.syntax.languages import Language

LEAST_WORDS = 3
LARGEST_FILE = 400_000
LARGEST_TEXT = 6_000
"""In characters; what is longer is cut."""

LATEST_COMMITS = 4_000
CHANGED_LINES = (2, 80)
CODE = frozenset({"python", "typescript", "tsx", "javascript", "go", "rust", "java"})

_SIGNS = re.compile(r"^\s*(?:/\*+|\*+/|\*|//[/!]?|#)?\s?|\s*\*+/\s*$")
_TAG = re.compile(
    r"^\s*[@:\\](?:param|return|type|raises|throws)|^\s*(?:Args|Parameters|Returns?):"
)
_AUTOMATIC = re.compile(
    r"^(?:merge|revert|bump|release|version|update changelog|v?\d+\.\d+|\[?pre-commit|chore\(deps)|"
    r"dependabot|^wip\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"^\+\+\+ b/(.+)$", re.MULTILINE)
_CHANGED = re.compile(r"[+-](?!\+\+ |-- )")
_NUMBER = re.compile(r"\s*\(?#\d+\)?")


@attrs.frozen
class Function:
    """A function without its comment or docstring; `asked` is the first paragraph of that."""

    origin: str
    language: str
    name: str
    code: str
    body: str
    asked: str = ""


@attrs.frozen
class Commit:
    """The subject of a commit; the paths and the lines, before and after, that it changes."""

    origin: str
    subject: str
    diff: str


def functions(repository: Path, names: frozenset[str] = CODE) -> Iterator[Function]:
    """Yield the functions at HEAD, each text once, in the order of the paths."""
    origin, seen = title(repository), set()
    with Blobs(repository) as blobs:
        for path, blob in files_at(repository):
            language = languages.by_path(path)
            if language is None or language.name not in names or _is_made(path):
                continue
            data = blobs.read(blob)
            if data is None or len(data) > LARGEST_FILE:
                continue
            for each in in_text(origin, language, data):
                if each.body not in seen:
                    seen.add(each.body)
                    yield each


def standard_library() -> Iterator[Function]:
    """Yield the functions of Python's standard library, its tests and packages left out."""
    python = languages.by_name("python")
    folder = Path(sysconfig.get_path("stdlib"))
    left_out = {"test", "tests", "idle_test", "site-packages", "dist-packages", "lib2to3"}
    for path in sorted(folder.rglob("*.py")):
        if python is not None and not left_out & set(path.relative_to(folder).parts):
            yield from in_text("python", python, path.read_bytes())


def commits(repository: Path, latest: int = LATEST_COMMITS) -> Iterator[Commit]:
    """Yield the commits that change few lines, the newest first, each subject once."""
    log = subprocess.run(
        ["git", "-C", str(repository), "log", "--no-merges", f"-{latest}", "--unified=0",
         "--no-color", "--no-renames", "--format=%x01%s%x02", "-p", "--", *_PATTERNS],
        check=True, capture_output=True,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    origin, seen = title(repository), set()
    for block in log.split("\1")[1:]:
        subject, _, diff = block.partition("\2")
        subject = _NUMBER.sub("", subject).strip()
        paths = _PATH.findall(diff)
        lines = [line[1:] for line in diff.splitlines() if _CHANGED.match(line)]
        first, last = CHANGED_LINES
        is_told = len(subject.split()) >= LEAST_WORDS and not _AUTOMATIC.search(subject)
        if is_told and first <= len(lines) <= last and subject not in seen:
            seen.add(subject)
            yield Commit(origin, subject, "\n".join([*paths, *lines])[:LARGEST_TEXT])


_PATTERNS = ("*.py", "*.ts", "*.tsx", "*.js", "*.go", "*.rs")


def in_text(origin: str, language: Language, data: bytes) -> Iterator[Function]:
    """Yield the functions of a text that have a body of at least two lines."""
    if language.name == "python":
        yield from _of_python(origin, data)
        return
    text = Text(data)
    tree = parse(text, language)
    if tree is None:
        return
    lines = decode(data).splitlines()
    name = "typescript" if language.name == "tsx" else language.name
    for top in outline(tree):
        for each in top.walk():
            found = _of_lines(origin, name, each, lines)
            if found is not None:
                yield found


def _of_lines(origin: str, language: str, each: Declaration, lines: list[str]) -> Function | None:
    if each.kind not in {"function", "method"} or each.inner_end - each.inner < 2:
        return None
    code = lines[each.header : each.end]
    comments = [line for line in lines[each.start : each.header] if _is_comment(line)]
    return Function(
        origin,
        language,
        each.name,
        textwrap.dedent("\n".join(code))[:LARGEST_TEXT],
        textwrap.dedent("\n".join(lines[each.inner : each.inner_end]))[:LARGEST_TEXT],
        _asked(_SIGNS.sub("", line) for line in comments),
    )


def _of_python(origin: str, data: bytes) -> Iterator[Function]:
    source = decode(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    lines = source.split("\n")
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        docstring = ast.get_docstring(node)
        statements = node.body[1:] if docstring is not None else node.body
        if not statements:
            continue
        head = lines[node.lineno - 1 : node.body[0].lineno - 1]
        body = lines[statements[0].lineno - 1 : node.end_lineno]
        if len(body) >= 2:
            yield Function(
                origin,
                "python",
                node.name,
                textwrap.dedent("\n".join([*head, *body]))[:LARGEST_TEXT],
                textwrap.dedent("\n".join(body))[:LARGEST_TEXT],
                _asked((docstring or "").split("\n")),
            )


def _asked(lines: Iterable[str]) -> str:
    """Return the first paragraph of a comment, "" where it says too little."""
    found: list[str] = []
    for line in lines:
        if _TAG.match(line) or (found and not line.strip()):
            break
        if line.strip():
            found.append(line.strip())
    asked = " ".join(found)
    return asked if len(asked.split()) >= LEAST_WORDS else ""


def _is_comment(line: str) -> bool:
    return line.strip().startswith(("/", "*", "#"))


def _is_made(path: str) -> bool:
    parts = set(Path(path).parts)
    return bool(parts & {"vendor", "node_modules", "dist", "build", "generated"}) or ".min." in path


def by_origin(found: Iterable[Function]) -> dict[str, list[Function]]:
    """Return functions by the repository that they come from."""
    groups: dict[str, list[Function]] = defaultdict(list)
    for each in found:
        groups[each.origin].append(each)
    return groups
