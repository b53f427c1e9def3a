"""Kept tokens, mended: a bracket or quote is kept only together with its other half."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.syntax.tokens import Window

MAX_SLIDE = 40
"""A deletion is not moved farther than this many tokens."""


def mended(kept: dict[int, int], before: Window, after: Window) -> dict[int, int]:
    """Return the kept tokens, index before → index after, without halves of pairs."""
    kept = _slide_deletions(kept, before)
    inverse = _slide_deletions({right: left for left, right in kept.items()}, after)
    return _drop_halves({left: right for right, left in sorted(inverse.items())}, before, after)


def _slide_deletions(kept: dict[int, int], window: Window) -> dict[int, int]:
    """Move pure deletions along equal tokens to where they break the fewest pairs of brackets.

    In `a)) → a)` it is undecided which bracket went: the one whose other half went as well.
    """
    kept = dict(kept)
    for start, end in list(_pure_deletions(kept, len(window.tokens))):
        best, steps = 0, 0
        reach = range(max(0, start - MAX_SLIDE), end)
        least = _broken_pairs(kept, window, reach)
        for first, last in _slides(kept, window, start, end):
            # The token before the deletion and the last one in it are equal: they change roles.
            kept[last] = kept.pop(first)
            steps += 1
            broken = _broken_pairs(kept, window, reach)
            if broken < least:
                best, least = steps, broken
        for back in range(steps, best, -1):
            kept[start - back] = kept.pop(end - back)
    return dict(sorted(kept.items()))


def _slides(
    kept: dict[int, int], window: Window, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal tokens past which the deletion `start:end` can go to the left."""
    tokens = window.tokens
    for first in range(start - 1, max(-1, start - 1 - MAX_SLIDE), -1):
        last = first + end - start
        if first not in kept or tokens[first][:2] != tokens[last][:2]:
            return
        yield first, last


def _pure_deletions(kept: dict[int, int], count: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of deleted tokens at whose place nothing was inserted."""
    start: int | None = None
    for index in range(count + 1):
        if index < count and index not in kept:
            start = index if start is None else start
        elif start is not None:
            left, right = kept.get(start - 1, -1), kept.get(index)
            if right is not None and right == left + 1:
                yield start, index
            start = None


def _broken_pairs(kept: dict[int, int], window: Window, reach: range) -> int:
    """Count the tokens in reach of whose pair only one half is kept."""
    partner = window.partner
    return sum((at in kept) != (partner[at] in kept) for at in reach if at in partner)


def _drop_halves(kept: dict[int, int], before: Window, after: Window) -> dict[int, int]:
    """Return the pairs without brackets and quotes whose other half was not kept with them."""
    changed = True
    while changed:
        changed = False
        for left, right in list(kept.items()):
            partner, target = before.partner.get(left), after.partner.get(right)
            lonely = partner is not None and kept.get(partner) != target
            if lonely or (partner is None) != (target is None):
                del kept[left]
                changed = True
    return kept
