"""What surrounds a stretch of tokens: the rest of its statement, the nodes, the call."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Element, TokenKind
from honed.core.text import Span, decode
from honed.syntax.statements import statement_span
from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable

    import tree_sitter

    from honed.syntax.tokens import Token, Window
    from honed.syntax.tree import Tree

MAX_PATH = 4
MAX_SIDE = 24

MAX_CALLEE_BYTES = 120

WHOLE = "="
"""Before the first kind of a path: the stretch is that node from its first to its last byte."""

_NESTED = re.compile(r"\([^()]*\)|\"[^\"]*\"|'[^']*'")
_WORD = re.compile(r"[^\W\d]\w*")


@attrs.frozen
class Place:
    """The surroundings; `left` ends and `right` begins next to the stretch."""

    left: tuple[Element, ...]
    right: tuple[Element, ...]
    path: tuple[str, ...]
    callee: tuple[str, ...]


def describe(window: Window, tree: Tree | None, first: int, end: int) -> Place:
    """Return the surroundings of the tokens `first:end` (not empty)."""
    tokens = window.tokens
    first, end = _within_brackets(window, first, end)
    core = Span(tokens[first].start, tokens[end - 1].end)
    text = window.text
    statement = statement_span(text, tree, text.line_at(core.start)).hull(core)
    statement = statement.hull(statement_span(text, tree, text.line_at(core.end - 1)))
    left = [
        token
        for token in tokens[max(0, first - MAX_SIDE) : first]
        if token.start >= statement.start
    ]
    right = [token for token in tokens[end : end + MAX_SIDE] if token.end <= statement.end]
    path, callee = _around(tree, core) if tree else _around_text(window, first, end)
    return Place(_elements(left), _elements(right), path, callee)


def _within_brackets(window: Window, first: int, end: int) -> tuple[int, int]:
    """Return the stretch without a bracket at its end of which the other half lies outside.

    What is next to the bracket of a call lies among the call's arguments.
    """
    last = end - 1
    begins_after = first < last and window.partner.get(first, first) > last
    ends_before = first < last and window.partner.get(last, last) < first
    if last - first < 1 + (begins_after and ends_before):
        return first, end
    return first + begins_after, end - ends_before


def _elements(tokens: Iterable[Token]) -> tuple[Element, ...]:
    """Return the tokens as fixed elements, each string content as one."""
    elements = []
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        if kind is TokenKind.TEXT:
            elements.append(Element(kind, "".join(token.text for token in group)))
        else:
            elements += [Element(kind, token.text) for token in group]
    return tuple(elements)


def _around_text(window: Window, first: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Without a tree: what is called, the word before the bracket around, or the line's first."""
    tokens = window.tokens
    close = window.closers[first]
    opener = window.partner.get(close, 0)
    callee = (tokens[opener - 1].text,) if close >= end and opener else ()
    if window.partner.get(end - 1) == first + 1:
        return (WHOLE + "call",), callee
    if end < len(tokens) and tokens[end].text == "(":
        return ("called",), callee
    if callee:
        return ("argument",), callee
    start = first
    while start and b"\n" not in window.gap(start):
        start -= 1
    return ("line" if start == first else f"line of {tokens[start].text}",), ()


def _around(tree: Tree, core: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    path: list[str] = []
    callee: tuple[str, ...] | None = None
    for node in reversed(ancestors(tree, core.start)):
        if node.end_byte < core.end or not node.child_count:
            continue
        if not path:
            is_whole = (node.start_byte, node.end_byte) == (core.start, core.end)
            path.append(WHOLE + node.type if is_whole else node.type)
        elif len(path) < MAX_PATH:
            path.append(node.type)
        if callee is None and node.type in tree.language.call:
            callee = _callee(tree, node, core)
        if callee is not None and len(path) == MAX_PATH:
            break
    return tuple(path), callee or ()


def _callee(tree: Tree, call: tree_sitter.Node, core: Span) -> tuple[str, ...] | None:
    """Return the words of what is called, if the stretch lies among the arguments of `call`."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        arguments = call.child(call.child_count - 1)
    if not arguments.start_byte < core.start < arguments.end_byte:
        return None
    start = max(call.start_byte, arguments.start_byte - MAX_CALLEE_BYTES)
    source = decode(tree.text.data[start : arguments.start_byte])
    return tuple(_WORD.findall(_NESTED.sub("", source)))[-3:]
