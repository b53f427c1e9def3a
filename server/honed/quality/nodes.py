"""What checks ask of nodes: their text, what is around them, the arguments of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode
from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import tree_sitter

    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]

FARTHEST = 100
"""So many nodes around one are looked at: deeper code is not written by people."""


def text(node: tree_sitter.Node | None) -> str:
    """Return the code of a node, "" for none."""
    return decode(node.text or b"") if node is not None else ""


def code(node: tree_sitter.Node | None, tree: Tree) -> str:
    """Return the same: ten times as fast, where many are asked."""
    return decode(tree.text.data[node.start_byte : node.end_byte]) if node is not None else ""


def raw(node: tree_sitter.Node | None) -> bytes:
    """Return the bytes of a node, none for none."""
    return (node.text or b"") if node is not None else b""


def around(node: tree_sitter.Node, tree: Tree) -> list[tree_sitter.Node]:
    """Return the nodes around one, the innermost first.

    They are met on the way from the root, which the binding goes for each parent that is asked for.
    """
    chain: list[tree_sitter.Node] = []
    for each in ancestors(tree, node.start_byte):
        # What is missing has no bytes: the way goes past it.
        if each == node or each.end_byte < node.end_byte or not each.child_count:
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


def is_inside(
    node: tree_sitter.Node, tree: Tree, kinds: frozenset[str], until: frozenset[str]
) -> bool:
    """Return whether a node of `kinds` is around one, nearer than any of `until`."""
    for each in around(node, tree):
        if each.type in kinds:
            return True
        if each.type in until:
            return False
    return False


def walk(
    node: tree_sitter.Node, without: frozenset[str] = frozenset()
) -> Iterator[tree_sitter.Node]:
    """Yield a node and all named ones in it, but none of the kinds `without`."""
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        stack += [inner for inner in reversed(each.named_children) if inner.type not in without]


@attrs.frozen
class Arguments:
    """The arguments of a call; `is_open` where `*rest` or `**named` may bring more."""

    placed: Sequence[tree_sitter.Node] = ()
    named: Mapping[str, tree_sitter.Node] = attrs.field(factory=dict)
    is_open: bool = False

    def get(self, name: str, place: int | None = None) -> tree_sitter.Node | None:
        """Return an argument by its name, or by its place; None where it is not given."""
        if name in self.named:
            return self.named[name]
        return self.placed[place] if place is not None and place < len(self.placed) else None


_REST = frozenset({"list_splat", "dictionary_splat"})


def arguments(node: tree_sitter.Node | None, tree: Tree) -> Arguments:
    """Read the arguments of a call of Python; those of other grammars have no names."""
    placed: list[tree_sitter.Node] = []
    named: dict[str, tree_sitter.Node] = {}
    is_open = False
    for each in node.named_children if node is not None else ():
        if each.type in _REST:
            is_open = True
        elif each.type == "keyword_argument":
            value = each.child_by_field_name("value")
            if value is not None:
                named[code(each.child_by_field_name("name"), tree)] = value
        elif each.type != "comment":
            placed.append(each)
    return Arguments(placed, named, is_open)
