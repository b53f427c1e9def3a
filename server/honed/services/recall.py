"""Past edits whose place was like a given one, found by the vector index."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode
from honed.services.files import text_with_line
from honed.services.lessons import embed_place
from honed.services.nearest import Hit, nearest
from honed.services.report import reader
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from honed.services.places import Place


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
        hits = nearest(opened, vector, name or None, limit)
        return Recall(path, line, name, opened.status().index_kind, hits)
