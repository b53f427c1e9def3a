"""Which tokens of an edited statement a rewrite speaks of.

The core reaches from the first to the last changed token. A pure insertion has no changed token
before: its core is the smallest node around it that has a word, or the statement beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.syntax.statements import statement_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window
    from honed.syntax.tree import Tree

MAX_NODE_TOKENS = 60


@attrs.frozen
class Core:
    """Before tokens `start:end` became after tokens `new_start:new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int
    is_anchored: bool = False
    """Whether it was widened to a neighbour because the edit only inserts."""


def cores(edited: EditedStatement) -> Iterator[Core]:
    kept, count = edited.kept, len(edited.before.tokens)
    start = 0
    while start < count and kept.get(start) == start:
        start += 1
    end = count
    shift = len(edited.after.tokens) - count
    while end > start and kept.get(end - 1) == end - 1 + shift:
        end -= 1
    # An insertion beside an equal token may have been trimmed past itself.
    new_start, new_end = start, max(start, end + shift)
    core = Core(start, end, new_start, new_end)
    if start < end:
        yield core
        return
    yield from _anchored(edited, core)


def _anchored(edited: EditedStatement, core: Core) -> Iterator[Core]:
    """Yield the cores of a pure insertion: the node around it, or the statements beside it."""
    before, after, at = edited.before, edited.after, core.start
    inserted = after.text.data[
        after.tokens[core.new_start - 1].end if core.new_start else after.span.start :
        after.tokens[core.new_end].start if core.new_end < len(after.tokens) else after.span.end
    ]
    if b"\n" in inserted and _begins_line(after, core.new_start):
        yield from _beside(edited, core)
        return
    span = _node_around(before, at)
    if span is not None:
        left, right = span
        yield Core(left, right, core.new_start - (at - left), core.new_end + right - at, True)


def _begins_line(side: Window, index: int) -> bool:
    return index == 0 or b"\n" in side.gap(index)


def _line_tokens(side: Window, tree: Tree | None, index: int) -> tuple[int, int]:
    """Return the tokens of the statement that holds the token `index`, half-open."""
    line = side.text.line_at(side.tokens[index].start)
    span = statement_span(side.text, tree, line)
    start = end = index
    while start > 0 and side.tokens[start - 1].start >= span.start:
        start -= 1
    while end < len(side.tokens) and side.tokens[end].end <= span.end:
        end += 1
    return start, max(end, index + 1)


def _beside(edited: EditedStatement, core: Core) -> Iterator[Core]:
    before, at = edited.before, core.start
    if at < len(before.tokens):
        _, end = _line_tokens(before, edited.before_tree, at)
        yield Core(at, end, core.new_start, core.new_end + end - at, True)
    if at > 0:
        start, _ = _line_tokens(before, edited.before_tree, at - 1)
        yield Core(start, at, core.new_start - (at - start), core.new_end, True)


def _node_around(before: Window, at: int) -> tuple[int, int] | None:
    """Return the tokens of the smallest node around the point before token `at` that has a word."""
    tokens = before.tokens
    if not 0 < at < len(tokens):
        return None
    point = (tokens[at - 1].end, tokens[at].start)
    nodes = sorted(
        (node for nodes in before.starts.values() for node in nodes
         if node.start <= point[0] - 1 and node.end >= point[1] + 1),
        key=lambda node: node.end - node.start,
    )
    for node in nodes:
        inside = [k for k, token in enumerate(tokens)
                  if node.start <= token.start and token.end <= node.end]
        outer = [k for k in inside if k < at][:1]
        if not outer or len(inside) > MAX_NODE_TOKENS:
            continue
        if any(_is_anchor(before, k) for k in inside):
            return inside[0], inside[-1] + 1
    return None


def _is_anchor(side: Window, index: int) -> bool:
    """Return whether the token stays fixed when its surroundings become holes."""
    token = side.tokens[index]
    return token.kind is TokenKind.FIXED and token.text[:1].isalpha() or is_callee(side, index)


def is_callee(side: Window, index: int) -> bool:
    """Return whether the token names what is called: `info` in `log.info(x)`."""
    token = side.tokens[index]
    if token.kind is not TokenKind.NAME or side.language is None:
        return False
    follower = side.tokens[index + 1] if index + 1 < len(side.tokens) else None
    if follower is None or follower.text not in {"(", "!"}:
        return False
    return not any(
        node.parent in side.language.scope and node.field == "name"
        for node in side.starts.get(token.start, ())
        if node.end == token.end
    )


def referenced(edited: EditedStatement, core: Core) -> frozenset[str]:
    """Return the names that the edit inserts or deletes and that also stand elsewhere in it."""
    before, after, kept = edited.before, edited.after, edited.kept
    arrived = set(kept.values())
    inserted = {
        after.tokens[k].text for k in range(core.new_start, core.new_end)
        if k not in arrived and after.tokens[k].kind in {TokenKind.NAME, TokenKind.LITERAL}
    }
    deleted = [
        before.tokens[k].text for k in range(core.start, core.end)
        if k not in kept and before.tokens[k].kind is TokenKind.NAME
    ]
    there = {
        token.text for k, token in enumerate(before.tokens)
        if token.kind in {TokenKind.NAME, TokenKind.LITERAL} and not is_callee(before, k)
    }
    standing = {before.tokens[k].text for k in kept if before.tokens[k].kind is TokenKind.NAME}
    return frozenset((inserted & there) | (set(deleted) & (standing | inserted)))


def cover(edited: EditedStatement, core: Core, words: frozenset[str]) -> Core | None:
    """Widen the core so that each of the words stands in it at least once.

    None where a core that rests on its neighbour would have to reach a second statement.
    """
    tokens = edited.before.tokens
    start, end = core.start, core.end
    for word in sorted(words):
        places = [k for k, token in enumerate(tokens) if token.text == word]
        if any(start <= k < end for k in places):
            continue
        if core.is_anchored:
            return None
        nearest = min(places, key=lambda k: start - k if k < start else k - end + 1)
        start, end = min(start, nearest), max(end, nearest + 1)
    return attrs.evolve(
        core, start=start, end=end,
        new_start=core.new_start - (core.start - start), new_end=core.new_end + end - core.end,
    )


