"""What is handed to the editor at a place: the actions and completions, each with its id."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.diff import minimal_edit
from honed.core.text import encode
from honed.learn.outcome import Offer, OfferKind, Visibility
from honed.services.actions import Action, ActionKind
from honed.services.feedback import Handed
from honed.services.suggesting import (
    Completion,
    at_lines,
    completions,
    fingerprint,
    in_file,
    new_id,
)
from honed.suggest.exploration import explored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.model import Outcome, Suggestion
    from honed.services.clock import Clock
    from honed.services.document import Document, Snapshot
    from honed.services.documents import Documents
    from honed.services.feedback import Feedback
    from honed.services.judge import Judge
    from honed.services.project import Project

NEWEST_PATTERNS = 8
"""How many of the latest patterns are asked for what the developer has just done."""

MAX_REMEMBERED = 100
PREFIX = "honed: "
"""Begins every title."""


NAMED_BY_PLACE = frozenset({ActionKind.EDIT, ActionKind.NEXT})
"""Offered again at their place these are the same offer."""

_groups = count(1)


@attrs.frozen
class Request:
    """Where something is asked for, and by whom."""

    document: Document
    project: Project
    snapshot: Snapshot
    started: float
    visibility: Visibility = Visibility.UNSAID
    explores: bool = False
    """Whether chance may say which of the actions goes first."""
    group: int = attrs.field(factory=lambda: next(_groups))


class Offering:
    """Makes offers and remembers those that are still to be resolved."""

    def __init__(
        self, documents: Documents, feedback: Feedback, judge: Judge, clock: Clock
    ) -> None:
        """Nothing was offered yet."""
        self._documents = documents
        self._feedback = feedback
        self._judge = judge
        self._clock = clock
        self._unresolved: dict[str, tuple[Action, int]] = {}
        self._actions: dict[str, Action] = {}

    def actions(
        self,
        request: Request,
        lines: tuple[int, int],
        kinds: frozenset[ActionKind],
        *,
        invoked: bool,
        can_resolve: bool,
    ) -> list[Action]:
        """Return the actions for the lines `first` to `last` (zero-based), the best first.

        Only what the developer asked for (`invoked`) is searched through the whole file at once;
        for the others the edits of "everywhere" are found when the editor resolves it.
        """
        if not kinds:
            return []
        snapshot = request.snapshot
        suggestions = at_lines(
            request.project, self._judge, snapshot, lines, tuple(request.document.recent)
        )
        shown = self._in_order(request, suggestions)
        suggestions = [each for each, _ in shown]
        actions: list[Action] = []
        if ActionKind.EDIT in kinds:
            for each, propensity in shown:
                action = self.action(
                    request, ActionKind.EDIT, each.title, [each], propensity=propensity
                )
                actions.append(attrs.evolve(action, is_preferred=not actions))
        if ActionKind.EVERYWHERE in kinds:
            lazily = can_resolve and not invoked
            actions += self._everywhere(request, lines, suggestions, lazily=lazily)
        if ActionKind.DISMISS in kinds and invoked and suggestions:
            title = f"do not offer this here: {suggestions[0].title}"
            actions.append(self.action(request, ActionKind.DISMISS, title, suggestions[:1]))
        return actions

    def resolve(self, action_id: str) -> Action | None:
        """Return an action with its edits; None where it is unknown or the text has moved on."""
        action, pattern_id = self._unresolved.get(action_id, (None, 0))
        handed = self._feedback.get(action_id)
        if action is None or handed is None:
            return None
        document = self._documents.get(action.uri)
        snapshot = self._documents.snapshot(action.uri)
        if document is None or snapshot is None or snapshot.version != action.version:
            return None
        started = self._clock.elapsed()
        request = Request(document, handed.project, snapshot, started, Visibility.SHOWN)
        found = in_file(handed.project, self._judge, snapshot, pattern_id, tuple(document.recent))
        title = action.title.removeprefix(PREFIX)
        return self.action(request, action.kind, title, found, action_id=action_id)

    def offered(self, action_id: str) -> Action | None:
        """Return an action that was handed out; None where the text has moved on since."""
        action = self._actions.get(action_id)
        document = self._documents.get(action.uri) if action else None
        if action is None or document is None or document.version != action.version:
            return None
        return action

    def outcome(self, action_id: str) -> Outcome | None:
        """Return what became of what was handed out, None as long as nothing is known."""
        handed = self._feedback.get(action_id)
        return None if handed is None else handed.outcome

    def remembered(self, action_id: str) -> Action | None:
        """Return an action that was handed out, whatever became of the text since."""
        return self._actions.get(action_id)

    def withdraw(self, is_off: Callable[[Handed], bool]) -> list[Handed]:
        """Let go of all that was handed out and is off now; return it.

        It resolves to nothing, cannot be applied, and no change of a text is its acceptance.
        """
        gone = self._feedback.withdraw(is_off)
        ids = {each.id for each in gone}
        for offer_id in ids:
            self._actions.pop(offer_id, None)
            self._unresolved.pop(offer_id, None)
        for document in self._documents:
            document.ledger.withdraw(lambda offer: offer.id in ids)
        return gone

    def completions(self, request: Request, offset: int) -> list[tuple[str, Completion]]:
        """Return what finishes the edit that is being typed at the byte `offset`, with ids.

        The text before the edit stays the same while it is typed, and so does its tree.
        """
        document, burst = request.document, request.document.burst
        if burst is None:
            return []
        tree = self._documents.tree(document, burst.before)
        found = completions(
            request.project, self._judge, request.snapshot, burst.before, tree, offset
        )
        handed = []
        for each in found:
            offer_id = new_id("c")
            place = fingerprint(burst.before, tree, each.suggestion.candidate.edits[0])
            self._hand_out(request, offer_id, Kind.COMPLETION, [each.suggestion], [place])
            edit = minimal_edit(
                request.snapshot.text.data,
                request.snapshot.text.data[: each.span.start]
                + encode(each.text)
                + request.snapshot.text.data[each.span.end :],
            )
            if edit is not None:
                offer = Offer(
                    id=offer_id,
                    base=request.snapshot.text,
                    edits=(edit,),
                    at=self._clock.elapsed(),
                    kind=OfferKind.COMPLETION,
                    key=place,
                    group=request.group,
                    earlier=burst.before,
                )
                document.ledger.hand_out(offer, Visibility.SHOWN)
            handed.append((offer_id, each))
        return handed

    def _everywhere(
        self,
        request: Request,
        lines: tuple[int, int],
        suggestions: Sequence[Suggestion],
        *,
        lazily: bool,
    ) -> list[Action]:
        title, least = "", 1
        if suggestions:
            pattern_id: int | None = suggestions[0].candidate.pattern_id
            title, least = suggestions[0].title, 2
        else:
            pattern_id = None if lazily else self._just_done(request, lines)
        if pattern_id is None:
            return []
        if lazily:
            action = self.action(request, ActionKind.EVERYWHERE, f"everywhere here: {title}", ())
            action = attrs.evolve(action, edits=None)
            self._unresolved[action.id] = (action, pattern_id)
            return [action]
        found = in_file(
            request.project,
            self._judge,
            request.snapshot,
            pattern_id,
            tuple(request.document.recent),
        )
        if len(found) < least:
            return []
        title = f"in {len(found)} places of this file: {title or found[0].title}"
        return [self.action(request, ActionKind.EVERYWHERE, title, found)]

    def _just_done(self, request: Request, lines: tuple[int, int]) -> int | None:
        """Return the pattern of the developer's own latest edit, when the lines are its place."""
        line = request.document.latest_edit_line
        if line is None or not lines[0] - 1 <= line <= lines[1] + 1:
            return None
        project = request.project
        path = project.relative(request.document.path)
        newest = project.index.newest_id
        for pattern_id in range(newest, max(0, newest - NEWEST_PATTERNS), -1):
            pattern = project.index.get(pattern_id)
            if pattern is not None and pattern.example.path == path:
                return pattern_id
        return None

    def _remember(self, action: Action) -> None:
        # A resolved one is the newest again.
        self._actions.pop(action.id, None)
        self._actions[action.id] = action
        while len(self._actions) > MAX_REMEMBERED:
            oldest = next(iter(self._actions))
            del self._actions[oldest]
            self._unresolved.pop(oldest, None)

    def action(  # noqa: PLR0913 - an action, and where it is
        self,
        request: Request,
        kind: ActionKind,
        title: str,
        suggestions: Sequence[Suggestion],
        *,
        action_id: str | None = None,
        place: str = "",
        propensity: float = 1.0,
    ) -> Action:
        """Return an action that makes all edits of the suggestions, and remember it as handed out.

        `place` names the suggestion at its place, where that is not the place of its edit.
        """
        snapshot = request.snapshot
        if kind in NAMED_BY_PLACE:
            suggestions = [self._feedback.one_with(each, snapshot.uri) for each in suggestions]
        edits = tuple(edit for each in suggestions for edit in each.candidate.edits)
        companions = tuple(edit for each in suggestions for edit in each.companions)
        if kind is ActionKind.DISMISS:
            edits = companions = ()
        action = Action(
            id=action_id or new_id("a"),
            kind=kind,
            title=f"{PREFIX}{title}",
            uri=snapshot.uri,
            version=snapshot.version,
            text=snapshot.text,
            edits=edits,
            companions=companions,
        )
        places = [
            place or fingerprint(snapshot.text, snapshot.tree, each.candidate.edits[0])
            for each in suggestions
        ]
        self._hand_out(request, action.id, kind.suggests, suggestions, places, propensity)
        self._remember(action)
        offer = Offer(
            id=action.id,
            base=snapshot.text,
            edits=edits,
            at=self._clock.elapsed(),
            kind=OfferKind(kind.suggests),
            key=places[0] if kind in NAMED_BY_PLACE else "",
            group=request.group,
            companions=companions,
        )
        request.document.ledger.hand_out(offer, request.visibility)
        return action

    def _hand_out(  # noqa: PLR0913 - what is offered, and how
        self,
        request: Request,
        offer_id: str,
        kind: Kind,
        suggestions: Sequence[Suggestion],
        places: Sequence[str],
        propensity: float = 1.0,
    ) -> None:
        self._feedback.hand_out(
            Handed(
                id=offer_id,
                project=request.project,
                uri=request.document.uri,
                path=request.document.path,
                language=request.document.language_name,
                kind=kind,
                suggestions=suggestions,
                fingerprints=places,
                at=self._clock.elapsed(),
                propensity=propensity,
                latency_ms=(self._clock.elapsed() - request.started) * 1000,
            )
        )

    def _in_order(
        self, request: Request, offered: Sequence[Suggestion]
    ) -> list[tuple[Suggestion, float]]:
        """Return what is offered at a place as it is shown, with the propensity of each."""
        if not request.explores or not offered:
            return [(each, 1.0) for each in offered]
        snapshot = request.snapshot
        place = fingerprint(snapshot.text, snapshot.tree, offered[0].candidate.edits[0])
        appetite = self._judge.appetite([each.candidate.features for each in offered])
        return explored(offered, f"{snapshot.uri} {place}", request.project.session_id, appetite)
