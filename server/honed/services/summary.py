"""Explanations in one sentence, for an editor's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from honed.core.model import Pattern
    from honed.services.explanation import Explanation
    from honed.services.learned import Learned

MOST_CHARACTERS = 60
"""Of a text that comes from a file."""


def why_summary(found: Explanation) -> str:
    """Return why there is what there is on a line."""
    if found.hush:
        return f"honed is silent here: {found.hush}."
    if not found.candidates:
        return f"honed is silent here: {_unmatched(found)}."
    best = found.candidates[0]
    after, probability = _short(best.suggestion.after), best.suggestion.probability
    if best.silence is None:
        return f"honed offers {after} ({probability:.0%}), {_learned(best.pattern)}."
    return (
        f"honed is silent here: {after} ({probability:.0%}) is not offered, because {best.silence}."
    )


def origin_summary(found: Learned) -> str:
    """Return where a pattern comes from."""
    evidence = found.pattern.evidence
    return (
        f"honed {_learned(found)}: {_short(found.before)} → {_short(found.after) or 'nothing'};"
        f" accepted {evidence.accepted}, rejected {evidence.rejected}."
    )


def next_summary(pattern: Pattern) -> str:
    """Return why an edit is the next one: the edit that it repeats."""
    before, after = _changed(pattern.example.before, pattern.example.after)
    return f"{_taught_by(pattern)}: {_short(before) or 'nothing'} → {_short(after) or 'nothing'}"


def _changed(before: str, after: str) -> tuple[str, str]:
    """Return the two texts without the lines with which both begin and end."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return "\n".join(old), "\n".join(new)


def _learned(found: Learned) -> str:
    return _taught_by(found.pattern)


def _taught_by(pattern: Pattern) -> str:
    example = pattern.example
    return f"learned at {example.path}:{example.line + 1} (pattern {pattern.id})"


def _unmatched(found: Explanation) -> str:
    none = f"no pattern of {found.language or 'text'} fits ({found.patterns} known)"
    if not found.nearest:
        return none
    nearest = found.nearest[0]
    missing = f", {_short(nearest.missing[0])} is missing" if nearest.missing else ""
    return f"{none}; pattern {nearest.pattern.pattern.id} comes nearest{missing}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"
