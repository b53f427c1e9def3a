"""Declarations of a snippet bound to those of a file: by name, then by header and body."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import attrs

from honed.apply.rows import similarity, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.effort import Effort
    from honed.apply.items import Item
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown

CLEAR = 0.08
"""By how much the best of several must be more alike than the second."""
DEAR = 10
"""So many comparisons of lines is one of declarations worth."""
SEVERAL = 2
"""Of so many one has to be chosen."""
SAME_BODY = 0.8
"""So much of a body must be the file's where its parameters are not."""


@attrs.frozen
class Tie:
    """A declaration of the snippet that several of the file may be."""

    shown: Item
    files: tuple[Item, ...]


class Binder:
    """Compares the declarations of one snippet with those of one file."""

    def __init__(
        self, shown: Shown, file: Rows, effort: Effort, named: frozenset[str] = frozenset()
    ) -> None:
        """Keep both; of several places that are alike it is the one in what `named` names."""
        self._shown = shown
        self._file = file
        self._effort = effort
        self._named = named
        self._headers: dict[Item, str] = {}
        self._bodies: dict[Item, Counter[str]] = {}

    def siblings(
        self, shown: Sequence[Item], file: Sequence[Item]
    ) -> tuple[dict[Item, Item], list[Tie]]:
        """Return which is which among declarations of one scope; ties have no binding."""
        bound: dict[Item, Item] = {}
        ties: list[Tie] = []
        named = by_name(file)
        for key, ours in by_name(shown).items():
            theirs = named.get(key)
            if not theirs:
                continue
            if len(ours) == len(theirs) == 1:
                bound[ours[0]] = theirs[0]
            elif not self._effort.spend(DEAR * len(ours) * len(theirs)):
                break
            elif len(ours) == len(theirs) and self._in_order(ours, theirs):
                bound |= dict(zip(ours, theirs, strict=True))
            else:
                self._assign(ours, theirs, bound, ties)
        return bound, ties

    def _in_order(self, ours: Sequence[Item], theirs: Sequence[Item]) -> bool:
        """Return whether each is most like the one in its own place."""
        return all(
            self.likeness(one, theirs[place]) >= max(self.likeness(one, each) for each in theirs)
            and (one.is_leaf or not self._is_another(one, theirs, theirs[place : place + 1]))
            for place, one in enumerate(ours)
        )

    def _assign(
        self,
        ours: Sequence[Item],
        theirs: Sequence[Item],
        bound: dict[Item, Item],
        ties: list[Tie],
    ) -> None:
        left = list(theirs)
        waiting = []
        for one in ours:
            same = [each for each in left if self._is_same_header(one, each)]
            if len(same) == 1:
                bound[one] = same[0]
                left.remove(same[0])
            else:
                waiting.append(one)
        for one in waiting:
            options = self._overloads(one, left)
            if self._is_another(one, left, options):
                if len(left) >= SEVERAL:
                    ties.append(Tie(one, tuple(left)))
                continue
            best = self._best(one, options)
            if best is not None:
                bound[one] = best
                left.remove(best)
            elif options and not (one.is_leaf and options[0].is_leaf):
                ties.append(Tie(one, tuple(options)))

    def _overloads(self, one: Item, left: Sequence[Item]) -> Sequence[Item]:
        """Return which of several of one name may be `one`; a signature is no other's body."""
        if not self._differ_by_parameters(one, left):
            return left
        same = [each for each in left if each.is_leaf == one.is_leaf]
        return same or ([] if one.is_leaf else left)

    def _differ_by_parameters(self, one: Item, others: Sequence[Item]) -> bool:
        """Return whether all are functions of one block."""
        return (
            one.group == "function"
            and len({each.parent for each in others}) == 1
            and "(" in _header(one, self._shown.rows)
            and all("(" in _header(each, self._file) for each in others)
        )

    def _is_another(self, one: Item, others: Sequence[Item], options: Sequence[Item]) -> bool:
        """Return whether a function may be a further overload: no option has its parameters.

        What leaves out code is one of the file's, and so is what nearly has the body of one.
        """
        if self._shown.has_marker(one.start, one.end):
            return False
        if not self._differ_by_parameters(one, others):
            return False
        theirs = [_parameters(_header(each, self._file)) for each in options]
        if _parameters(_header(one, self._shown.rows)) in theirs:
            return False
        return one.is_leaf or all(self.body_likeness(one, each) < SAME_BODY for each in options)

    def _best(self, one: Item, options: Sequence[Item]) -> Item | None:
        """Return which of several of one name is meant, None where nothing tells."""
        if len(options) < SEVERAL:
            return options[0] if options else None
        measures = (self._is_same_header, self.known_rows, self.header_likeness, self._is_in_named)
        for measure in measures:
            ranked = sorted(options, key=lambda each: -measure(one, each))
            best, second = measure(one, ranked[0]), measure(one, ranked[1])
            if best and best - second >= CLEAR:
                return ranked[0]
        return None

    def _is_in_named(self, _: Item, file: Item) -> float:
        return float(file.parent is not None and file.parent.name in self._named)

    def _is_same_header(self, shown: Item, file: Item) -> float:
        return float(self.header_likeness(shown, file) == 1)

    def known_rows(self, shown: Item, file: Item) -> float:
        """Return how many rows of the shown body that tell something stand in the file's."""
        rows = self._shown.rows.strip
        return sum(
            self._file.says(rows[row], file.inner, file.end)
            for row in range(shown.inner, shown.inner_end)
            if self._shown.is_code(row) and words(rows[row]) >= 2  # noqa: PLR2004 - it tells little
        )

    def likeness(self, shown: Item, file: Item) -> float:
        """Return how much header and body have in common, in [0, 2]."""
        return self.header_likeness(shown, file) + self.body_likeness(shown, file)

    def header_likeness(self, shown: Item, file: Item) -> float:
        """Return the share of tokens that the headers have in common, in [0, 1]."""
        ours = self._headers.get(shown)
        if ours is None:
            stub = self._shown.stubs.get(shown.header)
            ours = stub.head if stub else _header(shown, self._shown.rows)
            self._headers[shown] = ours
        theirs = self._headers.get(file)
        if theirs is None:
            theirs = self._headers[file] = _header(file, self._file)
        return similarity(ours, theirs)

    def body_likeness(self, shown: Item, file: Item) -> float:
        """Return the share of the shown body's words that stand in the file's, in [0, 1]."""
        ours, theirs = self._bodies.get(shown), self._bodies.get(file)
        if ours is None:
            rows, is_code = self._shown.rows.strip, self._shown.is_code
            body = range(shown.inner, shown.inner_end)
            ours = _tokens(rows[row] for row in body if is_code(row))
            self._bodies[shown] = ours
        if theirs is None:
            theirs = self._bodies[file] = _tokens(self._file.strip[file.inner : file.inner_end])
        total = ours.total()
        common = sum(min(count, theirs[token]) for token, count in ours.items() if token in theirs)
        return common / total if total else 0.0


