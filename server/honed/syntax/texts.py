"""Strings and comments that go over several lines: inside of them a line is no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.syntax.tree import Tree


def long_texts(tree: Tree, *, comments: bool = True) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each string and comment of several lines, in order.

    A text in which a carriage return alone ends lines has none, because tree-sitter counts its
    lines otherwise.
    """
    if tree.text.has_lone_returns:
        return
    kinds = tree.language.string | (tree.language.comment if comments else frozenset())
    stack = [tree.root]
    while stack:
        node = stack.pop()
        first, (last, column) = node.start_point.row, node.end_point
        last -= column == 0
        if last <= first:
            continue
        if node.type in kinds:
            yield first, last
        else:
            stack += reversed(node.children)
