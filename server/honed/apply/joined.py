"""Several rows of the file that a snippet has as one: a call, a condition, a list of names.

Such a row is found again in the first of them. The others are a part of what it says, and never
stay behind it.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from honed.apply.markers import Role, role
from honed.core.model import TokenKind
from honed.core.text import Span, Text, encode
from honed.syntax.tokens import window
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.work import Work
    from honed.syntax.leaves import Token
    from honed.syntax.tree import Tree

MOST_JOINED = 30
"""More rows are not written as one."""
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_OPEN_ENDED = ("(", "[", "{", ",")


def join(work: Work, row: int, place: int, *, is_context: bool) -> None:
    """Delete the rows below `place` that are joined in `row`, if any are.

    Where a row that is shown for its place only says the same as they do, they stay as they are.
    """
    plan, file, tree = work.plan, work.file, work.tree
    if tree is None or not file.strip[place].endswith(_OPEN_ENDED):
        return
    line = Text(encode(work.shown.rows.strip[row]))
    ours = window(line, parse(line, tree.language), Span(0, line.size)).tokens
    if any(_leaves_out(token) for token in ours):
        return
    theirs = _rows(work, tree, place)
    count = _count(ours, theirs)
    places = range(place, place + count)
    if any(map(plan.is_settled, places[1:])):
        return
    plan.delete(places.start + 1, places.stop)
    said = (token for tokens in theirs[:count] for token in tokens)
    if count and is_context and _said(ours, tree) == _said(said, tree):
        plan.soften(range(row, row + 1), places)


def _leaves_out(token: Token) -> bool:
    return token.kind is TokenKind.COMMENT and role(token.text) is Role.MARKER


def _rows(work: Work, tree: Tree, place: int) -> Sequence[Sequence[Token]]:
    """Return the tokens of some rows of the file, by row."""
    file, text = work.file, tree.text
    lines = file.line[place : place + MOST_JOINED]
    span = Span(text.line_start(lines[0]), text.line_span(lines[-1]).end)
    tokens = window(text, tree, span).tokens
    by_line = {
        line: list(group) for line, group in groupby(tokens, lambda each: text.line_at(each.start))
    }
    return [by_line.get(line, []) for line in lines]


def _count(ours: Iterable[Token], theirs: Iterable[Iterable[Token]]) -> int:
    """Return how many of the rows leave the same brackets open as `ours`, 0 if none do.

    The rows of one statement or header, that is: none ends before the last of them.
    """
    wanted = _follow(ours, [])
    unclosed: list[str] = []
    for count, tokens in enumerate(theirs, start=1):
        after = _follow(tokens, unclosed)
        if after is None or (count == 1 and after == wanted):
            return 0
        if after == wanted:
            return count
        if not after:
            return 0
        unclosed = after
    return 0


def _follow(tokens: Iterable[Token], unclosed: Sequence[str]) -> list[str] | None:
    """Return the brackets that are open after tokens, None where others are closed."""
    found = list(unclosed)
    for token in tokens:
        if token.kind is not TokenKind.FIXED:
            continue
        if token.text in _PAIRS:
            found.append(token.text)
        elif token.text in _PAIRS.values() and (not found or _PAIRS[found.pop()] != token.text):
            return None
    return found


def _said(tokens: Iterable[Token], tree: Tree) -> Sequence[str]:
    """Return what tokens say: without comments, and without last commas, but that of a tuple."""
    texts = [each.text for each in tokens if each.kind is not TokenKind.COMMENT]
    silent = "]}" if tree.language.name == "python" else ")]}"
    return [text for text, after in pairwise([*texts, "end"]) if text != "," or after not in silent]
