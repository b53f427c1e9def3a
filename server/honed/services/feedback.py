"""Outcomes of suggestions: what was handed out, and what is learned at once when it is decided.

The editor's command and the change in the text both tell of an acceptance, in either order; the
first counts.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome, Trajectory
from honed.core.redact import redact
from honed.learn.reward import reward, strength

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Evidence, Suggestion
    from honed.services.clock import Clock
    from honed.services.judge import Judge
    from honed.services.learner import Learner
    from honed.services.project import Project

MAX_OPEN = 500
"""Offers that are remembered; the oldest were never decided and are let go."""


@attrs.define(eq=False)
class Handed:
    """Suggestions that were handed to the editor under one id."""

    id: str
    project: Project
    path: str
    language: str
    suggestions: Sequence[Suggestion]
    fingerprints: Sequence[str]
    latency_ms: float
    outcome: Outcome | None = None


class Feedback:
    """What is open and what was decided."""

    def __init__(self, judge: Judge, learner: Learner, clock: Clock) -> None:
        """Nothing is open."""
        self._judge = judge
        self._learner = learner
        self._clock = clock
        self._open: OrderedDict[str, Handed] = OrderedDict()

    def hand_out(self, handed: Handed) -> None:
        """Remember what was handed to the editor."""
        self._open[handed.id] = handed
        while len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)

    def get(self, offer_id: str) -> Handed | None:
        """Return what was handed out under an id."""
        return self._open.get(offer_id)

    def accepted(self, offer_id: str) -> bool:
        """Take an acceptance; False where it was decided before, or is not known (a restart)."""
        handed = self._open.get(offer_id)
        if handed is None or handed.outcome is not None:
            return False
        self._decide(handed, Outcome.ACCEPTED)
        return True

    def rejected(self, offer_id: str) -> bool:
        """Take a rejection: it will not come back at its place."""
        handed = self._open.get(offer_id)
        if handed is None or handed.outcome is not None:
            return False
        self._decide(handed, Outcome.REJECTED)
        return True

    def undone(self, offer_id: str) -> bool:
        """Take an undo: the acceptance becomes a strong rejection."""
        handed = self._open.get(offer_id)
        if handed is None or handed.outcome is not Outcome.ACCEPTED:
            return False
        self._decide(handed, Outcome.UNDONE)
        return True

    def _decide(self, handed: Handed, outcome: Outcome) -> None:
        handed.outcome = outcome
        for suggestion, place in zip(handed.suggestions, handed.fingerprints, strict=True):
            self._learn(handed, suggestion, place, outcome)

    def _learn(self, handed: Handed, suggestion: Suggestion, place: str, outcome: Outcome) -> None:
        project, is_right = handed.project, outcome is Outcome.ACCEPTED
        candidate = suggestion.candidate
        self._judge.learn(candidate.features, is_right=is_right, strength=strength(outcome))
        relative = project.relative(handed.path)
        if not is_right:
            project.rejections.add((relative, place))
            project.rejects_in_session[candidate.pattern_id] += 1
        project.revise(candidate.pattern_id, partial(judged, outcome=outcome))
        trajectory = Trajectory(
            session_id=project.session_id,
            at=self._clock.now(),
            language=handed.language,
            path=relative,
            line=suggestion.line,
            before=redact(suggestion.before),
            after=redact(suggestion.after),
            outcome=outcome,
            reward=reward(outcome),
            kind="suggestion",
            pattern_id=candidate.pattern_id,
            probability=suggestion.probability,
            policy_version=self._judge.weights.updates,
            latency_ms=handed.latency_ms,
        )
        self._learner.record(project, trajectory, None if is_right else (relative, place))


def judged(evidence: Evidence, outcome: Outcome) -> Evidence:
    """Return a pattern's record after one outcome."""
    if outcome is Outcome.ACCEPTED:
        return attrs.evolve(evidence, accepted=evidence.accepted + 1)
    if outcome is Outcome.REJECTED:
        return attrs.evolve(evidence, rejected=evidence.rejected + 1)
    if outcome is Outcome.UNDONE:
        accepted = max(0, evidence.accepted - 1)
        return attrs.evolve(evidence, accepted=accepted, rejected=evidence.rejected + 1)
    return attrs.evolve(evidence, ignored=evidence.ignored + 1)
