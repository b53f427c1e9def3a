"""What happened when: trajectories without their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.model import Outcome


@attrs.frozen
class Moment:
    """A trajectory as far as it counts; the fields are those of `Trajectory`."""

    at: float
    language: str
    kind: str
    outcome: Outcome
    probability: float
    latency_ms: float
