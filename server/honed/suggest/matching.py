"""Where a pattern's before side stands in a window of tokens, and what fills its holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Element, Rewrite
    from honed.syntax.tokens import Window

MAX_STEPS = 2_000
"""A match that needs more attempts is given up: silence."""

MAX_LIST_TOKENS = 200


@attrs.frozen
class Match:
    """Tokens `first` to `last` (both included) match; element k covers `ranges[k]`, half-open."""

    first: int
    last: int
    ranges: tuple[tuple[int, int], ...]


def matches_at(rewrite: Rewrite, window: Window, first: int) -> Match | None:
    """Return how the rewrite matches when its first element stands at the token `first`."""
    budget = [MAX_STEPS]
    ranges = _match(rewrite.before, window, 0, first, (), budget)
    if not ranges or ranges[-1][1] <= first:
        return None
    return Match(first, ranges[-1][1] - 1, ranges)


def find(rewrite: Rewrite, window: Window, starts: range | None = None) -> Iterator[Match]:
    """Yield the matches in `window`, in order, each from another first token."""
    positions = range(len(window.tokens)) if starts is None else starts
    for first in positions:
        match = matches_at(rewrite, window, first)
        if match is not None:
            yield match


Ranges = tuple[tuple[int, int], ...]


def _match(  # noqa: PLR0913 - the state of a backtracking search
    elements: tuple[Element, ...],
    window: Window,
    index: int,
    position: int,
    ranges: Ranges,
    budget: list[int],
) -> Ranges:
    """Return the ranges of all elements, () where they do not match from here on."""
    while index < len(elements) and elements[index].hole is None:
        element = elements[index]
        if position >= len(window.tokens):
            return ()
        token = window.tokens[position]
        if token.text != element.text or token.kind is not element.kind:
            return ()
        ranges = (*ranges, (position, position + 1))
        index, position = index + 1, position + 1
    if index == len(elements):
        return ranges
    for end in _fillings(elements[index], window, position, ranges):
        budget[0] -= 1
        if budget[0] < 0:
            return ()
        found = _match(elements, window, index + 1, end, (*ranges, (position, end)), budget)
        if found:
            return found
    return ()


def _fillings(element: Element, window: Window, position: int, ranges: Ranges) -> Iterator[int]:
    """Yield the token indices at which the hole may end, the best first."""
    tokens = window.tokens
    if element.same_as is not None:
        yield from _repetition(window, position, ranges[element.same_as])
    elif element.hole is HoleKind.TEXT:
        end = position
        yield end
        while end < len(tokens) and tokens[end].kind is TokenKind.TEXT:
            end += 1
            yield end
    elif position >= len(tokens):
        return
    elif element.hole is HoleKind.EXPRESSION:
        yield from _expressions(window, position)
    elif element.hole is HoleKind.LIST:
        close = window.partner.get(position - 1, -1)
        if position < close <= position + MAX_LIST_TOKENS:
            yield close
    elif tokens[position].kind.value == element.hole.value:
        yield position + 1


def _repetition(window: Window, position: int, source: tuple[int, int]) -> Iterator[int]:
    length = source[1] - source[0]
    wanted = [token.text for token in window.tokens[slice(*source)]]
    if [token.text for token in window.tokens[position : position + length]] == wanted:
        yield position + length


def _expressions(window: Window, position: int) -> Iterator[int]:
    """Yield the ends of the expressions that start here, the largest first."""
    if window.language is None:
        yield from _balanced(window, position)
        return
    tokens = window.tokens
    wanted = {
        node.end
        for node in window.starts.get(tokens[position].start, ())
        if is_expression(window, node.kind)
    }
    if not wanted:
        return
    farthest = max(wanted)
    ends = []
    for index in range(position, len(tokens)):
        if tokens[index].end > farthest:
            break
        if tokens[index].end in wanted:
            ends.append(index + 1)
    yield from reversed(ends)


def is_expression(window: Window, kind: str) -> bool:
    """Return whether a node of `kind` may fill an expression hole."""
    language = window.language
    return language is not None and (
        kind in language.expression
        or kind in language.identifier
        or kind in language.literal
        or kind in language.string
    )


def _balanced(window: Window, position: int) -> Iterator[int]:
    """Without a tree: yield the ends of balanced runs of tokens, the shortest first."""
    end = position
    while end < len(window.tokens) and end - position < MAX_LIST_TOKENS:
        partner = window.partner.get(end)
        if partner is not None and partner < position:
            return
        end = end + 1 if partner is None else partner + 1
        yield end
