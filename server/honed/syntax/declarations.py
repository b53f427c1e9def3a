"""The declarations of a text as a tree by lines: which functions stand in which class, and where.

What a declaration is, is said by `declarations.scm` of the language. Comments and attributes that
stand directly above belong to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.syntax.tree import Tree

DEEPEST = 200
"""Declarations that lie deeper in the tree are not looked for."""
WIDEST = 20_000
"""A fault of so many nodes keeps a query busy for half a second."""
_PREFIX = "declaration."
_BRACKETS = frozenset({b"{", b"(", b"["})
_ATTRIBUTES = frozenset({"attribute_item", "attribute_list", "annotation", "decorator"})


@attrs.frozen
class Declaration:
    """A declaration; lines are zero-based, of each range the last is not included.

    It holds the lines `start:end`, its comments and attributes from `start`, its own first line
    `header`, what is declared inside in `inner:inner_end` (empty where there is no body, or it
    stands on the header's line).
    """

    kind: str
    name: str
    start: int
    header: int
    inner: int
    inner_end: int
    end: int
    children: tuple[Declaration, ...] = ()

    def walk(self) -> Iterator[Declaration]:
        """Yield this declaration and all inside of it, in text order."""
        yield self
        for child in self.children:
            yield from child.walk()


@attrs.define
class _Found:
    """A match of the query; `first` is the line where it begins, `end` the one after its last.

    `line_start` is where its first line starts, in bytes.
    """

    node: tree_sitter.Node
    kind: str
    name: str
    body: tree_sitter.Node | None
    first: int
    end: int
    line_start: int


def outline(tree: Tree) -> tuple[Declaration, ...]:
    """Return the outermost declarations in text order, with what they hold as their children.

    Of declarations that begin on one line the widest counts. A text in which a carriage return
    alone ends lines has none, because tree-sitter counts its lines otherwise, nor has one that is
    but one large fault.
    """
    query = languages.declarations_query(tree.language)
    if query is None or tree.text.has_lone_returns or is_too_broken(tree):
        return ()
    found = _found(tree, query)
    return _nest(tree, found, 0, tree.text.data.count(b"\n") + 1, 0)[0]


def is_too_broken(tree: Tree, widest: int = WIDEST) -> bool:
    """Return whether a query takes too long: that grows with the square of what a fault holds.

    `widest` is how many nodes it may hold.
    """
    if not tree.root.has_error or len(tree.text.data) < widest:
        return False
    stack, width = [tree.root], 0
    while stack and width < widest**2:
        node = stack.pop()
        if node.is_error:
            width += node.child_count**2
        stack += [child for child in node.children if child.has_error]
    return width >= widest**2


def matches(
    query: tree_sitter.Query, root: tree_sitter.Node
) -> Iterator[tuple[str, dict[str, list[tree_sitter.Node]]]]:
    """Yield the matches of a query for declarations: the capture that names the kind, and all.

    Where a pattern sets `parents` the declaration stands directly in a node of one of these kinds.
    """
    cursor = tree_sitter.QueryCursor(query)
    cursor.set_max_start_depth(DEEPEST)
    parents = _parents(query)
    for pattern, captures in cursor.matches(root):
        kind = next(key for key in captures if key.startswith(_PREFIX))
        if parents[pattern]:
            parent = captures[kind][0].parent
            if parent is None or parent.type not in parents[pattern]:
                continue
        yield kind, captures


@lru_cache(maxsize=32)
def _parents(query: tree_sitter.Query) -> tuple[frozenset[str], ...]:
    """Return what each pattern sets for `parents`."""
    settings = map(query.pattern_settings, range(query.pattern_count))
    return tuple(frozenset((each.get("parents") or "").split()) for each in settings)


def _found(tree: Tree, query: tree_sitter.Query) -> list[_Found]:
    by_line: dict[int, _Found] = {}
    for kind, captures in matches(query, tree.root):
        node = captures[kind][0]
        first, column = node.start_point
        known = by_line.get(first)
        if known is None or _size(known.node) < _size(node):
            name = (captures["name"][0].text or b"").decode("utf-8", "replace")
            bodies = captures.get("body")
            by_line[first] = _Found(
                node,
                kind[len(_PREFIX) :],
                name,
                bodies[0] if bodies else None,
                first,
                _last_line(node, first) + 1,
                node.start_byte - column,
            )
    return sorted(by_line.values(), key=lambda each: each.first)


def _size(node: tree_sitter.Node) -> int:
    return node.end_byte - node.start_byte


def _last_line(node: tree_sitter.Node, first: int) -> int:
    """Return the last line that a node has a part of; some nodes take the line end with them.

    It begins on the line `first`.
    """
    row, column = node.end_point
    return row - 1 if column == 0 and row > first else row


def _nest(
    tree: Tree, found: list[_Found], position: int, end: int, floor: int
) -> tuple[tuple[Declaration, ...], int]:
    """Return the declarations from `found[position]` that begin before `end`, and the next one."""
    made: list[Declaration] = []
    while position < len(found) and found[position].first < end:
        each = found[position]
        each_end = min(each.end, end)
        inner, inner_end = _inner(tree, each, each_end)
        children, position = _nest(tree, found, position + 1, each_end, inner)
        if each.first < floor:
            continue  # It is part of a header, such as the field of a parameter's type.
        start = max(_attached(tree, each), floor)
        children = children if inner < inner_end else ()
        made.append(
            Declaration(
                each.kind, each.name, start, each.first, inner, inner_end, each_end, children
            )
        )
        floor = each_end
    return tuple(made), position


def _inner(tree: Tree, each: _Found, end: int) -> tuple[int, int]:
    """Return the lines of the body that are neither the header's nor the closing bracket's."""
    body = each.body
    if body is None:
        return end, end
    first, column = body.start_point
    last = _last_line(body, first)
    data, start = tree.text.data, body.start_byte
    if data[start : start + 1] in _BRACKETS:
        inner, inner_end = first + 1, last
    else:
        # Comments before the first statement are no part of the body's node.
        before = body.prev_sibling
        while before is not None and before.type in tree.language.comment:
            before = before.prev_sibling
        above = before.end_point.row + 1 if before is not None else first
        is_behind = data[start - column : start].strip()
        inner, inner_end = (first + 1 if is_behind else min(first, above)), last + 1
    inner = min(inner, end)
    return inner, max(inner, min(inner_end, end))


def _attached(tree: Tree, each: _Found) -> int:
    """Return the first line of the comments and attributes directly above."""
    start, at = each.first, each.line_start
    if not at or tree.text.data[tree.text.data.rfind(b"\n", 0, at - 1) + 1 : at].isspace():
        return start
    comments = tree.language.comment
    node = each.node.prev_sibling
    while node is not None and (node.type in comments or node.type in _ATTRIBUTES):
        row, column = node.start_point
        if _last_line(node, row) != start - 1:
            break
        if tree.text.data[node.start_byte - column : node.start_byte].strip():
            break  # It stands behind other code.
        start = row
        node = node.prev_sibling
    return start
