"""Vectors of patterns that another version of the embedding made, replaced in idle moments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from honed.core.diff import minimal_edit
from honed.core.text import Text, encode
from honed.retrieval.embed import ShapeEmbedder
from honed.services.lessons import embed_place
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern
    from honed.core.ports import Store, Vector
    from honed.services.persistence import Persistence
    from honed.services.project import Project

A_SLICE = 8
"""Patterns embedded at once: some milliseconds."""


class Reembedding:
    """Goes through the projects, a slice at a time; used by the learner's thread only."""

    def __init__(self, persistence: Persistence) -> None:
        """Nothing was looked at yet."""
        self._persistence = persistence
        self._current: set[Project] = set()

    def step(self) -> None:
        """Embed the next few patterns of every project that has such."""
        for project in self._persistence.projects:
            if project in self._current:
                continue
            ids = self._persistence.read(project, lambda store: store.outdated(A_SLICE))
            if ids:
                self._persistence.write(project, partial(_embed, ids=ids))
            elif ids is not None:
                self._current.add(project)


def _embed(store: Store, ids: Sequence[int]) -> None:
    """Embed these patterns."""
    for id_ in ids:
        store.set_vector(id_, _vector(store.pattern(id_)))


def _vector(pattern: Pattern | None) -> Vector:
    """Return the vector of a pattern's example; that of nothing where it cannot be read."""
    if pattern is None:
        embedder = ShapeEmbedder()
        return np.zeros(embedder.dimensions, np.float32)
    text = Text(encode(pattern.example.before))
    edit = minimal_edit(text.data, encode(pattern.example.after))
    line = text.line_at(edit.span.start) if edit else 0
    return embed_place(text, parse(text, languages.by_name(pattern.rewrite.language)), line)
