"""Which tokens of an edited statement a rewrite speaks of.

The core reaches from the first to the last changed token. What only inserts has nothing there that
could be found again elsewhere: its core grows over the nodes around, or lies in the line beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.core.text import Span
from honed.learn.anchors import has_word, is_callee
from honed.syntax.statements import spans_around, statement_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window
    from honed.syntax.tree import Tree

MAX_CORE_TOKENS = 120


@attrs.frozen
class Core:
    """Before tokens `start:end` became after tokens `new_start:new_end`.

    `inner` are the tokens that the edit itself reaches over, `start:end` those and what was added
    around them; both half-open.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    inner: range
    is_whole: bool = False
    """Whether the edit inserts whole lines."""
    empties: bool = False
    """Whether it takes all arguments from a call."""

    def widened(self, start: int, end: int) -> Core:
        """Return the core over `start:end`, of which all that is new to it was kept."""
        return attrs.evolve(
            self,
            start=start,
            end=end,
            new_start=self.new_start - (self.start - start),
            new_end=self.new_end + end - self.end,
        )


def growths(edited: EditedStatement) -> Iterator[list[Core]]:
    """Yield the ways in which the core may grow, each from the best to the last resort."""
    bare = _changed(edited)
    if not edited.before.tokens:
        return
    deletes = any(index not in edited.kept for index in range(bare.start, bare.end))
    if deletes:
        whole = balanced(edited.before, bare)
        whole = attrs.evolve(whole, inner=range(whole.start, whole.end))
        yield [*_around(edited, whole), whole] if _needs_more(edited, whole) else [whole]
        if _empties_call(edited, whole):
            yield [attrs.evolve(whole.widened(whole.start - 2, whole.end + 1), empties=True)]
    elif bare.start < bare.end:
        yield [bare, *_around(edited, bare)]
    elif _inserts_lines(edited.after, bare):
        for neighbour in _beside(edited, bare):
            yield [neighbour]
    else:
        yield list(_around(edited, bare))


def _changed(edited: EditedStatement) -> Core:
    """Return the core from the first to the last changed token; empty for an insertion."""
    kept, count = edited.kept, len(edited.before.tokens)
    start = 0
    while start < count and kept.get(start) == start:
        start += 1
    end = count
    shift = len(edited.after.tokens) - count
    while end > start and kept.get(end - 1) == end - 1 + shift:
        end -= 1
    # An insertion beside an equal token may have been trimmed past itself.
    return Core(start, end, start, max(start, end + shift), range(start, end))


def _empties_call(edited: EditedStatement, core: Core) -> bool:
    """Return whether all that stands between the brackets of a call was deleted."""
    side = edited.before
    if core.new_start != core.new_end or core.start < 2:  # noqa: PLR2004 - a name and a bracket
        return False
    return side.partner.get(core.start - 1) == core.end and is_callee(side, core.start - 2)


def _needs_more(edited: EditedStatement, core: Core) -> bool:
    """Return whether a core says too little by itself: no word of its own, and no whole node."""
    side = edited.before
    tokens = side.tokens[core.start : core.end]
    has_string = any(token.kind in {TokenKind.QUOTE, TokenKind.TEXT} for token in tokens)
    if has_string or side.node(core.start, core.end - 1) is not None:
        return False
    moved = {index for move in edited.moves for index in range(move.first, move.last + 1)}
    deleted = [at for at in range(core.start, core.end) if at not in edited.kept and at not in moved]
    return not any(has_word(side.tokens[index].text) for index in deleted)


def balanced(side: Window, core: Core) -> Core:
    """Return the core with the other halves of all its brackets and quotes."""
    start, end = core.start, core.end
    reached = start, start
    while reached != (start, end):
        reached = start, end
        halves = [side.partner[index] for index in range(start, end) if index in side.partner]
        start, end = min([start, *halves]), max([end, *(half + 1 for half in halves)])
    return core.widened(start, end) if end - start <= MAX_CORE_TOKENS else core


def _around(edited: EditedStatement, core: Core) -> Iterator[Core]:
    """Yield the core as it grows over the nodes around it, up to its statement.

    Of an edit that only inserts these are the nodes after it: they say what belongs together.
    """
    kept = edited.kept
    deletes = any(index not in kept for index in range(core.start, core.end))
    side = edited.before if deletes else edited.after
    tree = edited.before_tree if deletes else edited.after_tree
    first, end = (core.start, core.end) if deletes else (core.new_start, core.new_end)
    seen = {(core.start, core.end)}
    for span in _spans_around(side, tree, first, end):
        low, high = _tokens_in(side, span)
        start, stop = core.start - (first - low), core.end + (high - end)
        is_inside = 0 <= start <= core.start and core.end <= stop <= len(edited.before.tokens)
        if not is_inside or stop - start > MAX_CORE_TOKENS:
            return
        if start < stop and (start, stop) not in seen:
            seen.add((start, stop))
            yield core.widened(start, stop)


