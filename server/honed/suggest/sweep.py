"""Where learned edits fit in a whole text, without a cursor, within what one request may cost.

All patterns are searched for together: the lines on which any of them may match are read once.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from honed.suggest.edits import stretches
from honed.suggest.matching import Budget
from honed.suggest.places import Places, reach_lines_of
from honed.suggest.search import found_in
from honed.suggest.view import view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from honed.core.model import Pattern
    from honed.core.text import Text
    from honed.suggest.features import Circumstances
    from honed.suggest.index import Entry, PatternIndex
    from honed.suggest.search import Found
    from honed.syntax.tree import Tree

MAX_PATTERNS = 48
"""Patterns that are tried, the newest first."""

MAX_LINES_TRIED = 40
"""Lines at which any of them is tried."""

MAX_LINES_OF_ONE = 6
"""Lines at which one of them is tried, the nearest; the others are for the requests to come."""

MAX_TRIED = 120
"""Patterns and lines in all."""

MAX_STEPS = 8_000
"""Attempts to match that one sweep may cost."""


def sweep(  # noqa: PLR0913 - the text, the moment and whom to trust
    index: PatternIndex,
    text: Text,
    tree: Tree | None,
    circumstances: Circumstances,
    *,
    language: str,
    trust: Callable[[Pattern], bool],
    near: int = 0,
) -> list[Found]:
    """Return what the newest trusted patterns would do anywhere in a text, unranked.

    Where that is too much to look at, lines near the line `near` (zero-based) are.
    """
    tried = _tried_at(text, _newest(index, language, trust), near)
    reach_lines = max(
        (reach_lines_of(entry) for entries in tried.values() for entry in entries), default=0
    )
    budget = Budget(MAX_STEPS)
    found: list[Found] = []
    for first, last in stretches(text, sorted(tried), 2 * reach_lines):
        here = view(text, tree, (first, last), reach_lines=reach_lines)
        entries = {
            entry.pattern.id: entry
            for line in range(first, last + 1)
            for entry in tried.get(line, ())
        }
        for entry in entries.values():
            found += found_in(entry, here, circumstances, budget)
    return found


def _newest(
    index: PatternIndex, language: str, trust: Callable[[Pattern], bool]
) -> Iterable[Entry]:
    """Return the newest trusted entries of a language, the newest first."""
    known = sorted(index.of_language(language), key=lambda entry: -entry.pattern.id)
    return islice((entry for entry in known if trust(entry.pattern)), MAX_PATTERNS)


def _tried_at(text: Text, entries: Iterable[Entry], near: int) -> dict[int, list[Entry]]:
    """Return which patterns are tried at which lines."""
    places = Places(text)
    tried: dict[int, list[Entry]] = {}
    at = (
        (entry, line)
        for entry in entries
        for line in islice(places.of(entry, near), MAX_LINES_OF_ONE)
    )
    for entry, line in islice(at, MAX_TRIED):
        if line in tried or len(tried) < MAX_LINES_TRIED:
            tried.setdefault(line, []).append(entry)
    return tried
