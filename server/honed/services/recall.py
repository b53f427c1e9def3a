"""Past edits whose place was like a given one, found by the vector index."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode
from honed.services.files import text_with_line
from honed.services.lessons import embed_place
from honed.services.report import reader
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.model import Example, Neighbour, Pattern
    from honed.core.ports import Vector
    from honed.services.places import Place
    from honed.store.store import SqliteReader

PATTERNS_AN_EDIT = 4
"""One edit teaches about so many patterns at most, all under one vector."""


@attrs.frozen
class Hit:
    """A past edit, the ids of the patterns that it taught, and the cosine with the place."""

    similarity: float
    pattern_ids: tuple[int, ...]
    example: Example


@attrs.frozen
class Recall:
    """What was found; `language` is "" for a file of none, and then all languages are searched.

    `index_kind` is how was searched, `hnsw` or `exact`.
    """

    path: Path
    line: int
    """Zero-based."""
    language: str
    index_kind: str
    hits: tuple[Hit, ...]


def recall(place: Place, path: Path, line: int, limit: int) -> Recall:
    """Return the past edits most like the statement at `line` (zero-based), the nearest first.

    None for a line without words. `HonedError` where there is no such file or line.
    """
    text = text_with_line(path, line)
    first_line = decode(text.slice(text.line_span(0)))
    language = languages.by_path(str(path), first_line)
    name = language.name if language else ""
    if not place.exists:
        return Recall(path, line, name, "exact", ())
    vector = embed_place(text, parse(text, language), line)
    with closing(reader(place)) as opened:
        hits = _nearest(opened, vector, name or None, limit)
        return Recall(path, line, name, opened.status().index_kind, hits)


def _nearest(
    opened: SqliteReader, vector: Vector, language: str | None, limit: int
) -> tuple[Hit, ...]:
    number = limit * PATTERNS_AN_EDIT
    while True:
        neighbours = opened.similar(vector, language=language, limit=number)
        hits = _hits(opened, neighbours)
        if len(hits) >= limit or len(neighbours) < number:
            return tuple(hits[:limit])
        number *= 2


def _hits(opened: SqliteReader, neighbours: list[Neighbour]) -> list[Hit]:
    """Return one hit an edit, in the order of the neighbours."""
    patterns = {
        pattern.id: pattern
        for pattern in opened.patterns_with_ids(each.pattern_id for each in neighbours)
    }
    edits: dict[int, list[Pattern]] = {}
    similarities: dict[int, float] = {}
    for neighbour in neighbours:
        pattern = patterns.get(neighbour.pattern_id)
        if pattern is not None:
            # What a history has taught has no edit to share.
            edit = pattern.trajectory_id or -pattern.id
            edits.setdefault(edit, []).append(pattern)
            similarities.setdefault(edit, neighbour.similarity)
    return [
        Hit(similarities[edit], tuple(sorted(each.id for each in taught)), taught[0].example)
        for edit, taught in edits.items()
    ]
