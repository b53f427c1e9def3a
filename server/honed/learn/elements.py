"""The before side of a rewrite: its tokens as they stand in the example, and holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Element, HoleKind, TokenKind
from honed.learn.anchors import is_member
from honed.learn.lists import freed_arguments, rest_of_list
from honed.learn.reading import WORD_KINDS, Reading
from honed.suggest.render import source_text

if TYPE_CHECKING:
    from honed.learn.alignment import Move
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.reading import Policy
    from honed.learn.units import Key

PLAIN_QUOTES = frozenset({'"', "'"})
"""Quotes that mean the same in most languages; a pattern does not insist on one of them."""

MORE_ARGUMENTS = Element(TokenKind.FIXED, "", HoleKind.LIST)
"""A call may have more of them than the example's."""


class BeforeSide:
    """The tokens of a core as elements.

    `owner` maps the index of a token to that of its element, `named` a name or expression that
    others follow to the element that it was first met in.
    """

    def __init__(self, edited: EditedStatement, core: Core, policy: Policy) -> None:
        """Read the elements."""
        self.edited = edited
        self.core = core
        self.elements: list[Element] = []
        self.owner: dict[int, int] = {}
        self.named: dict[Key, int] = {}
        self._window = edited.before
        self._reading = Reading(edited, core, policy)
        self._moves = {move.first: move for move in edited.moves}
        self._read()

    def _read(self) -> None:
        index, end = self.core.start, self.core.end
        while index < end:
            move = self._move_at(index)
            if self._reading.policy.is_literal:
                index = self._single(index, None)
            elif move is not None:
                index = self._add(index, move.last, self._reading.moved_hole(move))
            elif index in self.edited.kept:
                index = self._piece(index, self._end_of_run(index))
            else:
                index = self._deleted(index)

    def _move_at(self, index: int) -> Move | None:
        move = self._moves.get(index)
        if move is None or move.last >= self.core.end or self._reading.is_call_moved(move):
            return None
        return move

    def _end_of_run(self, index: int) -> int:
        """Return the end of the tokens from `index` on that were kept side by side."""
        kept = self.edited.kept
        end = index + 1
        while end < self.core.end and kept.get(end, -1) == kept[end - 1] + 1:
            end += 1
        return end

    def _add(self, first: int, last: int, hole: HoleKind | None, same_as: int | None = None) -> int:
        """Add an element for the tokens `first` to `last` and return the index after them."""
        for index in range(first, last + 1):
            self.owner[index] = len(self.elements)
        text = source_text(self._window, first, last)
        kind = self._window.tokens[first].kind
        self.elements.append(Element(kind, text, hole, same_as))
        return last + 1

    def _deleted(self, index: int) -> int:
        """Add an element for what starts at the deleted token `index`."""
        close = freed_arguments(self._reading, index)
        if close is not None:
            return self._add(index, close - 1, HoleKind.LIST)
        key = self._reading.follows(index, self.core.end)
        return self._follow(index, key) if key else self._single(index, None)

    def _piece(self, index: int, end: int) -> int:
        """Add an element for what starts at the kept token `index`; kept tokens reach to `end`."""
        reading, token = self._reading, self._window.tokens[index]
        if token.kind is TokenKind.TEXT:
            if self.core.end - self.core.start == 1:
                # The edit adds to this word.
                return self._single(index, None)
            return self._add(index, self._last_text(index, end), HoleKind.TEXT)
        key = reading.follows(index, end)
        if key is not None:
            return self._follow(index, key)
        close = rest_of_list(reading, index, end)
        if close is not None:
            return self._add(index, close - 1, HoleKind.LIST)
        last = self._last_of_expression(index, end)
        if last is not None:
            return self._add(index, last, HoleKind.EXPRESSION)
        stays = reading.insists_within(index, index + 1) or reading.stays(index)
        is_hole = token.kind in WORD_KINDS and not stays
        return self._single(index, HoleKind(token.kind.value) if is_hole else None)

    def _last_text(self, index: int, end: int) -> int:
        last = index
        while last + 1 < end and self._window.tokens[last + 1].kind is TokenKind.TEXT:
            last += 1
        return last

    def _follow(self, first: int, key: Key) -> int:
        """Add a hole for what others follow: the first of them may be filled by anything."""
        last = first + len(key) - 1
        earlier = self.named.setdefault(key, len(self.elements))
        same_as = earlier if earlier < len(self.elements) else None
        self._add(first, last, self._reading.hole_kind(first, last), same_as)
        if not self._reading.deletes and self._reading.closer(first) == last + 1:
            self.elements.append(MORE_ARGUMENTS)
        return last + 1

    def _single(self, index: int, hole: HoleKind | None) -> int:
        token = self._window.tokens[index]
        is_free = token.text in PLAIN_QUOTES and not self._reading.policy.is_literal
        if token.kind is TokenKind.QUOTE and is_free:
            partner = self.owner.get(self._window.partner.get(index, -1))
            return self._add(index, index, HoleKind.QUOTE, partner)
        return self._add(index, index, hole)

    def _last_of_expression(self, index: int, end: int) -> int | None:
        """Return the last token of the largest expression from `index` on that may be a hole."""
        window = self._window
        if is_member(window, index):
            return None
        for stop in window.expression_ends(index):
            if stop > end:
                continue
            node = window.node(index, stop - 1)
            is_kept_open = node is not None and self._reading.keeps_string(index, node.kind)
            if not is_kept_open and not self._reading.must_open(index, stop - 1):
                return stop - 1
        return None
