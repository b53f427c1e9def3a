"""What the command line and the protocol both answer, as plain JSON.

The keys are stable, and docs/cli.md tells them. Lines count from 1, as people count them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from honed.core.model import Suggestion
    from honed.services.explanation import Explained, Explanation, Unmatched
    from honed.services.learned import Forgotten, Learned
    from honed.services.nearest import Hit
    from honed.services.origins import Origin
    from honed.services.project import Project
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


def hits_json(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return past edits that are like something, with the patterns that they taught."""
    return [
        {
            "similarity": round(each.similarity, 4),
            "ids": list(each.pattern_ids),
            "before": each.example.before,
            "after": each.example.after,
            "path": each.example.path,
            "line": each.example.line + 1,
        }
        for each in hits
    ]


def project_json(project: Project) -> dict[str, Any]:
    """Return whose store it is; `store` is None before that is open."""
    return {
        "workspace": str(project.folder) if project.folder else None,
        "store": project.status.path if project.status else None,
    }


def forgotten_json(what: Forgotten) -> dict[str, Any]:
    """Return what was forgotten, and what the same edits taught besides."""
    return {"forgotten": [edit_json(each) for each in what.patterns], "staying": list(what.staying)}


def explain_json(found: Origin) -> dict[str, Any]:
    """Return where a pattern comes from, and what of it was offered."""
    return {
        **project_json(found.project),
        "id": found.offer_id or None,
        "pattern": origin_json(found.pattern),
        "siblings": list(found.siblings),
        "offers": [
            {**_suggestion(each.suggestion), "contributions": _contributions(each.contributions)}
            for each in found.offers
        ],
    }


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


def _candidate(found: Explained) -> dict[str, Any]:
    silence = found.silence
    return {
        **_suggestion(found.suggestion),
        "isOffered": silence is None,
        "reason": None if silence is None else code(silence),
        "silence": None if silence is None else silence.value,
        "threshold": round(found.measured.threshold, 4),
        "latest": {"wanted": found.measured.wanted, "number": found.measured.number},
        "contributions": _contributions(found.contributions),
        "pattern": origin_json(found.pattern),
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "line": suggestion.line + 1,
        "before": suggestion.before,
        "after": suggestion.after,
        "probability": suggestion.probability,
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


def _contributions(found: Iterable[Contribution]) -> list[dict[str, Any]]:
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
