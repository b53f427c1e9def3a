"""Blocks whose lines begin at several columns, in a language of indentation.

Its parser takes them for faultless; the language does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import tree_sitter

    from honed.syntax.tree import Tree


def has_uneven_block(tree: Tree, changed: Iterable[range]) -> bool:
    """Return whether lines of a block that one of the ranges touches begin at several columns.

    Those of its statements, that is; `else` and the like begin where their statement does.
    """
    lines = {line for each in changed for line in range(each.start - 1, each.stop + 2)}
    seen: set[int] = set()
    for line in sorted(lines):
        if 0 <= line < tree.text.line_count and _is_uneven(tree, line, seen):
            return True
    return False


def _is_uneven(tree: Tree, line: int, seen: set[int]) -> bool:
    """Look at the block of the statement that begins on a line, unless it was seen."""
    data = tree.text.slice(tree.text.line_span(line))
    start = tree.text.line_start(line) + len(data) - len(data.lstrip())
    node = tree.root.descendant_for_byte_range(start, start + 1)
    blocks = {*tree.language.block, tree.root.type}
    while node is not None and node.start_byte == start:
        around = node.parent
        if around is None or _is_comment(tree, node):
            return False
        if around.type in blocks:
            if around.id in seen:
                return False
            seen.add(around.id)
            statements = (each for each in around.named_children if not _is_comment(tree, each))
            return len({_margin(tree, each) for each in statements if _begins_line(tree, each)}) > 1
        if node.type.endswith("_clause") and around.start_byte != start:
            return _margin(tree, around) != _margin(tree, node) and _begins_line(tree, around)
        node = around
    return False


def _is_comment(tree: Tree, node: tree_sitter.Node) -> bool:
    return node.type in tree.language.comment


def _before(tree: Tree, node: tree_sitter.Node) -> bytes:
    return tree.text.data[node.start_byte - node.start_point.column : node.start_byte]


def _margin(tree: Tree, node: tree_sitter.Node) -> int:
    """Return the column at which the line of a node begins."""
    return len(_before(tree, node).expandtabs())


def _begins_line(tree: Tree, node: tree_sitter.Node) -> bool:
    return not _before(tree, node).strip()
