"""Where a node stands: what is around it, and what stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import tree_sitter

    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]


def code(node: tree_sitter.Node | None) -> bytes:
    """Return the text of a node, nothing for none."""
    return (node.text or b"") if node is not None else b""


def around(node: tree_sitter.Node, tree: Tree) -> list[tree_sitter.Node]:
    """Return what a node stands in, the innermost first."""
    chain: list[tree_sitter.Node] = []
    for each in ancestors(tree, node.start_byte):
        if each == node:
            break
        chain.append(each)
    return chain[::-1]


def enclosing(
    node: tree_sitter.Node, tree: Tree, kinds: Collection[str]
) -> tree_sitter.Node | None:
    """Return the innermost of some kinds that a node stands in, None where there is none."""
    return next((each for each in around(node, tree) if each.type in kinds), None)


def next_statement(node: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return what follows a statement in its block, comments left out."""
    following = node.next_named_sibling
    while following is not None and "comment" in following.type:
        following = following.next_named_sibling
    return following
