"""Which tokens of an edited statement are the same before and after.

A weighted longest common subsequence (words count more than punctuation, neighbours more than
strays), then mended so that a bracket or quote is kept only together with its other half.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from honed.core.model import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.syntax.tokens import Token, Window

WORD_WEIGHT = 3.0
PUNCTUATION_WEIGHT = 1.0
CONTIGUITY_BONUS = 0.6
MAX_CELLS = 40_000
"""Larger tables are left to difflib, which is rougher and faster."""

_WORDS = frozenset({TokenKind.NAME, TokenKind.LITERAL})


def align(before: Window, after: Window) -> dict[int, int]:
    """Return the kept tokens: index before → index after, both growing."""
    old, new = before.tokens, after.tokens
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    kept = {index: index for index in range(head)}
    shift = len(new) - len(old)
    kept |= {index: index + shift for index in range(len(old) - tail, len(old))}
    middle = _common_middle(old[head : len(old) - tail], new[head : len(new) - tail])
    kept |= {head + left: head + right for left, right in middle}
    kept = _slide_deletions(dict(sorted(kept.items())), before)
    inverse = _slide_deletions({right: left for left, right in kept.items()}, after)
    kept = {left: right for right, left in sorted(inverse.items())}
    return _drop_halves(kept, before, after)


def _same(left: Token, right: Token) -> bool:
    return left.text == right.text and left.kind is right.kind


def _common_head(old: Sequence[Token], new: Sequence[Token]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if not _same(left, right):
            break
        count += 1
    return count


def _weight(token: Token) -> float:
    is_word = token.kind in _WORDS or (
        token.kind in {TokenKind.FIXED, TokenKind.TEXT} and token.text[:1].isalnum()
    )
    return WORD_WEIGHT if is_word else PUNCTUATION_WEIGHT


def _common_middle(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    if len(old) * len(new) > MAX_CELLS:
        matcher = SequenceMatcher(
            None, [token[:2] for token in old], [token[:2] for token in new], autojunk=False
        )
        return [
            (block.a + offset, block.b + offset)
            for block in matcher.get_matching_blocks()
            for offset in range(block.size)
        ]
    return _best_subsequence(old, new)


def _best_subsequence(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    rows, columns = len(old), len(new)
    # best[i][j]: the best score of old[i:], new[j:]; run[i][j]: the same when i and j are paired.
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    run = [[-1.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        weight = _weight(old[i])
        for j in range(columns - 1, -1, -1):
            score = max(best[i + 1][j], best[i][j + 1])
            if _same(old[i], new[j]):
                joined = run[i + 1][j + 1] + CONTIGUITY_BONUS
                run[i][j] = weight + max(best[i + 1][j + 1], joined)
                score = max(score, run[i][j])
            best[i][j] = score
    pairs = []
    i = j = 0
    follows = False
    while i < rows and j < columns:
        is_paired = run[i][j] >= 0 and (follows or run[i][j] >= best[i][j])
        if is_paired:
            pairs.append((i, j))
            follows = run[i + 1][j + 1] + CONTIGUITY_BONUS > best[i + 1][j + 1]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _slide_deletions(kept: dict[int, int], window: Window) -> dict[int, int]:
    """Move pure deletions along equal tokens to where they break the fewest pairs of brackets.

    In `a)) → a)` it is undecided which bracket went: the one whose other half went as well.
    """
    for start, end in _pure_deletions(kept, len(window.tokens)):
        options = [(kept, start)]
        current, first, last = kept, start, end
        while first > 0 and first - 1 in current:
            if not _same(window.tokens[first - 1], window.tokens[last - 1]):
                break
            current = dict(current)
            current[last - 1] = current.pop(first - 1)
            first, last = first - 1, last - 1
            options.append((dict(sorted(current.items())), first))
        kept = min(options, key=lambda option: (_broken_pairs(option[0], window), -option[1]))[0]
    return kept


def _pure_deletions(kept: dict[int, int], count: int) -> list[tuple[int, int]]:
    """Return the runs of deleted tokens at whose place nothing was inserted."""
    runs = []
    start: int | None = None
    for index in range(count + 1):
        if index < count and index not in kept:
            start = index if start is None else start
        elif start is not None:
            left, right = kept.get(start - 1, -1), kept.get(index)
            if right is not None and right == left + 1:
                runs.append((start, index))
            start = None
    return runs


def _broken_pairs(kept: dict[int, int], window: Window) -> int:
    return sum((one in kept) != (other in kept) for one, other in window.partner.items())


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
