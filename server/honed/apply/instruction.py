"""What the words say that an edit was asked for in: which names it speaks of, and what is to go."""

from __future__ import annotations

import re

import attrs

_WORD = re.compile(r"\w+")
_KIND = r"""(?:the|an?|old|unused|obsolete|deprecated|dead|private|public|functions?|methods?
    |class(?:es)?|fields?|constants?|variables?|tests?|helpers?|imports?|types?)\s+"""
"""What stands before a name."""
_NAME = r"`?\w+(?:(?:\.|::|\#)\w+)*`?(?:\(\))?"
_REMOVED = re.compile(
    rf"\b(?:remove|delete|drop|get\s+rid\s+of)[ds]?\s+(?:{_KIND})*"
    rf"(?P<names>{_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)(?:{_KIND})*{_NAME})*)",
    re.IGNORECASE | re.VERBOSE,
)


@attrs.frozen
class Instruction:
    """The words of an instruction, and those which name what it says is to be removed.

    It decides only where the edit itself leaves a choice.
    """

    words: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


NOTHING_SAID = Instruction()


def read(text: str | None) -> Instruction:
    """Return what an instruction says; nothing where there is none."""
    found = _REMOVED.finditer(text or "")
    removed = (word for each in found for word in _WORD.findall(each["names"]))
    return Instruction(frozenset(_WORD.findall(text or "")), frozenset(removed))
