"""Which rows of a snippet may be which of the file: those that say the same, or nearly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.markers import Role
from honed.apply.rows import CLOSING, FEW_WORDS, similarity, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown
    from honed.apply.stretch import Rules, Stretch

COMMON = 40
"""A line that stands more often than this in the stretch tells nothing of its place."""
WEAK = 0.3
"""What a pair of rows is worth that tell little."""
FEW = 3
"""In a stretch with so few lines that say the same each of them may be meant."""
MOST_WEAK = 12
"""So many places of a line that tells little are looked at."""
LONGEST = 300
"""So many rows below a row the end of its block is looked for."""
MOST_NEAR = 6
"""So many lines are looked at that another may be a changed form of."""
MOST_WORDS = 10
"""More words of a line make it no more certain."""
NEAR = 0.6
"""Lines that share less are not the same line changed."""
ALIKE = 0.5
"""How much the headers of two blocks share that may be the same."""
WRAPPED = 0.7
"""How well the block of a row fits where it is put around it, or taken away."""
STRANGE = 0.35
"""How well another block fits."""
RELATED = 0.7
"""How well the blocks of two rows must fit where only a name tells that they are the same."""
SAME_KEY = 0.7
"""How alike two entries, assignments or parameters of one name are at least."""

Pairs = dict[tuple[int, int], float]
"""What each pair of a row of the snippet and one of the file is worth."""

_KEY = re.compile(r"(?:(?:const|let|var|self\.|this\.)\s*)?[\w\"'.-]+\s*(?::=|[:=])(?!=)")


def candidates(shown: Shown, file: Rows, stretch: Stretch, rules: Rules) -> Pairs:
    """Return what each pair of rows is worth that may be matched."""
    found: Pairs = {}
    weak: list[int] = []
    low, high = stretch.file_start, stretch.file_end
    free = [
        row
        for row in range(stretch.start, stretch.end)
        if shown.roles[row] is Role.CODE and rules.is_free(row)
    ]
    for row in free:
        text = shown.rows.strip[row]
        places = file.within(text, low, high, COMMON + 1)
        if words(text) < FEW_WORDS or len(places) > COMMON:
            weak.append(row)
        else:
            # A line that stands in few places tells more.
            weight = (1.0 + 0.2 * min(words(text), MOST_WORDS)) / max(1, len(places)) ** 0.3
            for place in places:
                if not rules.is_elsewhere(row, place):
                    found[row, place] = weight * _kinship(shown, file, stretch, row, place)
    for row in free:
        if row in shown.stubs or not file.within(shown.rows.strip[row], low, high, 1):
            for place, worth in _near(shown, file, stretch, row, rules):
                found[row, place] = worth
    _Weak(shown, file, stretch, found, rules.place_of).spread(weak, free)
    return found


def _kinship(shown: Shown, file: Rows, stretch: Stretch, row: int, place: int) -> float:
    """Return how well the blocks fit in which two rows stand, in [0, 1].

    A row of a new block is not that of another block which says the same; but a block may be put
    around rows, or taken away from around them.
    """
    ours, theirs = shown.rows.parent[row], file.parent[place]
    while ours >= 0 and not shown.is_code(ours):
        ours = shown.rows.parent[ours]
    if ours < stretch.start:
        return 1.0
    if theirs < 0:
        return WRAPPED
    snippet = shown.rows.strip
    if _alike(snippet[ours], file.strip[theirs]):
        return 1.0
    above, beyond = shown.rows.parent[ours], file.parent[theirs]
    if (above >= 0 and _alike(snippet[above], file.strip[theirs])) or (
        beyond >= 0 and _alike(snippet[ours], file.strip[beyond])
    ):
        return WRAPPED
    return STRANGE


def _alike(left: str, right: str) -> bool:
    return left == right or similarity(left, right) >= ALIKE


def _near(
    shown: Shown, file: Rows, stretch: Stretch, row: int, rules: Rules
) -> Iterator[tuple[int, float]]:
    """Yield the rows of the file that `row` may be a changed form of, and what that is worth."""
    stub = shown.stubs.get(row)
    text = stub.head if stub else shown.rows.strip[row]
    if words(text) < FEW_WORDS or rules.effort.is_spent:
        return
    places = file.sharing(text, stretch.file_start, stretch.file_end)
    if not rules.effort.spend(len(places)):
        return
    key = _KEY.match(text)
    scored = []
    for place in places:
        if rules.is_other(row, place) or rules.is_elsewhere(row, place):
            continue
        share = similarity(text, file.strip[place])
        if key and share < SAME_KEY and file.strip[place].startswith(key[0]):
            related = _kinship(shown, file, stretch, row, place) >= RELATED
            share = SAME_KEY if related else share
        if share >= NEAR:
            scored.append((share, place))
    for share, place in sorted(scored, reverse=True)[:MOST_NEAR]:
        worth = (0.8 + 0.12 * min(words(text), MOST_WORDS)) * (share - 0.35) / 0.65
        yield place, worth * _kinship(shown, file, stretch, row, place)


class _Weak:
    """Pairs of rows that tell little: known by a neighbour, by what they close, or by being few."""

    def __init__(
        self,
        shown: Shown,
        file: Rows,
        stretch: Stretch,
        found: Pairs,
        place_of: Mapping[int, int],
    ) -> None:
        self.snippet, self.file, self.stretch, self.found = shown.rows, file, stretch, found
        self.place_of = place_of
        self.is_code = shown.is_code
        self.places: dict[int, list[int]] = {}
        for row, place in found:
            self.places.setdefault(row, []).append(place)

    def spread(self, weak: Sequence[int], free: Sequence[int]) -> None:
        """Add pairs for the rows `weak`; all that may be matched are `free`."""
        stretch = self.stretch
        if weak and weak[0] == free[0] and not stretch.open_start:
            self.add(weak[0], stretch.file_start)
        for row in weak:
            for place in self.places.get(row - 1, ()):
                self.add(row, place + 1)
            self.add_closer(row)
            self.add_block_end(row)
        if weak and weak[-1] == free[-1] and not stretch.open_end:
            self.add(weak[-1], stretch.file_end - 1)
        for row in reversed(weak):
            for place in self.places.get(row + 1, ()):
                self.add(row, place - 1)
        for row in weak:
            # In a small stretch whatever says the same may be meant.
            low, high = stretch.file_start, stretch.file_end
            places = self.file.within(self.snippet.strip[row], low, high, FEW + 1)
            for place in places if len(places) <= FEW else ():
                self.add(row, place)

    def add_closer(self, row: int) -> None:
        """Pair a closing row with what closes the block that its own opener is paired with."""
        opener = self.snippet.partner[row]
        for place in self.places.get(opener, ()) if opener >= self.stretch.start else ():
            closer = self.file.closers.get(place)
            if closer is not None:
                self.add(row, closer)

    def add_block_end(self, row: int) -> None:
        """Pair a closing row with what closes the block of the nearest known row above in it."""
        snippet, file = self.snippet, self.file
        width = snippet.width[row]
        if snippet.strip[row][0] not in CLOSING:
            return
        above = row - 1
        while above >= 0 and above not in self.places and above not in self.place_of:
            if snippet.width[above] <= width or not self.is_code(above):
                return
            above -= 1
        if above < 0 or snippet.width[above] <= width:
            return
        known = [self.place_of[above]] if above in self.place_of else self.places[above]
        for place in known[:MOST_WEAK]:
            column = width + file.width[place] - snippet.width[above]
            far = min(place + LONGEST, self.stretch.file_end)
            end = next((at for at in range(place + 1, far) if file.width[at] <= column), None)
            if end is not None and file.width[end] == column:
                self.add(row, end)

    def add(self, row: int, place: int) -> None:
        """Pair two rows if they say the same."""
        if not self.stretch.file_start <= place < self.stretch.file_end:
            return
        known = self.places.setdefault(row, [])
        if (
            place not in known
            and len(known) < MOST_WEAK
            and _says_same(self.snippet.strip[row], self.file.strip[place])
        ):
            known.append(place)
            self.found[row, place] = WEAK


_COMMENTED = re.compile(r"^(?://+|#+|--)\s*")


def _says_same(left: str, right: str) -> bool:
    """Return whether two rows are equal, one perhaps commented out."""
    if left == right:
        return True
    return left[0] in "/#-" and _COMMENTED.sub("", left) == right
