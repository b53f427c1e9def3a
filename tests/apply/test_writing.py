"""A plan as text: indentation, blank lines, line ends."""

from __future__ import annotations

import pytest

from honed.apply.levels import Units
from honed.apply.plan import Plan
from honed.apply.rows import rows_of
from honed.apply.writing import write
from honed.core.text import Text, decode, encode
from tests.apply.test_snippet import read


def written(file: str, code: str, steps: str, *, follow: str = "", language: str = "python") -> str:
    """Return the text of a plan.

    `steps` are rows: matched "row=place", inserted "row@place", deleted "-place"; `follow` is
    "start:end:row:place".
    """
    text = Text(encode(file))
    plan = Plan(read(code, file, language), rows_of(text))
    for step in steps.split():
        if step.startswith("-"):
            plan.delete(int(step[1:]), int(step[1:]) + 1)
        elif "=" in step:
            plan.match(*map(int, step.split("=")))
        elif "!" in step:
            row, place = map(int, step.split("!"))
            plan.insert(row, place)
            plan.tight.add(row)
        else:
            plan.insert(*map(int, step.split("@")))
    for each in follow.split():
        plan.follow(*map(int, each.split(":")))
    units = Units(decode(text.indent_unit), decode(Text(encode(code)).indent_unit))
    return write(plan, units, decode(text.line_end))


@pytest.mark.parametrize(
    "file", ["", "\n", "a\n", "a", "\n\na\n\n\nb\n\n", "a\r\nb", "a  \n\t\n  ", "\ufeffa\n", "a\rb"]
)
def test_nothing_is_changed_noop(file: str) -> None:
    """The text is the file's to the byte."""
    assert written(file, "x = 1\n", "") == file


@pytest.mark.parametrize("file", ["a\n  b  \n\nc\n", "a\r\n  b\r\n\r\nc", "\ufeffa\n  b\n\nc"])
def test_rows_that_say_the_same_noop(file: str) -> None:
    """A matched row is the file's own, with the space behind it and its line end."""
    assert written(file, "a\n  b\n\nc\n", "0=0 1=1 2=2") == file


def test_a_changed_row() -> None:
    """It takes the line end of the file."""
    assert written("a = 1\r\nb = 2\r\n", "b = 3\n", "0=1") == "a = 1\r\nb = 3\r\n"


@pytest.mark.parametrize(
    ("code", "steps", "after"),
    [
        ("b = 3\n", "0=1", "a = 1\nb = 3"),
        ("c = 3\n", "0!2", "a = 1\nb = 2\nc = 3"),
        ("a = 3\n", "0=0 -1", "a = 3"),
    ],
)
def test_no_final_newline(code: str, steps: str, after: str) -> None:
    """The result has none where the file has none, whoever wrote its last row."""
    assert written("a = 1\nb = 2", code, steps) == after


def test_a_final_newline_noop() -> None:
    """It stays where the file has one, also behind blank lines, and an empty file gets one."""
    assert written("a = 1\n\n", "b = 3", "0!1") == "a = 1\nb = 3\n\n"
    assert written("", "b = 3", "0@0") == "b = 3\n"


def test_byte_order_mark() -> None:
    """The file's stays, the snippet's is none of the result."""
    assert written("\ufeffa = 1\n", "a = 2\n", "0=0") == "\ufeffa = 2\n"
    assert written("a = 1\n", "\ufeffa = 2\n", "0=0") == "a = 2\n"


@pytest.mark.parametrize(
    ("file", "code", "steps", "after"),
    [
        # Between rows shown as neighbours, as the snippet shows them.
        ("a\nb\n", "a\n\nb\n", "0=0 1=1", "a\n\nb\n"),
        ("a\n\n\nb\n", "a\nx\n\nb\n", "0=0 1@1 2=1", "a\nx\n\nb\n"),
        # Behind rows left out: at least as many as there were.
        ("a\n\n\nb\n", "# ...\n\nx\n", "1@1", "a\n\n\nx\n\n\nb\n"),
        ("a\nb\n", "# ...\n\nx\n# ...\n", "1@1", "a\n\nx\nb\n"),
        ("a\nb\n", "x\n\n# ...\n", "0@0", "x\n\na\nb\n"),
        # At the end, apart from what is there.
        ("a\n", "# ...\nx\n", "1@1", "a\n\nx\n"),
        # In the place of what is deleted, as that stood.
        ("a\n\nb\n\nc\n", "# ...\nx\n# ...\n", "1@1 -1", "a\n\nx\n\nc\n"),
        # Tight, without any.
        ("a\n\nb\n", "# ...\n\nx\n", "1!1", "a\nx\n\nb\n"),
        # Before a row that the snippet shows, as it shows it.
        ("a\n\nb\n", "# ...\n\n@x\nb\n", "1@1", "a\n\n@x\nb\n"),
        # Blank lines at the beginning stay there.
        ("\n\na\n", "x\n", "0=0", "\n\nx\n"),
    ],
)
def test_blank_lines(file: str, code: str, steps: str, after: str) -> None:
    """What the snippet shows counts, and elsewhere what the file has."""
    assert written(file, code, steps) == after


