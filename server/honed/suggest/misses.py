"""Learned edits that do not fit a place, and what they lack: why nothing is offered there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.suggest.edits import MAX_STEPS
from honed.suggest.matching import Budget
from honed.suggest.search import Found, Misfit, tried_in
from honed.suggest.view import view
from honed.suggest.words import has_word

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from honed.core.model import Pattern, Rewrite
    from honed.core.text import Text
    from honed.suggest.features import Circumstances
    from honed.suggest.index import Entry, PatternIndex
    from honed.suggest.view import View
    from honed.syntax.tree import Tree


class Lack(StrEnum):
    """Why a pattern does not match."""

    WORDS = "words that it demands do not stand here"
    ORDER = "the words that it demands stand here otherwise than in its example"
    TURN = "the search ended before its turn came"


@attrs.frozen
class Miss:
    """A pattern that makes no candidate; `missing` are tokens that the statement has not."""

    pattern: Pattern
    reason: Misfit | Lack
    missing: tuple[str, ...] = ()


def nearest_misses(  # noqa: PLR0913 - the place, the moment, and what is known of it
    index: PatternIndex,
    text: Text,
    tree: Tree | None,
    line: int,
    circumstances: Circumstances,
    *,
    language: str,
    trust: Callable[[Pattern], bool],
    found: Container[int],
    limit: int,
) -> list[Miss]:
    """Return the patterns nearest to a match at `line` (zero-based), the nearest first.

    Near is what demands few tokens that the statement lacks, and whose example shares words with
    it: at least one. `found` are the ids of those that made a candidate; those that `trust` names
    and the others were searched for apart.
    """
    here = view(text, tree, (line, line))
    words = view(text, tree, (line, line), reach_lines=0).words
    searches = (trust, lambda pattern: not trust(pattern))
    tried = {
        entry.pattern.id for each in searches for entry in index.keyed(language, here.words, each)
    }
    shared = {
        entry.pattern.id: len(_words_of(entry.pattern.rewrite) & words)
        for entry in index.of_language(language)
        if entry.pattern.id not in found
    }
    near = sorted(
        (each for each in index.of_language(language) if shared.get(each.pattern.id)),
        key=lambda each: (
            len(each.required - words),
            -shared[each.pattern.id],
            -each.pattern.id,
        ),
    )
    misses = []
    for entry in near[:limit]:
        reason = _reason(entry, here, circumstances, is_tried=entry.pattern.id in tried)
        misses.append(_miss(entry, words, reason))
    return misses


def _words_of(rewrite: Rewrite) -> set[str]:
    """Return the words of the example's statement."""
    elements = (*rewrite.left, *rewrite.before, *rewrite.right)
    return {each.text for each in elements if has_word(each.text)}


def _miss(entry: Entry, words: frozenset[str], reason: Misfit | Lack) -> Miss:
    missing = sorted(entry.required - words, key=lambda each: (not has_word(each), each))
    if reason is Lack.ORDER and missing:
        reason = Lack.WORDS
    return Miss(entry.pattern, reason, tuple(missing) if reason is Lack.WORDS else ())


def _reason(
    entry: Entry, here: View, circumstances: Circumstances, *, is_tried: bool
) -> Misfit | Lack:
    if not entry.required <= here.words:
        return Lack.WORDS
    matched = list(tried_in(entry, here, circumstances, Budget(MAX_STEPS)))
    if not is_tried or any(isinstance(each, Found) for each in matched):
        return Lack.TURN
    return next((each for each in matched if isinstance(each, Misfit)), Lack.ORDER)