def _spans_around(side: Window, tree: Tree | None, first: int, end: int) -> Iterator[Span]:
    stretch = Span(side.tokens[first].start, side.tokens[end - 1].end)
    if tree is not None:
        return spans_around(side.text, tree, stretch)
    return _spans_in_line(side, first, end)


def _tokens_in(side: Window, span: Span) -> tuple[int, int]:
    """Return the tokens inside `span`, half-open."""
    inside = [
        index
        for index, token in enumerate(side.tokens)
        if span.start <= token.start and token.end <= span.end
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _spans_in_line(side: Window, first: int, end: int) -> Iterator[Span]:
    """Without a tree: yield the brackets around with the word before them, then the line."""
    tokens = side.tokens
    pairs = [
        (opener, close)
        for opener, close in side.partner.items()
        if opener < first and close >= end
    ]
    for opener, close in sorted(pairs, reverse=True):
        head = opener - 1 if opener and has_word(tokens[opener - 1].text) else opener
        yield Span(tokens[head].start, tokens[close].end)
    stretch = Span(tokens[first].start, tokens[end - 1].end)
    line = statement_span(side.text, None, side.text.line_at(stretch.start))
    if line.contains(stretch):
        yield line


def _inserts_lines(side: Window, core: Core) -> bool:
    """Return whether what was inserted begins a line of its own and ends one."""
    begins = core.new_start == 0 or b"\n" in side.gap(core.new_start)
    ends = core.new_end == len(side.tokens) or b"\n" in side.gap(core.new_end)
    return begins and ends


def _beside(edited: EditedStatement, core: Core) -> Iterator[Core]:
    """Yield the statements next to inserted lines, those that share a name with them if any do.

    A statement beyond a blank line, or of another indentation, is no neighbour.
    """
    before, tree = edited.before, edited.before_tree
    found = []
    if core.start < len(before.tokens):
        start, end = statement_tokens(before, tree, core.start)
        if start == core.start and _is_neighbour(edited, core, start, core.new_end):
            found.append(core.widened(start, end))
    if core.start > 0:
        start, end = statement_tokens(before, tree, core.start - 1)
        if end == core.start and _is_neighbour(edited, core, start, core.new_start):
            found.append(core.widened(start, end))
    inserted = {token.text for token in edited.after.tokens[core.new_start : core.new_end]}
    sharing = [each for each in found if any(_shared(before, each, inserted))]
    for each in sharing or found:
        first = next(_shared(before, each, inserted), each.start)
        is_above = each.end == core.start
        shorter = each.widened(first, each.end) if is_above else each
        yield attrs.evolve(shorter, is_whole=True)


def _is_neighbour(edited: EditedStatement, core: Core, start: int, border: int) -> bool:
    """Return whether no blank line parts a statement from the inserted lines, nor indentation.

    The statement begins at the before token `start` and meets them at the after token `border`.
    """
    before, after = edited.before, edited.after
    text = after.text
    lines = [text.line_at(after.tokens[at].start) for at in (border - 1, border)]
    own = text.indent(text.line_at(after.tokens[core.new_start].start))
    other = before.text.indent(before.text.line_at(before.tokens[start].start))
    return lines[1] - lines[0] == 1 and own == other


def statement_tokens(side: Window, tree: Tree | None, index: int) -> tuple[int, int]:
    """Return the tokens of the statement that holds the token `index`, half-open."""
    line = side.text.line_at(side.tokens[index].start)
    span = statement_span(side.text, tree, line)
    start = end = index
    while start > 0 and side.tokens[start - 1].start >= span.start:
        start -= 1
    while end < len(side.tokens) and side.tokens[end].end <= span.end:
        end += 1
    return start, max(end, index + 1)


def _shared(side: Window, core: Core, inserted: set[str]) -> Iterator[int]:
    """Yield the names of a statement, outside of brackets, that the inserted lines take up."""
    for index in range(core.start, core.end):
        token = side.tokens[index]
        is_name = token.kind is TokenKind.NAME and not is_callee(side, index)
        if is_name and token.text in inserted and not 0 <= side.closers[index] < core.end:
            yield index
