"""How much of a text stands there more than once."""

from __future__ import annotations

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
    for first in range(len(rows) - BLOCK + 1):
        block = tuple(rows[first : first + BLOCK])
        if sum(map(len, block)) < MIN_BYTES:
            continue
        earlier = seen.setdefault(block, first)
        if first >= earlier + BLOCK:
            repeated.update(range(first, first + BLOCK), range(earlier, earlier + BLOCK))
    return len(repeated) / len(rows) if rows else 0.0
