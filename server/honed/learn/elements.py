"""The before side of a rewrite: its tokens as they stand in the example, and holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Element, HoleKind, TokenKind
from honed.learn.anchors import TAG_STARTS, is_callee, is_member
from honed.learn.references import at
from honed.suggest.matching import is_expression
from honed.suggest.render import source_text

if TYPE_CHECKING:
    from honed.learn.alignment import Move
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.units import Key
    from honed.syntax.tokens import NodeSpan

PLAIN_QUOTES = frozenset({'"', "'"})
"""Quotes that mean the same in most languages; a pattern does not insist on one of them."""

_SEPARATORS = frozenset({",", ";"})

_HOLES = frozenset({TokenKind.NAME, TokenKind.LITERAL})


@attrs.frozen
class Policy:
    """What of the example a pattern insists on.

    `follows` are the names and expressions that stand on both sides and vary with the place,
    `insists` those that do not. `fixes_callees` says whether what the edit reaches over is about
    the calls in it, `fixes_names` whether it is about all its names, `frees_arguments` and
    `frees_members` that calls may have other arguments, respectively names other members.
    """

    follows: frozenset[Key] = frozenset()
    insists: frozenset[Key] = frozenset()
    fixes_callees: bool = True
    fixes_names: bool = False
    frees_arguments: bool = False
    frees_members: bool = False


class BeforeSide:
    """Turns the tokens of a core into elements; read `elements` once, then the two maps.

    `owner` maps the index of a token to that of its element, `named` a name or expression that
    others follow to the element that it was first met in.
    """

    def __init__(self, edited: EditedStatement, core: Core, policy: Policy) -> None:
        self.edited = edited
        self.window = edited.before
        self.core = core
        self.policy = policy
        self.owner: dict[int, int] = {}
        self.named: dict[Key, int] = {}
        self.elements: list[Element] = []
        self._moves = {move.first: move for move in edited.moves}
        self._deletes = any(index not in edited.kept for index in core.inner)
        self._read()

    def _read(self) -> None:
        index, end = self.core.start, self.core.end
        while index < end:
            move = self._moves.get(index)
            if move is not None and move.last < end and not self._is_call_moved(move):
                self._moved(move)
                index = move.last + 1
            elif index in self.edited.kept:
                stop = index + 1
                while stop < end and self._continues(stop):
                    stop += 1
                while index < stop:
                    index = self._piece(index, stop)
            else:
                index = self._deleted(index)

    def _continues(self, index: int) -> bool:
        kept = self.edited.kept
        return kept.get(index, -1) == kept.get(index - 1, -3) + 1

    def _add(self, first: int, last: int, hole: HoleKind | None, same_as: int | None = None) -> int:
        """Add an element for the tokens `first` to `last` and return the index after them."""
        for index in range(first, last + 1):
            self.owner[index] = len(self.elements)
        text = source_text(self.window, first, last)
        kind = self.window.tokens[first].kind
        self.elements.append(Element(kind, text, hole, same_as))
        return last + 1

    def _follow(self, first: int, key: Key) -> int:
        """Add a hole for what others follow: the first of them may be filled by anything."""
        last = first + len(key) - 1
        earlier = self.named.setdefault(key, len(self.elements))
        same_as = earlier if earlier < len(self.elements) else None
        self._add(first, last, self._hole_kind(first, last), same_as)
        if not self._deletes and self._closer(first) == last + 1:
            # The call may have more arguments than the example's.
            self.elements.append(Element(TokenKind.FIXED, "", HoleKind.LIST))
        return last + 1

    def _hole_kind(self, first: int, last: int) -> HoleKind:
        """Return what may stand instead of the tokens: any expression where they are one."""
        node = self.window.node(first, last)
        if node is not None and not is_member(self.window, first):
            if any(is_expression(self.window, each.kind) for each in self._nodes(first, last)):
                return HoleKind.EXPRESSION
        kind = self.window.tokens[first].kind
        return HoleKind(kind.value) if first == last and kind in _HOLES else HoleKind.EXPRESSION

    def _nodes(self, first: int, last: int) -> list[NodeSpan]:
        tokens = self.window.tokens
        starting = self.window.starts.get(tokens[first].start, ())
        return [node for node in starting if node.end == tokens[last].end]

    def _is_call_moved(self, move: Move) -> bool:
        """Return whether what moved is the name of a call and remains one: `f(a) → a.f()`."""
        is_one = move.first == move.last
        return is_one and is_callee(self.window, move.first) and (
            is_callee(self.edited.after, move.new_first)
        )

    def _moved(self, move: Move) -> None:
        tokens = self.window.tokens
        hole = self._hole_kind(move.first, move.last)
        target = self.edited.after.tokens[move.new_first]
        if target.kind is TokenKind.TEXT and tokens[move.first].kind is TokenKind.NAME:
            # Into a text goes a name, nothing larger: `"{}", name → "{name}"`.
            hole = HoleKind.NAME
        self._add(move.first, move.last, hole)

    def _deleted(self, index: int) -> int:
        close = self.window.partner.get(index - 1, -1)
        if self.policy.frees_arguments and index < close and is_callee(self.window, index - 2):
            return self._add(index, close - 1, HoleKind.LIST)
        key = at(self.window, index, self.policy.follows, self.core.end)
        if key is not None and not is_callee(self.window, index):
            return self._follow(index, key)
        return self._single(index, None)

    def _single(self, index: int, hole: HoleKind | None) -> int:
        token = self.window.tokens[index]
        if token.kind is TokenKind.QUOTE and token.text in PLAIN_QUOTES:
            partner = self.owner.get(self.window.partner.get(index, -1))
            return self._add(index, index, HoleKind.QUOTE, partner)
        return self._add(index, index, hole)

    def _piece(self, index: int, end: int) -> int:
        """Add an element for what starts at the kept token `index`; kept tokens reach to `end`."""
        window = self.window
        if window.tokens[index].kind is TokenKind.TEXT:
            last = index
            while last + 1 < end and window.tokens[last + 1].kind is TokenKind.TEXT:
                last += 1
            return self._add(index, last, HoleKind.TEXT)
        key = at(window, index, self.policy.follows, end)
        if key is not None and not is_callee(window, index):
            return self._follow(index, key)
        close = self._rest_of_list(index, end)
        if close is not None:
            return self._add(index, close - 1, HoleKind.LIST)
        largest = self._largest_expression(index, end)
        if largest is not None:
            return self._add(index, largest, HoleKind.EXPRESSION)
        return self._single(index, self._single_hole(index))

    def _rest_of_list(self, index: int, end: int) -> int | None:
        """Return the bracket up to which all may vary in number: after `(`, `,` or a tag's name."""
        window = self.window
        close = self._closer(index)
        if close is None or index == self.core.start:
            return None
        is_content = self._deletes and index in self.core.inner
        stop = close - 1 if is_content and self._ends_in_comma(close) else close
        if not index < stop <= end or self._insists_within(index, close):
            return None
        previous, opener = window.tokens[index - 1], window.partner[close]
        is_first = opener == index - 1
        if is_content:
            # What a changed bracket holds varies in number only where it is a list already.
            is_list = stop < close or {opener, close} <= self.edited.kept.keys()
            is_list = is_list or window.node(index, close - 1) is None
            return close if is_first and is_list else None
        if self._is_wrapped(opener) or not self._is_item(index, close):
            return None
        if window.tokens[opener].text in TAG_STARTS:
            return close if opener == index - 2 else None
        is_separated = previous.text in _SEPARATORS or window.tokens[index].text in _SEPARATORS
        return close if is_first or is_separated else None

    def _is_wrapped(self, opener: int) -> bool:
        """Return whether the edit puts what stands in the bracket into something, as one value."""
        inner = self.core.inner
        if not inner or inner.start <= opener:
            return False
        return self.window.node(inner.start, inner.stop - 1) is not None

    def _is_item(self, index: int, close: int) -> bool:
        """Return whether what is inserted beside a list is more items, not more of one item."""
        kept, after = self.edited.kept, self.edited.after
        if self.window.tokens[self.window.partner[close]].text in TAG_STARTS:
            return True
        before, behind = kept.get(index, 0) - 1, kept.get(close - 1, -1) + 1
        arrived = set(kept.values())
        return (before in arrived or after.tokens[before].text == ",") and (
            behind in arrived or after.tokens[behind].text == ","
        )

    def _ends_in_comma(self, close: int) -> bool:
        """Return whether a list's last comma goes with its brackets: `% (a,) → , a`."""
        last = close - 1
        return self.window.tokens[last].text == "," and not {last, close} & self.edited.kept.keys()

    def _insists_within(self, index: int, end: int) -> bool:
        return any(self._insists_on(each) for each in range(index, end))

    def _closer(self, index: int) -> int | None:
        """Return the bracket that closes the innermost pair around the token, if in the core."""
        partner = self.window.partner
        at_index = index - 1
        while at_index >= self.core.start:
            other = partner.get(at_index)
            if other is not None and other > at_index:
                is_bracket = self.window.tokens[at_index].kind is not TokenKind.QUOTE
                return other if is_bracket and other < self.core.end else None
            at_index = at_index - 1 if other is None else other - 1
        return None

    def _insists_on(self, index: int) -> bool:
        """Return whether the token belongs to something that must stand there, or is followed."""
        keys = self.policy.insists | self.policy.follows
        return at(self.window, index, keys, self.core.end) is not None

    def _largest_expression(self, index: int, end: int) -> int | None:
        """Return the last token of the largest expression from `index` on that may be a hole."""
        window = self.window
        tokens = window.tokens
        if is_member(window, index):
            return None
        for node in window.starts.get(tokens[index].start, ()):
            if node.end > tokens[end - 1].end or not is_expression(window, node.kind):
                continue
            last = index
            while last + 1 < end and tokens[last + 1].end <= node.end:
                last += 1
            is_open = self._is_plain_string(node, index) or self._must_stay_open(index, last)
            if tokens[last].end == node.end and not is_open:
                return last
        return None

    def _is_plain_string(self, node: NodeSpan, index: int) -> bool:
        """Return whether the node is a string beside a change: that it is one says something."""
        if not self._deletes or index in self.core.inner or self._is_argument(index):
            return False
        return self.window.language is not None and node.kind in self.window.language.string

    def _must_stay_open(self, first: int, last: int) -> bool:
        """Return whether the tokens hold something that the pattern is about."""
        inside = range(first, last + 1)
        if any(self._insists_on(index) for index in inside):
            return True
        if first == last:
            return self._stays(first)
        if self.policy.fixes_names and not self._is_argument(first):
            return True
        outermost = set(inside)
        for index in inside:
            if index in self.window.partner and index < self.window.partner[index]:
                outermost -= set(range(index, self.window.partner[index] + 1))
        return not self._is_argument(first) and any(
            is_callee(self.window, index) and self._fixes_callee(index) for index in outermost
        )

    def _stays(self, index: int) -> bool:
        """Return whether a kept name or literal stays what it is in the example."""
        window = self.window
        token = window.tokens[index]
        if token.kind is TokenKind.NAME:
            # A call that is no hole as a whole is one that the pattern looks into.
            if is_member(window, index) and self.policy.frees_members:
                return is_callee(window, index)
            is_named = is_callee(window, index) or is_member(window, index)
            return is_named or self.policy.fixes_names
        is_beside = {index - 1, index + 1} & {*self.core.inner} and index not in self.core.inner
        return token.kind is TokenKind.LITERAL and self._deletes and bool(is_beside)

    def _fixes_callee(self, index: int) -> bool:
        is_content = index in self.core.inner
        return self.policy.fixes_callees or not (is_content or self.core.is_whole)

    def _single_hole(self, index: int) -> HoleKind | None:
        token = self.window.tokens[index]
        if token.kind not in _HOLES or self._insists_on(index) or self._stays(index):
            return None
        return HoleKind(token.kind.value)

    def _is_argument(self, index: int) -> bool:
        """Return whether a bracket inside the core encloses the token."""
        return self._closer(index) is not None

