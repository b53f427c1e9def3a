"""One pattern, searched for in a view: where it fits, and what it would do there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import smallest
from honed.core.model import Candidate, Form
from honed.core.text import Span
from honed.suggest.agreement import common_start
from honed.suggest.done import is_done
from honed.suggest.features import features
from honed.suggest.matching import Match, matches_at
from honed.suggest.names import matches_of_names
from honed.suggest.place import WHOLE
from honed.suggest.render import render
from honed.suggest.whole_lines import matches_of_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Pattern, Rewrite
    from honed.core.text import Edit
    from honed.suggest.features import Circumstances
    from honed.suggest.index import Entry
    from honed.suggest.matching import Budget
    from honed.suggest.view import View
    from honed.syntax.tokens import Window

MIN_PATH_AGREEMENT = 0.5
"""A core without words must stand in the same nodes as its example."""


@attrs.frozen
class Found:
    """A candidate with what it was made from."""

    candidate: Candidate
    pattern: Pattern
    match: Match
    window: Window


class Misfit(StrEnum):
    """Why a pattern that matches makes no candidate."""

    UNFAITHFUL = "its edit would mean something else here"
    DONE = "what it does is done here"
    OTHER_CODE = "it is of another kind of code"


def found_in(
    entry: Entry, here: View, circumstances: Circumstances, budget: Budget
) -> Iterator[Found]:
    """Yield what the pattern would do at the home of the view, in order."""
    matched = tried_in(entry, here, circumstances, budget)
    return (each for each in matched if isinstance(each, Found))


def tried_in(
    entry: Entry, here: View, circumstances: Circumstances, budget: Budget
) -> Iterator[Found | Misfit]:
    """Yield what becomes of each match of the pattern at the home of the view, in order."""
    window = here.window
    if entry.pattern.rewrite.form is Form.LINES:
        matches = matches_of_lines(entry.pattern.rewrite, window, here.lines)
        yield from _made_of(matches, entry, here, circumstances, budget)
        return
    if entry.pattern.rewrite.form is Form.NAMES:
        matches = matches_of_names(entry.pattern.rewrite, window, here.home)
        yield from _made_of(matches, entry, here, circumstances, budget)
        return
    for first in here.starts(entry):
        if window.tokens[first].start > here.home.end or budget.is_spent:
            return
        rewrite = entry.rewrite_at(window, first)
        match = matches_at(rewrite, window, first, budget) if rewrite else None
        if rewrite is None or match is None or window.tokens[match.last].end < here.home.start:
            continue
        candidate = _candidate(entry, rewrite, match, here, circumstances)
        if isinstance(candidate, Misfit):
            yield candidate
        else:
            yield Found(candidate, entry.pattern, match, window)


def _made_of(
    matches: Iterator[tuple[Match, Edit]],
    entry: Entry,
    here: View,
    circumstances: Circumstances,
    budget: Budget,
) -> Iterator[Found | Misfit]:
    """Yield what becomes of each place at which the lines or names of a pattern stand."""
    rewrite, window = entry.pattern.rewrite, here.window
    budget.steps -= 1
    for match, edit in matches:
        candidate = _made(entry, rewrite, match, edit, here, circumstances)
        if isinstance(candidate, Misfit):
            yield candidate
        else:
            yield Found(candidate, entry.pattern, match, window)


def _candidate(
    entry: Entry, rewrite: Rewrite, match: Match, here: View, circumstances: Circumstances
) -> Candidate | Misfit:
    edit = render(rewrite, match, here.window)
    if edit is None:
        return Misfit.UNFAITHFUL
    return _made(entry, rewrite, match, edit, here, circumstances)


def _made(  # noqa: PLR0913 - the pattern, the edit that it makes, and where
    entry: Entry,
    rewrite: Rewrite,
    match: Match,
    edit: Edit,
    here: View,
    circumstances: Circumstances,
) -> Candidate | Misfit:
    window = here.window
    if window.text.slice(edit.span) == edit.new or is_done(rewrite, window, edit):
        return Misfit.DONE
    if not _may_stand(entry, here.place(match.first, match.last + 1).path):
        return Misfit.OTHER_CODE
    span = Span(window.tokens[match.first].start, window.tokens[match.last].end)
    effect = smallest(window.text, edit)
    line = window.text.line_at(effect.span.start)
    values = features(entry, rewrite, match, here, circumstances, effect)
    return Candidate(entry.pattern.id, (edit,), span, values, effect=(effect,), line=line)


def _may_stand(entry: Entry, path: tuple[str, ...]) -> bool:
    """Return whether the nodes around a place allow the rewrite there at all.

    What was a whole node in the example is one, and what demands no word stands in like nodes.
    """
    if entry.pattern.rewrite.form in {Form.LINES, Form.NAMES}:
        return True
    example = entry.pattern.rewrite.path
    if example[:1] and example[0].startswith(WHOLE):
        return path[:1] == example[:1]
    if entry.strength.words or not example:
        return True
    return common_start(example, path) >= MIN_PATH_AGREEMENT * len(example)
