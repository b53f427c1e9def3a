"""The reward of a trajectory with what it did to the quality of the code; off the request path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.learn.reward import reward
from honed.syntax import languages

if TYPE_CHECKING:
    from honed.core.model import Trajectory

MOST_CHARACTERS = 20_000
"""Of a text; longer ones are not statements that somebody has typed."""


def rewarded(trajectory: Trajectory) -> Trajectory:
    """Return a trajectory with its reward, made of its outcome and of the texts before and after.

    It takes some milliseconds.
    """
    if max(len(trajectory.before), len(trajectory.after)) > MOST_CHARACTERS:
        return trajectory
    # Loaded by the thread that learns: the start of a server does not wait for it.
    from honed.learn.quality_gain import gain  # noqa: PLC0415 - see above

    language = languages.by_name(trajectory.language)
    found = gain(trajectory.before, trajectory.after, language)
    return attrs.evolve(trajectory, reward=reward(trajectory.outcome, found))
