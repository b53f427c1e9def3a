"""The stories of `honed demo`: an edit, real files in which there is much to make it, its results.

What each place must become is computed here, with Python's `ast` or a regular expression, and so
without anything that honed learns or offers with: every offer can be held against it.
"""

from __future__ import annotations

import ast
import re
import sysconfig
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.cli.demo_texts import Change
from honed.core.errors import HonedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEAST_PLACES = 6
"""A file with fewer places tells no story."""
PYTHON_STORIES = 2
CACHED = 16
"""Texts whose places are remembered; each is asked for several times."""


@attrs.frozen
class Story:
    """An edit that developers make; `changes` finds where a text waits for it, in order."""

    title: str
    language: str
    changes: Callable[[str], tuple[Change, ...]]
    alike: re.Pattern[str]
    """What lines look like that are easily taken for a place."""
    modules: tuple[str, ...] = ()
    """Files of the standard library that it is told on, in order of preference."""


@attrs.frozen
class Chapter:
    """A story and the file that it is told on; `name` is that of the copy."""

    story: Story
    name: str
    origin: str
    text: str


def python_chapters() -> list[Chapter]:
    """Return the stories that the standard library of this Python can tell, each on one module.

    `HonedError` where there is none, as in a Python that comes without its sources.
    """
    library = Path(sysconfig.get_path("stdlib"))
    possible = (each for story in PYTHON if (each := _on_module(story, library)))
    chapters = list(islice(possible, PYTHON_STORIES))
    if not chapters:
        names = ", ".join(dict.fromkeys(name for story in PYTHON for name in story.modules))
        raise HonedError(
            f"No module in {library} has the code that the demo edits (it looked at {names})."
            " Run it with a Python that was installed with its standard library's sources."
        )
    return chapters


def _on_module(story: Story, library: Path) -> Chapter | None:
    for name in story.modules:
        try:
            text = (library / name).read_text("utf-8")
            changes = story.changes(text)
        except (OSError, ValueError, SyntaxError):
            continue
        if len(changes) >= LEAST_PLACES:
            return Chapter(story, name, f"Python's own {name}", text)
    return None


