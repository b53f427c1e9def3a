"""Declarations by rows."""

from __future__ import annotations

import pytest

from honed.apply.items import Item, items_of, within
from honed.apply.rows import Rows, rows_of
from honed.syntax.declarations import outline
from tests.code import parsed

CLASS = """\
import os

# Keeps all.
@final
class Store:
    size = 1

    def get(self):
        return self.size


def test_store():
    assert Store()
"""


def items(source: str, language: str = "python") -> tuple[Rows, list[Item]]:
    """Return the rows and the declarations of a text."""
    tree = parsed(source, language)
    rows = rows_of(tree.text)
    return rows, items_of(rows, outline(tree))


def test_items_are_declarations_by_rows() -> None:
    """Blank lines do not count."""
    _, found = items(CLASS)
    assert [(each.kind, each.name) for each in found] == [
        ("import", "os"),
        ("class", "Store"),
        ("function", "test_store"),
    ]
    store = found[1]
    assert (store.start, store.inner_end, store.end) == (1, 7, 7)
    assert [child.name for child in store.children] == ["size", "get"]
    assert all(child.parent is store for child in store.children)
    assert [each.name for each in store.walk()] == ["Store", "size", "get"]


def test_shift() -> None:
    """The tree may have been made of a text with lines before the rows."""
    tree = parsed("class A {\n  f() {\n    a();\n  }\n}\n", "typescript")
    rows = Rows(["  f() {\n", "    a();\n", "  }\n"])
    [method] = items_of(rows, outline(tree)[0].children, shift=1)
    assert (method.name, method.start, method.inner, method.inner_end, method.end) == (
        *("f", 0, 1, 2, 3),
    )


def test_what_has_no_row_is_left_out_noop() -> None:
    """Of two declarations on one row the second has none of its own."""
    tree = parsed("class A {\n}\n", "typescript")
    assert items_of(Rows([]), outline(tree)) == []


@pytest.mark.parametrize(
    ("kind", "group"),
    [("method", "function"), ("struct", "class"), ("field", "variable"), ("import", "import")],
)
def test_groups(kind: str, group: str) -> None:
    """What may stand for what."""
    assert Item(kind, "a", 0, 0, 1, 1, 1, None).group == group


def test_containers() -> None:
    """A class holds declarations, and so does a block of tests that has some."""
    _, found = items(CLASS)
    assert found[1].is_container
    block = Item("test", "a", 0, 0, 1, 3, 4, None)
    block.children.append(Item("test", "b", 1, 1, 2, 2, 3, block))
    assert block.is_container


def test_containers_noop() -> None:
    """A function holds statements; a test alone does, too."""
    _, found = items(CLASS)
    assert not found[2].is_container
    assert not Item("test", "a", 0, 0, 1, 2, 3, None).is_container


def test_leaves() -> None:
    """An import has no body; a function has one."""
    _, (os, store, test) = items(CLASS)
    assert os.is_leaf
    assert not any(each.is_leaf for each in (store, test))


def test_within() -> None:
    """Only what lies wholly in the rows."""
    _, found = items(CLASS)
    assert within(found, 0, 7) == found[:2]
    assert within(found, 1, 6) == []
