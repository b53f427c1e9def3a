"""The reward of a trajectory with what it did to the quality of the code; off the request path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.learn.reward import TAKEN, reward

if TYPE_CHECKING:
    from honed.core.model import Trajectory
    from honed.services.decided import Record
    from honed.services.measuring import Appraisal
    from honed.services.worker import LessonSource

MOST_CHARACTERS = 20_000
"""Of a text; longer ones are not statements that somebody has typed."""


def appraised(trajectory: Trajectory, worker: LessonSource) -> Appraisal | None:
    """Return what a suggestion did to the quality of the code, as the worker process measures it.

    None where nobody took it, its texts are too long, or the worker cannot say.
    """
    longest = max(len(trajectory.before), len(trajectory.after))
    if trajectory.outcome not in TAKEN or longest > MOST_CHARACTERS:
        return None
    found: Appraisal | None = worker.ask(
        "appraisal", trajectory.language, trajectory.before, trajectory.after
    )
    return found


def reward_of(record: Record) -> float | None:
    """Return the reward of a suggestion by all that is known of it; None before it is written."""
    if record.written is None:
        return None
    return reward(record.written, record.gain, record.survival)
