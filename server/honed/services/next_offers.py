"""The next edit of each document as it is handed to the editor, with its id and its reason.

It stays the same until the document, or what is known, has changed: asked again, the same is
answered, also where it was passed over meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs

from honed.learn.evidence import RIGHT
from honed.learn.outcome import Visibility
from honed.services.actions import ActionKind
from honed.services.course import Course
from honed.services.next_edit import next_edit
from honed.services.summary import next_summary

if TYPE_CHECKING:
    from honed.apply.guard import Change
    from honed.core.model import Suggestion
    from honed.services.actions import Action
    from honed.services.document import Document, Snapshot
    from honed.services.judge import Judge
    from honed.services.offering import Offering, Request


@attrs.frozen
class NextOffer:
    """The next edit of a document as it was handed out; `why` tells where it was learned."""

    action: Action
    suggestion: Suggestion
    why: str


@attrs.define
class _Standing:
    """The next edit of a document in one state, None for none, and its offer once it was made."""

    state: object
    snapshot: Snapshot
    latest: Change | None
    """What was typed last in the document."""
    suggestion: Suggestion | None
    offer: NextOffer | None = None
    is_answered: bool = False
    """Whether it was more than an entry of a menu."""


class NextOffers:
    """What stands as the next edit of each open document."""

    def __init__(self, offering: Offering, judge: Judge) -> None:
        """Nothing was asked for."""
        self._offering = offering
        self._judge = judge
        self._standing: WeakKeyDictionary[Document, _Standing] = WeakKeyDictionary()
        self._courses: WeakKeyDictionary[Document, tuple[int, Course]] = WeakKeyDictionary()
        self._sent: set[str] = set()

    def offer(self, request: Request) -> NextOffer | None:
        """Hand out the next edit of a document, None for none; the same again while it stands."""
        standing = self._look(request)
        if standing.suggestion is not None and not self._is_open(standing.offer):
            standing.offer = self._handed_out(request, standing.suggestion)
        standing.is_answered |= request.visibility is not Visibility.UNSAID
        return standing.offer

    def actions(
        self, request: Request, lines: tuple[int, int], kinds: frozenset[ActionKind]
    ) -> list[Action]:
        """Return the action that leads to the next edit, where it is not on these lines.

        It stands in the menu that the developer has opened, and nowhere else: otherwise each line
        of the document would have an action.
        """
        is_alone = kinds == {ActionKind.NEXT}
        is_menu = request.visibility is Visibility.SHOWN
        if ActionKind.NEXT not in kinds or not (is_alone or is_menu):
            return []
        suggestion = self._look(request).suggestion
        if suggestion is None or (not is_alone and lines[0] <= suggestion.line <= lines[1]):
            return []
        # Who opens a menu looks for what is there: to leave it says nothing of another place.
        offer = self.offer(attrs.evolve(request, visibility=Visibility.UNSAID))
        return [] if offer is None else [offer.action]

    def latest(self, document: Document) -> NextOffer | None:
        """Return what was handed out last in a document, None for none."""
        standing = self._standing.get(document)
        return None if standing is None else standing.offer

    def claim(self, offer_id: str) -> bool:
        """Take an offer for the one edit that may be sent for it; False where it is taken."""
        is_free = offer_id not in self._sent
        self._sent.add(offer_id)
        return is_free

    def release(self, offer_id: str) -> None:
        """Give an offer free again, because the editor has not made its edit."""
        self._sent.discard(offer_id)

    def _look(self, request: Request) -> _Standing:
        state, document = _state(request), request.document
        standing = self._standing.get(document)
        if standing is None or standing.state != state:
            burst = document.burst
            latest = document.recent[-1] if document.recent else None
            course = self._course_of(request)
            if standing is not None:
                self._note(request, standing, course)
            suggestion = next_edit(
                request.project,
                self._judge,
                request.snapshot,
                tuple(document.recent),
                latest_line=document.latest_line,
                being_typed=range(burst.lines[0], burst.lines[1] + 1) if burst else range(0),
                course=course,
            )
            snapshot = request.snapshot
            standing = _Standing(state, snapshot, latest, suggestion)
            self._standing[document] = standing
        return standing

    def _course_of(self, request: Request) -> Course:
        """Return what became of the next edits of a document in this session."""
        session_id, document = request.project.session_id, request.document
        known = self._courses.get(document)
        if known is None or known[0] != session_id:
            known = self._courses[document] = (session_id, Course())
        return known[1]

    def _note(self, request: Request, standing: _Standing, course: Course) -> None:
        """Take note of what became of the next edit when the text, or what is known, changed."""
        offer, edits = standing.offer, _since(request.document, standing.latest)
        if offer is not None and self._offering.outcome(offer.action.id) in RIGHT:
            course.take()
            course.go_on(edits)
            return
        if not edits:
            return
        course.go_on(edits)
        # What only a menu had was not seen, and what was withdrawn could not be taken.
        if offer is None or not standing.is_answered or not self._is_known(offer):
            return
        pattern = request.project.index.get(offer.suggestion.candidate.pattern_id)
        if pattern is not None:
            course.pass_over(standing.snapshot, offer.suggestion, pattern)

    def _is_known(self, offer: NextOffer) -> bool:
        return self._offering.remembered(offer.action.id) is not None

    def _is_open(self, offer: NextOffer | None) -> bool:
        """Return whether an offer may still be taken: nothing withdrew it."""
        return offer is not None and self._offering.offered(offer.action.id) is not None

    def _handed_out(self, request: Request, suggestion: Suggestion) -> NextOffer | None:
        pattern = request.project.index.get(suggestion.candidate.pattern_id)
        if pattern is None:
            return None
        title = f"next, line {suggestion.line + 1}: {suggestion.title}"
        action = self._offering.action(request, ActionKind.NEXT, title, [suggestion])
        return NextOffer(action, suggestion, next_summary(pattern))


def _since(document: Document, latest: Change | None) -> int:
    """Return how many edits were typed in a document after one of them; what was taken is none."""
    newest = list(document.recent)[::-1]
    return next((n for n, each in enumerate(newest) if each is latest), len(newest))


def _state(request: Request) -> object:
    """Return what the next edit depends on, but for how probable all edits are."""
    document, project = request.document, request.project
    return (
        request.snapshot.version,
        document.burst is None,
        document.latest_line,
        project.session_id,
        project.index.newest_id,
        len(project.index),
        len(project.rejections),
        project.rejects_in_session.total(),
    )
