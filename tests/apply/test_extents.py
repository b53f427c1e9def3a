"""Where the declarations of a snippet begin and end, although code is left out in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.apply.test_snippet import read

if TYPE_CHECKING:
    from honed.apply.items import Item

FILE = """\
class Store:
    def get(
        self,
        key,
    ):
        return self.items[key]

    def put(self, key, value):
        try:
            self.items[key] = value
        except KeyError:
            pass
"""


def flat(code: str, file: str = FILE, language: str = "python") -> dict[str, Item]:
    """Return the declarations that a snippet shows by their names."""
    shown = read(code, file, language)
    return {item.name: item for each in shown.items for item in each.walk()}


def span(item: Item) -> tuple[int, int, int, int]:
    """Return where a declaration starts, its body, and where it ends."""
    return item.start, item.inner, item.inner_end, item.end


def test_markers_further_right_belong_to_the_body() -> None:
    """They leave out its end."""
    found = flat("def put(self, key, value):\n    check(key)\n    # ...\n\nx = 1\n")
    assert span(found["put"]) == (0, 1, 3, 3)


def test_markers_at_its_column_noop() -> None:
    """They leave out what follows."""
    found = flat("def put(self, key, value):\n    check(key)\n# ...\n\nx = 1\n")
    assert span(found["put"]) == (0, 1, 2, 2)


def test_closing_bracket_belongs_to_it() -> None:
    """It is not of its body; after a marker the parser may have lost it."""
    found = flat("void f() {\n  // ...\n  g();\n}\n", "x\n", "java")
    assert span(found["f"]) == (0, 1, 3, 4)


def test_cut_off() -> None:
    """What is not closed ends with what is indented."""
    found = flat("class A {\n  void f() {\n    g();\n    // ...\n", "x\n", "java")
    assert found["f"].end == 4


def test_a_header_that_the_parser_misses_is_found_in_the_file() -> None:
    """The snippet shows it word for word; all its lines are header."""
    code = "    def get(\n        self,\n        key,\n    ):\n        try:\n# ...\n"
    found = flat(code)
    assert span(found["get"])[:2] == (0, 4)


def test_a_header_that_the_parser_misses_noop() -> None:
    """One that stands twice in the file, or says too little, is not looked for."""
    twice = "class A:\n    def f(self, a):\n        pass\n\n"
    assert flat("@(\ndef f(self, a):\n", twice + twice.replace("A", "B")).keys() <= {"f"}
    assert "try" not in flat("try:\n    x = (\n# ...\n")


def test_a_header_of_several_lines() -> None:
    """All of them are shown; the body is cut off."""
    code = "def get(\n        self,\n        key,\n    ):\n    # ...\n    y = (\n    z = 2\n"
    assert span(flat(code)["get"]) == (0, 4, 7, 7)


def test_a_header_of_several_lines_noop() -> None:
    """What follows its first line is not the file's."""
    assert span(flat("def get(\n        other=1,\n# ...\n")["get"]) == (0, 1, 2, 2)


def test_comments_with_a_part_left_out() -> None:
    """They are one comment."""
    found = flat("# Puts it.\n# ...\n# Then waits.\ndef put(self, key, value):\n    a()\n")
    assert found["put"].start == 0


def test_comments_above_belong_to_it() -> None:
    """Also where the parser missed them."""
    found = flat("x = (\n\n# Puts it.\n# Then waits.\ndef put(self, key, value):\n    a()\n")
    assert found["put"].start == 1


def test_comments_above_noop() -> None:
    """A line above that is no comment, or stands further left, does not."""
    assert flat("#include <a.h>\nint f(void)\n{\n}\n", "x\n", "c")["f"].start == 1
    found = flat("class A:\n# Left.\n    def put(self, key, value):\n        a()\n")
    assert found["put"].start == 2


def test_children_end_with_what_holds_them() -> None:
    """A body that goes on behind a marker does not leave its class."""
    found = flat(
        "class Store:\n    # ...\n    def put(self, key, value):\n        # ...\n\nx = 1\n"
    )
    assert found["put"].parent is not None
    assert found["put"].end == found["Store"].end == 4


def test_leaves() -> None:
    """An import, and a field, end where they end."""
    found = flat("import os\n# ...\nclass A:\n    size = 1\n    # ...\n")
    assert span(found["os"]) == (0, 1, 1, 1)
    assert span(found["size"]) == (3, 4, 4, 4)
