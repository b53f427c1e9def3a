"""What the command line and the protocol both answer, as plain JSON.

The keys are stable, and docs/cli.md tells them. Lines count from 1, as people count them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from honed.services.explanation import Explained, Explanation, Unmatched
    from honed.services.learned import Learned
    from honed.suggest.contributions import Contribution


def edit_json(found: Learned) -> dict[str, Any]:
    """Return what a pattern does, and where it was learned."""
    example = found.pattern.example
    return {
        "id": found.pattern.id,
        "language": found.pattern.rewrite.language,
        "before": found.before,
        "after": found.after,
        "path": example.path,
        "line": example.line + 1,
    }


def record_json(found: Learned) -> dict[str, Any]:
    """Return a pattern with its record."""
    evidence = found.pattern.evidence
    return {
        **edit_json(found),
        "support": evidence.support,
        "accepted": evidence.accepted,
        "rejected": evidence.rejected,
        "ignored": evidence.ignored,
        "shadowRight": evidence.shadow_right,
        "shadowWrong": evidence.shadow_wrong,
        "state": found.state.value,
        "session": found.pattern.session_id,
        "trajectory": found.pattern.trajectory_id,
        "learnedAt": learned_at(found),
    }


def origin_json(found: Learned) -> dict[str, Any]:
    """Return a pattern with its record, and the edit that taught it."""
    example = found.pattern.example
    return {
        **record_json(found),
        "example": {"before": example.before, "after": example.after},
    }


def learned_at(found: Learned) -> str | None:
    """Return when the pattern was learned, as ISO 8601 in UTC, None where that is not known."""
    at = found.pattern.learned_at
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds") if at else None


def why_json(found: Explanation) -> dict[str, Any]:
    """Return why there is what there is on a line."""
    return {
        "path": found.path,
        "fileLine": found.line + 1,
        "fileLanguage": found.language or None,
        "isParsed": found.is_parsed,
        "session": found.session or None,
        "silence": found.hush or None,
        "offered": len(found.offered),
        "threshold": found.threshold,
        "patterns": found.patterns,
        "candidates": [_candidate(each) for each in found.candidates],
        "nearest": [_unmatched(each) for each in found.nearest],
    }


def contributions_json(found: Iterable[Contribution]) -> list[dict[str, Any]]:
    """Return what each feature adds to a score."""
    return [
        {
            "feature": each.feature,
            "meaning": each.meaning,
            "value": round(each.value, 4),
            "weight": round(each.weight, 4),
            "adds": round(each.amount, 4),
        }
        for each in found
    ]


def _candidate(found: Explained) -> dict[str, Any]:
    suggestion, silence = found.suggestion, found.silence
    return {
        "line": suggestion.line + 1,
        "before": suggestion.before,
        "after": suggestion.after,
        "probability": suggestion.probability,
        "isOffered": silence is None,
        "reason": None if silence is None else code(silence),
        "silence": None if silence is None else silence.value,
        "contributions": contributions_json(found.contributions),
        "pattern": origin_json(found.pattern),
    }


def _unmatched(found: Unmatched) -> dict[str, Any]:
    return {
        "reason": code(found.reason),
        "silence": found.reason.value,
        "missing": list(found.missing),
        "pattern": edit_json(found.pattern),
    }


def code(reason: StrEnum) -> str:
    """Return the name of a reason, which stays when its words are changed."""
    first, *rest = reason.name.lower().split("_")
    return first + "".join(word.title() for word in rest)
