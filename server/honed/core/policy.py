"""Versions of the policy that judges suggestions: what each is, and how it has fared."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.model import Weights


class PolicyState(StrEnum):
    """Where a version stands."""

    LIVE = "live"
    """What was learned online began from it."""
    TRIED = "tried"
    """It judges in the shadow, beside the live one."""
    SET_ASIDE = "set aside"
    """It was not shown to be better, or was taken back."""
    RETIRED = "retired"
    """It was live before."""


@attrs.frozen
class PolicyVersion:
    """A policy as it ships: the ranker's weights by the names of their features, and a threshold.

    `threshold` is the probability from which on it offers; `since` when it came to its state, in
    seconds since the epoch. The counts are those of the shadow.
    """

    number: int
    fingerprint: str
    """Names what it is: equal ones are the same version."""
    weights: Weights = attrs.field(repr=False)
    threshold: float
    state: PolicyState
    since: float
    decisions: int = 0
    """Places on which it was held against the live version while it was tried."""
    better: int = 0
    """On how many of these it did better; on `worse` it did worse."""
    worse: int = 0
    taken_back: int = 0
    """How often what was learned online on top of it was worse than it, and was forgotten."""
