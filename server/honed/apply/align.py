"""Rows of a snippet onto rows of a file: the chain of matches that explains the snippet best.

Candidate pairs are rows that say the same, or nearly. The best chain of them is found by dynamic
programming over the pairs (sparse, as in Hunt and McIlroy's diff), where what lies between two
neighbours of the chain costs what it would mean: rows put in, rows deleted, rows left out behind a
marker, or left out without one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.apply.markers import Role
from honed.apply.rows import FEW_WORDS, similarity, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.apply.effort import Effort
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown

COMMON = 40
"""A line that stands more often than this in the stretch tells nothing of its place."""
WEAK = 0.3
"""What a pair of rows is worth that tell little."""
FEW = 3
MOST_WEAK = 12
"""So many places of a line that tells little are looked at."""
NEAR = 0.6
"""Lines that share less are not the same line changed."""
ALIKE = 0.5
"""How much the headers of two blocks share that may be the same."""
RELATED = 0.7
"""How well the blocks of two rows must fit where only a name tells that they are the same."""
AT_HOME = 0.64
"""A pair that is worth as much stands in the same block on both sides."""
TELLING = 0.31
"""A pair that is worth no more does not tell one place from another."""
SAME_KEY = 0.7
"""How alike two entries, assignments or parameters of one name are at least."""
MAX_PAIRS = 1200

INSERT = 0.25
REPEAT = 1.2
"""What it costs to put in a row that the file has already."""
DELETE = 0.6
DELETE_BARE = 0.3
IMPLICIT_GAP = 2.2
EMPTY_MARKER = 0.5
MOST_DELETED = 1.8
MOST_GUARDED = 2.5
UNBALANCED = 0.6
SHIFTED = 0.4
FAR = 0.002


@attrs.frozen
class Stretch:
    """Rows `start:end` of the snippet to be explained by the rows `file_start:file_end`.

    At an open end the snippet or the file just goes on; at a closed one both end in what is
    bound already.
    """

    start: int
    end: int
    file_start: int
    file_end: int
    open_start: bool
    open_end: bool


@attrs.frozen
class Rules:
    """What the declarations say of single rows.

    `is_free(row)` tells whether a row of the snippet may be matched at all, `guard(start, end)`
    what it costs beyond their number to delete rows of the file, and `is_other_header(row, place)`
    whether the row of the file is the header of another declaration.
    """

    is_free: Callable[[int], bool]
    guard: Callable[[int, int], float]
    is_other_header: Callable[[int, int], bool]
    effort: Effort


@attrs.frozen
class Chain:
    """The matches in order, pairs of (snippet row, file row), and what they are worth.

    `second` is the worth of the best chain that differs in a row which tells its place.
    """

    pairs: tuple[tuple[int, int], ...]
    score: float
    second: float
    last: tuple[tuple[int, int], ...]
    """The chain of the same worth whose rows come as late as possible."""


def align(
    shown: Shown,
    file: Rows,
    stretch: Stretch,
    rules: Rules,
) -> Chain:
    """Return the best chain of matches in the stretch."""
    pairs = _candidates(shown, file, stretch, rules)
    return _Solver(shown, file, stretch, pairs, rules).solve(rules.effort)


def _candidates(
    shown: Shown,
    file: Rows,
    stretch: Stretch,
    rules: Rules,
) -> dict[tuple[int, int], float]:
    """Return what each pair of rows is worth that may be matched."""
    snippet = shown.rows
    found: dict[tuple[int, int], float] = {}
    weak: list[int] = []
    lonely: list[int] = []
    free: list[int] = []
    low, high = stretch.file_start, stretch.file_end
    for row in range(stretch.start, stretch.end):
        if shown.roles[row] is not Role.CODE or not rules.is_free(row):
            continue
        free.append(row)
        text = snippet.strip[row]
        places = file.within(text, low, high)
        informative = words(text) >= FEW_WORDS and len(places) <= COMMON
        if not informative:
            weak.append(row)
        elif places:
            weight = (1.0 + 0.2 * min(words(text), 10)) / len(places) ** 0.3
            for place in places:
                found[row, place] = weight * _kinship(shown, file, stretch, row, place)
        if not places or (row in shown.stubs):
            lonely.append(row)
    for row in lonely:
        _near(shown, file, row, stretch, found, rules)
    _Weak(shown, file, stretch, found).spread(weak, free)
    return found


_KEY = re.compile(r"(?:(?:const|let|var|self\.|this\.)\s*)?[\w\"'.-]+\s*(?::=|[:=])(?!=)")


def _kinship(shown: Shown, file: Rows, stretch: Stretch, row: int, place: int) -> float:
    """Return how well the blocks fit in which two rows stand, in [0, 1].

    A row of a new block is not that of another block which says the same; but a block may be put
    around rows, or taken away from around them.
    """
    snippet = shown.rows
    ours = snippet.parent[row]
    if ours < stretch.start:
        return 1.0
    theirs = file.parent[place]
    if theirs < 0:
        return 0.7
    if _alike(snippet.strip[ours], file.strip[theirs]):
        return 1.0
    above, beyond = snippet.parent[ours], file.parent[theirs]
    if above >= 0 and _alike(snippet.strip[above], file.strip[theirs]):
        return 0.7
    if beyond >= 0 and _alike(snippet.strip[ours], file.strip[beyond]):
        return 0.7
    return 0.35


def _alike(left: str, right: str) -> bool:
    return left == right or similarity(left, right) >= ALIKE


def _near(
    shown: Shown,
    file: Rows,
    row: int,
    stretch: Stretch,
    found: dict[tuple[int, int], float],
    rules: Rules,
) -> None:
    """Add the rows of the file that `row` may be a changed form of."""
    stub = shown.stubs.get(row)
    text = stub.head if stub else shown.rows.strip[row]
    if words(text) < FEW_WORDS or rules.effort.is_spent:
        return
    scored = []
    key = _KEY.match(text)
    places = file.sharing(text, stretch.file_start, stretch.file_end)
    if not rules.effort.spend(len(places)):
        return
    for place in places:
        if rules.is_other_header(row, place):
            continue
        share = similarity(text, file.strip[place])
        if (
            key
            and share < SAME_KEY
            and file.strip[place].startswith(key[0])
            and _kinship(shown, file, stretch, row, place) >= RELATED
        ):
            share = SAME_KEY
        if share >= NEAR:
            scored.append((share, place))
    scored.sort(reverse=True)
    for share, place in scored[:6]:
        worth = (0.8 + 0.12 * min(words(text), 10)) * (share - 0.35) / 0.65
        found[row, place] = worth * _kinship(shown, file, stretch, row, place)


class _Weak:
    """Pairs of rows that tell little: known by a neighbour, by what they close, or by being few."""

    def __init__(
        self, shown: Shown, file: Rows, stretch: Stretch, found: dict[tuple[int, int], float]
    ) -> None:
        self.snippet, self.file, self.stretch, self.found = shown.rows, file, stretch, found
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
        if weak and weak[-1] == free[-1] and not stretch.open_end:
            self.add(weak[-1], stretch.file_end - 1)
        for row in reversed(weak):
            for place in self.places.get(row + 1, ()):
                self.add(row, place - 1)
        for row in weak:
            # In a small stretch whatever says the same may be meant.
            places = self.file.within(self.snippet.strip[row], stretch.file_start, stretch.file_end)
            for place in places if len(places) <= FEW else ():
                self.add(row, place)

    def add_closer(self, row: int) -> None:
        """Pair a closing row with what closes the block that its own opener is paired with."""
        opener = self.snippet.partner[row]
        for place in self.places.get(opener, ()) if opener >= self.stretch.start else ():
            closer = self.file.closers.get(place)
            if closer is not None:
                self.add(row, closer)

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


class _Solver:
    """The dynamic programme over the candidate pairs of one stretch."""

    def __init__(
        self,
        shown: Shown,
        file: Rows,
        stretch: Stretch,
        weights: dict[tuple[int, int], float],
        rules: Rules,
    ) -> None:
        self.shown, self.file, self.stretch, self.rules = shown, file, stretch, rules
        kept = sorted(weights, key=lambda pair: -weights[pair])[:MAX_PAIRS]
        start = (stretch.start - 1, stretch.file_start - 1)
        end = (stretch.end, stretch.file_end)
        self.nodes = [start, *sorted(kept), end]
        self.weights = [0.0, *(weights[pair] for pair in self.nodes[1:-1]), 0.0]
        count = stretch.end - stretch.start + 1
        self.markers = [0] * (count + 1)
        self.codes = [0] * (count + 1)
        self.costs = [0.0] * (count + 1)
        known = {pair[0] for pair, weight in weights.items() if weight >= AT_HOME}
        for offset in range(count - 1):
            row = stretch.start + offset
            is_marker = shown.roles[row] is Role.MARKER
            self.markers[offset + 1] = self.markers[offset] + (is_marker or row in shown.stubs)
            is_code = shown.roles[row] is Role.CODE
            is_repeated = row in known and shown.rows.strip[row] in file.places
            self.codes[offset + 1] = self.codes[offset] + is_code
            self.costs[offset + 1] = self.costs[offset] + (
                (REPEAT if is_repeated else INSERT) if is_code else 0.0
            )
        self.markers[count] = self.markers[count - 1]
        self.codes[count] = self.codes[count - 1]
        self.costs[count] = self.costs[count - 1]

    def solve(self, effort: Effort) -> Chain:
        nodes, count = self.nodes, len(self.nodes)
        forward = [0.0] * count
        most = [0.0] * count
        seen = 0
        before = [-1] * count
        late = [-1] * count
        for here in range(1, count):
            best, at, at_late = float("-inf"), 0, 0
            row, place = nodes[here]
            for there in range(here - 1, -1, -1):
                if most[there] <= best - 1e-9:
                    # No step is worth more than nothing, so nothing better starts further back.
                    break
                seen += 1
                row_before, place_before = nodes[there]
                if row_before >= row or place_before >= place:
                    continue
                if forward[there] <= best - 1e-9:
                    continue
                value = forward[there] - self.step(there, here)
                if value > best + 1e-9:
                    best, at, at_late = value, there, there
                elif value > best - 1e-9:
                    at = there
            forward[here] = best + self.weights[here]
            most[here] = max(most[here - 1], forward[here])
            if not effort.spend(seen):
                break
            seen = 0
            before[here], late[here] = at, at_late
        chain = self.path(before)
        backward = self.backward()
        best = forward[-1]
        on_chain = set(chain)
        decisive = {row for row, _ in chain}
        second = float("-inf")
        for here in range(1, count - 1):
            if nodes[here] in on_chain or nodes[here][0] not in decisive:
                continue
            if self.weights[here] <= TELLING:
                continue
            second = max(second, forward[here] + backward[here])
        return Chain(tuple(chain), best, second, tuple(self.path(late)))

    def path(self, before: Sequence[int]) -> list[tuple[int, int]]:
        here = before[-1]
        pairs = []
        while here > 0:
            pairs.append(self.nodes[here])
            here = before[here]
        return pairs[::-1]

    def backward(self) -> list[float]:
        """Return for each node what the best rest of a chain after it is worth."""
        nodes, count = self.nodes, len(self.nodes)
        worth = [0.0] * count
        most = [0.0] * count
        for here in range(count - 2, -1, -1):
            best = float("-inf")
            row, place = nodes[here]
            for there in range(here + 1, count):
                if most[there] < best:
                    break
                row_after, place_after = nodes[there]
                if row_after <= row or place_after <= place:
                    continue
                rest = worth[there] + self.weights[there]
                if rest < best:
                    continue
                best = max(best, rest - self.step(here, there))
            worth[here] = best
            most[here] = max(most[here + 1], best + self.weights[here])
        return worth

    def step(self, there: int, here: int) -> float:
        """Return what it costs that two pairs are neighbours in the chain."""
        row_before, place_before = self.nodes[there]
        row, place = self.nodes[here]
        offset, offset_end = row_before + 1 - self.stretch.start, row - self.stretch.start
        inserted = self.codes[offset_end] - self.codes[offset]
        has_marker = (
            self.markers[offset_end] > self.markers[offset]
            or row_before in self.shown.stubs
            or (there == 0 and row_before >= 0 and self.shown.roles[row_before] is Role.MARKER)
        )
        left = place - place_before - 1
        cost = self.costs[offset_end] - self.costs[offset]
        is_start, is_end = there == 0, here == len(self.nodes) - 1
        if not is_start and not is_end:
            rows, file = self.shown.rows, self.file
            shift_before = file.width[place_before] - rows.width[row_before]
            if shift_before != file.width[place] - rows.width[row]:
                cost += SHIFTED
        if (
            has_marker
            or (is_start and self.stretch.open_start)
            or (is_end and self.stretch.open_end)
        ):
            if not left:
                return cost + (EMPTY_MARKER if has_marker and not (is_start or is_end) else 0.0)
            if not is_start and not is_end:
                cost += FAR * left
                floor = min(self.file.width[place_before], self.file.width[place])
                if any(width < floor for width in self.file.width[place_before + 1 : place]):
                    cost += UNBALANCED
            return cost
        if not left:
            return cost
        telling = self.file.telling[place] - self.file.telling[place_before + 1]
        deletion = DELETE * telling + DELETE_BARE * (left - telling)
        # Where rows are put in, as many of the old ones are rather replaced than deleted.
        deletion *= 1 - 0.6 * min(1.0, inserted / left)
        guard = self.rules.guard(place_before + 1, place)
        if self.shown.has_markers:
            # Who marks what he leaves out shows the rest as it is to be.
            return cost + min(0.5 * deletion, MOST_DELETED) + min(guard, MOST_GUARDED)
        return cost + min(deletion + guard, IMPLICIT_GAP + FAR * left)