def typescript_chapter(path: Path) -> Chapter:
    """Return the first TypeScript story that the file can tell; `HonedError` where it has none."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise HonedError(f"The TypeScript file {path} cannot be read: {error}.") from error
    for story in TYPESCRIPT:
        if len(story.changes(text)) >= LEAST_PLACES:
            return Chapter(story, path.name, _package_of(path), text)
    titles = "; ".join(story.title for story in TYPESCRIPT)
    raise HonedError(
        f"{path} has too little of what the demo edits ({titles}). Name another TypeScript file."
    )


def _package_of(path: Path) -> str:
    """Return `package/path/in/it`, the package being the nearest folder with a package.json."""
    parents = path.absolute().parents
    root = next((each for each in parents if (each / "package.json").is_file()), parents[0])
    return f"{root.name}/{path.absolute().relative_to(root).as_posix()}"


class _Source:
    """A Python text with its tree; columns of `ast` are bytes, ours are characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes = list(ast.walk(ast.parse(text)))
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where the node starts and ends, in characters."""
        end_line, end_column = node.end_lineno, node.end_col_offset
        if end_line is None or end_column is None:  # pragma: no cover - parsed nodes have ends
            raise ValueError(f"a node without an end at line {node.lineno}")
        return self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column)

    def _offset(self, line: int, column: int) -> int:
        head = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(head.decode())

    def of(self, node: ast.expr) -> str:
        """Return the source of the node."""
        start, end = self.span(node)
        return self.text[start:end]


def _in_order(changes: Iterator[Change]) -> tuple[Change, ...]:
    """Return the changes by place; of two of which one holds the other, only the outer."""
    found: list[Change] = []
    for change in sorted(changes, key=lambda each: (each.start, -each.end)):
        if not found or change.start >= found[-1].end:
            found.append(change)
    return tuple(found)


_PERCENT = re.compile(r"%(.)", re.DOTALL)
_STRING = re.compile(
    r"""(?P<quote>'''|\"""|'|")(?P<text>(?:\\.|(?!(?P=quote))[^\\{}])*)(?P=quote)""", re.DOTALL
)


@lru_cache(CACHED)
def percent_formats(text: str) -> tuple[Change, ...]:
    """Make `"a %s" % b` an `f"a {b}"`, wherever that shows the same values."""
    source = _Source(text)

    def found() -> Iterator[Change]:
        for node in source.nodes:
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
                new = _as_f_string(source, node)
                if new is not None:
                    yield Change(*source.span(node), new)

    return _in_order(found())


def _as_f_string(source: _Source, node: ast.BinOp) -> str | None:
    """Return the f-string for a format; None where that is no plain string, or would differ."""
    string = _STRING.fullmatch(source.of(node.left))
    values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    if string is None or _PERCENT.findall(string["text"]) != ["s"] * len(values):
        return None
    if any(isinstance(value, ast.Starred) for value in values):
        return None
    head, *tails = string["text"].split("%s")
    fields = zip(values, tails, strict=True)
    middle = "".join(f"{{{source.of(value)}}}{tail}" for value, tail in fields)
    new = f"f{string['quote']}{head}{middle}{string['quote']}"
    return new if _values_shown(new) == [ast.dump(value) for value in values] else None


def _values_shown(f_string: str) -> list[str] | None:
    """Return what an f-string shows, None where it is none or shows it in another form."""
    try:
        parsed = ast.parse(f_string, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    parts = parsed.values if isinstance(parsed, ast.JoinedStr) else []
    fields = [part for part in parts if isinstance(part, ast.FormattedValue)]
    if any(field.conversion >= 0 or field.format_spec for field in fields):
        return None
    return [ast.dump(field.value) for field in fields]


@lru_cache(CACHED)
def old_supers(text: str) -> tuple[Change, ...]:
    """Make `super(Class, self)` a `super()`."""
    source = _Source(text)
    return _in_order(
        Change(*source.span(node), "super()")
        for node in _calls(source, "super")
        if len(node.args) == len(("class", "self"))
    )


@lru_cache(CACHED)
def path_questions(text: str) -> tuple[Change, ...]:
    """Make `os.path.exists(x)` a `Path(x).exists()`."""
    source = _Source(text)
    return _in_order(
        Change(*source.span(node), f"Path({source.of(node.args[0])}).exists()")
        for node in _calls(source, "os.path.exists")
        if len(node.args) == 1
    )


def _calls(source: _Source, name: str) -> Iterator[ast.Call]:
    """Yield the calls of what is called `name`, without keywords."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and not node.keywords and _dotted(node.func) == name:
            yield node


def _dotted(node: ast.expr) -> str:
    """Return `a.b.c` for such an expression, nothing for any other."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _by_expression(pattern: str, new: str) -> Callable[[str], tuple[Change, ...]]:
    """Return a function that finds a regular expression; comments are passed over."""
    compiled = re.compile(rf"(?P<comment>//[^\n]*|/\*.*?\*/)|{pattern}", re.DOTALL)

    def changes(text: str) -> tuple[Change, ...]:
        return tuple(
            Change(match.start(), match.end(), match.expand(new))
            for match in compiled.finditer(text)
            if match["comment"] is None
        )

    return lru_cache(CACHED)(changes)


PYTHON = (
    Story(
        "a %-format becomes an f-string",
        "python",
        percent_formats,
        re.compile("%"),
        ("imaplib.py", "pdb.py", "urllib/request.py", "turtle.py"),
    ),
    Story(
        "super(Class, self) becomes super()",
        "python",
        old_supers,
        re.compile(r"super\(|self"),
        ("argparse.py", "unittest/runner.py", "ssl.py"),
    ),
    Story(
        "os.path.exists(…) becomes Path(…).exists()",
        "python",
        path_questions,
        re.compile(r"os\.path\.|exists"),
        ("logging/handlers.py", "mailbox.py", "venv/__init__.py", "shutil.py"),
    ),
)
TYPESCRIPT = (
    Story(
        "an object becomes two arguments",
        "typescript",
        _by_expression(
            r"this\._addCheck\(\{ kind: (?P<kind>\"\w+\"),"
            r" \.\.\.errorUtil\.errToObj\((?P<message>\w+)\) \}\)",
            r"this._addCheck(\g<kind>, \g<message>)",
        ),
        re.compile("_addCheck|errToObj"),
    ),
    Story(
        "hasOwnProperty.call becomes Object.hasOwn",
        "typescript",
        _by_expression(r"Object\.prototype\.hasOwnProperty\.call\(", "Object.hasOwn("),
        re.compile("hasOwn|prototype"),
    ),
    Story(
        "an Error becomes a TypeError",
        "typescript",
        _by_expression(r"throw new Error\(", "throw new TypeError("),
        re.compile("throw|Error"),
    ),
)
