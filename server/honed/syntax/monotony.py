"""One thing again and again: texts that take a parser all memory within a few steps.

Nobody writes `/*`, `- *x` or `await -` a thousand times over, but a paste or a damaged file may
hold that. Where the parser neither accepts a piece nor drops it, all of them stay open until the
end, and what it then tries grows with the square of their number. So a stretch that repeats itself
to the letter is tried by a small piece of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import tree_sitter

WINDOW = 1024
"""Bytes of which each is looked at whether they repeat themselves; the parser bears so many."""
LONGEST_UNIT = 32
"""Tables of equal numbers have longer ones, because their lines are broken."""
PIECE = 512
"""Bytes of a stretch that are tried; where half of its units lie in each other, so would all."""
DEEPEST_LINE = 16
"""Nodes that lie in each other in one line of the length of a unit, at most."""
MOST_FAULTY = 32 * WINDOW
"""So many bytes may repeat what does not parse, but stays flat."""


def leads_nowhere(data: bytes, parse: Callable[[bytes], tree_sitter.Tree]) -> bool:
    """Return whether a text holds so much of one thing that it cannot be parsed.

    `parse` gives the tree of a small text.
    """
    faulty = 0
    known: dict[bytes, tuple[bool, bool]] = {}
    for start in range(0, len(data) - WINDOW + 1, WINDOW):
        length = _unit(data, start)
        if not length:
            continue
        unit = bytes(sorted(data[start : start + length]))
        if unit not in known:
            # From the start of a line, if there is one, so that sound lines are no faults.
            first = data.find(b"\n", start, start + length) + 1 or start
            tree = parse(data[first : first + PIECE // length * length])
            is_deep = _depth(tree) > max(DEEPEST_LINE, PIECE // length // 2)
            known[unit] = tree.root_node.has_error, is_deep
        is_faulty, is_deep = known[unit]
        faulty += WINDOW if is_faulty else 0
        if is_deep or faulty > MOST_FAULTY:
            return True
    return False


def _unit(data: bytes, start: int) -> int:
    """Return after how many bytes the window at `start` begins to repeat itself, 0 for never."""
    first = data.find(data[start : start + LONGEST_UNIT], start + 1, start + 3 * LONGEST_UNIT)
    length = first - start
    end = start + WINDOW
    repeats = (
        0 < length <= LONGEST_UNIT and data[start + length : end] == data[start : end - length]
    )
    return length if repeats else 0


def _depth(tree: tree_sitter.Tree) -> int:
    """Return how many nodes lie in each other at the deepest place."""
    depth, level = 0, [tree.root_node]
    while level := [child for node in level for child in node.children]:
        depth += 1
    return depth
