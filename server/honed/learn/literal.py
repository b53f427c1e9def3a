"""The cores that a rewrite to the letter speaks of: just what changed, and what stands next to it.

What is replaced or deleted stands for itself. What only inserts is tied to the tokens on both
sides, or to two on one side: how much that says is for the ranker.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from honed.learn.cores import Core, changed
from honed.learn.neighbours import inserts_lines
from honed.suggest.words import has_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window

MAX_STRETCHES = 12

MAX_TOKENS = 40
"""A longer stretch does not stand twice to the letter, but for whole lines."""

CONTEXTS = ((1, 1), (2, 0), (0, 2))
"""How many tokens before and after an insertion; one alone says next to nothing."""


def literal_cores(edited: EditedStatement) -> Iterator[Core]:
    """Yield the cores that the example does not refute, the smallest first."""
    return (core for core in _cores(edited) if not _is_refuted(edited, core))


def _is_refuted(edited: EditedStatement, core: Core) -> bool:
    """Return whether the same tokens stand elsewhere between the same two, and were left alone.

    It is not `String` that goes from `List<String> a = new Set<String>()`. Which of several that
    stand side by side has gone, nobody knows.
    """
    texts = ["", *(token.text for token in edited.before.tokens), ""]
    wanted, kept = texts[core.start : core.end + 2], edited.kept
    length = core.end - core.start
    for start in range(len(edited.before.tokens) - length + 1):
        is_apart = start > core.end or start + length < core.start
        if is_apart and texts[start : start + length + 2] == wanted:
            places = [kept.get(index, -1) for index in range(start, start + length)]
            if places[0] >= 0 and places == [*range(places[0], places[0] + length)]:
                return True
    return False


def _cores(edited: EditedStatement) -> Iterator[Core]:
    if not edited.before.tokens:
        return
    bare = changed(edited)
    if bare.start < bare.end:
        tokens = edited.before.tokens[bare.start : bare.end]
        if len(tokens) <= MAX_TOKENS and any(has_word(token.text) for token in tokens):
            yield bare
        return
    if inserts_lines(edited.after, bare):
        # Whole lines do.
        return
    side = edited.before
    for left, right in CONTEXTS:
        start, end = bare.start - left, bare.end + right
        if start >= 0 and end <= len(side.tokens) and _on_one_line(side, start, end):
            yield bare.widened(start, end)


def repeated(edited: EditedStatement) -> Core | None:
    """Return the first of several stretches that all changed alike: a name that is respelt."""
    found = stretches(edited)
    if len(found) < 2:  # noqa: PLR2004 - several
        return None
    before, after = edited.before.tokens, edited.after.tokens
    changes = {
        (
            tuple(token.text for token in before[core.start : core.end]),
            tuple(token.text for token in after[core.new_start : core.new_end]),
        )
        for core in found
    }
    is_one = len(changes) == 1 and any(has_word(token) for old, _ in changes for token in old)
    return found[0] if is_one else None


def stretches(edited: EditedStatement) -> list[Core]:
    """Return the stretches between kept tokens that changed; [] for very many."""
    pairs = [(-1, -1), *edited.kept.items()]
    pairs.append((len(edited.before.tokens), len(edited.after.tokens)))
    found = [
        Core(left + 1, right, new_left + 1, new_right, range(left + 1, right))
        for (left, new_left), (right, new_right) in pairwise(pairs)
        if right - left > 1 or new_right - new_left > 1
    ]
    return found if len(found) <= MAX_STRETCHES else []


def _on_one_line(side: Window, start: int, end: int) -> bool:
    return all(b"\n" not in side.gap(index) for index in range(start + 1, end))
