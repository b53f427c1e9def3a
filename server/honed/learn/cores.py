"""Which tokens of an edited statement a rewrite speaks of.

The core reaches from the first to the last changed token. What only inserts has nothing there that
could be found again elsewhere: its core grows over the nodes around, or lies in the line beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.core.text import Span
from honed.learn.anchors import is_callee
from honed.learn.neighbours import beside, inserts_lines
from honed.suggest.words import has_word
from honed.syntax.statements import spans_around, statement_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window

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
    if not edited.before.tokens:
        return
    bare = changed(edited)
    if edited.deletes(bare.inner):
        whole = balanced(edited.before, bare)
        whole = attrs.evolve(whole, inner=range(whole.start, whole.end))
        says_enough = _says_enough(edited, whole)
        yield [whole] if says_enough else [*_around(edited, whole), whole]
        if says_enough and _cuts_string(edited, whole):
            yield list(_around(edited, whole))
        if _empties_call(edited, whole):
            yield [attrs.evolve(whole.widened(whole.start - 2, whole.end + 1), empties=True)]
    elif bare.start < bare.end:
        yield [bare, *_around(edited, bare)]
    elif inserts_lines(edited.after, bare):
        for neighbour in beside(edited, bare):
            yield [neighbour]
    else:
        word = _word_of_text(edited.before, bare.start)
        yield list(_around(edited, bare)) if word is None else [bare.widened(*word)]


def _word_of_text(side: Window, at: int) -> tuple[int, int] | None:
    """Return the word of a text to which something is added at the token `at`, half-open.

    It is `app` in `"app" → "app-core"`. None where there is no text, or space beside it.
    """
    for start, end in ((at - 1, at), (at, at + 1)):
        token = side.tokens[start] if 0 <= start < len(side.tokens) else None
        if token and token.kind is TokenKind.TEXT and has_word(token.text) and not side.gap(at):
            return start, end
    return None


def changed(edited: EditedStatement) -> Core:
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


def _cuts_string(edited: EditedStatement, core: Core) -> bool:
    """Return whether a core has a string but not all of the value that it is a part of."""
    side = edited.before
    tokens = side.tokens[core.start : core.end]
    has_quote = any(token.kind is TokenKind.QUOTE for token in tokens)
    return has_quote and side.node(core.start, core.end - 1) is None


def _says_enough(edited: EditedStatement, core: Core) -> bool:
    """Return whether a core needs nothing beside it: it has a word or a string, or is a node."""
    side = edited.before
    tokens = side.tokens[core.start : core.end]
    has_string = any(token.kind in {TokenKind.QUOTE, TokenKind.TEXT} for token in tokens)
    if has_string or side.node(core.start, core.end - 1) is not None:
        return True
    moved = {at for move in edited.moves for at in range(move.first, move.last + 1)}
    gone = {*range(core.start, core.end)} - edited.kept.keys() - moved
    return any(has_word(side.tokens[index].text) for index in gone)


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
    deletes = edited.deletes(core.inner)
    side = edited.before if deletes else edited.after
    tree = edited.before_tree if deletes else edited.after_tree
    first, end = (core.start, core.end) if deletes else (core.new_start, core.new_end)
    stretch = Span(side.tokens[first].start, side.tokens[end - 1].end)
    spans = spans_around(side.text, tree, stretch) if tree else _in_line(side, first, end)
    seen = {(core.start, core.end)}
    for span in spans:
        low, high = _tokens_in(side, span)
        start, stop = core.start - (first - low), core.end + (high - end)
        is_inside = 0 <= start <= core.start and core.end <= stop <= len(edited.before.tokens)
        if not is_inside or stop - start > MAX_CORE_TOKENS:
            return
        if start < stop and (start, stop) not in seen:
            seen.add((start, stop))
            yield core.widened(start, stop)


def _in_line(side: Window, first: int, end: int) -> Iterator[Span]:
    """Without a tree: yield the brackets around with the word before them, then the line."""
    tokens = side.tokens
    around = [opener for opener, close in side.partner.items() if opener < first and close >= end]
    for opener in sorted(around, reverse=True):
        head = opener - 1 if opener and has_word(tokens[opener - 1].text) else opener
        yield Span(tokens[head].start, tokens[side.partner[opener]].end)
    stretch = Span(tokens[first].start, tokens[end - 1].end)
    line = statement_span(side.text, None, side.text.line_at(stretch.start))
    if line.contains(stretch):
        yield line


def _tokens_in(side: Window, span: Span) -> tuple[int, int]:
    """Return the tokens inside `span`, half-open."""
    inside = [
        index
        for index, token in enumerate(side.tokens)
        if span.start <= token.start and token.end <= span.end
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
