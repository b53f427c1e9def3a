"""Outcomes of suggestions: what was handed out, and what is learned at once when it is decided.

A suggestion has one outcome. It may turn out to be another one (accepted, then undone): then its
trajectory is revised, and its pattern's record with it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import attrs

from honed.config import Kind
from honed.core.details import Details
from honed.core.model import Outcome, Trajectory
from honed.core.redact import redact
from honed.learn.evidence import RIGHT, may_follow
from honed.learn.reward import reward, strength
from honed.services.decided import Decided, Record
from honed.services.judge import placed
from honed.services.trials import trial_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.model import Suggestion
    from honed.learn.outcome import Decision
    from honed.services.clock import Clock
    from honed.services.judge import Judge
    from honed.services.learner import Learner
    from honed.services.project import Project
    from honed.services.survivals import Survivals

MAX_OPEN = 500
"""Offers that are remembered; the oldest were never decided and are let go."""


@attrs.define(eq=False)
class Handed:
    """Suggestions that were handed to the editor under one id."""

    id: str
    project: Project
    uri: str
    path: str
    language: str
    kind: Kind
    suggestions: Sequence[Suggestion]
    fingerprints: Sequence[str]
    latency_ms: float
    at: float
    """When, by the clock's `elapsed`."""
    propensity: float = 1.0
    """The chance with which it stood where it did, first or not."""
    outcome: Outcome | None = None
    records: Sequence[Record] = ()
    """The books of its suggestions, which an offer of the same suggestion shares."""

    @property
    def is_known(self) -> bool:
        """Whether no pattern that it was made with was forgotten since."""
        made_with = {each.candidate.pattern_id for each in self.suggestions} - {0}
        return all(self.project.index.get(each) is not None for each in made_with)


class Feedback:
    """What is open and what was decided."""

    def __init__(self, judge: Judge, learner: Learner, clock: Clock, survivals: Survivals) -> None:
        """Nothing is open."""
        self._survivals = survivals
        self._judge = judge
        self._learner = learner
        self._clock = clock
        self._open: OrderedDict[str, Handed] = OrderedDict()
        self._records: WeakValueDictionary[str, Record] = WeakValueDictionary()

    def hand_out(self, handed: Handed) -> None:
        """Remember what was handed to the editor."""
        handed.records = [
            self._records.setdefault(each.id, Record()) for each in handed.suggestions
        ]
        self._open[handed.id] = handed
        while len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)

    def get(self, offer_id: str) -> Handed | None:
        """Return what was handed out under an id."""
        return self._open.get(offer_id)

    def one_with(self, suggestion: Suggestion, uri: str) -> Suggestion:
        """Return a suggestion as the one that it is, where the same edit stands open already.

        What a menu offers at a place may be the next edit of the document as well: it has one
        outcome.
        """
        edits = suggestion.candidate.edits
        for handed in reversed(self._open.values()):
            if handed.uri == uri and handed.outcome is None:
                for each in handed.suggestions:
                    if each.candidate.edits == edits and each.after == suggestion.after:
                        return attrs.evolve(suggestion, id=each.id)
        return suggestion

    def withdraw(self, is_off: Callable[[Handed], bool]) -> list[Handed]:
        """Let go of what is off: what becomes of it tells nothing; return it."""
        gone = [each for each in self._open.values() if is_off(each)]
        for each in gone:
            del self._open[each.id]
        return gone

    def decide(self, decision: Decision) -> bool:
        """Take what became of an offer; False where it changes nothing, or the offer is unknown.

        So is one whose pattern was forgotten: its texts are not stored again.
        """
        handed = self._open.get(decision.offer_id)
        if handed is None or not handed.is_known:
            return False
        if not may_follow(handed.outcome, decision.outcome):
            return False
        handed.outcome = decision.outcome
        changed = False
        for number, record in enumerate(handed.records):
            # A merge is one suggestion, however many edits it has.
            is_part = handed.kind is not Kind.MERGE
            outcome = _of_part(decision, number) if is_part else decision.outcome
            # Its other offer may have told more of it.
            if outcome is not None and may_follow(record.outcome, outcome):
                self._learn(handed, number, outcome)
                changed = True
        return changed

    def _learn(self, handed: Handed, number: int, outcome: Outcome) -> None:
        suggestion, record = handed.suggestions[number], handed.records[number]
        project, candidate = handed.project, suggestion.candidate
        # Before it hears of this decision.
        arm = self._judge.arm
        if candidate.pattern_id:
            is_right = outcome in RIGHT
            here = project.context(handed.language)
            self._judge.learn(
                candidate.features,
                is_right=is_right,
                strength=strength(outcome),
                context=placed(here, candidate),
            )
        record.session_id = record.session_id or project.session_id
        trajectory = Trajectory(
            session_id=record.session_id,
            at=self._clock.now(),
            language=handed.language,
            path=project.relative(handed.path),
            line=suggestion.line,
            before=redact(suggestion.before),
            after=redact(suggestion.after),
            outcome=outcome,
            reward=reward(outcome),
            kind="suggestion" if candidate.pattern_id else str(handed.kind),
            pattern_id=candidate.pattern_id or None,
            probability=suggestion.probability,
            propensity=handed.propensity,
            policy_version=self._judge.weights.updates,
            latency_ms=handed.latency_ms,
            arm=arm,
            details=Details(decided_ms=(self._clock.elapsed() - handed.at) * 1000),
        )
        trial = trial_of(handed.kind, suggestion, outcome)
        place = handed.fingerprints[number]
        decided = Decided(trajectory, place, record.outcome, record, trial)
        record.outcome = outcome
        project.take(decided)
        self._learner.record(project, decided)
        elapsed = self._clock.elapsed()
        self._survivals.decided(project, handed.uri, suggestion, record, outcome, elapsed)


def _of_part(decision: Decision, number: int) -> Outcome | None:
    """Return what became of one suggestion of an offer, None where the decision leaves it."""
    if decision.parts is None or decision.parts[number]:
        return decision.outcome
    return Outcome.REJECTED if decision.outcome is Outcome.ACCEPTED else None
