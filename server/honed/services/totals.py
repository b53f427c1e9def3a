"""The design's statistics: how many trajectories, how many of them right, and how much better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.details import Qualities
from honed.core.model import Arm, Outcome
from honed.learn.improvement import improvement
from honed.learn.reward import TAKEN

if TYPE_CHECKING:
    from honed.core.model import Statistics
    from honed.learn.improvement import Improvement

FAILED = frozenset({Outcome.REJECTED, Outcome.UNDONE})


@attrs.frozen
class TrajectoryStats:
    """What the design's `getStats` answers.

    A success is what was accepted or modified, a failure what was rejected or undone; what was
    typed freely or ignored is neither, and counts in the total only. `success_rate` is the share
    of the successes of both, 0 where there are none. `avg_latency` is in milliseconds.

    `quality_improvement` compares the results of tasks that policies made which had learned
    something with those of the frozen arm, which had not (as honed is installed, or after what was
    learned was taken back); each trajectory says in which it is. None where one of the two has
    fewer than five. The two may have had other tasks: it describes, and only
    `scripts/bench learning` measures both on the same.
    """

    total_trajectories: int = 0
    success_count: int = 0
    failure_count: int = 0
    success_rate: float = 0.0
    patterns_learned: int = 0
    quality_improvement: Improvement | None = None
    avg_latency: float = 0.0


def totals(counted: Statistics) -> TrajectoryStats:
    """Return the design's statistics of a store."""
    outcomes = counted.outcomes
    right = sum(outcomes.get(each, 0) for each in TAKEN)
    wrong = sum(outcomes.get(each, 0) for each in FAILED)
    arms = [counted.qualities.get(each, Qualities()) for each in Arm]
    return TrajectoryStats(
        total_trajectories=sum(outcomes.values()),
        success_count=right,
        failure_count=wrong,
        success_rate=right / max(1, right + wrong),
        patterns_learned=counted.patterns,
        quality_improvement=improvement(*arms),
        avg_latency=counted.mean_latency_ms,
    )
