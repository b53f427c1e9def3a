"""What an outcome is worth, between 0 (wrong) and 1 (right).

reward = 0 where the developer took it back or refused it, or the text no longer parses
reward = REWARDS[outcome] where it was ignored or typed freely
reward = REWARDS[outcome]
         - SURVIVAL_SHARE * (1 - kept) - DISTANCE_SHARE * distance
         + QUALITY_SHARE * gain, kept between 0 and 1, where it was taken

`kept` and `distance` are those of the latest `Survival` that is known, at the next save or after 30
seconds, `gain` is what the quality of the statements has gained; each counts nothing before it is
known. Whether a text parses is known of whole ones, the results of tasks: what an editor is offered
never parses worse (`apply/guard.py`), and a statement alone may not parse. All weights stand here.
`design_reward` is the formula of the design, computed beside it for comparison and used for nothing
else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Outcome

if TYPE_CHECKING:
    from honed.core.details import Survival
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

SURVIVAL_SHARE = 0.4
"""What is lost where nothing is left of what was taken: it was worth no more than to be seen."""

DISTANCE_SHARE = 0.2
"""What is lost where all that was kept was edited."""

TAKEN = frozenset({Outcome.ACCEPTED, Outcome.MODIFIED})
"""Only what was taken did something to the code."""

DESIGN_COMPLEXITY = 20.0
"""A cyclomatic complexity over one by so much is worth nothing, in the design's formula."""

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


def reward(
    outcome: Outcome,
    gain: Gain | None = None,
    survival: Survival | None = None,
    *,
    is_parsed: bool = True,
) -> float:
    """Return the reward of an outcome, and of what is known of it by now."""
    plain = REWARDS[outcome]
    if outcome not in TAKEN:
        return plain
    if not is_parsed:
        return 0.0
    if survival is not None:
        plain -= SURVIVAL_SHARE * (1.0 - survival.kept) + DISTANCE_SHARE * survival.distance
    if gain is not None:
        plain += QUALITY_SHARE * gain.value
    return max(0.0, min(1.0, plain))


def design_reward(
    *, complexity: float, maintainability: float, security: float, practices: float, is_valid: bool
) -> float:
    """Return the design's reward: the mean of four qualities of the code, 0 where it is invalid.

    `complexity` is cyclomatic, `maintainability` the index from 0 to 100; the others lie in [0, 1].
    It knows nothing of what the developer did: good code that nobody wanted is rewarded.
    """
    if not is_valid:
        return 0.0
    simplicity = 1.0 - min(1.0, max(0.0, complexity - 1.0) / DESIGN_COMPLEXITY)
    parts = (simplicity, maintainability / 100.0, security, practices)
    return sum(max(0.0, min(1.0, each)) for each in parts) / len(parts)


def strength(outcome: Outcome) -> float:
    """Return the weight with which the ranker learns from an outcome."""
    return STRENGTHS[outcome]
