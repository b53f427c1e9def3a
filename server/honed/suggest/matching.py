"""Where a pattern's before side stands in a window of tokens, and what fills its holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind
from honed.suggest.words import is_directive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.core.model import Element, Rewrite
    from honed.syntax.tokens import Window

MAX_STEPS = 2_000
"""A match that needs more steps is given up: silence."""

MAX_LIST_TOKENS = 200

ACCESS = frozenset({".", "->", "::", "?."})

_BEFORE_ITEM = frozenset("([{,")


class Budget:
    """How many steps a search may still take."""

    def __init__(self, steps: int) -> None:
        """Begin with `steps`."""
        self.steps = steps

    @property
    def is_spent(self) -> bool:
        """Whether no steps are left."""
        return self.steps <= 0


@attrs.frozen
class Match:
    """Tokens `first` to `last` (both included) match; element k covers `ranges[k]`, half-open."""

    first: int
    last: int
    ranges: tuple[tuple[int, int], ...]


def matches_at(
    rewrite: Rewrite, window: Window, first: int, budget: Budget | None = None
) -> Match | None:
    """Return how the rewrite matches when its first element stands at the token `first`."""
    ranges = _match(rewrite.before, window, first, budget or Budget(MAX_STEPS))
    if not ranges or ranges[-1][1] <= first:
        return None
    return Match(first, ranges[-1][1] - 1, ranges)


Ranges = tuple[tuple[int, int], ...]


def _match(elements: tuple[Element, ...], window: Window, first: int, budget: Budget) -> Ranges:
    """Return the ranges of all elements, () where they do not match from the token `first` on.

    A depth-first search over the fillings of the holes, with its own stack and a bound.
    """
    ranges: list[tuple[int, int]] = []
    choices: list[tuple[Iterator[int], int, int]] = []
    position = first
    for _ in range(min(MAX_STEPS, max(1, budget.steps))):
        budget.steps -= 1
        position = _fixed_run(elements, window, position, ranges)
        if position >= 0:
            if len(ranges) == len(elements):
                return tuple(ranges)
            fillings = _fillings(elements, window, position, ranges)
            choices.append((fillings, len(ranges), position))
        while choices:
            fillings, depth, start = choices[-1]
            del ranges[depth:]
            end = next(fillings, None)
            if end is not None:
                ranges.append((start, end))
                position = end
                break
            choices.pop()
        else:
            return ()
    return ()


def _fixed_run(
    elements: tuple[Element, ...], window: Window, position: int, ranges: list[tuple[int, int]]
) -> int:
    """Match the fixed elements up to the next hole and return where they end; -1 for no match."""
    tokens = window.tokens
    while len(ranges) < len(elements):
        element = elements[len(ranges)]
        if element.hole is not None:
            break
        if position >= len(tokens):
            return -1
        kind, text, _, _ = tokens[position]
        if text != element.text or kind is not element.kind:
            return -1
        ranges.append((position, position + 1))
        position += 1
    return position


def _fillings(
    elements: tuple[Element, ...], window: Window, position: int, ranges: list[tuple[int, int]]
) -> Iterator[int]:
    """Yield the token indices at which the next element, a hole, may end, the best first."""
    element, tokens = elements[len(ranges)], window.tokens
    hole = element.hole
    if element.same_as is not None:
        yield from _repetition(window, position, ranges[element.same_as])
    elif hole is HoleKind.TEXT:
        yield from _texts(elements, window, position)
    elif hole is HoleKind.LIST:
        close = window.closers[position]
        if position <= close <= position + MAX_LIST_TOKENS:
            yield close
    elif position >= len(tokens):
        return
    elif hole is HoleKind.EXPRESSION:
        several = -1 if element.text.startswith("(") else _end_of_several(window, position)
        yield from (end for end in _expressions(window, position) if end != several)
    elif tokens[position].kind.value == hole:
        yield position + 1


def _texts(elements: tuple[Element, ...], window: Window, position: int) -> Iterator[int]:
    """Yield the ends of texts from here on, the shortest first.

    Where the pattern speaks of directives, no text holds one more: their number counts.
    """
    counted = {
        element.text[0]
        for element in elements
        if element.hole is None and element.kind is TokenKind.TEXT and is_directive(element.text)
    }
    end = position
    yield end
    while end < len(window.tokens) and window.tokens[end].kind is TokenKind.TEXT:
        text = window.tokens[end].text
        if text[0] in counted and is_directive(text):
            return
        end += 1
        yield end


def _repetition(window: Window, position: int, source: tuple[int, int]) -> Iterator[int]:
    length = source[1] - source[0]
    tokens = window.tokens
    if position + length <= len(tokens) and all(
        tokens[position + offset].text == tokens[source[0] + offset].text
        for offset in range(length)
    ):
        yield position + length


def _expressions(window: Window, position: int) -> Iterable[int]:
    """Return the ends of the expressions that start here, the largest first."""
    if window.language is None:
        return _balanced(window, position)
    if position and window.tokens[position - 1].text in ACCESS:
        # What follows a dot is the rest of an expression, not one.
        return ()
    return window.expression_ends(position)


def _end_of_several(window: Window, position: int) -> int:
    """Return where a bracket with several values in it ends, -1 where none begins here.

    `(a, b)` is one expression, and yet seldom what one value of the example stands for; among
    arguments it is.
    """
    close = window.partner.get(position, -1)
    is_item = position > 0 and window.tokens[position - 1].text in _BEFORE_ITEM
    if close <= position or window.tokens[position].text != "(" or is_item:
        return -1
    index = position + 1
    while index < close:
        if window.tokens[index].text == ",":
            return close + 1
        index = window.partner.get(index, index) + 1
    return -1


def _balanced(window: Window, position: int) -> Iterator[int]:
    """Without a tree: yield the ends of balanced runs of tokens, the shortest first."""
    end = position
    while end < len(window.tokens) and end - position < MAX_LIST_TOKENS:
        partner = window.partner.get(end)
        if partner is not None and partner < position:
            return
        end = end + 1 if partner is None else partner + 1
        yield end
