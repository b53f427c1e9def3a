"""What became of a suggestion: as it is known, as it stands in the store, and on the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.details import Survival
    from honed.core.model import Outcome, Trajectory, Trial
    from honed.learn.quality_gain import Gain


@attrs.define(eq=False)
class Record:
    """The books of one suggestion, however many offers it is handed out in."""

    outcome: Outcome | None = None
    """What is known of it; None as long as nothing is."""
    session_id: int = 0
    """The session in which it was decided first."""
    written: Outcome | None = None
    """What the store knows of it; this and the next are the learner's."""
    trajectory_id: int = 0
    gain: Gain | None = None
    """What it did to the quality of the code, None before that is measured."""
    survival: Survival | None = None
    """The latest that is known of how it survived."""


@attrs.frozen(eq=False)
class Decided:
    """An outcome that is known and may not be written yet.

    `place` is what the suggestion's place is called, `earlier` what was known of it before.
    """

    trajectory: Trajectory
    place: str
    earlier: Outcome | None
    record: Record
    trial: Trial | None = None
    """What it says of how precise offers of its kind are, None where nothing is measured."""
