"""How what was accepted fares: looked at after 30 seconds and at the next save of its document.

The protocol's thread only keeps hold of texts, which never change; the learner's compares them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs

from honed.core.details import Details
from honed.core.text import Span, Text, encode
from honed.learn.reward import TAKEN
from honed.learn.survival import GONE, lines_now, survival

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from honed.core.model import Outcome, Suggestion
    from honed.services.decided import Record
    from honed.services.documents import Documents
    from honed.services.project import Project

    class Notes(Protocol):
        """Who writes what is found to the trajectory of a suggestion, later."""

        def note(self, project: Project, record: Record, measured: Callable[[], Details]) -> None:
            """Have it measured and written."""
            ...


AFTER_S = 30.0
MOST_FOLLOWED = 200
"""Each holds on to the text of its document; the oldest are let go."""


@attrs.define(eq=False)
class _Followed:
    """A suggestion that was taken: `then` is its document at that moment, `span` its lines."""

    project: Project
    uri: str
    suggestion: Suggestion
    record: Record
    then: Text
    span: Span
    at: float
    saved: Text | None
    """What was saved last before."""
    is_late: bool = False
    """Whether the 30 seconds have been looked at."""
    is_saved: bool = False


class Survivals:
    """What was taken and is still watched; used from the protocol's thread only."""

    def __init__(self, documents: Documents, notes: Notes) -> None:
        """Nothing is followed."""
        self._documents = documents
        self._notes = notes
        self._followed: list[_Followed] = []

    def __len__(self) -> int:
        """Return how many are followed."""
        return len(self._followed)

    def decided(  # noqa: PLR0913 - a suggestion, where it stands and what became of it
        self,
        project: Project,
        uri: str,
        suggestion: Suggestion,
        record: Record,
        outcome: Outcome,
        at: float,
    ) -> None:
        """Follow what was taken from now on (`at` is in seconds); let go of what was taken back."""
        earlier = [each for each in self._followed if each.record is record]
        if outcome not in TAKEN:
            self._followed = [each for each in self._followed if each.record is not record]
            if earlier:
                self._notes.note(project, record, lambda: Details(after_30_s=GONE))
            return
        document = self._documents.get(uri)
        if earlier or document is None:
            return
        text = document.text
        span = _span(text, suggestion)
        self._followed.append(
            _Followed(project, uri, suggestion, record, text, span, at, document.saved)
        )
        self._followed = self._followed[-MOST_FOLLOWED:]

    def tick(self, at: float) -> None:
        """Have measured what is due at `at`; what was closed is let go."""
        left = []
        for each in self._followed:
            document = self._documents.get(each.uri)
            if document is None or not document.is_trusted:
                continue
            if not each.is_saved and document.saved is not each.saved and document.saved:
                each.is_saved = True
                self._measure(each, document.saved, "at_save")
            if not each.is_late and at - each.at >= AFTER_S:
                each.is_late = True
                self._measure(each, document.text, "after_30_s")
            if not (each.is_saved and each.is_late):
                left.append(each)
        self._followed = left

    def _measure(self, followed: _Followed, now: Text, when: str) -> None:
        found = partial(_measured, followed.suggestion, followed.then, followed.span, now, when)
        self._notes.note(followed.project, followed.record, found)


def _measured(suggestion: Suggestion, then: Text, span: Span, now: Text, when: str) -> Details:
    """Return what is left, in the field `when`."""
    found = survival(suggestion.before, suggestion.after, lines_now(then, span, now))
    return Details(after_30_s=found) if when == "after_30_s" else Details(at_save=found)


def _span(text: Text, suggestion: Suggestion) -> Span:
    """Return the lines of a suggestion: the nearest where they stand, else those of its number.

    Some editors say that it was accepted before they say what it changed.
    """
    made = encode(suggestion.after)
    at = text.line_start(min(suggestion.line, max(0, text.line_count - 1)))
    places = {text.data.rfind(made, 0, at + len(made)), text.data.find(made, at)} - {-1}
    if made.strip() and places:
        start = min(places, key=lambda place: abs(place - at))
        return Span(start, start + len(made))
    last = min(text.size, text.line_start(suggestion.line + suggestion.after.count("\n") + 1))
    return Span(at, max(at, last))
