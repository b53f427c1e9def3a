"""The statement around a place, and what lies between a place and its statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Span, Text
from honed.syntax.tree import Tree, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

MAX_LINES = 12
"""A longer statement (a table, a long chain) is too much context: its largest part that fits is
taken instead."""

MAX_CHILDREN = 200
"""A node with more parts is a table, and none of them the body of a header."""


def statement_span(text: Text, tree: Tree | None, line: int) -> Span:
    """Return the statement that holds the first word of `line`, from its first to its last byte.

    Of a compound statement (function, class, loop) only the header is taken, up to its body.
    Without a tree, and where the line is in no statement, the stripped line.
    """
    own = stripped_line(text, line)
    if tree is None or not len(own):
        return own
    chain = ancestors(tree, own.start)
    first = _first_below_block(tree, chain)
    for node in chain[first:]:
        span = _header(text, tree, node)
        lines = text.line_at(span.end) - text.line_at(span.start)
        if span.contains(Span(own.start, own.start + 1)) and lines < MAX_LINES:
            return span
    return own


def stripped_line(text: Text, line: int) -> Span:
    """Return the span of `line` without the space around it."""
    span = text.line_span(line)
    content = text.slice(span)
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.end - (len(content) - len(content.rstrip()))))


def spans_around(text: Text, tree: Tree, span: Span) -> Iterator[Span]:
    """Yield the nodes that hold `span`, the smallest first, up to its statement.

    Of a compound statement, again, only the header, and only where `span` lies in it.
    """
    chain = ancestors(tree, span.start)
    for index in range(len(chain) - 1, 0, -1):
        around = _header(text, tree, chain[index])
        if around.contains(span):
            yield around
        if chain[index - 1].type in tree.language.block:
            return


def _first_below_block(tree: Tree, chain: list[tree_sitter.Node]) -> int:
    """Return the index of the innermost node whose parent holds statements."""
    blocks = tree.language.block
    for index in range(len(chain) - 1, 0, -1):
        if chain[index - 1].type in blocks and chain[index].type not in blocks:
            return index
    return len(chain)


def _header(text: Text, tree: Tree, node: tree_sitter.Node) -> Span:
    """Return the node's span, cut before its first body of more than one line."""
    body = _first_body(text, tree, node)
    end = node.end_byte if body is None else body.start_byte
    content = text.data[node.start_byte : end]
    return Span(node.start_byte, node.start_byte + len(content.rstrip()))


def _first_body(text: Text, tree: Tree, node: tree_sitter.Node) -> tree_sitter.Node | None:
    if text.line_at(node.end_byte) == text.line_at(node.start_byte):
        return None
    first_row = node.start_point.row
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type in tree.language.block and current.end_point.row > first_row:
            return current
        if current.child_count > MAX_CHILDREN:
            continue
        # Only what reaches a later line can hold such a body; the rest need not be looked into.
        children = [each for each in current.children if each.end_point.row > first_row]
        stack.extend(reversed(children))
    return None
