"""Why something is not offered, in words that its user understands."""

from __future__ import annotations

from enum import StrEnum


class Silence(StrEnum):
    """What speaks against an offer, besides a refusal of `honed.apply.guard`.

    Each is told of a candidate, its pattern ("it") included.
    """

    OLDER_SESSION = "it was learned in an earlier session and has not proven itself since"
    REJECTED_OFTEN = "what its edit has taught was rejected twice in this session"
    IMPROBABLE = "it is not probable enough"
    OFTEN_WRONG = "such edits were too often not wanted lately"
    SAME_EDIT = "another pattern makes the same edit"
    REJECTED_HERE = "it was rejected at this place"
    GUARDED = "a guard of the memory keeps such edits away from here: `honed memory list`"
    FIRES_AGAIN = "it would change what it has just written"
    OUTDONE = "enough others are more probable"


class Hush(StrEnum):
    """Why nothing is offered on a line whatever was learned, besides what is switched off."""

    DISTRUSTED = "the versions of the document went backwards; saving it mends that"
    NOT_READY = "what was learned here, or is set, has not been read yet"
    LONG_LINE = "the line is too long"
