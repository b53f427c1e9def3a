"""What the names that a text of Python imports stand for: `np` for `numpy`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import tree_sitter

    from honed.core.text import Text
    from honed.syntax.tree import Tree

_IMPORT = re.compile(rb"import\b")
_STATEMENTS = frozenset({"import_statement", "import_from_statement"})


def imported(tree: Tree) -> Mapping[str, str]:
    """Return what each imported name is called where it comes from: `{"loads": "pickle.loads"}`.

    Of `import os.path` it is `os`. Empty for other languages.
    """
    return _imported(tree.handle, tree.text) if tree.language.name == "python" else {}


@lru_cache(maxsize=2)
def _imported(handle: tree_sitter.Tree, source: Text) -> Mapping[str, str]:
    found: dict[str, str] = {}
    root = handle.root_node
    for match in _IMPORT.finditer(source.data):
        node = root.descendant_for_byte_range(*match.span())
        node = node.parent if node is not None else None
        if node is not None and node.type in _STATEMENTS:
            found.update(_names(node, source))
    return found


def _names(statement: tree_sitter.Node, source: Text) -> Iterator[tuple[str, str]]:
    def text(node: tree_sitter.Node | None) -> str:
        return decode(source.data[node.start_byte : node.end_byte]) if node is not None else ""

    origin = statement.child_by_field_name("module_name")
    for each in statement.children_by_field_name("name"):
        name, alias = text(each), ""
        if each.type == "aliased_import":
            name = text(each.child_by_field_name("name"))
            alias = text(each.child_by_field_name("alias"))
        if origin is not None:
            yield alias or name, f"{text(origin)}.{name}"
        elif alias:
            yield alias, name
        else:
            first = name.partition(".")[0]
            yield first, first
