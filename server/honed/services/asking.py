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
    searcher = Searcher(Document(at, _text(taught[0])) for at, taught in enumerate(edits))
    hits = [
        Hit(
            match.score,
            tuple(sorted(each.id for each in edits[match.id])),
            edits[match.id][0].example,
        )
        for match in searcher.search(prompt, limit=limit)
    ]
    return Answer(prompt, language, tuple(hits))


def _by_edit(patterns: Iterable[Pattern]) -> list[list[Pattern]]:
    """Return the patterns that each edit has taught."""
    edits: dict[tuple[int, int], list[Pattern]] = {}
    for each in patterns:
        edits.setdefault(each.lesson, []).append(each)
    return list(edits.values())


def _text(pattern: Pattern) -> str:
    """Return what an edit is found by: where it was made, and the code before and after."""
    example = pattern.example
    return f"{example.path}\n{example.after}\n{example.before}"
