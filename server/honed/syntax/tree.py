"""Syntax trees: parse, re-parse after edits, and how broken a tree is.

A tree may be missing (no grammar for the language, its wheel is not installed, or the text is of a
kind that takes too long); then callers work on text alone.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.core.text import Edit, Span, Text
from honed.syntax import parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.syntax.languages import Language

MAX_PARSED_BYTES = 2_000_000
"""Larger files (minified bundles, data) are treated as text; a parse would take a second."""


@attrs.frozen
class Tree:
    """A parsed text; `root` is tree-sitter's root node, whose offsets are bytes of `text`."""

    language: Language
    text: Text
    handle: tree_sitter.Tree
    statements: dict[int, Span] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    """The statements that were asked for, by their lines: each is, many times over."""

    @property
    def root(self) -> tree_sitter.Node:
        """The root node."""
        return self.handle.root_node

    @cached_property
    def fault_count(self) -> int:
        """The number of error and missing nodes; only broken branches are walked."""
        return sum(1 for _ in fault_spans(self))


def parse(text: Text, language: Language | None) -> Tree | None:
    """Parse `text` from nothing; None without a grammar, or where that would take too long."""
    if language is None or len(text.data) > MAX_PARSED_BYTES:
        return None
    handle = parser.parse(text.data, language)
    return Tree(language, text, handle) if handle is not None else None


def reparse(tree: Tree, edits: Sequence[Edit], text: Text) -> Tree | None:
    """Parse `text`, which is the tree's text after `edits`, reusing what the edits leave alone.

    The given tree stays as it was. Equal to `parse(text, …)`, only faster; of a text with faults
    the faults may be others.
    """
    if len(text.data) > MAX_PARSED_BYTES:
        return None
    if tree.text.has_lone_returns or text.has_lone_returns:
        # Tree-sitter counts rows by line feeds alone, our lines also end at a lone return.
        return parse(text, tree.language)
    handle = tree.handle.copy()
    shift = 0
    # The offsets of `edits` refer to the old text; tree-sitter wants them one after another.
    for edit in sorted(edits, key=lambda each: each.span):
        start = edit.span.start + shift
        old_end, new_end = start + len(edit.span), start + len(edit.new)
        handle.edit(
            start,
            old_end,
            new_end,
            _point(tree.text, edit.span.start),
            _point(tree.text, edit.span.end),
            _point(text, new_end),
        )
        shift += len(edit.new) - len(edit.span)
    again = parser.parse(text.data, tree.language, handle)
    return Tree(tree.language, text, again) if again is not None else None


def _point(text: Text, offset: int) -> tree_sitter.Point:
    line = text.line_at(offset)
    return tree_sitter.Point(line, offset - text.line_start(line))


def faults(tree: Tree) -> int:
    """Return the number of error and missing nodes."""
    return tree.fault_count


def fault_spans(tree: Tree) -> Iterator[Span]:
    """Yield where the text could not be parsed."""
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if not node.has_error:
            continue
        if node.is_error or node.is_missing:
            yield Span(node.start_byte, node.end_byte)
        stack.extend(node.children)


def ancestors(tree: Tree, offset: int) -> list[tree_sitter.Node]:
    """Return the nodes that hold the byte at `offset`, the root first, a leaf last."""
    cursor = tree.root.walk()
    node: tree_sitter.Node | None = tree.root
    chain: list[tree_sitter.Node] = []
    while node is not None and (not chain or node.start_byte <= offset):
        chain.append(node)
        if not descend(cursor, node, offset):
            break
        node = cursor.node
    return chain


def descend(cursor: tree_sitter.TreeCursor, node: tree_sitter.Node, offset: int) -> bool:
    """Move from `node` to its first child that ends after `offset`; False where there is none."""
    if cursor.goto_first_child_for_byte(offset) is not None:
        return True
    # Tree-sitter finds none either where `offset` lies in the space between two children.
    if node.end_byte <= offset or not cursor.goto_first_child():
        return False
    while (child := cursor.node) is not None and child.end_byte <= offset:
        if not cursor.goto_next_sibling():
            cursor.goto_parent()
            return False
    return True
