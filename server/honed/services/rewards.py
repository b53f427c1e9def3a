"""The reward of a trajectory with what it did to the quality of the code; off the request path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome
from honed.learn.reward import reward

if TYPE_CHECKING:
    from honed.core.model import Trajectory
    from honed.services.worker import LessonSource

MOST_CHARACTERS = 20_000
"""Of a text; longer ones are not statements that somebody has typed."""

APPRAISED = (Outcome.ACCEPTED, Outcome.MODIFIED)
"""What was not taken did nothing to the code."""


def rewarded(trajectory: Trajectory, worker: LessonSource) -> Trajectory:
    """Return a trajectory with its reward, made of its outcome and of the texts before and after.

    The worker process says what became better; where it cannot, the outcome alone counts.
    """
    longest = max(len(trajectory.before), len(trajectory.after))
    if trajectory.outcome not in APPRAISED or longest > MOST_CHARACTERS:
        return trajectory
    gain = worker.ask("gain", trajectory.language, trajectory.before, trajectory.after)
    return attrs.evolve(trajectory, reward=reward(trajectory.outcome, gain or None))
