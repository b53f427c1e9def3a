"""Rows of a snippet onto rows of a file: the chain of matches that explains the snippet best.

The best chain of candidate pairs is found by dynamic programming over the pairs (sparse, as in
Hunt and McIlroy's diff), where what lies between two neighbours of the chain costs what it would
mean: rows put in, rows deleted, rows left out behind a marker, or left out without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.markers import Role
from honed.apply.pairing import candidates
from honed.apply.rows import CLOSING, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.pairing import Pairs
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown
    from honed.apply.stretch import Rules, Stretch

AT_HOME = 0.64
"""A pair that is worth as much stands in the same block on both sides."""
TELLING = 0.31
"""A pair that is worth no more does not tell one place from another."""
MAX_PAIRS = 1200
ROUNDING = 1e-9

INSERT = 0.25
LONE = 1.0
"""What it costs to put in a bracket that closes what is open in the file."""
REPEAT = 3.0
"""What it costs to put in a row that the file has already."""
DELETE = 0.6
DELETE_BARE = 0.3
"""The same for a row that tells little."""
REPLACED = 0.6
"""By what share a deletion is cheaper where as many rows are put in."""
IMPLICIT_GAP = 2.2
"""What it costs to leave out rows without a marker."""
EMPTY_MARKER = 0.5
"""What a marker costs that stands for nothing."""
MARKED = 0.5
"""By what share a deletion is cheaper in a snippet that marks what it leaves out."""
MOST_DELETED = 1.8
MOST_GUARDED = 2.5
UNBALANCED = 0.6
"""What a gap costs that leaves the block in which it begins and ends."""
SHIFTED = 0.4
"""What it costs that two neighbours are not indented by the same amount more or less."""
FAR = 0.002


@attrs.frozen
class Chain:
    """The matches in order, pairs of (snippet row, file row), and what they are worth.

    `second` is the worth of the best chain that differs in a row which tells its place.
    """

    pairs: tuple[tuple[int, int], ...]
    score: float
    second: float


def align(shown: Shown, file: Rows, stretch: Stretch, rules: Rules) -> Chain:
    """Return the best chain of matches in the stretch."""
    return _Solver(shown, file, stretch, candidates(shown, file, stretch, rules), rules).solve()


class _Solver:
    """The dynamic programme over the candidate pairs of one stretch."""

    def __init__(
        self,
        shown: Shown,
        file: Rows,
        stretch: Stretch,
        weights: Pairs,
        rules: Rules,
    ) -> None:
        self.shown, self.file, self.stretch, self.rules = shown, file, stretch, rules
        kept = sorted(weights, key=lambda pair: -weights[pair])[:MAX_PAIRS]
        start = (stretch.start - 1, stretch.file_start - 1)
        end = (stretch.end, stretch.file_end)
        self.nodes = [start, *sorted(kept), end]
        self.weights = [0.0, *(weights[pair] for pair in self.nodes[1:-1]), 0.0]
        shifts = [file.width[place] - shown.rows.width[row] for row, place in self.nodes[1:-1]]
        # The borders of the stretch are not indented.
        self.shifts: list[int | None] = [None, *shifts, None]
        first = start[0]
        opens = first >= 0 and shown.roles[first] is Role.MARKER
        self.leaves_out = [opens or first in shown.stubs]
        self.leaves_out += [row in shown.stubs for row, _ in self.nodes[1:]]
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
            cost = REPEAT if is_repeated else LONE if self.is_lone(row) else INSERT
            self.costs[offset + 1] = self.costs[offset] + (cost if is_code else 0.0)
        self.markers[count] = self.markers[count - 1]
        self.codes[count] = self.codes[count - 1]
        self.costs[count] = self.costs[count - 1]
        self.paid_above = [self.costs[row - stretch.start] for row, _ in self.nodes]
        """Of each node what the rows of the stretch above it cost where they are put in."""
        self.paid = [self.costs[row - stretch.start + 1] for row, _ in self.nodes]
        """The same with its own row."""

    def is_lone(self, row: int) -> bool:
        """Return whether a row closes what the file has opened, so that it has the row as well."""
        rows = self.shown.rows
        if rows.strip[row][0] not in CLOSING or words(rows.strip[row]):
            return False
        opener = rows.partner[row]
        if opener < 0 or self.shown.has_marker(opener, row):
            return True
        return rows.strip[opener] in self.file.places or opener in self.rules.place_of

    def solve(self) -> Chain:
        """Return the best chain, empty where too much would have to be compared."""
        forward, before = self.forward()
        if self.rules.effort.is_spent:
            return Chain((), 0.0, 0.0)
        chain = self.path(before)
        on_chain, decisive = set(chain), {row for row, _ in chain}
        others = [
            here
            for here in range(1, len(self.nodes) - 1)
            if self.weights[here] > TELLING
            and self.nodes[here][0] in decisive
            and self.nodes[here] not in on_chain
        ]
        backward = self.backward(others[0]) if others else []
        second = max((forward[here] + backward[here] for here in others), default=float("-inf"))
        return Chain(tuple(chain), forward[-1], second)

    def forward(self) -> tuple[list[float], list[int]]:
        """Return for each node what the best chain to it is worth, and the node before it there.

        Of chains that are worth the same the one is taken whose pairs come first.
        """
        count = len(self.nodes)
        worth, most, before = [0.0] * count, [0.0] * count, [-1] * count
        for here in range(1, count):
            best, at, seen = self.best_before(here, worth, most)
            worth[here] = best + self.weights[here]
            most[here] = max(most[here - 1], worth[here])
            if not self.rules.effort.spend(seen):
                break
            before[here] = at
        return worth, before

    def best_before(
        self, here: int, worth: Sequence[float], most: Sequence[float]
    ) -> tuple[float, int, int]:
        """Return the worth of the best chain to a node, the node before, and how many were seen."""
        best, at, seen = float("-inf"), 0, 0
        nodes, paid, paid_above = self.nodes, self.paid, self.paid_above[here]
        row, place = nodes[here]
        for there in range(here - 1, -1, -1):
            if most[there] <= best - ROUNDING:
                # No step is worth more than nothing, so nothing better starts further back.
                break
            seen += 1
            row_before, place_before = nodes[there]
            if row_before >= row or place_before >= place:
                continue
            # What is put in between is the least that the step costs.
            if worth[there] - (paid_above - paid[there]) <= best - ROUNDING:
                continue
            value = worth[there] - self.step(there, here)
            if value > best - ROUNDING:
                best, at = max(best, value), there
        return best, at, seen

    def path(self, before: Sequence[int]) -> list[tuple[int, int]]:
        """Return the pairs of the chain to the last node, in order."""
        here = before[-1]
        pairs = []
        while here > 0:
            pairs.append(self.nodes[here])
            here = before[here]
        return pairs[::-1]

    def backward(self, first: int) -> list[float]:
        """Return for each node from `first` on what the best rest of a chain after it is worth."""
        nodes, count = self.nodes, len(self.nodes)
        worth = [0.0] * count
        most = [0.0] * count
        for here in range(count - 2, first - 1, -1):
            best = float("-inf")
            row, place = nodes[here]
            for there in range(here + 1, count):
                if most[there] < best:
                    break
                row_after, place_after = nodes[there]
                if row_after <= row or place_after <= place:
                    continue
                rest = worth[there] + self.weights[there]
                if rest - (self.paid_above[there] - self.paid[here]) < best:
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
        has_marker = self.leaves_out[there] or self.markers[offset_end] > self.markers[offset]
        left = place - place_before - 1
        cost = self.paid_above[here] - self.paid[there]
        is_start, is_end = there == 0, here == len(self.nodes) - 1
        if not is_start and not is_end and self.shifts[there] != self.shifts[here]:
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
                if self.leaves(place_before, place):
                    cost += UNBALANCED
            return cost
        if not left:
            return cost
        inserted = self.codes[offset_end] - self.codes[offset]
        telling = self.file.telling[place] - self.file.telling[place_before + 1]
        deletion = DELETE * telling + DELETE_BARE * (left - telling)
        # Where rows are put in, as many of the old ones are rather replaced than deleted.
        deletion *= 1 - REPLACED * min(1.0, inserted / left)
        if self.shown.has_markers:
            # Who marks what he leaves out shows the rest as it is to be.
            guard = self.rules.guard(place_before + 1, place)
            return cost + min(MARKED * deletion, MOST_DELETED) + min(guard, MOST_GUARDED)
        most = IMPLICIT_GAP + FAR * left
        if deletion >= most:
            return cost + most
        return cost + min(deletion + self.rules.guard(place_before + 1, place), most)

    def leaves(self, above: int, below: int) -> bool:
        """Return whether a row of the file between two begins further left than both."""
        if self.file.width[below] <= self.file.width[above]:
            return self.file.parent[below] > above
        return self.file.leaving[above] < below
