"""What a trajectory knows beside its edit: what was asked for, how long it lasted, its quality."""

from __future__ import annotations

import attrs


@attrs.frozen
class Survival:
    """What was still there of a suggestion some time after it was taken.

    `kept` is the share of its changes that stand, `distance` how much was edited in the lines that
    it made, from 0 for nothing to 1 for all; `learn/survival.py` tells how they are measured.
    """

    kept: float
    distance: float


@attrs.frozen
class Details:
    """What a trajectory knows beside its edit; None is what nobody has measured.

    Qualities are scores from 0 to 1, of the code before and after. `design_reward` is what the
    design's own formula makes of them, for comparison (`learn/reward.py`).
    """

    prompt: str = ""
    """What was asked for, secrets removed."""
    framework: str = ""
    shown: tuple[str, ...] = ()
    """The names of the patterns that were shown or applied."""
    decided_ms: float | None = None
    """How long it took to decide, from when it was shown."""
    after_30_s: Survival | None = None
    at_save: Survival | None = None
    quality_before: float | None = None
    quality_after: float | None = None
    design_reward: float | None = None

    @property
    def survival(self) -> Survival | None:
        """The latest that is known of how it survived."""
        return self.at_save or self.after_30_s


@attrs.frozen
class Qualities:
    """How many scores from 0 to 1 were added up, their sum and that of their squares."""

    number: int = 0
    total: float = 0.0
    squares: float = 0.0
