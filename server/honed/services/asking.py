"""Past edits that answer a prompt in words, of what a store has learned."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs

from honed.retrieval.search import Document, Searcher
from honed.services.nearest import Hit
from honed.services.report import reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.model import Pattern
    from honed.services.places import Place


@attrs.frozen
class Answer:
    """The past edits that were found for `prompt`; `language` is "" where all were searched."""

    prompt: str
    language: str
    hits: tuple[Hit, ...]


def ask(place: Place, prompt: str, language: str, limit: int) -> Answer:
    """Return the past edits that answer a prompt best, the best first, of a language or of all.

    Their similarities are shares from 0 to 1, which compare inside of one answer only.
    """
    if not place.exists:
        return Answer(prompt, language, ())
    with closing(reader(place)) as opened:
        edits = _by_edit(opened.patterns(language=language or None))
    searcher = Searcher(Document(id_, _text(taught[0])) for id_, taught in edits.items())
    hits = [
        Hit(
            match.score,
            tuple(sorted(each.id for each in edits[match.id])),
            edits[match.id][0].example,
        )
        for match in searcher.search(prompt, limit=limit)
    ]
    return Answer(prompt, language, tuple(hits))


def _by_edit(patterns: Iterable[Pattern]) -> dict[int, list[Pattern]]:
    """Return the patterns by the edit that taught them."""
    edits: dict[int, list[Pattern]] = {}
    for each in patterns:
        # What a history has taught has no edit to share.
        edits.setdefault(each.trajectory_id or -each.id, []).append(each)
    return edits


def _text(pattern: Pattern) -> str:
    """Return what an edit is found by: where it was made, and the code before and after."""
    example = pattern.example
    return f"{example.path}\n{example.after}\n{example.before}"
