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

    from honed.syntax.tokens import Token, Window
    from honed.syntax.tree import Tree

MAX_PATH = 4
MAX_SIDE = 24

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
    core = Span(tokens[first].start, tokens[end - 1].end)
    text = window.text
    statement = statement_span(text, tree, text.line_at(core.start)).hull(core)
    statement = statement.hull(statement_span(text, tree, text.line_at(core.end - 1)))
    left = [token for token in tokens[max(0, first - MAX_SIDE) : first]
            if token.start >= statement.start]
    right = [token for token in tokens[end : end + MAX_SIDE] if token.end <= statement.end]
    path, callee = _around(tree, core)
    return Place(_elements(left), _elements(right), path, callee)


def _elements(tokens: Iterable[Token]) -> tuple[Element, ...]:
    """Return the tokens as fixed elements, each string content as one."""
    elements = []
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        if kind is TokenKind.TEXT:
            elements.append(Element(kind, "".join(token.text for token in group)))
        else:
            elements += [Element(kind, token.text) for token in group]
    return tuple(elements)


def _around(tree: Tree | None, core: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if tree is None:
        return (), ()
    chain = [
        node
        for node in reversed(ancestors(tree, core.start))
        if node.start_byte <= core.start and node.end_byte >= core.end
    ]
    path: list[str] = []
    for node in chain:
        if len(path) < MAX_PATH and node.child_count:
            path.append(node.type)
    call = next((node for node in chain if node.type in tree.language.call), None)
    if call is None or call.end_byte - call.start_byte > 4_000:  # noqa: PLR2004 - no call is
        return tuple(path), ()
    source = decode(tree.text.data[call.start_byte : call.end_byte])
    return tuple(path), tuple(_WORD.findall(source.split("(", 1)[0]))[-3:]
