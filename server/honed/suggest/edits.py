"""Learned edits that fit a place."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Candidate, HoleKind, TokenKind
from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.suggest.done import is_done
from honed.suggest.agreement import fixed_words
from honed.suggest.features import Circumstances, features
from honed.suggest.index import Entry, PatternIndex, entry_of
from honed.suggest.matching import Match, matches_at
from honed.suggest.place import WHOLE, describe
from honed.suggest.render import render
from honed.syntax.statements import statement_span
from honed.syntax.tokens import Window, window
from honed.syntax.tree import reparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from honed.core.model import Pattern, Rewrite
    from honed.syntax.tree import Tree

__all__ = ["Found", "PatternIndex", "candidates_at", "everywhere", "fires_again"]

REACH_LINES = 6
"""Lines above and below the statement that a longer pattern may reach into."""

MIN_PATH_AGREEMENT = 0.5
"""A core without words must stand in the same nodes as its example."""


@attrs.frozen
class Found:
    """A candidate with what it was made from."""

    candidate: Candidate
    pattern: Pattern
    match: Match
    window: Window


@attrs.frozen
class _View:
    """The tokens around the lines that are asked about; a match must touch `home`."""

    window: Window
    tree: Tree | None
    home: Span

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each token stands, by its text."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.window.tokens):
            found.setdefault(token.text, []).append(index)
        return found


def candidates_at(
    index: PatternIndex,
    text: Text,
    tree: Tree | None,
    lines: tuple[int, int],
    circumstances: Circumstances,
    *,
    language: str,
    trust: Callable[[Pattern], bool],
) -> list[Found]:
    """Return what trusted patterns would do on the lines `first` to `last` (zero-based, both in).

    One candidate a pattern and match, unranked; none that changes nothing, and none of a pure
    insertion whose text stands there already.
    """
    view = _view(text, tree, lines)
    found = []
    for entry in index.keyed(language, view.places):
        if trust(entry.pattern):
            found += _of_pattern(entry, view, circumstances)
    return found


def _view(text: Text, tree: Tree | None, lines: tuple[int, int]) -> _View:
    home = text.lines_span(*lines)
    first, last = statement_span(text, tree, lines[0]), statement_span(text, tree, lines[1])
    reach = first.hull(last).hull(home)
    above = max(0, text.line_at(reach.start) - REACH_LINES)
    below = min(text.line_count - 1, text.line_at(reach.end) + REACH_LINES)
    return _View(window(text, tree, text.lines_span(above, below)), tree, home)


def _of_pattern(entry: Entry, view: _View, circumstances: Circumstances) -> Iterator[Found]:
    tokens = view.window.tokens
    for first in _starts(entry, view):
        if tokens[first].start > view.home.end:
            return
        rewrite = entry.pattern.rewrite
        if entry.series is not None:
            counted = entry.series.at(view.window, first)
            if counted is None:
                continue
            rewrite = counted
        match = matches_at(rewrite, view.window, first)
        if match is None or tokens[match.last].end < view.home.start:
            continue
        candidate = _candidate(entry.pattern, rewrite, match, view, circumstances)
        if candidate is not None:
            yield Found(candidate, entry.pattern, match, view.window)


def _starts(entry: Entry, view: _View) -> Iterable[int]:
    """Return the tokens at which the pattern may begin, in order."""
    opening = entry.pattern.rewrite.before[0]
    if entry.series is None and opening.hole is None:
        return view.places.get(opening.text, ())
    return range(len(view.window.tokens))


def _candidate(
    pattern: Pattern, rewrite: Rewrite, match: Match, view: _View, circumstances: Circumstances
) -> Candidate | None:
    around = view.window
    edit = render(rewrite, match, around)
    if edit is None or around.text.slice(edit.span) == edit.new or is_done(rewrite, around, edit):
        return None
    place = describe(around, view.tree, match.first, match.last + 1)
    if not _may_stand(rewrite, place.path):
        return None
    values = features(pattern, rewrite, match, around, place, circumstances)
    span = Span(around.tokens[match.first].start, around.tokens[match.last].end)
    return Candidate(pattern.id, (edit,), span, values)


def _may_stand(rewrite: Rewrite, path: tuple[str, ...]) -> bool:
    """Return whether the nodes around a place allow the rewrite there at all.

    What was a whole node in the example is one, and what demands no word stands in like nodes.
    """
    if rewrite.path[:1] and rewrite.path[0].startswith(WHOLE):
        return path[:1] == rewrite.path[:1]
    if fixed_words(rewrite) or not rewrite.path:
        return True
    agreeing = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rewrite.path, path)))
    return agreeing >= MIN_PATH_AGREEMENT * len(rewrite.path)


def fires_again(pattern: Pattern, edit: Edit, after: Text, after_tree: Tree | None) -> bool:
    """Return whether the pattern would change its own output, as `r = x → r = r = x` does.

    What only changes back and forth, as two arguments that change places, does not count.
    """
    entry = entry_of(pattern)
    again = _refired(entry, after, after_tree, edit)
    if again is None:
        return False
    text = Text(apply_edits(after.data, [again]))
    tree = reparse(after_tree, [again], text) if after_tree else None
    back = _refired(entry, text, tree, again)
    return back is None or apply_edits(text.data, [back]) != after.data


def _refired(entry: Entry, after: Text, tree: Tree | None, edit: Edit) -> Edit | None:
    """Return what the pattern would change in the text that `edit` has just put in."""
    stretch = Span(edit.span.start, edit.span.start + len(edit.new))
    lines = (after.line_at(stretch.start), after.line_at(stretch.end))
    view = attrs.evolve(_view(after, tree, lines), home=stretch)
    found = _of_pattern(entry, view, Circumstances("", 0, 0))
    candidates = (each.candidate for each in found if each.candidate.span.touches(stretch))
    return next((each.edits[0] for each in candidates), None)


def everywhere(
    index: PatternIndex,
    pattern: Pattern,
    text: Text,
    tree: Tree | None,
    circumstances: Circumstances,
) -> list[Found]:
    """Return what the pattern would do in the whole text, in order, none overlapping another."""
    key = encode(index.key_word(pattern))
    lines: dict[int, None] = {}
    position = text.data.find(key)
    while position >= 0:
        lines[text.line_at(position)] = None
        position = text.data.find(key, position + len(key))
    found: list[Found] = []
    for line in lines:
        view = _view(text, tree, (line, line))
        for each in _of_pattern(index.entry(pattern), view, circumstances):
            if not found or _follows(each.candidate, found[-1].candidate):
                found.append(each)
    return found


def _follows(candidate: Candidate, earlier: Candidate) -> bool:
    return candidate.edits[0].span.start >= earlier.edits[0].span.end