def test_indentation_follows_the_header() -> None:
    """A method that was written down without its class goes back to where it stands."""
    file = "class A:\n    def f(self):\n        return 1\n"
    code = "def f(self):\n    x()\n    return 1\n"
    after = "class A:\n    def f(self):\n        x()\n        return 1\n"
    assert written(file, code, "0=1 1@2 2=2", follow="0:3:0:1") == after


def test_indentation_follows_what_most_rows_do() -> None:
    """One row that is indented otherwise is so in the file, too."""
    file = "if a:\n    b()\n    c()\n    d()\n"
    code = "  b()\nx()\nc()\nd()\n"
    after = "if a:\n      b()\n    x()\n    c()\n    d()\n"
    assert written(file, code, "0=1 1@2 2=2 3=3") == after


def test_indentation_further_left_than_the_reference() -> None:
    """Where the file has that much it is taken away, else nothing is left."""
    file = "if a:\n    b()\n"
    assert written(file, "        b()\n    x()\n", "0=1 1!2") == "if a:\n    b()\nx()\n"
    assert written(file, "            b()\n  x()\n", "0=1 1!2") == "if a:\n    b()\nx()\n"


def test_a_piece_written_down_carelessly() -> None:
    """Its own first row tells how far all of it is off, not the header that it follows."""
    file = "def f():\n    a()\n    b()\n    c()\n"
    code = "def f():\n  # ...\n  b()\n  x()\n"
    after = "def f():\n    a()\n    b()\n    x()\n    c()\n"
    assert written(file, code, "0=0 2=2 3!3", follow="0:4:0:0") == after


def test_a_piece_written_down_carelessly_noop() -> None:
    """Where its rows are off by different amounts it is meant so."""
    file = "def f():\n    a()\n    b()\n    c()\n"
    code = "def f():\n    # ...\n      b()\n    c()\n"
    after = "def f():\n    a()\n      b()\n    c()\n"
    assert written(file, code, "0=0 2=2 3=3", follow="0:4:0:0") == after


def test_the_text_of_a_row_is_given() -> None:
    """It is written at the indentation of the file's row."""
    text = Text(b"if a:\n    b(\n")
    plan = Plan(read("b(): ...\n", "x\n"), rows_of(text))
    plan.match(0, 1)
    plan.text_of[1] = "c("
    assert write(plan, Units("    ", "    "), "\n") == "if a:\n    c(\n"


def test_tabs_for_spaces() -> None:
    """The file's unit is used, where the snippet has only the other."""
    file = "func f() {\n\tg()\n}\n"
    code = "func f() {\n    g()\n    if a {\n        h()\n    }\n}\n"
    after = "func f() {\n\tg()\n\tif a {\n\t\th()\n\t}\n}\n"
    assert written(file, code, "0=0 1=1 2@2 3@2 4@2 5=2", language="go") == after


def test_spaces_for_tabs() -> None:
    """The other way round."""
    file = "void f() {\n  g();\n}\n"
    code = "void f() {\n\tg();\n\tif (a) {\n\t\th();\n\t}\n}\n"
    after = "void f() {\n  g();\n  if (a) {\n    h();\n  }\n}\n"
    assert written(file, code, "0=0 1=1 2@2 3@2 4@2 5=2", language="c") == after


def test_more_spaces_for_a_level() -> None:
    """Two columns in the snippet are four in the file, where its own rows say so."""
    file = "def f():\n    g()\n    if a:\n        b()\n"
    code = "def f():\n  g()\n  if a:\n    b()\n    c()\n"
    after = "def f():\n    g()\n    if a:\n        b()\n        c()\n"
    assert written(file, code, "0=0 1=1 2=2 3=3 4!4", follow="0:5:0:0") == after


def test_more_spaces_for_a_level_noop() -> None:
    """Rows that continue another stand at columns of their own."""
    file = "def f():\n    g(a,\n      b)\n"
    code = "def f():\n    g(a,\n      b,\n      c)\n"
    assert written(file, code, "0=0 1=1 2=2 3!3", follow="0:4:0:0") == code


def test_nothing_to_follow_noop() -> None:
    """Rows put in stay as they are written."""
    assert written("a\n", "  x\n", "0!1") == "a\n  x\n"


CLASSES = """\
class A:
    x = 1

    def one(self):
        return 1


class B:
    pass
"""


@pytest.mark.parametrize(
    ("code", "steps", "after"),
    [
        # A method that is put in at the end has the file's own space above it, and below.
        (
            "class A:\n    # ...\n\n\n\n    def two(self):\n        return 2\n",
            "0=0 2@4 3@4",
            CLASSES.replace("1\n\n\nclass", "1\n\n    def two(self):\n        return 2\n\n\nclass"),
        ),
        # The noop twins: a statement has what is shown, as has a method in the middle.
        (
            "class A:\n    # ...\n        # ...\n        go()\n",
            "0=0 3@4",
            CLASSES.replace("1\n\n\nclass", "1\n        go()\n\n\nclass"),
        ),
        (
            "class A:\n    x = 1\n\n\n    def two(self):\n        return 2\n    # ...\n",
            "0=0 1=1 2@2 3@2",
            CLASSES.replace("x = 1\n\n", "x = 1\n\n\n    def two(self):\n        return 2\n\n"),
        ),
    ],
)
def test_space_at_the_end_of_a_block(code: str, steps: str, after: str) -> None:
    """The blank lines below a class belong to what follows it."""
    assert written(CLASSES, code, steps, follow="0:4:0:0") == after
