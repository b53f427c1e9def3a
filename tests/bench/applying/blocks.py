"""What a commit changed, as blocks of lines: what stood there and what stands there then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.applying.commits import Commit

MOST_CONTEXT = 12
RESERVED = re.compile(r"[<>=+*-]{5,}|@@")
"""What begins a line of a format; blocks with such lines are left out."""


@attrs.frozen
class Block:
    """Lines of the file before that become others; `before_start` is zero-based.

    `context` are the indices of the lines of `before` that stay, with those of `after`.
    """

    before_start: int
    after_start: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    context: tuple[tuple[int, int], ...]


def blocks_of(commit: Commit, context: int) -> list[Block]:
    """Return what changed with so many lines around; what then meets is one block."""
    old, new = lines_of(commit.before.lines), lines_of(commit.after.lines)
    groups: list[list[int]] = []
    for number, hunk in enumerate(commit.hunks):
        last = commit.hunks[groups[-1][-1]] if groups else None
        if last is not None and hunk.before_start - last.before_end <= 2 * context:
            groups[-1].append(number)
        else:
            groups.append([number])
    blocks = []
    for group in groups:
        first, last = commit.hunks[group[0]], commit.hunks[group[-1]]
        above = min(context, first.before_start)
        # A hunk may hold the empty line after the last line end.
        below = max(0, min(context, len(old) - last.before_end))
        start, end = first.before_start - above, last.before_end + below
        after_start, after_end = first.after_start - above, last.after_end + below
        kept = [(row, row) for row in range(above)]
        for here, following in zip(group, [*group[1:], None], strict=True):
            hunk = commit.hunks[here]
            until = end if following is None else commit.hunks[following].before_start
            shift = hunk.after_end - after_start - (hunk.before_end - start)
            kept += [(row - start, row - start + shift) for row in range(hunk.before_end, until)]
        blocks.append(Block(start, after_start, tuple(old[start:end]),
                            tuple(new[after_start:after_end]), tuple(kept)))  # fmt: skip
    return blocks


def unique_blocks(commit: Commit, context: int, key: Callable[[str], str]) -> list[Block] | None:
    """Return blocks that stand once in the file, compared by `key`; None where there are none."""
    lines = [key(line) for line in lines_of(commit.before.lines)]
    for wider in range(context, MOST_CONTEXT + 1):
        blocks = blocks_of(commit, wider)
        if any(RESERVED.match(line) for each in blocks for line in (*each.before, *each.after)):
            return None
        if all(_count(lines, [key(line) for line in each.before]) == 1 for each in blocks):
            return blocks
    return None


def _count(lines: Sequence[str], wanted: Sequence[str]) -> int:
    size = len(wanted)
    if not any(line.strip() for line in wanted):
        return 0
    return sum(
        list(lines[start : start + size]) == list(wanted) for start in range(len(lines) - size + 1)
    )


def lines_of(lines: Sequence[str]) -> list[str]:
    """Return the lines without the empty one after the last line end."""
    return list(lines if lines[-1] else lines[:-1])
