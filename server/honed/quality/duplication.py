"""How much of a text stands there more than once."""

from __future__ import annotations

from itertools import accumulate

BLOCK = 6
"""Lines of code that must repeat together, space at their ends aside; so SonarQube's ten
statements come to in most code, and shorter runs are how a language is written."""

MIN_BYTES = 80
"""Blocks of brackets and short words repeat everywhere."""


def duplication(data: bytes) -> float:
    """Return the share in [0, 1] of the lines that are not blank that stand in repeated blocks."""
    rows = [row for row in (row.strip() for row in data.splitlines()) if row]
    seen: dict[tuple[bytes, ...], int] = {}
    repeated: set[int] = set()
    ends = list(accumulate(map(len, rows), initial=0))
    blocks = zip(*(rows[first:] for first in range(BLOCK)), strict=False)
    for first, block in enumerate(blocks):
        if ends[first + BLOCK] - ends[first] < MIN_BYTES:
            continue
        earlier = seen.setdefault(block, first)
        if first >= earlier + BLOCK:
            repeated.update(range(first, first + BLOCK), range(earlier, earlier + BLOCK))
    return len(repeated) / len(rows) if rows else 0.0
