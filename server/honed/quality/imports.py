"""What the names that a text of Python imports stand for: `np` for `numpy`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import tree_sitter

    from honed.core.text import Text
    from honed.syntax.tree import Tree

_IMPORT = b"import"
_WORD = re.compile(rb"import\b")
_KINDS = frozenset({"import_statement", "import_from_statement"})


def imported(tree: Tree) -> Mapping[str, str]:
    """Return what each imported name is called where it comes from: `{"loads": "pickle.loads"}`.

    Of `import os.path` it is `os`. Empty for other languages.
    """
    if tree.language.name != "python":
        return {}
    return _imported(_Imports(_statements(tree.text.data), tree))


@attrs.frozen
class _Imports:
    """The code of a tree's imports: where it is the same, so are the names."""

    code: bytes
    tree: Tree = attrs.field(eq=False)


@lru_cache(maxsize=2)
def _statements(data: bytes) -> bytes:
    """Return the lines that import, up to a bracket's end where one opens there."""
    found: list[bytes] = []
    start = data.find(_IMPORT)
    while start >= 0:
        end = _end(data, start, b"\n")
        if b"(" in data[start:end]:
            end = _end(data, start, b")")
        found.append(data[data.rfind(b"\n", 0, start) + 1 : end])
        start = data.find(_IMPORT, end)
    return b"\n".join(found)


def _end(data: bytes, start: int, mark: bytes) -> int:
    end = data.find(mark, start)
    return end if end >= 0 else len(data)


@lru_cache(maxsize=4)
def _imported(imports: _Imports) -> Mapping[str, str]:
    found: dict[str, str] = {}
    source, root = imports.tree.text, imports.tree.root
    end = 0
    for match in _WORD.finditer(source.data):
        if match.start() < end:
            continue
        node = root.descendant_for_byte_range(*match.span())
        node = node.parent if node is not None else None
        if node is not None and node.type in _KINDS:
            found.update(_names(node, source))
            end = node.end_byte
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
