"""Learned edits that fit a place, or a whole text."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Edit, Span, Text, apply_edits
from honed.suggest.features import Circumstances
from honed.suggest.index import Entry, PatternIndex, entry_of
from honed.suggest.matching import Budget
from honed.suggest.places import Places, reach_lines_of
from honed.suggest.search import Found, found_in
from honed.suggest.strength import strength_of
from honed.suggest.view import MAX_LINE_BYTES, is_long, view
from honed.syntax.tree import reparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from honed.core.model import Candidate, Pattern
    from honed.syntax.tree import Tree

__all__ = [
    "Found",
    "PatternIndex",
    "candidates_at",
    "everywhere",
    "fires_again",
    "stretches",
]

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
    for entry in index.keyed(language, here.words | here.parts, trust):
        left = max(0, MAX_FOUND - len(found))
        each = list(islice(found_in(entry, here, circumstances, budget), left))
        found += [*together(each, text), *each]
    return found


def together(found: Sequence[Found], text: Text) -> list[Found]:
    """Return what one pattern would do in several places of one line, as one edit; [] for less.

    A name that gets another spelling gets it wherever it stands in a statement.
    """
    if len(found) < 2 or not strength_of(found[0].pattern.rewrite).names:  # noqa: PLR2004 - several
        return []
    edits = [each.candidate.edits[0] for each in found]
    hull = Span(edits[0].span.start, edits[-1].span.end)
    overlap = any(one.span.end > other.span.start for one, other in pairwise(edits))
    if overlap or text.line_at(hull.start) != text.line_at(hull.end):
        return []
    inside = [Edit(Span(each.span.start - hull.start, each.span.end - hull.start), each.new)
              for each in edits]  # fmt: skip
    new = apply_edits(text.slice(hull), inside)
    first = found[0]
    span = found[0].candidate.span.hull(found[-1].candidate.span)
    candidate = attrs.evolve(first.candidate, edits=(Edit(hull, new),), span=span)
    return [attrs.evolve(first, candidate=candidate)]


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


def everywhere(  # noqa: PLR0913 - the pattern, where, and how far
    index: PatternIndex,
    pattern: Pattern,
    text: Text,
    tree: Tree | None,
    circumstances: Circumstances,
    *,
    is_bounded: bool = True,
) -> list[Found]:
    """Return what the pattern would do in the whole text, in order, none overlapping another.

    A pattern whose rarest token stands on more than `MAX_PLACES` lines is tried on the first ones,
    unless nobody waits for it (`is_bounded` is false).
    """
    entry = index.entry(pattern)
    reach_lines = reach_lines_of(entry)
    found: list[Found] = []
    places = Places(text) if is_bounded else Places(text, text.line_count)
    for lines in stretches(text, places.of(entry), 2 * reach_lines):
        here = view(text, tree, lines, reach_lines=reach_lines)
        steps = MAX_STEPS if is_bounded else MAX_STEPS * (1 + lines[1] - lines[0])
        for each in found_in(entry, here, circumstances, Budget(steps)):
            if not found or _follows(each.candidate, found[-1].candidate):
                found.append(each)
    return found


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
