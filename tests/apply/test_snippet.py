"""What a snippet shows: its markers, its stubs, its declarations though code is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.apply import snippet
from honed.apply.items import items_of
from honed.apply.markers import Role
from honed.apply.rows import rows_of
from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.declarations import outline
from tests.code import tree_of

if TYPE_CHECKING:
    from honed.apply.snippet import Shown

FILE = '''\
class Store:
    def __init__(self, path):
        self.path = path

    # get
    def get(self, key):
        """Return it."""
        return self.items[key]

    def put(self, key, value):
        # Waits until it is written, which may last ...
        self.items[key] = value


def load_all(paths):
    return [Store(path) for path in paths]
'''


def read(code: str, file: str = FILE, language: str = "python") -> Shown:
    """Return what a snippet shows of a file."""
    text = Text(encode(file))
    rows = rows_of(text)
    tree = tree_of(file, language)
    items = items_of(rows, outline(tree)) if tree is not None else []
    return snippet.read(code, rows, items, languages.by_name(language) if language else None)


def names(shown: Shown) -> list[str]:
    """Return the kinds, names and rows of all declarations that a snippet shows."""
    return [
        f"{item.kind} {item.name} {item.start}:{item.end}"
        for each in shown.items
        for item in each.walk()
    ]


def markers(shown: Shown) -> list[int]:
    """Return the rows that stand for code left out."""
    return [row for row, role in enumerate(shown.roles) if role is Role.MARKER]


def test_declarations_with_code_left_out() -> None:
    """A marker belongs to the body that it stands in."""
    shown = read("class Store:\n    # ...\n\n    def get(self, key):\n        # ...\n        x()\n")
    assert names(shown) == ["class Store 0:5", "method get 2:5"]
    assert markers(shown) == [1, 3]
    assert shown.has_markers
    assert shown.has_marker(0, 2)
    assert not shown.has_marker(4, 5)
    assert shown.faults == 0


def test_a_body_of_a_marker_only_parses() -> None:
    """Something stands for it, indented as what follows, or by one level."""
    shown = read("def get(self):\n    # ...\n\ndef put(self):\n# ...\n    x()\n")
    assert [name.split()[1] for name in names(shown)] == ["get", "put"]


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("java", "int add(int a) {\n  return a;\n}\n", "add"),
        ("typescript", "  add(a: number) {\n    return a;\n  }\n", "add"),
    ],
)
def test_bare_method(language: str, code: str, name: str) -> None:
    """What parses only within a class is read as if it stood in one."""
    shown = read(code, "x\n", language)
    assert [item.name for item in shown.items] == [name]
    assert shown.faults == 0


def test_stubs() -> None:
    """A header with its body left out, unless the file has that line."""
    shown = read("def get(self, key): ...\n\ndef put(self): ...\n", "def put(self):\n    ...\n")
    assert sorted(shown.stubs) == [0, 1]
    assert shown.stubs[0].head == "def get(self, key):"
    assert shown.has_markers


def test_stubs_noop() -> None:
    """Where the file writes empty bodies so, they are code."""
    shown = read("def get(self, key): ...\n", "def put(self): ...\n")
    assert shown.stubs == {}
    assert not shown.has_markers


def test_removed() -> None:
    """The words of what is said to be gone."""
    shown = read("# removed: old_name()\nx = 1\n")
    assert shown.removed == {"removed", "old_name"}
    assert not shown.is_code(0)
    assert shown.is_code(1)


def test_names_of_the_file_are_markers() -> None:
    """A list of names with an ellipsis, and a comment that only names a declaration."""
    assert markers(read("# load_all, get ...\nx = 1\n")) == [0]
    assert markers(read("x = 1\n# put\n")) == [1]
    assert markers(read("class A {\n  // fields\n}\n", "class A {\n}\n", "java")) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "# save_all, save_one ...\nx = 1\n",
        # It says what the next line is.
        "# put\nx = 1\n",
        # The file has that comment.
        "# get\n",
        "# elsewhere\n",
    ],
)
def test_names_of_the_file_noop(code: str) -> None:
    """Other names, or a comment above code, stay comments."""
    assert markers(read(code)) == []


def test_a_comment_that_breaks_off_is_the_files() -> None:
    """`// if the cache ...` is the beginning of one."""
    shown = read("# Waits until it is ...\nself.items[key] = value\n")
    assert shown.rows.strip[0] == "# Waits until it is written, which may last ..."


def test_a_comment_that_breaks_off_noop() -> None:
    """Nothing in the file, or several lines, begin so."""
    assert read("# Waits for it ...\nx\n").rows.strip[0] == "# Waits for it ..."
    twice = "# Wait for a\nf()\n# Wait for b\ng()\n"
    assert read("# Wait for ...\nx\n", twice).rows.strip[0] == "# Wait for ..."


def test_a_marker_that_the_file_has_is_code_in_its_place() -> None:
    """Beside the same line it is that line; elsewhere it leaves out code."""
    file = 'HELP = """\n# ... existing code ...\n"""\n\nx = 1\n'
    assert markers(read('HELP = """\n# ... existing code ...\n"""\n', file)) == []


