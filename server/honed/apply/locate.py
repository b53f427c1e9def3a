"""Where lines stand in a file: to the letter, but for space, or nearly, with blank lines aside.

Of several places none is taken here; of places that are only like the lines, one is taken that
is clearly better than the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from honed.apply.lines import WORD, Likeness, Lines, nearly_same, same_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DECLARED = re.compile(
    rb"\b(?:def|class|func|fn|function|struct|enum|trait|interface|type|module|namespace)\s+"
    rb"(?:\([^)]*\)\s*)?(\w+)"
)
LEAST_ALIKE = 0.5
"""Share of common words and marks from which two lines may be the same line, changed."""
LEAST_SCORE = 0.7
"""Of a place that is only like the lines; 1 is a place with all of them."""
MOST_CELLS = 2_500
"""Searched lines times lines of the file that are aligned where some are missing: 10 ms."""
LEAST_MARGIN = 0.1
"""How much better it is than the second best."""
LEAST_WORDS = 2
"""Fewer do not say where they stand, unless it is to the letter."""
SEEDS = 6
"""So many places are looked at closely."""
LENGTH_RATIO = 3
"""A line so many times as long is another."""
MARK_WEIGHT = 0.25
"""Of a line without a word, such as a brace, beside 1 for one with words."""
LINES_FOR_ONE_STALE = 5
"""So many lines make one that differs credible."""
NEARLY_SAME = 0.85
"""Share of common words and marks from which it does not matter how many others there are."""
PUNCTUATION = frozenset((b",", b";", b".", b":", b"'", b'"', b"`"))
"""Marks that a line may have more or fewer of and be the same; an operator is none of them."""
GAP = 0.3
"""What a line too many or too few costs, times its weight."""
MOST_SEARCHED = 3_000
"""More lines are looked for to the letter only, or but for their indentation."""
MOST_PLACES = 60
"""A line that stands more often says nothing of where it is."""


@attrs.frozen
class Match:
    """A place in the file: for each searched line the line of the file, None for none.

    Blank lines are paired where both sides have them.
    """

    pairs: tuple[int | None, ...]
    start: int
    end: int
    likeness: Likeness | None
    """How strictly all lines agree; None where some are only alike."""
    score: float = 1.0

    @property
    def is_exact(self) -> bool:
        """Whether all lines stand there to the letter, but for space at their ends."""
        return self.likeness is not None and self.likeness <= Likeness.TRIMMED


def matches(file: Lines, searched: Lines) -> tuple[Match, ...]:
    """Return all places of the strictest likeness that has any; () where no line-wise one has."""
    if not searched.bodies:
        return ()
    for likeness in Likeness:
        if likeness > Likeness.TRIMMED and searched.word_count < LEAST_WORDS:
            return ()
        if likeness <= Likeness.TRIMMED:
            found = [
                Match(tuple(range(at, at + len(searched))), at, at + len(searched), likeness)
                for at in _occurrences(file, searched, likeness)
            ]
        else:
            filled = len(searched.filled)
            found = [
                _match(file, searched, range(at, at + filled), likeness)
                for at in _occurrences(file, searched, likeness)
            ]
        if likeness is Likeness.SQUEEZED:
            found = [match for match in found if _agrees_somewhere(file, searched, match)]
        if found:
            return tuple(found)
    return ()


def _occurrences(file: Lines, searched: Lines, likeness: Likeness) -> Iterator[int]:
    """Yield where all searched lines stand one after the other, as `likeness` compares them."""
    keys, wanted = file.keys(likeness), searched.keys(likeness)
    places = file.places(likeness)
    pivot = min(range(len(wanted)), key=lambda number: len(places.get(wanted[number], ())))
    for place in places.get(wanted[pivot], ()):
        first = place - pivot
        if first >= 0 and keys[first : first + len(wanted)] == wanted:
            yield first


def _match(
    file: Lines,
    searched: Lines,
    places: Sequence[int | None],
    likeness: Likeness | None,
    score: float = 1.0,
) -> Match:
    """Return the match of filled lines with filled lines, the blank ones between them paired."""
    pairs: list[int | None] = [None] * len(searched)
    for number, place in zip(searched.filled, places, strict=True):
        pairs[number] = None if place is None else file.filled[place]
    _pair_blanks(file, searched, pairs, range(len(pairs)), 1)
    _pair_blanks(file, searched, pairs, range(len(pairs) - 1, -1, -1), -1)
    known = [pair for pair in pairs if pair is not None]
    return Match(tuple(pairs), known[0], known[-1] + 1, likeness, score)


def _pair_blanks(
    file: Lines, searched: Lines, pairs: list[int | None], numbers: range, step: int
) -> None:
    """Pair blank lines that follow a paired one, in the direction of `step`, with those there."""
    last: int | None = None
    taken = {pair for pair in pairs if pair is not None}
    for number in numbers:
        if pairs[number] is None and not searched.stripped[number] and last is not None:
            following = last + step
            is_free = 0 <= following < len(file) and following not in taken
            if is_free and not file.stripped[following]:
                pairs[number] = following
        last = pairs[number]


def _agrees_somewhere(file: Lines, searched: Lines, match: Match) -> bool:
    """Return whether one line at least agrees but for its indentation.

    Where every line is spaced otherwise, the search was not copied from this file.
    """
    return any(
        pair is not None and searched.stripped[number] == file.stripped[pair]
        for number, pair in enumerate(match.pairs)
        if searched.stripped[number]
    )


@attrs.frozen
class Alike:
    """Places that are only like what was searched, best first."""

    places: tuple[Match, ...]
    near: tuple[tuple[int, int], ...] = ()
    """Lines of the file, ends not included, that share something with those searched."""

    @property
    def margin(self) -> float:
        """How much better the best is than the second best; 0 where there is none."""
        if not self.places:
            return 0.0
        second = self.places[1].score if len(self.places) > 1 else 0.0
        return self.places[0].score - second

    @property
    def best(self) -> Match | None:
        """The best place where it is good, and clearly better than the next."""
        good = self.places and self.places[0].score >= LEAST_SCORE and self.margin >= LEAST_MARGIN
        return self.places[0] if good else None


def alike(file: Lines, searched: Lines) -> Alike:
    """Return the places that hold most of the searched lines, in order, or lines like them."""
    count = len(searched.filled)
    if searched.word_count < LEAST_WORDS or count > MOST_SEARCHED:
        return Alike(())
    drift = 1 + count // 6
    starts, hits = _starts(file, searched, drift)
    found = []
    for at in starts:
        match = _straight(file, searched, at)
        if match is None and sum(hits[at + by] for by in range(-drift, drift + 1)) * 2 >= count:
            match = _aligned(file, searched, at - drift, at + count + drift)
        found += [match] if match else []
    found.sort(key=lambda match: (-match.score, match.start))
    apart: list[Match] = []
    for match in found:
        if not any(_is_same_place(match, other) for other in apart):
            apart.append(match)
    return Alike(tuple(apart), tuple(_lines_of(file, at, count) for at in starts))


def _starts(file: Lines, searched: Lines, drift: int) -> tuple[list[int], Counter[int]]:
    """Return where places may begin that share lines, best first, and how many lines agree there.

    A rare line counts for more. Places are counted in filled lines.
    """
    votes: dict[int, float] = defaultdict(float)
    hits: Counter[int] = Counter()
    places_of = file.places(Likeness.SQUEEZED)
    for number, line in enumerate(searched.filled):
        places = places_of.get(searched.squeezed[line], [])
        for place in places if len(places) <= MOST_PLACES else []:
            votes[place - number] += _weight(searched, line) / len(places)
            hits[place - number] += 1
    summed = _summed(votes, drift)
    chosen: list[int] = []
    for at in sorted(summed, key=lambda at: (-summed[at], -votes[at], at)):
        if all(abs(at - other) > drift for other in chosen):
            chosen.append(at)
        if len(chosen) == SEEDS:
            break
    return chosen, hits


def _summed(votes: Mapping[int, float], drift: int) -> dict[int, float]:
    """Return for each place the votes for it and for those at most `drift` lines away."""
    places = sorted(votes)
    until = list(accumulate((votes[at] for at in places), initial=0.0))
    return {
        at: round(
            until[bisect_right(places, at + drift)] - until[bisect_left(places, at - drift)], 9
        )
        for at in places
    }


def _lines_of(file: Lines, first: int, count: int) -> tuple[int, int]:
    """Return the lines of the file from a filled one to another, the last not included."""
    last = min(max(first + count, 1), len(file.filled)) - 1
    return file.filled[max(0, min(first, last))], file.filled[last] + 1


def _is_same_place(left: Match, right: Match) -> bool:
    """Return whether most lines of one are paired as in the other."""
    same = sum(
        pair == other is not None for pair, other in zip(left.pairs, right.pairs, strict=True)
    )
    return 2 * same > sum(pair is not None for pair in left.pairs)


def _weight(lines: Lines, number: int) -> float:
    return 1.0 if WORD.search(lines.bodies[number]) else MARK_WEIGHT


def _straight(file: Lines, searched: Lines, first: int) -> Match | None:
    """Return the place where every line stands against one line, and few of them differ."""
    there = file.filled[max(0, first) : first + len(searched.filled)]
    if len(there) != len(searched.filled):
        return None
    total = score = 0.0
    for number, line in zip(searched.filled, there, strict=True):
        weight = _weight(searched, number)
        total += weight
        score += weight * _likeness(searched, number, file, line)
    match = _match(file, searched, range(first, first + len(there)), None, score / total)
    return match if _agrees_enough(file, searched, match) else None


def _aligned(file: Lines, searched: Lines, first: int, end: int) -> Match | None:
    """Return the best alignment of all searched lines with some of the file's, in order."""
    first, end = max(0, first), min(len(file.filled), end)
    window = file.filled[first:end]
    weights = [_weight(searched, line) for line in searched.filled]
    rows, columns = len(weights), len(window)
    if not columns or rows * columns > MOST_CELLS:
        return None
    # best[i][j]: the first i searched lines, the last of them not after the j-th line there.
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    came: list[list[int]] = [[1] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        number, weight = searched.filled[i - 1], weights[i - 1]
        above, row, steps = best[i - 1], best[i], came[i]
        row[0], steps[0] = above[0] - GAP * weight, 2
        for j in range(1, columns + 1):
            left = row[j - 1] - (GAP * _weight(file, window[j - 1]) if i < rows else 0.0)
            up = above[j] - GAP * weight
            value, step = (left, 1) if left >= up else (up, 2)
            likeness = _likeness(searched, number, file, window[j - 1])
            if likeness and above[j - 1] + weight * likeness > value:
                value, step = above[j - 1] + weight * likeness, 3
            row[j], steps[j] = value, step
    places: list[int | None] = [None] * rows
    i, j = rows, columns
    while i and j:
        step = came[i][j]
        if step == 3:  # noqa: PLR2004 - a pair
            places[i - 1] = first + j - 1
        i, j = i - (step > 1), j - (step != 2)  # noqa: PLR2004 - a line that is not there
    score = best[rows][columns] / sum(weights)
    if score <= 0 or all(place is None for place in places):
        return None
    match = _match(file, searched, places, None, score)
    return match if _agrees_enough(file, searched, match) else None


def _agrees_enough(file: Lines, searched: Lines, match: Match) -> bool:
    """Return whether few lines are missing or differ, one at least, and those in a word or two."""
    stale = 0
    is_dedented = any(not searched.indent(number) for number in searched.filled)
    for number in searched.filled:
        pair = match.pairs[number]
        if pair is None:
            stale += 1
            continue
        if not is_dedented and searched.indent(number) != file.indent(pair):
            return False
        if searched.squeezed[number] != file.squeezed[pair]:
            stale += 1
            if not _differ_in_a_word(searched, number, file, pair):
                return False
    most = max(1, len(searched.filled) // LINES_FOR_ONE_STALE)
    return stale <= most and _agrees_somewhere(file, searched, match)


def _differ_in_a_word(searched: Lines, number: int, file: Lines, line: int) -> bool:
    """Return whether each has one word that the other has not, or few of many words differ.

    Lines that declare something declare it by the same name.
    """
    left, right = searched.tokens(number), file.tokens(line)
    names = [_DECLARED.search(body) for body in (searched.bodies[number], file.bodies[line])]
    if names[0] and names[1] and not nearly_same(names[0][1], names[1][1]):
        return False
    ours, theirs = left - right, right - left
    is_one = ours.total() == theirs.total() == 1
    if not is_one and same_tokens(left, right) < NEARLY_SAME:
        return False
    return all(WORD.fullmatch(token) or token in PUNCTUATION for token in (*ours, *theirs))


def _likeness(searched: Lines, number: int, file: Lines, line: int) -> float:
    """Return 1 for lines that agree but for space, less for lines alike, 0 for others."""
    if searched.squeezed[number] == file.squeezed[line]:
        return 1.0
    short, long = sorted((len(searched.squeezed[number]), len(file.squeezed[line])))
    if short * LENGTH_RATIO < long:
        return 0.0
    same = same_tokens(searched.tokens(number), file.tokens(line))
    return same if same >= LEAST_ALIKE else 0.0
