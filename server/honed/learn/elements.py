"""The two sides of a rewrite: elements with holes from the tokens before, parts from those after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy, Element, HoleKind, TokenKind
from honed.core.text import decode
from honed.learn.cores import is_callee
from honed.suggest.matching import is_expression
from honed.suggest.render import source_text

if TYPE_CHECKING:
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import NodeSpan, Window

PLAIN_QUOTES = frozenset({'"', "'"})
"""Quotes that mean the same in most languages; a pattern does not insist on one of them."""


class Sides:
    """Turns the tokens of a core into elements and parts."""

    def __init__(self, edited: EditedStatement, core: Core, words: frozenset[str]) -> None:
        self.edited = edited
        self.core = core
        self.words = words
        self.owner: dict[int, int] = {}
        self._elements: list[Element] = []
        self._first: list[int] = []
        self._named: dict[str, int] = {}

    def elements(self) -> list[Element]:
        """Return the before side; `owner` then maps each of its tokens to its element."""
        index = self.core.start
        while index < self.core.end:
            if index in self.edited.kept:
                end = index + 1
                while self._continues(end):
                    end += 1
                self._run(index, end)
                index = end
            else:
                self._deleted(index)
                index += 1
        return self._elements

    def _continues(self, index: int) -> bool:
        kept = self.edited.kept
        return index < self.core.end and kept.get(index) == kept.get(index - 1, -2) + 1

    def _add(self, first: int, last: int, element: Element) -> None:
        for index in range(first, last + 1):
            self.owner[index] = len(self._elements)
        self._elements.append(element)
        self._first.append(first)

    def _deleted(self, index: int) -> None:
        token = self.edited.before.tokens[index]
        hole = None
        if token.text in self.words and not is_callee(self.edited.before, index):
            hole = HoleKind(token.kind.value)
        self._single(index, hole)

    def _single(self, index: int, hole: HoleKind | None) -> None:
        token = self.edited.before.tokens[index]
        if token.kind is TokenKind.QUOTE and token.text in PLAIN_QUOTES:
            partner = self.owner.get(self.edited.before.partner.get(index, -1))
            self._add(index, index, Element(token.kind, token.text, HoleKind.QUOTE, partner))
            return
        earlier = self._named.get(token.text) if hole else None
        if hole and earlier is None:
            self._named[token.text] = len(self._elements)
        self._add(index, index, Element(token.kind, token.text, hole, earlier))

    def _run(self, start: int, end: int) -> None:
        """Turn the kept tokens `start:end` into holes where they form wholes."""
        index = start
        while index < end:
            index = self._piece(index, start, end)

    def _piece(self, index: int, start: int, end: int) -> int:
        before = self.edited.before
        token = before.tokens[index]
        if token.kind is TokenKind.TEXT:
            last = index
            while last + 1 < end and before.tokens[last + 1].kind is TokenKind.TEXT:
                last += 1
            return self._hole(index, last, HoleKind.TEXT)
        close = before.partner.get(index - 1)
        if close is not None and index < close <= end and index - 1 >= self.core.start:
            if self.core.is_anchored or before.node(index, close - 1) is None:
                return self._hole(index, close - 1, HoleKind.LIST)
        largest = self._largest_expression(index, end)
        if largest is not None:
            return self._hole(index, largest, HoleKind.EXPRESSION)
        hole = self._single_hole(index)
        self._single(index, hole)
        return index + 1

    def _single_hole(self, index: int) -> HoleKind | None:
        before = self.edited.before
        token = before.tokens[index]
        if token.kind is TokenKind.NAME:
            is_fixed = is_callee(before, index) or self._is_member(index)
            return None if is_fixed and token.text not in self.words else HoleKind.NAME
        return HoleKind.LITERAL if token.kind is TokenKind.LITERAL else None

    def _is_member(self, index: int) -> bool:
        return index > 0 and self.edited.before.tokens[index - 1].text in {".", "->", "::", "?."}

    def _hole(self, first: int, last: int, kind: HoleKind) -> int:
        token = self.edited.before.tokens[first]
        text = source_text(self.edited.before, first, last)
        if first == last and kind is HoleKind.EXPRESSION and token.text in self._named:
            self._add(first, last, Element(token.kind, text, HoleKind(token.kind.value),
                                           self._named[token.text]))
            return last + 1
        if first == last and token.kind in {TokenKind.NAME, TokenKind.LITERAL}:
            self._named.setdefault(token.text, len(self._elements))
        self._add(first, last, Element(token.kind, text, kind))
        return last + 1

    def _largest_expression(self, index: int, end: int) -> int | None:
        """Return the last token of the largest expression from `index` on that is a hole."""
        before = self.edited.before
        tokens = before.tokens
        for node in before.starts.get(tokens[index].start, ()):
            if not is_expression(before, node.kind) or node.end > tokens[end - 1].end:
                continue
            last = index
            while last + 1 < end and tokens[last + 1].end <= node.end:
                last += 1
            if tokens[last].end == node.end and not self._must_stay_open(index, last, node):
                return last
        return None

    def _must_stay_open(self, first: int, last: int, node: NodeSpan) -> bool:
        """Return whether the node holds something that the pattern is about."""
        before = self.edited.before
        if last + 1 < len(before.tokens) and before.tokens[last + 1].text == "(" and (
            is_callee(before, last)
        ):
            return True
        inside = range(first, last + 1)
        if last > first and any(before.tokens[k].text in self.words for k in inside):
            return True
        if not self.core.is_anchored:
            return False
        return any(is_callee(before, k) for k in inside) and not self._is_argument(first)

    def _is_argument(self, index: int) -> bool:
        """Return whether a bracket inside the core encloses the token."""
        before = self.edited.before
        return any(
            opener < index < close
            for opener, close in before.partner.items()
            if opener < close and opener >= self.core.start
        )

    def parts(self) -> list[str | Copy]:
        """Return the after side; call `elements` first."""
        after, before = self.edited.after, self.edited.before
        back = {right: left for left, right in self.edited.kept.items()}
        parts: list[str | Copy] = []
        previous: int | None = None
        for index in range(self.core.new_start, self.core.new_end):
            source = back.get(index)
            if source is not None and not self.core.start <= source < self.core.end:
                source = None
            is_next = source is not None and previous is not None and source == previous + 1
            same_gap = index > self.core.new_start and (
                source is not None and is_next and after.gap(index) == before.gap(source)
            )
            if index > self.core.new_start and not same_gap:
                _extend(parts, self._space(index))
            if source is not None:
                self._copy(parts, self.owner[source], joined=same_gap)
            else:
                token = after.tokens[index]
                named = self._named.get(token.text) if token.text in self.words else None
                if named is not None and token.kind in {TokenKind.NAME, TokenKind.LITERAL}:
                    parts.append(Copy(named, named))
                else:
                    _extend(parts, token.text)
            previous = source
        return parts

    def _copy(self, parts: list[str | Copy], element: int, *, joined: bool) -> None:
        last = parts[-1] if parts else None
        if joined and isinstance(last, Copy):
            if last.last != element:
                parts[-1] = Copy(last.first, element)
            return
        parts.append(Copy(element, element))

    def _space(self, index: int) -> str:
        return relative_gap(self.edited.before, self.core, self.edited.after.gap(index))


def relative_gap(before: Window, core: Core, gap: bytes) -> str:
    """Return a gap with indentation counted from that of the line on which the core starts."""
    text = decode(gap).replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return text
    indent = decode(before.text.indent(before.text.line_at(before.tokens[core.start].start)))
    first, *lines = text.split("\n")
    return "\n".join([first, *(line.removeprefix(indent) for line in lines)])


def _extend(parts: list[str | Copy], text: str) -> None:
    if not text:
        return
    last = parts[-1] if parts else None
    if isinstance(last, str):
        parts[-1] = last + text
    else:
        parts.append(text)
