"""Whether an experience was a success: accepted, parsed, its quality, and what survived of it.

Where ReasoningBank asks a model to judge, this asks the developer and the parser. What speaks
clearly decides; what says little is no verdict, and teaches nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Outcome
from honed.learn.evidence import RIGHT, SILENCING

if TYPE_CHECKING:
    from honed.learn.memory.experience import Experience

SURVIVES = 0.5
"""The share of what was taken that has to be there still."""

WORSE = -0.25
"""A change of quality, in [-1, 1], from which on the code became clearly worse."""


class Verdict(StrEnum):
    """What an experience teaches."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNCLEAR = "unclear"


@attrs.frozen
class Judgement:
    """A verdict, and what it rests on in words."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def judged(experience: Experience) -> Judgement:
    """Return the verdict on an experience; None in it is what nobody has measured.

    One thing that went wrong is enough: refused or taken back, said to have failed, broken syntax,
    or little that survived. What was taken, or said to have succeeded, is a success unless the
    code became clearly worse. A free edit, and an offer that was passed over, decide nothing.
    """
    against = tuple(_against(experience))
    if against:
        return Judgement(Verdict.FAILURE, against)
    if experience.quality is not None and experience.quality <= WORSE:
        return Judgement(Verdict.UNCLEAR, ("the code became worse",))
    if experience.outcome in RIGHT:
        return Judgement(Verdict.SUCCESS, (f"it was {experience.outcome}",))
    if experience.success:
        return Judgement(Verdict.SUCCESS, ("it was said to have succeeded",))
    return Judgement(Verdict.UNCLEAR)


def _against(experience: Experience) -> list[str]:
    found = []
    if experience.outcome in SILENCING:
        word = "taken back" if experience.outcome is Outcome.UNDONE else "rejected"
        found.append(f"it was {word}")
    if experience.parses is False:
        found.append("it does not parse")
    if experience.success is False and experience.outcome is None:
        found += experience.reasons or ["it was said to have failed"]
    if experience.survival is not None and experience.survival < SURVIVES:
        found.append(f"{experience.survival:.0%} of it survived")
    return found
