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
        left = _slides(kept, window, start - 1, end - 1, -1)
        right = _slides(kept, window, end, start, 1)
        reach = range(max(0, start - MAX_SLIDE), min(len(window.tokens), end + MAX_SLIDE))
        steps = min((left, right), key=lambda each: _fewest_broken(kept, window, each, reach))
        _, count = _fewest_broken(kept, window, steps, reach)
        for one, other in steps[:count]:
            kept[other] = kept.pop(one)
    return dict(sorted(kept.items()))


def _slides(
    kept: dict[int, int], window: Window, one: int, other: int, step: int
) -> list[tuple[int, int]]:
    """Return the pairs of a kept and an equal deleted token that may change roles, in order."""
    tokens = window.tokens
    found: list[tuple[int, int]] = []
    while 0 <= one < len(tokens) and one in kept and len(found) < MAX_SLIDE:
        if tokens[one][:2] != tokens[other][:2]:
            break
        found.append((one, other))
        one, other = one + step, other + step
    return found


def _fewest_broken(
    kept: dict[int, int], window: Window, steps: list[tuple[int, int]], reach: range
) -> tuple[int, int]:
    """Return how few pairs of brackets are broken after some of the steps, and after how many."""
    roles = {index for index in reach if index in kept}
    best = (_broken_pairs(roles, kept, window, reach), 0)
    for count, (one, other) in enumerate(steps, 1):
        roles.discard(one)
        roles.add(other)
        best = min(best, (_broken_pairs(roles, kept, window, reach), count))
    return best


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


def _broken_pairs(roles: set[int], kept: dict[int, int], window: Window, reach: range) -> int:
    """Count the tokens in reach of whose pair only one half is kept; `roles` are those in reach."""

    def is_kept(index: int) -> bool:
        return index in roles if index in reach else index in kept

    partner = window.partner
    return sum(is_kept(at) != is_kept(partner[at]) for at in reach if at in partner)


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
