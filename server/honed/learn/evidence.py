"""How the outcomes of a pattern's suggestions add up to its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome

if TYPE_CHECKING:
    from honed.core.model import Evidence

RIGHT = frozenset({Outcome.ACCEPTED, Outcome.MODIFIED})
"""Outcomes that say that the suggestion was wanted."""

SILENCING = frozenset({Outcome.REJECTED, Outcome.UNDONE})
"""Outcomes after which a suggestion does not come back at its place."""

_FOLLOWS: dict[Outcome | None, frozenset[Outcome]] = {
    None: frozenset(Outcome) - {Outcome.UNDONE, Outcome.FREE},
    Outcome.ACCEPTED: frozenset({Outcome.MODIFIED, Outcome.UNDONE}),
    Outcome.MODIFIED: frozenset({Outcome.UNDONE}),
    Outcome.UNDONE: frozenset({Outcome.ACCEPTED}),
    # What was only inferred, the editor's command corrects.
    Outcome.IGNORED: frozenset({Outcome.ACCEPTED, Outcome.REJECTED}),
    Outcome.REJECTED: frozenset({Outcome.ACCEPTED}),
}


def may_follow(earlier: Outcome | None, later: Outcome) -> bool:
    """Return whether a suggestion of one outcome, None for none, may turn out to have another."""
    return later in _FOLLOWS.get(earlier, frozenset())


def rejudged(evidence: Evidence, earlier: Outcome | None, outcome: Outcome) -> Evidence:
    """Return a pattern's record where one outcome, None for none, turns out to be another."""
    if earlier is not None:
        evidence = _counted(evidence, earlier, -1)
    return _counted(evidence, outcome, 1)


def _counted(evidence: Evidence, outcome: Outcome, number: int) -> Evidence:
    if outcome in RIGHT:
        return attrs.evolve(evidence, accepted=max(0, evidence.accepted + number))
    if outcome is Outcome.IGNORED:
        return attrs.evolve(evidence, ignored=max(0, evidence.ignored + number))
    return attrs.evolve(evidence, rejected=max(0, evidence.rejected + number))