def by_name(items: Iterable[Item]) -> dict[tuple[str, str], list[Item]]:
    """Return the declarations of each group and name, in order."""
    found: dict[tuple[str, str], list[Item]] = {}
    for each in items:
        found.setdefault((each.group, each.name), []).append(each)
    return found


def _parameters(header: str) -> str:
    """Return what stands between the first brackets and those that close them, without space."""
    depth, start = 0, header.find("(")
    for place in range(max(start, 0), len(header)):
        depth += (header[place] == "(") - (header[place] == ")")
        if not depth:
            return "".join(header[start:place].split()).removesuffix(",")
    return "".join(header.split())


def _header(item: Item, rows: Rows) -> str:
    return " ".join(rows.strip[item.header : item.inner])


def _tokens(rows: Iterable[str]) -> Counter[str]:
    return Counter(chain.from_iterable(map(tokens, rows)))


def in_order(pairs: Iterable[tuple[Item, Item]]) -> list[tuple[Item, Item]]:
    """Return the heaviest chain of pairs that keeps the order of both sides."""
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    if all(a[1].start < b[1].start for a, b in pairwise(ordered)):
        return ordered
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int] = []
    for number, (_, file) in enumerate(ordered):
        length = bisect_left(ends, file.start)
        earlier.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [file.start]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(ordered[number])
        number = earlier[number]
    return found[::-1]
