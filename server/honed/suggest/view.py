"""The code around the lines that are asked about, with what a search over it needs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind
from honed.core.text import decode
from honed.suggest.notation import QUOTE, Joined
from honed.suggest.place import Place, describe
from honed.suggest.spelling import name_of
from honed.syntax.statements import statement_span
from honed.syntax.tokens import Window, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Element
    from honed.core.text import Span, Text
    from honed.suggest.index import Entry
    from honed.syntax.tree import Tree

REACH_LINES = 6
"""Lines above and below the statement that a longer pattern may reach into."""

MAX_LINE_BYTES = 4_000
"""On a longer line (minified code, data) nothing is offered, and no pattern reaches into it."""


@attrs.frozen
class View:
    """The tokens around some lines; a match must touch `home`."""

    window: Window
    tree: Tree | None
    home: Span
    _places: dict[tuple[int, int], Place] = attrs.field(factory=dict, eq=False)

    @cached_property
    def tokens_at(self) -> dict[str, list[int]]:
        """Where each token stands, by its text."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.window.tokens):
            found.setdefault(token.text, []).append(index)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """The texts of all tokens, and all lines without the space around them."""
        return self._lines_of_text | self.tokens_at.keys()

    @cached_property
    def parts(self) -> frozenset[str]:
        """What the names can be found by: their conventions and their sub-words."""
        tokens = self.window.tokens
        names = {name_of(token.text) for token in tokens if token.kind is TokenKind.NAME}
        return frozenset(key for name in names if name is not None for key in name.keys)

    @cached_property
    def _lines_of_text(self) -> frozenset[str]:
        lines = self.window.text.slice(self.window.span).splitlines()
        return frozenset(decode(line.strip()) for line in lines)

    @cached_property
    def lines(self) -> tuple[int, int]:
        """The first and last line of the home."""
        text = self.window.text
        return text.line_at(self.home.start), text.line_at(self.home.end)

    @cached_property
    def _at_start(self) -> dict[int, int]:
        return {token.start: index for index, token in enumerate(self.window.tokens)}

    @cached_property
    def _expressions_by_end(self) -> dict[int, list[int]]:
        """The first tokens of the expressions that end at a byte offset."""
        found: dict[int, list[int]] = {}
        for start, nodes in self.window.starts.items():
            first = self._at_start.get(start)
            for node in nodes if first is not None else ():
                if self.window.is_expression(node.kind):
                    found.setdefault(node.end, []).append(first or 0)
        return found

    @cached_property
    def _quotes(self) -> list[int]:
        partner = self.window.partner
        return [
            index
            for index, token in enumerate(self.window.tokens)
            if token.kind is TokenKind.QUOTE and partner.get(index, -1) > index
        ]

    def place(self, first: int, end: int) -> Place:
        """Return the surroundings of the tokens `first:end`."""
        key = (first, end)
        if key not in self._places:
            self._places[key] = describe(self.window, self.tree, first, end)
        return self._places[key]

    def starts(self, entry: Entry) -> Iterable[int]:
        """Return the tokens at which the pattern may begin: some too many, none too few."""
        if entry.series is None:
            return self._starts_of(entry.pattern.rewrite.before)
        if isinstance(entry.series.before, Joined):
            kind = entry.series.example.path[0]
            return sorted(
                self._at_start[start]
                for start, nodes in self.window.starts.items()
                if start in self._at_start and any("=" + node.kind == kind for node in nodes)
            )
        head = entry.series.before.start[0]
        return self._quotes if head == QUOTE else self.tokens_at.get(head, ())

    def _starts_of(self, elements: Sequence[Element]) -> Iterable[int]:
        opening = elements[0]
        if opening.hole is None:
            return self.tokens_at.get(opening.text, ())
        if opening.hole is HoleKind.QUOTE:
            return self._quotes
        follower = elements[1] if len(elements) > 1 else None
        if follower is None or follower.hole is not None:
            return range(len(self.window.tokens))
        before = [index - 1 for index in self.tokens_at.get(follower.text, ()) if index]
        if opening.hole is not HoleKind.EXPRESSION:
            return before
        if self.window.language is None:
            return range(len(self.window.tokens))
        tokens, by_end = self.window.tokens, self._expressions_by_end
        return sorted({first for at in before for first in by_end.get(tokens[at].end, ())})


def view(
    text: Text,
    tree: Tree | None,
    lines: tuple[int, int],
    home: Span | None = None,
    reach_lines: int = REACH_LINES,
) -> View:
    """Return the code around the lines `first` to `last`; `home` is theirs unless it is given."""
    own = text.lines_span(*lines)
    first, last = statement_span(text, tree, lines[0]), statement_span(text, tree, lines[1])
    reach = first.hull(last).hull(own)
    above = max(0, text.line_at(reach.start) - reach_lines)
    below = min(text.line_count - 1, text.line_at(reach.end) + reach_lines)
    around = text.lines_span(above, below)
    if len(around) > MAX_LINE_BYTES:
        around = _without_long_lines(text, lines, (above, below))
    return View(window(text, tree, around), tree, home or own)


def is_long(text: Text, line: int) -> bool:
    """Return whether nothing is offered on a line, because of its length."""
    return text.line_start(line + 1) - text.line_start(line) > MAX_LINE_BYTES


def _without_long_lines(text: Text, lines: tuple[int, int], reach: tuple[int, int]) -> Span:
    """Return what of the lines in reach can be read from `lines` on without meeting a long one."""
    above, below = lines
    while above > reach[0] and not is_long(text, above - 1):
        above -= 1
    while below < reach[1] and not is_long(text, below + 1):
        below += 1
    return text.lines_span(above, below)
