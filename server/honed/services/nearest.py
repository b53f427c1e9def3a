"""Past edits by their vectors: the nearest to that of a place, each with all that it taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.model import Example, Neighbour, Pattern
    from honed.core.ports import Reader, Vector

PATTERNS_AN_EDIT = 4
"""One edit teaches about so many patterns at most, all under one vector."""


@attrs.frozen
class Hit:
    """A past edit, the ids of the patterns that it taught, and the cosine with the place."""

    similarity: float
    pattern_ids: tuple[int, ...]
    example: Example


def nearest(opened: Reader, vector: Vector, language: str | None, limit: int) -> tuple[Hit, ...]:
    """Return the past edits nearest to a vector, the nearest first, of a language or of all."""
    number = limit * PATTERNS_AN_EDIT
    while True:
        neighbours = opened.similar(vector, language=language, limit=number)
        hits = _hits(opened, neighbours)
        if len(hits) >= limit or len(neighbours) < number:
            return tuple(hits[:limit])
        number *= 2


def _hits(opened: Reader, neighbours: list[Neighbour]) -> list[Hit]:
    """Return one hit an edit, in the order of the neighbours."""
    patterns = {
        pattern.id: pattern
        for pattern in opened.patterns_with_ids(each.pattern_id for each in neighbours)
    }
    edits: dict[tuple[int, int], list[Pattern]] = {}
    similarities: dict[tuple[int, int], float] = {}
    for neighbour in neighbours:
        pattern = patterns.get(neighbour.pattern_id)
        if pattern is not None:
            edits.setdefault(pattern.lesson, []).append(pattern)
            similarities.setdefault(pattern.lesson, neighbour.similarity)
    return [
        Hit(similarities[edit], tuple(sorted(each.id for each in taught)), taught[0].example)
        for edit, taught in edits.items()
    ]
