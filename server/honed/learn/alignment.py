"""What an edited statement keeps, and what it moves.

Kept is a weighted longest common subsequence of units (words count more than punctuation,
neighbours more than strays), mended so that a bracket or quote is kept only together with its
other half. Moved is what was deleted in one place and inserted in another, word for word.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.learn.mending import mended
from honed.learn.units import NEIGHBOUR_BONUS, Key, Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.syntax.tokens import Window

MAX_CELLS = 10_000
"""Larger tables are left to difflib, which is rougher and faster."""

_MOVABLE = frozenset({TokenKind.NAME, TokenKind.LITERAL, TokenKind.TEXT})


@attrs.frozen
class Move:
    """Before tokens `first` to `last` (both included) stand from `new_first` on after the edit."""

    first: int
    last: int
    new_first: int

    @property
    def new_last(self) -> int:
        """The last token after the edit, included."""
        return self.new_first + self.last - self.first


@attrs.frozen
class Alignment:
    """The kept tokens, index before → index after, both growing; and the moved stretches."""

    kept: dict[int, int]
    moves: tuple[Move, ...]


def align(before: Window, after: Window) -> Alignment:
    """Return what stayed and what moved between the two sides."""
    old, new = units(before, after)
    kept: dict[int, int] = {}
    for left, right in _pairs(old, new):
        for offset in range(len(left.key)):
            kept[left.first + offset] = right.first + offset
    kept = mended(kept, before, after)
    return Alignment(kept, tuple(_moves(kept, old, new)))


def _same(left: Unit, right: Unit) -> bool:
    return left.key == right.key and left.kind is right.kind and left.depth == right.depth


def _identity(unit: Unit) -> tuple[Key, TokenKind | None, int]:
    return unit.key, unit.kind, unit.depth


def _pairs(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    yield from zip(old[:head], new[:head], strict=True)
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    for left, right in _common_middle(old_middle, new_middle):
        yield old_middle[left], new_middle[right]
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)


def _common_head(old: Sequence[Unit], new: Sequence[Unit]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if not _same(left, right):
            break
        count += 1
    return count


def _common_middle(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    if len(old) * len(new) > MAX_CELLS:
        matcher = SequenceMatcher(
            None, list(map(_identity, old)), list(map(_identity, new)), autojunk=False
        )
        return [
            (block.a + offset, block.b + offset)
            for block in matcher.get_matching_blocks()
            for offset in range(block.size)
        ]
    return _best_subsequence(old, new)


def _best_subsequence(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    rows, columns = len(old), len(new)
    # best[i][j]: the best score of old[i:], new[j:]; run[i][j]: the same when i and j are paired.
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    run = [[-1.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        weight = old[i].weight
        for j in range(columns - 1, -1, -1):
            score = max(best[i + 1][j], best[i][j + 1])
            if _same(old[i], new[j]):
                joined = run[i + 1][j + 1] + NEIGHBOUR_BONUS
                run[i][j] = weight + max(best[i + 1][j + 1], joined)
                score = max(score, run[i][j])
            best[i][j] = score
    return _traced(best, run)


def _traced(best: list[list[float]], run: list[list[float]]) -> list[tuple[int, int]]:
    pairs = []
    i = j = 0
    follows = False
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if run[i][j] >= 0 and (follows or run[i][j] >= best[i][j]):
            pairs.append((i, j))
            follows = run[i + 1][j + 1] + NEIGHBOUR_BONUS > best[i + 1][j + 1]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _moves(kept: dict[int, int], old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Move]:
    """Yield the units that were wholly deleted and stand wholly inserted elsewhere, in order."""
    arrived = set(kept.values())
    waiting: dict[Key, list[Unit]] = {}
    for unit in new:
        if arrived.isdisjoint(range(unit.first, unit.last + 1)):
            waiting.setdefault(unit.key, []).append(unit)
    for unit in old:
        is_gone = kept.keys().isdisjoint(range(unit.first, unit.last + 1))
        if is_gone and (unit.kind is None or unit.kind in _MOVABLE) and waiting.get(unit.key):
            yield Move(unit.first, unit.last, waiting[unit.key].pop(0).first)
