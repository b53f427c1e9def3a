"""How strong a memory is, and which go first when there is no room.

The activation of an item is ACT-R's base level (Anderson & Lebiere 1998): the logarithm of the sum
over its uses of their ages to the power of -d. Of the uses only the last and their number are kept;
the others count as spread evenly since the item was learned (Petrov 2006, "Computationally
efficient approximation of the base-level learning equation in ACT-R", with k = 1). To it comes the
logarithm of how far the item is trusted, as its utility.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from honed.core.memory import ItemKind, ItemState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.memory import MemoryItem

DECAY = 0.5
"""ACT-R's d, whose usual value this is."""

SECOND_S = 1.0
"""A use that lies no time back counts as one second old."""

LEAST_TRUST = 0.01
MOST_ITEMS = 2_000
MOST_BYTES = 1_000_000
"""Of all texts of the items of a store."""


def activation(uses: int, learned_at: float, used_at: float, now: float) -> float:
    """Return the base-level activation of what was used so often; times in seconds.

    Learning it counts as a use. A clock that was put back makes nothing younger than a second.
    """
    life = max(SECOND_S, now - learned_at)
    recent = min(life, max(SECOND_S, now - used_at))
    total = recent**-DECAY
    if uses > 0 and life > recent:
        power = 1.0 - DECAY
        total += uses * (life**power - recent**power) / (power * (life - recent))
    elif uses > 0:
        total += uses * life**-DECAY
    return math.log(total)


def strength(item: MemoryItem, now: float) -> float:
    """Return how strong an item is: by its use, its age and its success, as a logarithm."""
    used_at = max(item.used_at, item.learned_at)
    return activation(item.uses, item.learned_at, used_at, now) + math.log(
        max(LEAST_TRUST, item.trust)
    )


def size(item: MemoryItem) -> int:
    """Return how many bytes the texts of an item take."""
    texts = (item.title, item.content, item.when, *item.when_not, *item.before, *item.after)
    return sum(len(each.encode("utf-8", "replace")) for each in texts)


def fading(
    items: Iterable[MemoryItem],
    now: float,
    *,
    most_items: int = MOST_ITEMS,
    most_bytes: int = MOST_BYTES,
) -> list[MemoryItem]:
    """Return the kept items that have to go, the weakest first, so that the others find room.

    A guard goes after all others: it is small, and what it holds back would come again.
    """
    kept = [each for each in items if each.state is ItemState.KEPT]
    kept.sort(key=lambda each: (each.kind is ItemKind.GUARD, strength(each, now), -each.id))
    number, total = len(kept), sum(map(size, kept))
    found = []
    for each in kept:
        if number <= most_items and total <= most_bytes:
            break
        found.append(each)
        number -= 1
        total -= size(each)
    return found
