"""Sequences of logical operators: to read on with the same one costs nothing.

`a && b && c` is one thought, `a && b || c` two (SonarSource, "Cognitive Complexity", 2018).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from honed.core.text import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    import tree_sitter


def continuing(nodes: Sequence[tree_sitter.Node], free: Container[int]) -> set[Span]:
    """Return where the operators stand that go on with the one before them.

    `nodes` are all logical expressions of a text. Of a whole sequence whose id is in `free` the
    first operator is returned, too, where the others are like it.
    """
    members = {node.id: node for node in nodes}
    seen: set[int] = set()
    found: set[Span] = set()
    for node in sorted(nodes, key=lambda each: (each.start_byte, -each.end_byte)):
        if node.id in seen:
            continue
        operators = list(_operators(node, members, seen))
        if node.id in free and len({each.type for each in operators}) == 1:
            found.add(_span(operators[0]))
        for before, each in pairwise(operators):
            if each.type == before.type:
                found.add(_span(each))
    return found


def _operators(
    node: tree_sitter.Node, members: Mapping[int, tree_sitter.Node], seen: set[int]
) -> Iterator[tree_sitter.Node]:
    """Yield the operators of a sequence from left to right, also those in brackets."""
    left = [node]
    while left:
        each = left.pop()
        while each.id not in members and (inner := _bracketed(each)) is not None:
            each = inner
        if each.id in members:
            seen.add(each.id)
            left += reversed(each.children)
        elif not each.is_named:
            yield each


def _bracketed(node: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return what stands alone in a pair of brackets, comments aside."""
    if not node.child_count or node.children[0].type != "(":
        return None
    inner = [each for each in node.named_children if not each.is_extra]
    return inner[0] if len(inner) == 1 else None


def _span(node: tree_sitter.Node) -> Span:
    return Span(node.start_byte, node.end_byte)