def test_a_marker_that_the_file_has_noop() -> None:
    """It stands for code where its neighbours are others."""
    file = 'HELP = """\n# ... existing code ...\n"""\n\nx = 1\n'
    assert markers(read("# ... existing code ...\nx = 2\n", file)) == [0]


STUBS = """\
class A:
    def get(self):
        '''Get it.'''
        ...

    def put(self):
        x()
"""


def test_an_ellipsis_is_a_body_where_the_file_has_such() -> None:
    """The file's own, or that of a new function."""
    assert markers(read(STUBS, STUBS)) == []
    assert markers(read("def remove(self):\n    ...\n", STUBS)) == []


@pytest.mark.parametrize(
    ("code", "file", "found"),
    [
        ("def remove(self):\n    ...\n", "x = 1\n", 1),
        ("def put(self):\n    ...\n", STUBS, 1),
        ("def get(self):\n    '''Get it soon.'''\n    ...\n", STUBS, 2),
        ("class A:\n    ...\n    def put(self):\n        y()\n", STUBS, 1),
        ("...\nx = 1\n", STUBS, 0),
    ],
)
def test_an_ellipsis_is_a_body_noop(code: str, file: str, found: int) -> None:
    """It leaves out code of what the file has otherwise, or where it has no such bodies."""
    assert markers(read(code, file)) == [found]


def test_without_a_language() -> None:
    """There are rows and markers, and no declarations."""
    shown = read("# ...\nx\n", "x\n", "")
    assert (shown.items, shown.faults, markers(shown)) == ([], 0, [0])


def test_lines_end_as_those_of_a_file() -> None:
    """A form feed is in a line, not at its end; a last line end ends no further line."""
    assert read("a\x0cb\n").rows.lines == ["a\x0cb\n"]
    assert read("a\x0cb").rows.lines == ["a\x0cb"]


@pytest.mark.parametrize("blocks", [(("/*", "*/"),), ()])
def test_languages_with_other_comments(blocks: tuple[tuple[str, str], ...]) -> None:
    """A marker becomes what is a comment there, or an empty line."""
    java = languages.by_name("java")
    assert java is not None
    other = attrs.evolve(java, comment_line=(), comment_block=blocks)
    shown = snippet.read("void f() {\n  // ...\n  g();\n}\n", rows_of(Text(b"x\n")), [], other)
    assert shown.faults == 0
    assert [item.name for item in shown.items] == ["f"]


def test_markers_above_a_declaration_are_no_part_of_it() -> None:
    """They would be taken for its comment."""
    shown = read("# ...\n# Gets it.\ndef get(self, key):\n    return 1\n")
    assert [item.start for item in shown.items] == [1]


@pytest.mark.parametrize("language", ["java", "c", "tsx", "rust", "go"])
def test_code_in_braces(language: str) -> None:
    """A marker becomes a comment; nothing is amiss."""
    code = {
        "java": "class A {\n    // ...\n    void f() {\n        // ...\n        g();\n    }\n}\n",
        "c": "int f(void)\n{\n    /* ... */\n    return 1;\n}\n",
        "tsx": "function F() {\n  // ...\n  return <b>{/* ... */}</b>;\n}\n",
        "rust": "fn f() {\n    // ...\n    g();\n}\n",
        "go": "func f() {\n\t// ...\n\tg()\n}\n",
    }[language]
    shown = read(code, "x\n", language)
    assert shown.faults == 0
    assert shown.items[0].end == len(shown.rows)
