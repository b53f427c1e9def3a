"""The imports at the top of a file, one by one, with the lines that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from honed.syntax.tree import Tree

_GROUPS = frozenset({"import_spec_list"})
_SPECS = frozenset({"import_spec"})
"""In Go one declaration has several imports: each of them counts."""


@attrs.frozen
class Import:
    """One import: its text on one line, and its lines (zero-based, both included).

    `kind` is that of its node, and `prefix` what stands before it on its line: the indentation in
    a list of imports, or the word that introduces a single one. `is_alone` says that nothing else
    stands on its lines.
    """

    source: str
    kind: str
    first: int
    last: int
    prefix: str
    is_alone: bool


def imports(tree: Tree) -> list[Import]:
    """Return the imports that stand outside of all blocks, in text order."""
    return [
        _import(tree, node)
        for child in tree.root.children
        if child.type in tree.language.import_
        for node in _single(child)
    ]


def _single(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the imports that a node has, itself where it is one."""
    specs = [child for child in node.children if child.type in _SPECS | _GROUPS]
    if not specs:
        yield node
    for child in specs:
        if child.type in _GROUPS:
            yield from (each for each in child.children if each.type in _SPECS)
        else:
            yield child


def _import(tree: Tree, node: tree_sitter.Node) -> Import:
    text = tree.text
    first, last = text.line_at(node.start_byte), text.line_at(node.end_byte)
    if last > first and node.end_byte == text.line_start(last):
        last -= 1  # The line end is a part of some nodes.
    end = min(node.end_byte, text.line_span(last).end)
    before = decode(text.data[text.line_start(first) : node.start_byte])
    behind = text.data[end : text.line_span(last).end].strip()
    source = " ".join(decode(text.data[node.start_byte : end]).split())
    is_alone = not behind and before.strip() in {"", "import"}
    return Import(source, node.type, first, last, before, is_alone)
