"""Learned edits that fit a place, or a whole text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.suggest.features import Circumstances
from honed.suggest.index import Entry, PatternIndex, entry_of
from honed.suggest.matching import Budget
from honed.suggest.search import Found, found_in
from honed.suggest.view import MAX_LINE_BYTES, REACH_LINES, is_long, view
from honed.syntax.statements import MAX_LINES
from honed.syntax.tree import reparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from honed.core.model import Candidate, Pattern
    from honed.syntax.tree import Tree

__all__ = [
    "Found",
    "PatternIndex",
    "candidates_at",
    "everywhere",
    "fires_again",
    "reach_lines_of",
    "stretches",
]

MAX_PLACES = 400
"""Lines at which a pattern is tried in one text; a common token says too little to try more."""

MAX_STEPS = 8_000
"""Attempts to match that one request may cost: then what was found has to do."""

MAX_FOUND = 80
"""Candidates that one request may bring, before anybody ranks them."""

MAX_LINES_ASKED = 20
"""Of a longer selection only so many lines are looked at."""


def candidates_at(  # noqa: PLR0913 - the place, the moment and whom to trust
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
    if not len(index):
        return []
    lines = (lines[0], min(lines[1], lines[0] + MAX_LINES_ASKED - 1))
    if any(is_long(text, line) for line in range(lines[0], lines[1] + 1)):
        return []
    here = view(text, tree, lines)
    budget = Budget(MAX_STEPS)
    found: list[Found] = []
    for entry in index.keyed(language, here.words, trust):
        found += islice(found_in(entry, here, circumstances, budget), MAX_FOUND - len(found))
    return found


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
    here = view(after, tree, lines, stretch, reach_lines=reach_lines_of(entry))
    found = found_in(entry, here, Circumstances("", 0, 0), Budget(MAX_STEPS))
    candidates = (each.candidate for each in found if each.candidate.span.touches(stretch))
    return next((each.edits[0] for each in candidates), None)


def everywhere(
    index: PatternIndex,
    pattern: Pattern,
    text: Text,
    tree: Tree | None,
    circumstances: Circumstances,
) -> list[Found]:
    """Return what the pattern would do in the whole text, in order, none overlapping another.

    A pattern whose rarest token stands on more than `MAX_PLACES` lines is tried on the first ones.
    """
    entry = index.entry(pattern)
    reach_lines = reach_lines_of(entry)
    found: list[Found] = []
    for lines in stretches(text, _lines_with(text, entry, reach_lines), 2 * reach_lines):
        here = view(text, tree, lines, reach_lines=reach_lines)
        for each in found_in(entry, here, circumstances, Budget(MAX_STEPS)):
            if not found or _follows(each.candidate, found[-1].candidate):
                found.append(each)
    return found


def reach_lines_of(entry: Entry) -> int:
    """Return how far around a line of its match the pattern reaches."""
    return min(REACH_LINES, entry.pattern.example.before.count("\n"))


def _lines_with(text: Text, entry: Entry, reach_lines: int) -> list[int]:
    """Return the lines on which the pattern's rarest token stands, all the others not far away."""
    places = {word: list(_places(text, encode(word))) for word in entry.required}
    rarest = min(places, key=lambda word: (len(places[word]), word))
    others = [encode(word) for word in entry.required if word != rarest]
    far = reach_lines + MAX_LINES
    lines: dict[int, None] = {}
    for position in places[rarest]:
        line = text.line_at(position)
        if line not in lines and len(lines) < MAX_PLACES and not is_long(text, line):
            around = text.slice(text.lines_span(max(0, line - far), line + far))
            if all(word in around for word in others):
                lines[line] = None
    return list(lines)


def _places(text: Text, token: bytes) -> Iterator[int]:
    """Yield where a token may stand: as a whole word if it is one."""
    pattern = re.escape(token)
    if token[:1].isalnum() or token[:1] == b"_":
        pattern = rb"(?<!\w)" + pattern + rb"(?!\w)"
    return (match.start() for match in re.finditer(pattern, text.data))


def stretches(text: Text, lines: Iterable[int], distance: int) -> Iterator[tuple[int, int]]:
    """Yield runs of lines of which none is farther than `distance` from the next.

    Nor does a line between them have to be read that is too long for it.
    """
    first: int | None = None
    last = -1
    for line in lines:
        between = text.line_start(line) - text.line_start(last + 1)
        if first is not None and (line > last + distance + 1 or between > MAX_LINE_BYTES):
            yield first, last
            first = None
        first = line if first is None else first
        last = line
    if first is not None:
        yield first, last


def _follows(candidate: Candidate, earlier: Candidate) -> bool:
    return candidate.edits[0].span.start >= earlier.edits[0].span.end
