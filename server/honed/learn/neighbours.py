"""The statements next to inserted lines: what the insertion is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.learn.anchors import is_callee
from honed.syntax.statements import statement_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window
    from honed.syntax.tree import Tree


def inserts_lines(side: Window, core: Core) -> bool:
    """Return whether what was inserted begins a line of its own and ends one."""
    begins = core.new_start == 0 or b"\n" in side.gap(core.new_start)
    ends = core.new_end == len(side.tokens) or b"\n" in side.gap(core.new_end)
    return begins and ends


def beside(edited: EditedStatement, core: Core) -> Iterator[Core]:
    """Yield the statements next to inserted lines, those that share a name with them if any do.

    A statement beyond a blank line, or of another indentation, is no neighbour. Of the one above
    only what follows the shared name counts: what is declared, not the word that declares.
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
    sharing = [each for each in found if not _names(before, each).isdisjoint(inserted)]
    for each in sharing or found:
        is_above = each.end == core.start
        first = next(_shared(before, each, inserted), each.start)
        shorter = each.widened(first, each.end) if is_above else each
        yield attrs.evolve(shorter, is_whole=True)


def _is_neighbour(edited: EditedStatement, core: Core, start: int, border: int) -> bool:
    """Return whether no blank line parts a statement from the inserted lines, nor indentation.

    The statement begins at the before token `start` and meets them at the after token `border`.
    """
    before, after = edited.before, edited.after
    text = after.text
    above, below = (text.line_at(after.tokens[at].start) for at in (border - 1, border))
    own = text.indent(text.line_at(after.tokens[core.new_start].start))
    other = before.text.indent(before.text.line_at(before.tokens[start].start))
    return below - above == 1 and own == other


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


def _names(side: Window, core: Core) -> set[str]:
    return {
        token.text
        for index, token in enumerate(side.tokens[core.start : core.end], core.start)
        if token.kind is TokenKind.NAME and not is_callee(side, index)
    }


def _shared(side: Window, core: Core, inserted: set[str]) -> Iterator[int]:
    """Yield the names of a statement, outside of brackets, that the inserted lines take up."""
    for index in range(core.start, core.end):
        token = side.tokens[index]
        is_name = token.kind is TokenKind.NAME and not is_callee(side, index)
        if is_name and token.text in inserted and not 0 <= side.closers[index] < core.end:
            yield index
