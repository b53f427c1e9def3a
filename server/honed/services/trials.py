"""What became of a project's latest offers of each kind, and from where on that lets it offer.

Requests and the learner's thread share it; whoever changes it holds the project's lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.model import Effect, Outcome, Trial
from honed.learn.evidence import RIGHT
from honed.learn.reward import strength
from honed.learn.thresholds import MOST_SHIFT, MOST_TRIALS, threshold
from honed.suggest.completion.request import MIN_PROBABILITY
from honed.suggest.next_rank import NEXT_AT
from honed.suggest.rank import OFFER_AT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from honed.core.model import Suggestion
    from honed.services.decided import Decided, Record

SHIPPED = {Kind.EDIT: OFFER_AT, Kind.NEXT: NEXT_AT, Kind.INLINE: MIN_PROBABILITY}
"""The kinds of offers whose precision is measured, and from where on they ship."""


def name_of(kind: Kind, effect: Effect) -> str:
    """Return the name of what is measured together."""
    return f"{kind}.{effect}"


MOST_SHIFTS = {Kind.EDIT: MOST_SHIFT, Kind.NEXT: 1.0, Kind.INLINE: 1.5}
"""In log odds: what is so much surer than what ships is still offered. The next edit is never as
sure as an edit: what has just been learned is .77 probable at most."""

_KINDS = {name_of(kind, each): kind for kind in SHIPPED for each in Effect}


def trial_of(kind: Kind, suggestion: Suggestion, outcome: Outcome) -> Trial | None:
    """Return what an outcome says of its kind, None for a kind that is not measured."""
    is_measured = kind in SHIPPED and (kind is Kind.INLINE or suggestion.candidate.pattern_id)
    if not is_measured:
        return None
    return Trial(
        name_of(kind, Effect.of(suggestion.candidate.edits[0])),
        suggestion.probability,
        outcome in RIGHT,
        min(1.0, strength(outcome) / strength(Outcome.ACCEPTED)),
        suggestion.candidate.pattern_id,
    )


@attrs.frozen
class Measured:
    """From which probability on edits of one effect are offered, and how the latest fared."""

    effect: Effect
    threshold: float
    wanted: int
    number: int


class Trials:
    """Those that are written, by trajectory and name; on top of them what is not written yet."""

    def __init__(self) -> None:
        """Nothing was offered yet: what ships holds."""
        self._written: dict[tuple[int, str], Trial] = {}
        self._unwritten: dict[Record, Trial] = {}
        self._thresholds: Mapping[str, float] = {}

    def threshold(self, kind: Kind, effect: Effect) -> float:
        """Return from which probability on edits are offered so."""
        return self._thresholds.get(name_of(kind, effect), SHIPPED[kind])

    def measured(self, kind: Kind, effect: Effect) -> Measured:
        """Return that threshold with what it rests on."""
        latest = self._latest(name_of(kind, effect))
        wanted = sum(each.is_right for each in latest)
        return Measured(effect, self.threshold(kind, effect), wanted, len(latest))

    def held_back(
        self,
        pattern_id: int,
        effect: Effect,
        probabilities: Mapping[Kind, float],
        *,
        is_right: bool,
    ) -> list[Trial]:
        """Return what the developer's own edit says of one that only raised thresholds held back.

        `probabilities` are those with which it would have been offered. Nothing else would ever
        say that thresholds are too high by now.
        """
        return [
            Trial(name_of(kind, effect), probability, is_right, pattern_id=pattern_id)
            for kind, probability in probabilities.items()
            if SHIPPED[kind] <= probability < self.threshold(kind, effect)
        ]

    def take(self, decided: Decided) -> None:
        """Let an outcome count until it is written."""
        if decided.trial is not None:
            self._unwritten[decided.record] = decided.trial
            self._measure({decided.trial.kind})

    def let_go(self, decided: Decided) -> None:
        """Take note that an outcome is written; a later one of the same offer may not be."""
        trial = decided.trial
        if trial is None:
            return
        self._written[decided.record.trajectory_id, trial.kind] = trial
        if self._unwritten.get(decided.record) is trial:
            del self._unwritten[decided.record]

    def add(self, trajectory_id: int, trials: Collection[Trial]) -> None:
        """Take what the edit of a trajectory has shown, which is written."""
        self._written |= {(trajectory_id, each.kind): each for each in trials}
        self._measure({each.kind for each in trials})

    def fill(self, written: Mapping[tuple[int, str], Trial]) -> None:
        """Take what the store holds."""
        names = {each.kind for each in (*self._written.values(), *written.values())}
        self._written = dict(written)
        self._measure(names)

    def forget(self, pattern_ids: Collection[int]) -> None:
        """Forget what became of the offers of some patterns."""
        gone = {key for key, each in self._written.items() if each.pattern_id in pattern_ids}
        names = {self._written.pop(key).kind for key in gone}
        self._measure(names)

    def _latest(self, name: str) -> list[Trial]:
        pending = {record.trajectory_id for record in self._unwritten}
        written = [
            each
            for (trajectory_id, kind), each in self._written.items()
            if kind == name and trajectory_id not in pending
        ]
        unwritten = [each for each in self._unwritten.values() if each.kind == name]
        return (written + unwritten)[-MOST_TRIALS:]

    def _measure(self, names: Collection[str]) -> None:
        """Find the thresholds anew; a request that goes on sees the old ones or the new."""
        found = dict(self._thresholds)
        # What a later honed measures may lie in the store, too.
        for name in _KINDS.keys() & names:
            kind = _KINDS[name]
            found[name] = threshold(SHIPPED[kind], self._latest(name), MOST_SHIFTS[kind])
        self._thresholds = found
