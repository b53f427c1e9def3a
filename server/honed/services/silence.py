"""Why something is not offered, in words that its user understands."""

from __future__ import annotations

from enum import StrEnum


class Silence(StrEnum):
    """What speaks against an offer, besides a refusal of `honed.apply.guard`."""

    OLDER_SESSION = "its pattern is of an earlier session and has not proven itself since"
    REJECTED_OFTEN = "its pattern was rejected twice in this session"
    IMPROBABLE = "it is not probable enough"
    SAME_EDIT = "another pattern makes the same edit"
    REJECTED_HERE = "it was rejected at this place"
    FIRES_AGAIN = "its pattern would change what it has just written"
    OUTDONE = "enough others are more probable"
