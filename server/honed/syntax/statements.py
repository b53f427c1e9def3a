"""The statement around a place, and what lies between a place and its statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Span, Text
from honed.syntax.tree import Tree, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from honed.syntax.languages import Language

MAX_LINES = 12
"""A longer statement (a table, a long chain) is too much context: its largest part that fits is
taken instead."""

MAX_CHILDREN = 200
"""A node with more parts is a table, and none of them the body of a header."""


def statement_span(text: Text, tree: Tree | None, line: int) -> Span:
    """Return the statement that holds the first word of `line`, from its first to its last byte.

    Of a compound statement (function, class, loop) only the header is taken, up to its body.
    Without a tree, and where the line is in no statement, the stripped line; where it begins with
    what ends or joins (`} catch (e) {`), the same up to the body that begins there.
    """
    if tree is None:
        return stripped_line(text, line)
    known = tree.statements.get(line)
    if known is None:
        known = tree.statements[line] = _statement_at(text, tree, line)
    return known


def _statement_at(text: Text, tree: Tree, line: int) -> Span:
    own = stripped_line(text, line)
    if not len(own):
        return own
    chain = ancestors(tree, own.start)
    first = _innermost_statement(tree.language, chain)
    has_body = True
    for node in chain[first:]:
        span = _header(text, tree, node) if has_body else Span(node.start_byte, node.end_byte)
        # What has none holds none, unless it is a table, into which nobody looked.
        has_body = span.end < node.end_byte or node.child_count > MAX_CHILDREN
        lines = text.line_at(span.end) - text.line_at(span.start)
        if span.contains(Span(own.start, own.start + 1)) and lines < MAX_LINES:
            return span if node.is_named else _up_to_body(text, tree, chain[first], own)
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
        if _is_statement(tree.language, chain[index].type, chain[index - 1].type):
            return


def _innermost_statement(language: Language, chain: list[tree_sitter.Node]) -> int:
    """Return the index of the innermost statement that stands in a block; the end for none."""
    for index in range(len(chain) - 1, 0, -1):
        if _is_statement(language, chain[index].type, chain[index - 1].type):
            return index
    return len(chain)


def _is_statement(language: Language, kind: str, parent: str) -> bool:
    """Return whether a node is a statement or comment in a block: not the head of the block."""
    return parent in language.block and (
        language.is_statement(kind, parent) or kind in language.comment
    )


def _header(text: Text, tree: Tree, node: tree_sitter.Node) -> Span:
    """Return the node's span, cut before its first body of more than one line."""
    return _up_to_body(text, tree, node, Span(node.start_byte, node.end_byte))


def _up_to_body(text: Text, tree: Tree, node: tree_sitter.Node, span: Span) -> Span:
    """Return a stretch of the node, cut before the first body that begins in it and goes on."""
    end = min(span.end, _first_body(text, tree, node, span.start))
    return Span(span.start, span.start + len(text.data[span.start : end].rstrip()))


def _first_body(text: Text, tree: Tree, node: tree_sitter.Node, start: int) -> int:
    """Return where the first body from `start` on begins that ends on a later line.

    The end of the node where there is none.
    """
    line_end = text.line_span(text.line_at(start)).end
    stack = [node] if node.end_byte > line_end else []
    while stack:
        current = stack.pop()
        if current.type in tree.language.block:
            body = _body_start(tree.language, current, line_end)
            if body >= start:
                return body
        if current.child_count > MAX_CHILDREN:
            continue
        # Only what reaches a later line can hold such a body; the rest need not be looked into.
        stack.extend(each for each in reversed(current.children) if each.end_byte > line_end)
    return node.end_byte


def _body_start(language: Language, block: tree_sitter.Node, line_end: int) -> int:
    """Return where what follows the head of a block begins: its bracket, or its statements.

    A statement that ends on the line belongs to the head: the condition of an `if` of Bash.
    """
    cursor = block.walk()
    is_inside = cursor.goto_first_child()
    while is_inside and (child := cursor.node):
        is_statement = _is_statement(language, child.type, block.type)
        if child.type == "{" or (is_statement and child.end_byte > line_end):
            return child.start_byte
        is_inside = cursor.goto_next_sibling()
    return block.start_byte
