"""What the commands answer with `--json`; the keys are stable, and docs/cli.md tells them.

Lines count from 1, as people count them and as FILE:LINE is given.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from honed.services.asking import Answer
    from honed.services.explanation import Explanation
    from honed.services.figures import Figures
    from honed.services.findings import Check
    from honed.services.learned import Forgotten, Learned, Listing
    from honed.services.places import Place
    from honed.services.recall import Recall
    from honed.services.report import Overview
    from honed.services.settings_report import Report
    from honed.services.totals import TrajectoryStats


def overview_json(found: Overview) -> dict[str, Any]:
    """Return the answer of `honed stats`."""
    from honed.services.totals import totals  # noqa: PLC0415 - `--help` needs none of it

    counted, status = found.statistics, found.status
    return {
        **_place(found.place),
        "dataDir": str(found.place.data),
        "exists": found.exists,
        **_totals(totals(counted)),
        "trajectories": status.trajectories,
        "outcomes": dict(counted.outcomes),
        "meanReward": counted.mean_reward,
        "patterns": {"total": counted.patterns, "proven": counted.proven},
        "sessions": counted.sessions,
        "languages": dict(counted.languages),
        "meanLatencyMs": counted.mean_latency_ms,
        "rankerUpdates": found.ranker_updates,
        "bytesOnDisk": status.bytes_on_disk,
        "corpusBytesOnDisk": found.corpus_bytes,
        "index": {"kind": status.index_kind, "state": status.index_state},
    }


def figures_json(found: Figures) -> dict[str, Any]:
    """Return the answer of `honed report`."""
    import attrs  # noqa: PLC0415 - `--help` needs none of it

    latency = found.latency
    return {
        **_place(found.overview.place),
        "curve": [
            {"since": _iso(each.since), "edits": each.number, "known": each.known}
            for each in found.steps
        ],
        "kinds": [attrs.asdict(each) for each in found.kinds],
        "languages": [attrs.asdict(each) for each in found.languages],
        "latency": None if latency is None else attrs.asdict(latency),
        "bytesOnDisk": found.overview.status.bytes_on_disk,
    }


def listing_json(place: Place, found: Listing) -> dict[str, Any]:
    """Return the answer of `honed patterns list`."""
    from honed.services.answers import record_json  # noqa: PLC0415 - `--help` needs none of it

    rows = [record_json(each) for each in found.patterns]
    return {**_place(place), "total": found.total, "patterns": rows}


def pattern_json(place: Place, found: Learned, siblings: Sequence[int]) -> dict[str, Any]:
    """Return the answer of `honed patterns show`."""
    from honed.services.answers import origin_json  # noqa: PLC0415 - as above

    rewrite = found.pattern.rewrite
    return {
        **_place(place),
        **origin_json(found),
        "holes": [
            {"kind": each.hole.value, "example": each.text, "sameAs": each.same_as}
            for each in rewrite.before
            if each.hole
        ],
        "context": {
            "left": [each.text for each in rewrite.left],
            "right": [each.text for each in rewrite.right],
            "path": list(rewrite.path),
            "callee": list(rewrite.callee),
            "form": rewrite.form.value,
        },
        "imports": list(rewrite.imports),
        "siblings": list(siblings),
    }


def forgotten_json(place: Place, what: Forgotten) -> dict[str, Any]:
    """Return the answer of `honed patterns forget`."""
    from honed.services import answers  # noqa: PLC0415 - as above

    return {**_place(place), **answers.forgotten_json(what)}


def recall_json(place: Place, found: Recall) -> dict[str, Any]:
    """Return the answer of `honed patterns similar`."""
    from honed.services import answers  # noqa: PLC0415 - as above

    return {
        **_place(place),
        "file": str(found.path),
        "fileLine": found.line + 1,
        "fileLanguage": found.language or None,
        "index": found.index_kind,
        "hits": answers.hits_json(found.hits),
    }


def answer_json(place: Place, found: Answer) -> dict[str, Any]:
    """Return the answer of `honed patterns similar --prompt`."""
    from honed.services import answers  # noqa: PLC0415 - as above

    return {
        **_place(place),
        "prompt": found.prompt,
        "language": found.language or None,
        "hits": answers.hits_json(found.hits),
    }


def explanation_json(place: Place, path: Path, found: Explanation) -> dict[str, Any]:
    """Return the answer of `honed why`."""
    from honed.services.answers import why_json  # noqa: PLC0415 - as above

    return {**_place(place), "file": str(path), **why_json(found)}


def checks_json(checks: Sequence[Check]) -> dict[str, Any]:
    """Return the answer of `honed doctor`."""
    rows = [each._asdict() | {"level": each.level.value} for each in checks]
    return {"isWell": all(each.level != "fail" for each in checks), "checks": rows}


def settings_json(found: Report) -> dict[str, Any]:
    """Return the answer of `honed settings`."""
    rows = [
        {"name": each.name, "value": each.value, "sources": list(each.sources)}
        for each in found.holding
    ]
    return {
        "folder": str(found.folder) if found.folder else None,
        "userFile": str(found.user_file),
        "settings": rows,
        "messages": list(found.messages),
    }


def _totals(found: TrajectoryStats) -> dict[str, Any]:
    better = found.quality_improvement
    improvement = better and {
        "difference": better.difference,
        "interval": [better.low, better.high],
        "frozen": {"mean": better.frozen, "number": better.frozen_number},
        "learned": {"mean": better.learned, "number": better.learned_number},
    }
    return {
        "totalTrajectories": found.total_trajectories,
        "successCount": found.success_count,
        "failureCount": found.failure_count,
        "successRate": found.success_rate,
        "patternsLearned": found.patterns_learned,
        "qualityImprovement": improvement,
        "avgLatency": found.avg_latency,
    }


def _place(place: Place) -> dict[str, Any]:
    folder = str(place.folder) if place.folder else None
    return {"workspace": folder, "store": str(place.database)}


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
