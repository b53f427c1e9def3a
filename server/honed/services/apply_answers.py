"""What became of an edit, in the shapes that the command line and the protocol answer in.

Keys are stable; lines count from 1. docs/applying.md has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from honed.apply.result import Applied, Reason, Refused

if TYPE_CHECKING:
    from honed.apply.result import Place

UNAVAILABLE = "unavailable"
"""The reason where honed is silent in a document, or the editor did not make the edit."""


def result_json(result: Applied | Refused) -> dict[str, Any]:
    """Return all that is known of a result but the text itself; null where it has no such thing."""
    applied = result if isinstance(result, Applied) else None
    refused = result if isinstance(result, Refused) else None
    return {
        "status": "applied" if applied else "refused",
        "format": result.format,
        "strategy": applied and applied.strategy,
        "confidence": applied and round(applied.confidence, 4),
        "fuzzy": list(applied.fuzzy) if applied else [],
        "deleted": list(applied.deleted) if applied else [],
        "reason": refused and refused.reason,
        "message": refused and refused.message,
        "advice": refused and refused.advice,
        "candidates": [_place_json(each) for each in refused.candidates] if refused else [],
    }


def unavailable_json(message: str, advice: str) -> dict[str, Any]:
    """Return the same where nothing is wrong with the edit, but honed may not make it there."""
    told = result_json(Refused(Reason.NOT_FOUND, message, advice))
    return {**told, "reason": UNAVAILABLE}


def result_lines(result: Applied | Refused) -> list[str]:
    """Return the same for people, a line for each thing."""
    if isinstance(result, Applied):
        what = f"applied ({result.strategy}), confidence {result.confidence:.2f}"
        moved = f", moved to {result.new_path}" if result.new_path is not None else ""
        first = "removed" if result.is_removed else f"{what}{moved}"
        fuzzy = [f"not to the letter: {each}" for each in result.fuzzy]
        return [first, *fuzzy, *(f"deleted: {each}" for each in result.deleted)]
    places = [f"line {each.line + 1}: {each.text}" for each in result.candidates]
    return [f"refused ({result.reason}): {result.message}", *places, result.advice]


def summary(result: Applied | Refused) -> str:
    """Return what a message of one line says of a result."""
    if isinstance(result, Refused):
        lines = ", ".join(str(each.line + 1) for each in result.candidates)
        places = f" (line {lines})" if lines else ""
        return f"not merged: {result.message}{places}; {result.advice}"
    if not result.edits:
        return "the file says all of this already"
    return f"merged; deleted: {'; '.join(result.deleted)}" if result.deleted else "merged"


def _place_json(place: Place) -> dict[str, Any]:
    return {"line": place.line + 1, "endLine": place.end_line, "text": place.text}
