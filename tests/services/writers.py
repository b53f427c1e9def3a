"""An engine that says what a test tells it to, and remembers what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.services.writing import Guess, Source, Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.config import Kind
    from honed.core.model import Outcome
    from honed.services.project import Project
    from honed.services.writing import Place
    from honed.syntax.languages import Language


@attrs.define
class ScriptedWriter:
    """Goes on with `words` and `line`; a line that was begun already is finished."""

    words: list[tuple[str, float]] = attrs.field(factory=list)
    line: tuple[str, float] | None = None
    places: list[Place] = attrs.field(factory=list)
    learned: list[tuple[str, str, str]] = attrs.field(factory=list)
    taken: list[tuple[str, str]] = attrs.field(factory=list)

    def write(
        self, place: Place, is_late: Callable[[], bool], *, menu: bool, line: bool
    ) -> Written:
        """Return what a test has said, the rest of the line behind what is typed of it."""
        self.places.append(place)
        assert not is_late()
        words = [Guess(text, chance, source=_source) for text, chance in self.words if menu]
        guess = None
        if line and self.line is not None:
            wanted, chance = self.line
            typed = place.cursor.head.decode().lstrip()
            if wanted.startswith(typed):
                guess = Guess(wanted[len(typed) :], chance, source=_source)
        return Written(words, guess)

    def warm(self, language: Language | None) -> None:
        """Need nothing."""

    def learn(self, project: Project, kind: Kind, guess: Guess, outcome: Outcome) -> None:
        """Remember."""
        assert project.is_ready
        self.learned.append((kind, guess.text, outcome))

    def took(self, project: Project, path: str, text: str) -> None:
        """Remember."""
        assert project.is_ready
        self.taken.append((path, text))


def _source() -> Source:
    return Source("src/other.py", 11)
