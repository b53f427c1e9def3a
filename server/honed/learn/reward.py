"""What an outcome is worth, between 0 (wrong) and 1 (right).

reward = 0 where the developer took it back or refused it
reward = REWARDS[outcome] + QUALITY_SHARE * gain otherwise, kept between 0 and 1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Outcome

if TYPE_CHECKING:
    from honed.learn.quality_gain import Gain

REWARDS = {
    Outcome.ACCEPTED: 1.0,
    Outcome.MODIFIED: 0.6,
    Outcome.FREE: 0.5,
    Outcome.IGNORED: 0.4,
    Outcome.REJECTED: 0.0,
    Outcome.UNDONE: 0.0,
}
"""An edit that was typed freely is neither; an ignored offer is weak evidence against it."""

QUALITY_SHARE = 0.2
"""The most that the quality of the code adds to an outcome's reward, or takes away."""

STRENGTHS = {
    Outcome.ACCEPTED: 0.1,
    Outcome.MODIFIED: 0.05,
    Outcome.FREE: 0.0,
    Outcome.IGNORED: 0.01,
    Outcome.REJECTED: 0.15,
    Outcome.UNDONE: 0.3,
}
"""How much a decision moves the ranker; an undo within 30 s says it most clearly.

Who never rejects what is wrong, because it is not shown or not worth the trouble, must not drive
it upwards with what they accept: a decision counts for ten verdicts of the shadow, no more.
"""

SHADOW_STRENGTH = 0.01
"""How much a verdict of the shadow moves it, or a decision of a history.

There is one at every edit, and most say what the shipped weights know from thousands, whose
precision is capped so that a developer's decisions move them. Counted in full, a few hundred
verdicts of one project made the ranker less sure of itself, and wrong more often.
"""


def reward(outcome: Outcome, gain: Gain | None = None) -> float:
    """Return the reward of an outcome, and of what it did to the quality of the code."""
    plain = REWARDS[outcome]
    if gain is None or not plain:
        return plain
    return max(0.0, min(1.0, plain + QUALITY_SHARE * gain.value))


def strength(outcome: Outcome) -> float:
    """Return the weight with which the ranker learns from an outcome."""
    return STRENGTHS[outcome]
