"""Past edits by their vectors: the nearest to that of a place, each with all that it taught."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.model import Example, Neighbour, Pattern
    from honed.core.ports import Reader, Vector


@attrs.frozen
class Hit:
    """A past edit, the ids of the patterns that it taught, and the cosine with the place."""

    similarity: float
    pattern_ids: tuple[int, ...]
    example: Example


def nearest(opened: Reader, vector: Vector, language: str | None, limit: int) -> tuple[Hit, ...]:
    """Return the past edits nearest to a vector, the nearest first, of a language or of all."""
    number = limit
    while True:
        neighbours = opened.similar(vector, language=language, limit=number)
        hits = _hits(opened, neighbours)
        if len(hits) >= limit or len(neighbours) < number:
            return tuple(hits[:limit])
        # Some were stored in several steps, and have a vector for each.
        number *= 2


def _hits(opened: Reader, neighbours: list[Neighbour]) -> list[Hit]:
    """Return one hit an edit, in the order of the neighbours."""
    edits: dict[tuple[int, int], list[Pattern]] = defaultdict(list)
    edit_of: dict[int, tuple[int, int]] = {}
    for pattern in opened.patterns_taught_with(each.pattern_id for each in neighbours):
        edits[pattern.lesson].append(pattern)
        edit_of[pattern.id] = pattern.lesson
    similarities: dict[tuple[int, int], float] = {}
    for each in neighbours:
        if each.pattern_id in edit_of:
            similarities.setdefault(edit_of[each.pattern_id], each.similarity)
    return [
        Hit(similarity, tuple(one.id for one in edits[edit]), edits[edit][0].example)
        for edit, similarity in similarities.items()
    ]
