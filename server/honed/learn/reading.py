"""How the example is read: what of it a pattern insists on, and what may vary with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind, TokenKind
from honed.learn.anchors import TAG_STARTS, is_callee, is_member
from honed.learn.references import at

if TYPE_CHECKING:
    from honed.learn.alignment import Move
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.units import Key

WORD_KINDS = frozenset({TokenKind.NAME, TokenKind.LITERAL})


@attrs.frozen
class Policy:
    """What of the example a pattern insists on.

    `follows` are the names and expressions that stand on both sides and vary with the place,
    `insists` those that do not. `fixes_callees` says whether what the edit reaches over is about
    the calls in it, `fixes_names` whether it is about all its names, `frees_arguments` and
    `frees_members` that calls may have other arguments, respectively names other members,
    `frees_callees` that what is called may be something else.
    """

    follows: frozenset[Key] = frozenset()
    insists: frozenset[Key] = frozenset()
    fixes_callees: bool = True
    fixes_names: bool = False
    frees_arguments: bool = False
    frees_members: bool = False
    frees_callees: bool = False
    is_literal: bool = False
    """Whether all of it stays as it stands in the example."""


class Reading:
    """One policy, applied to the tokens of one core; indices are those of the tokens before."""

    def __init__(self, edited: EditedStatement, core: Core, policy: Policy) -> None:
        """Read `core` by `policy`."""
        self.edited = edited
        self.window = edited.before
        self.core = core
        self.policy = policy
        self.deletes = edited.deletes(core.inner)
        self._keys = policy.insists | policy.follows

    def is_content(self, index: int) -> bool:
        """Return whether the token is in the stretch that the edit itself reaches over."""
        return index in self.core.inner

    def follows(self, index: int, end: int) -> Key | None:
        """Return the key at `index` that varies with the place and is followed by others."""
        if not self.policy.follows or is_callee(self.window, index):
            return None
        return at(self.window, index, self.policy.follows, end)

    def insists_within(self, first: int, end: int) -> bool:
        """Return whether one of the tokens must stand there, or is followed by others."""
        return bool(self._keys) and any(
            at(self.window, index, self._keys, self.core.end) for index in range(first, end)
        )

    def closer(self, index: int) -> int | None:
        """Return the bracket that closes the innermost pair around the token, if in the core."""
        close = self.window.closers[index]
        if close < 0 or close >= self.core.end or self.window.partner[close] < self.core.start:
            return None
        return close

    def stays(self, index: int) -> bool:
        """Return whether a kept name or literal stays what it is in the example."""
        window, token = self.window, self.window.tokens[index]
        if token.kind is TokenKind.NAME:
            # A call that is no hole as a whole is one that the pattern looks into.
            if is_callee(window, index):
                return not (self.policy.frees_callees and self.is_content(index))
            if is_member(window, index):
                return not self.policy.frees_members
            return self.policy.fixes_names
        is_beside = {index - 1, index + 1} & {*self.core.inner} and not self.is_content(index)
        return token.kind is TokenKind.LITERAL and self.deletes and bool(is_beside)

    def must_open(self, first: int, last: int) -> bool:
        """Return whether the tokens hold something that the pattern is about."""
        if self.insists_within(first, last + 1):
            return True
        if first == last:
            return self.stays(first)
        if self.closer(first) is not None:
            return False
        return self.policy.fixes_names or any(map(self._fixes_call, self._outermost(first, last)))

    def _outermost(self, first: int, last: int) -> list[int]:
        """Return the tokens that stand in no bracket among these."""
        found, index = [], first
        while index <= last:
            found.append(index)
            index = max(index, self.window.partner.get(index, index)) + 1
        return found

    def _fixes_call(self, index: int) -> bool:
        is_free = self.is_content(index) or self.core.is_whole
        return is_callee(self.window, index) and (self.policy.fixes_callees or not is_free)

    def keeps_string(self, index: int, kind: str) -> bool:
        """Return whether a node is a string beside a change: that it is one says something."""
        if not self.deletes or self.is_content(index) or self.closer(index) is not None:
            return False
        return self.window.language is not None and kind in self.window.language.string

    def hole_kind(self, first: int, last: int) -> HoleKind:
        """Return what may stand instead of the tokens: any expression where they are one."""
        is_one = last + 1 in self.window.expression_ends(first)
        if is_one and not is_member(self.window, first):
            return HoleKind.EXPRESSION
        kind = self.window.tokens[first].kind
        is_word = first == last and kind in WORD_KINDS
        return HoleKind(kind.value) if is_word else HoleKind.EXPRESSION

    def moved_hole(self, move: Move) -> HoleKind:
        """Return what may stand instead of what moved."""
        is_name = self.window.tokens[move.first].kind is TokenKind.NAME
        if is_name and self.edited.after.tokens[move.new_first].kind is TokenKind.TEXT:
            # Into a text goes a name, nothing larger: `"{}", name → "{name}"`.
            return HoleKind.NAME
        return self.hole_kind(move.first, move.last)

    def is_call_moved(self, move: Move) -> bool:
        """Return whether what moved is the name of a call and remains one: `f(a) → a.f()`."""
        if move.first != move.last or not is_callee(self.window, move.first):
            return False
        return is_callee(self.edited.after, move.new_first)

    def is_in_tag(self, close: int) -> bool:
        """Return whether the bracket closes a tag."""
        return self.window.tokens[self.window.partner[close]].text in TAG_STARTS
