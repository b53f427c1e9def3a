"""Lines of code, of comments, and blank ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter

from honed.quality.values import Lines
from honed.syntax import languages

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


def count_lines(text: Text, tree: Tree | None) -> Lines:
    """Count the lines of a text; without a tree, no line is one of a comment only.

    A line with code and a comment is one of code. What follows the last line break counts where it
    is not empty.
    """
    rows = [row.strip() for row in text.data.splitlines()]
    blank = sum(not row for row in rows)
    comment = _comment_lines(tree, rows) if tree is not None else 0
    return Lines(len(rows) - blank - comment, comment, blank)


def _comment_lines(tree: Tree, rows: list[bytes]) -> int:
    query = _comments(tree.language)
    if query is None or tree.text.has_lone_returns:
        return 0
    lines: set[int] = set()
    for nodes in tree_sitter.QueryCursor(query).captures(tree.root).values():
        for node in nodes:
            first, last = node.start_point.row, node.end_point.row
            if node.end_point.column == 0 and last > first:
                last -= 1
            before = tree.text.slice(tree.text.line_span(first))[: node.start_point.column]
            after = tree.text.slice(tree.text.line_span(last))[node.end_point.column :]
            whole = range(first + bool(before.strip()), last + 1 - bool(after.strip()))
            lines.update(line for line in whole if line < len(rows) and rows[line])
    return len(lines)


@cache
def _comments(language: Language) -> tree_sitter.Query | None:
    known = languages.grammar(language)
    if known is None or not language.comment:
        return None
    return tree_sitter.Query(known, " ".join(f"({kind}) @c" for kind in sorted(language.comment)))
