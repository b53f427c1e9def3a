"""What a report shows of a store: how learning went, what was taken, how long it took."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome
from honed.services.report import overview, reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.timeline import Moment
    from honed.services.places import Place
    from honed.services.report import Overview

MOST_MOMENTS = 20_000
STEPS = 20
LEAST_IN_STEP = 10

TAKEN = frozenset({Outcome.ACCEPTED, Outcome.MODIFIED})
REFUSED = frozenset({Outcome.REJECTED, Outcome.UNDONE})


@attrs.frozen
class Step:
    """A stretch of trajectories: when it began, how many, and of how many honed knew the edit."""

    since: float
    number: int
    known: int

    @property
    def share(self) -> float:
        """The share of edits that honed knew: taken from it, or typed as it would have made it."""
        return self.known / self.number


@attrs.frozen
class Fate:
    """What became of the suggestions of one kind or language."""

    name: str
    taken: int
    refused: int
    ignored: int

    @property
    def share(self) -> float:
        """The share of what was taken in what was decided, 0 where nothing was."""
        return self.taken / max(1, self.taken + self.refused)


@attrs.frozen
class Latency:
    """How long suggestions took, in milliseconds; quantiles by the nearest rank."""

    number: int
    median: float
    p95: float


@attrs.frozen
class Figures:
    """All that a report shows; `latency` is None where no suggestion has one."""

    overview: Overview
    steps: tuple[Step, ...]
    kinds: tuple[Fate, ...]
    languages: tuple[Fate, ...]
    latency: Latency | None


def figures(place: Place) -> Figures:
    """Read the newest trajectories of a store; `StoreError` where it cannot be read."""
    moments: list[Moment] = []
    if place.exists:
        opened = reader(place)
        try:
            moments = opened.timeline(MOST_MOMENTS)
        finally:
            opened.close()
    return Figures(
        overview(place),
        steps(moments),
        fates((each.kind, each) for each in moments),
        fates((each.language or "text", each) for each in moments),
        latency([each.latency_ms for each in moments if each.latency_ms > 0]),
    )


def steps(moments: Sequence[Moment]) -> tuple[Step, ...]:
    """Return the edits in stretches of the same length, at most `STEPS`; none of too few."""
    edits = [each for each in moments if _is_edit(each)]
    length = max(LEAST_IN_STEP, -(-len(edits) // STEPS))
    stretches = [edits[start : start + length] for start in range(0, len(edits), length)]
    return tuple(
        Step(each[0].at, len(each), sum(map(_was_known, each)))
        for each in stretches
        # What is left over at the end says little.
        if len(each) >= LEAST_IN_STEP
    )


def fates(moments: Iterable[tuple[str, Moment]]) -> tuple[Fate, ...]:
    """Return what became of suggestions by their names, most frequent first."""
    counted: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for name, moment in moments:
        if moment.outcome is not Outcome.FREE:
            counted[name][moment.outcome] += 1
    found = [
        Fate(
            name,
            sum(outcomes[each] for each in TAKEN),
            sum(outcomes[each] for each in REFUSED),
            outcomes[Outcome.IGNORED],
        )
        for name, outcomes in counted.items()
    ]
    return tuple(sorted(found, key=lambda fate: (-counted[fate.name].total(), fate.name)))


def latency(milliseconds: Iterable[float]) -> Latency | None:
    """Return the quantiles, None of nothing."""
    ordered = sorted(milliseconds)
    if not ordered:
        return None
    last = len(ordered) - 1
    return Latency(len(ordered), ordered[last // 2], ordered[-(-95 * last // 100)])


def _is_edit(moment: Moment) -> bool:
    """Return whether somebody edited: by hand, or with what was offered."""
    return moment.outcome is Outcome.FREE or moment.outcome in TAKEN


def _was_known(moment: Moment) -> bool:
    return moment.outcome in TAKEN or moment.probability == 1
