"""What became of an edit, in the shapes that the command line answers in.

Keys are stable; lines count from 1. docs/applying.md has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from honed.apply.result import Applied, Refused

if TYPE_CHECKING:
    from honed.apply.result import Place


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


def result_lines(result: Applied | Refused) -> list[str]:
    """Return the same for people, a line for each thing."""
    if isinstance(result, Applied):
        first = f"applied ({result.strategy}), confidence {result.confidence:.2f}"
        fuzzy = [f"not to the letter: {each}" for each in result.fuzzy]
        return [first, *fuzzy, *(f"deleted: {each}" for each in result.deleted)]
    places = [f"line {each.line + 1}: {each.text}" for each in result.candidates]
    return [f"refused ({result.reason}): {result.message}", *places, result.advice]


def _place_json(place: Place) -> dict[str, Any]:
    return {"line": place.line + 1, "endLine": place.end_line, "text": place.text}
