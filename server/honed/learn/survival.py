"""What is left of a suggestion: the share of its changes that stand, and how much was edited.

The lines that it made are looked for where the edits since then have moved them. Of its tokens
those count that it put in (or, where it only took some away, those that it took away): what it left
as it was survives by itself. Both numbers are over tokens, words or single marks; space is none.

    kept     = of the tokens that it changed, the share that still is as it made it
    distance = edits of tokens (Levenshtein) between its lines then and now / the longer's length
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from honed.core.details import Survival
from honed.core.diff import hunks
from honed.core.text import Span, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text

MOST_TOKENS = 80
"""Of a side; of more, only the share of equal lines is taken."""

_TOKEN = re.compile(r"\w+|[^\w\s]")

GONE = Survival(0.0, 1.0)
"""Of a suggestion that was taken back, or whose lines are no more."""


def survival(before: str, after: str, now: str) -> Survival:
    """Return what is left of an edit from `before` to `after` in the lines as they are `now`."""
    old, made, found = (_TOKEN.findall(each) for each in (before, after, now))
    if max(map(len, (old, made, found))) > MOST_TOKENS:
        old, made, found = (each.split("\n") for each in (before, after, now))
        if max(map(len, (old, made, found))) > MOST_TOKENS:
            is_same = after == now
            return Survival(float(is_same), float(not is_same))
    longest = max(len(made), len(found))
    distance = _levenshtein(made, found) / longest if longest else 0.0
    return Survival(_kept(old, made, found), distance)


def lines_now(then: Text, span: Span, now: Text) -> str:
    """Return the lines of `now` that the lines of `span`, bytes of `then`, have become."""
    first = then.line_at(span.start)
    # What ends with its line does not reach into the next one.
    last = then.line_at(max(span.start, span.end - 1)) + 1
    start, end = first, last
    for hunk in hunks(then, now):
        grown = (hunk.after_end - hunk.after_start) - (hunk.before_end - hunk.before_start)
        if hunk.before_end <= first:
            start, end = start + grown, end + grown
        elif hunk.before_start < last:
            # What was changed across an end belongs to the suggestion's lines as far as it can.
            start = min(start, hunk.after_start)
            end += grown
    return decode(now.slice(Span(now.line_start(start), now.line_start(max(start, end)))))


def _kept(old: Sequence[str], made: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of what was changed that stands: tokens put in, else those taken away."""
    put_in = [*range(len(made))]
    taken_away = [*range(len(old))]
    for old_at, made_at, size in SequenceMatcher(
        None, old, made, autojunk=False
    ).get_matching_blocks():
        put_in = [each for each in put_in if not made_at <= each < made_at + size]
        taken_away = [each for each in taken_away if not old_at <= each < old_at + size]
    if put_in:
        return len(_matched(made, found).intersection(put_in)) / len(put_in)
    if taken_away:
        return 1.0 - len(_matched(old, found).intersection(taken_away)) / len(taken_away)
    return float(made == found)


def _matched(of: Sequence[str], among: Sequence[str]) -> set[int]:
    """Return which tokens of one text an alignment finds in the other."""
    blocks = SequenceMatcher(None, of, among, autojunk=False).get_matching_blocks()
    return {start + index for start, _, size in blocks for index in range(size)}


def _levenshtein(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many tokens must be put in, taken out or replaced; a row at a time."""
    numbers: dict[str, int] = {}
    left, right = (
        np.array([numbers.setdefault(each, len(numbers)) for each in side], np.int64)
        for side in (one, other)
    )
    steps = np.arange(len(right) + 1)
    row = steps
    for at, token in enumerate(left, 1):
        replaced = np.concatenate(([at], np.minimum(row[:-1] + (right != token), row[1:] + 1)))
        # What is put in adds one a step, from the cheapest place before.
        row = np.minimum.accumulate(replaced - steps) + steps
    return int(row[-1])
