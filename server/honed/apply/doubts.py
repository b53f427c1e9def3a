"""What speaks for and against a merge, as numbers that its confidence rests on."""

from __future__ import annotations

from collections import Counter
from math import log1p
from typing import TYPE_CHECKING

import attrs

from honed.apply.markers import Role
from honed.apply.rows import FEW_WORDS, words

if TYPE_CHECKING:
    from honed.apply.plan import Plan
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown

LONG = 6
"""More rows deleted in a run are many."""
MOST_MARGIN = 2.0
"""An alignment that is so much better than the second best is clear."""
_NO_MARGIN = 1e-6

NAMES = (
    "repeated",  # rows put in that the file has already
    "is_repeated",  # whether there is one
    "edge_insertions",  # rows put in beside a marker or an end of the snippet
    "closers_inserted",  # such with hardly a word, as a bracket
    "unanchored",  # pieces between markers without a row of the file
    "deleted",  # rows deleted
    "long_deletion",  # whether many of them stand together
    "unmatched_share",  # the share of rows shown that the file does not have
    "near",  # rows matched that are not the same
    "implicit_gaps",  # rows kept between neighbours, without a marker
    "implicit_insertions",  # the same, with rows put in there
    "is_ambiguous",  # whether another alignment is as good
    "small_margin",  # how little worse the second best alignment is
    "renamed",  # declarations under a new name
    "detached",  # members shown without what they are members of
    "reordered",  # declarations shown in another order
    "tail_kept",  # bodies whose end is taken for left out
    "faults",  # whether the snippet does not parse
    "has_markers",  # whether it says that it leaves out code
    "fresh",  # whether it has new declarations
    "fuzzy",  # differences told to the user
    "dropped",  # rows left out as noise
    "deleted_items",  # junctions where a whole declaration is gone
    "unmarked",  # what stays of bodies that a snippet with markers seems to show in full
)
"""The features in order. Of numbers that may be large, the logarithm of one more is taken."""


@attrs.define
class Doubts:
    """What was noticed while merging."""

    fuzzy: list[str] = attrs.field(factory=list)
    implicit_gaps: int = 0
    """Rows of the file kept between two that the snippet shows as neighbours."""
    implicit_insertions: int = 0
    """The same, with rows put in there."""
    margins: list[float] = attrs.field(factory=list)
    """How much worse the second best alignment of each stretch is."""
    renamed: int = 0
    unplaced: list[int] = attrs.field(factory=list)
    detached: int = 0
    """Members shown without what they are members of."""
    reordered: int = 0
    tail_kept: int = 0
    fresh: set[int] = attrs.field(factory=set)
    """Rows of new declarations."""
    deleted_items: int = 0
    """Junctions where a whole declaration is gone."""
    unmarked: int = 0
    """Bodies of which something stays that a snippet with markers shows no sign of."""
    dropped: int = 0
    """Rows of the snippet that were left out as noise."""


def features(doubts: Doubts, plan: Plan, shown: Shown, file: Rows) -> tuple[float, ...]:
    """Return what speaks against a merge, in the order of `NAMES`."""
    rows = shown.rows
    placed = set(plan.matched.values())
    inserted = [row for group in plan.inserted.values() for row in group if row not in doubts.fresh]
    gone = plan.deleted.difference(plan.matched)
    new = Counter(
        text for text in map(rows.strip.__getitem__, inserted) if words(text) >= FEW_WORDS
    )
    repeated = sum(
        count
        for text, count in new.items()
        if any(place not in gone for place in file.places.get(text, ()))
    )
    edges = sum(_is_at_edge(shown, row) for row in inserted)
    closers = sum(
        words(rows.strip[row]) < FEW_WORDS and _is_at_edge(shown, row) for row in inserted
    )
    code = sum(
        role is Role.CODE and row not in doubts.fresh for row, role in enumerate(shown.roles)
    )
    ours, theirs = rows.strip, file.strip
    near = sum(ours[row] != theirs[place] for place, row in plan.matched.items())
    margin = min(doubts.margins, default=MOST_MARGIN)
    return (
        log1p(repeated),
        float(repeated > 0),
        log1p(edges),
        log1p(closers),
        log1p(_unanchored(shown, placed, doubts.fresh)),
        log1p(len(gone)),
        float(_longest(gone, plan) > LONG),
        1 - len(placed) / code if code else 0.0,
        log1p(near),
        log1p(doubts.implicit_gaps),
        log1p(doubts.implicit_insertions),
        float(margin < _NO_MARGIN),
        MOST_MARGIN - min(MOST_MARGIN, max(0.0, margin)),
        log1p(doubts.renamed),
        log1p(doubts.detached),
        log1p(doubts.reordered),
        log1p(doubts.tail_kept),
        float(shown.faults > 0),
        float(shown.has_markers),
        float(bool(doubts.fresh)),
        log1p(len(doubts.fuzzy)),
        log1p(doubts.dropped),
        log1p(doubts.deleted_items),
        log1p(doubts.unmarked),
    )


def _is_at_edge(shown: Shown, row: int) -> bool:
    """Return whether a marker or the end of the snippet stands beside the row."""
    count = len(shown.roles)
    before, after = row - 1, row + 1
    return (
        before < 0
        or after >= count
        or shown.roles[before] is Role.MARKER
        or shown.roles[after] is Role.MARKER
    )


def _unanchored(shown: Shown, placed: set[int], fresh: set[int]) -> int:
    """Return how many pieces between markers have no row that stands in the file."""
    count = 0
    piece: list[int] = []
    for row in range(len(shown.roles) + 1):
        if row < len(shown.roles) and shown.roles[row] is not Role.MARKER:
            piece.append(row)
            continue
        if piece and not placed.intersection(piece) and not fresh.issuperset(piece):
            count += 1
        piece = []
    return count


def _longest(gone: set[int], plan: Plan) -> int:
    """Return the most rows deleted in a run that nothing put in interrupts."""
    longest = length = 0
    last = -2
    for place in sorted(gone):
        length = length + 1 if place == last + 1 and place not in plan.inserted else 1
        last = place
        if place not in plan.inserted and place + 1 not in plan.inserted:
            longest = max(longest, length)
    return longest
