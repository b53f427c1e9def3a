"""What became of the next edits that were offered in one document in one session."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.services.suggesting import fingerprint

if TYPE_CHECKING:
    from honed.core.model import Pattern, Suggestion
    from honed.services.document import Snapshot

MOST_PASSED = 2
"""After so many of a pattern's next edits were passed over, it offers no more."""


RECENT_EDITS = 20
"""What was taken or passed over before so many edits of the document says nothing any more."""


@attrs.define
class Course:
    """What was taken and what was passed over, in the order in which it happened."""

    has_momentum: bool = False
    """Whether the latest edit was a next edit that was taken."""
    _edits: int = 0
    _taken: list[int] = attrs.field(factory=list)
    """At which of the edits, counted from one."""
    _passed: list[tuple[int, tuple[int, int]]] = attrs.field(factory=list)
    """At which of the edits, and what taught the pattern."""
    _places: set[str] = attrs.field(factory=set)
    _patterns: Counter[int] = attrs.field(factory=Counter)

    def take(self) -> None:
        """Note that the next edit was taken."""
        self._edits += 1
        self._taken = [*filter(self._is_recent, self._taken), self._edits]
        self.has_momentum = True

    def go_on(self, edits: int = 1) -> None:
        """Note that other edits were made than the next one."""
        self._edits += edits
        self.has_momentum = self.has_momentum and not edits

    def pass_over(self, snapshot: Snapshot, suggestion: Suggestion, pattern: Pattern) -> None:
        """Note that what a pattern suggested for a text was not taken."""
        self._places.add(_place(snapshot, suggestion))
        self._patterns[pattern.id] += 1
        recent = [each for each in self._passed if self._is_recent(each[0])]
        self._passed = [*recent, (self._edits, pattern.lesson)]

    def taken(self) -> int:
        """Return how many were taken of late."""
        return sum(self._is_recent(edit) for edit in self._taken)

    def passed(self, pattern: Pattern | None = None) -> int:
        """Return how many were passed over of late, of all or of what one edit has taught."""
        return sum(
            self._is_recent(edit) and (pattern is None or lesson == pattern.lesson)
            for edit, lesson in self._passed
        )

    def _is_recent(self, edit: int) -> bool:
        return edit > self._edits - RECENT_EDITS

    def has_passed(self, snapshot: Snapshot, suggestion: Suggestion) -> bool:
        """Return whether a suggestion was passed over at its place, or its pattern too often."""
        if self._patterns[suggestion.candidate.pattern_id] >= MOST_PASSED:
            return True
        return bool(self._places) and _place(snapshot, suggestion) in self._places


def _place(snapshot: Snapshot, suggestion: Suggestion) -> str:
    return fingerprint(snapshot.text, snapshot.tree, suggestion.candidate.edits[0])
