"""What one run of `honed demo` found, as a value and in JSON."""

from __future__ import annotations

import platform
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

import attrs

from honed import __version__
from honed.cli.editor_lines import EDITORS
from honed.services.learned import listing
from honed.services.places import find_place
from honed.services.report import overview, reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from honed.cli.demo_run import Again, Played, Told
    from honed.cli.demo_scene import Asked
    from honed.cli.demo_stage import Check, Stage
    from honed.cli.demo_texts import Diff
    from honed.core.model import Trajectory
    from honed.services.learned import Learned
    from honed.services.report import Overview

MOST_TRAJECTORIES = 1000


@attrs.frozen
class Stored:
    """What lies in the workspace's store at the end; trajectories the oldest first."""

    overview: Overview
    trajectories: tuple[Trajectory, ...]
    patterns: tuple[Learned, ...]


@attrs.frozen
class Latency:
    """How long the answers to one request took, as the editor saw it."""

    count: int
    median_ms: float
    p95_ms: float


@attrs.frozen
class Report:
    """One run; `data_dir` is None where nothing of it stays."""

    played: Played
    checks: tuple[Check, ...]
    latencies: Mapping[str, Latency]
    stored: Stored
    memory_bytes: int
    seconds: float
    data_dir: Path | None
    usual_data_dir: Path
    """Where the server of an editor learns."""

    @property
    def is_ok(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)


def reported(stage: Stage, played: Played, seconds: float, *, keeps: bool) -> Report:
    """Return what there is to say of a run that has ended; `keeps` whether its data stays."""
    return Report(
        played=played,
        checks=tuple(stage.checks),
        latencies=latencies(stage.latencies_ms),
        stored=_stored_by(stage),
        memory_bytes=stage.memory_bytes,
        seconds=seconds,
        data_dir=stage.data_dir if keeps else None,
        usual_data_dir=find_place(None, None).data,
    )


def _stored_by(stage: Stage) -> Stored:
    place = find_place(stage.data_dir, stage.folder)
    with closing(reader(place)) as opened:
        trajectories = opened.recent(MOST_TRAJECTORIES)
    return Stored(overview(place), tuple(reversed(trajectories)), listing(place).patterns)


def latencies(measured: Mapping[str, Sequence[float]]) -> dict[str, Latency]:
    """Return the figures of each request; the 95th percentile is the nearest rank's."""
    found = {}
    for name, values in measured.items():
        ordered = sorted(values)
        rank = max(0, -(-95 * len(ordered) // 100) - 1)
        found[name] = Latency(len(ordered), median(ordered), ordered[rank])
    return found


def in_json(report: Report) -> dict[str, Any]:
    """Return all figures, offers and checks; docs/cli.md has the keys."""
    return {
        "ok": report.is_ok,
        "seconds": round(report.seconds, 2),
        "honed": __version__,
        "python": platform.python_version(),
        "dataDir": str(report.data_dir) if report.data_dir else None,
        "usualDataDir": str(report.usual_data_dir),
        "stories": [_story(each) for each in report.played.told],
        "afterRestart": [_again(each) for each in report.played.restarted],
        "afterKill": [_again(each) for each in report.played.killed],
        "stored": _stored(report.stored),
        "latencies": {
            name: {
                "count": each.count,
                "medianMs": round(each.median_ms, 2),
                "p95Ms": round(each.p95_ms, 2),
            }
            for name, each in report.latencies.items()
        },
        "memoryBytes": report.memory_bytes,
        "editors": [attrs.asdict(each) for each in EDITORS],
        "checks": [attrs.asdict(check) for check in report.checks],
    }


def _story(told: Told) -> dict[str, Any]:
    return {
        "title": told.chapter.story.title,
        "file": told.chapter.name,
        "origin": told.chapter.origin,
        "language": told.chapter.story.language,
        "lines": told.chapter.text.count("\n"),
        "typed": _diff(told.typed),
        "keys": told.keys,
        "learnedMs": round(told.learned_ms, 1),
        "asked": _asked(told.asked),
        "elsewhere": {
            "asked": told.elsewhere.asked,
            "earlier": told.elsewhere.earlier,
            "wrong": [_diff(each) for each in told.elsewhere.wrong],
        },
        "accepted": _diff(told.accepted),
        "rejected": _diff(told.rejected),
        "rejectedBy": told.rejected_by,
        "everywhere": [_diff(each) for each in told.everywhere],
    }


def _again(again: Again) -> dict[str, Any]:
    return {
        "file": again.told.chapter.name,
        "asked": _asked(again.asked),
        "rejectedIsSilent": again.is_rejected_silent,
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "places": asked.places,
        "offered": len(asked.right) + len(asked.wrong),
        "right": len(asked.right),
        "silent": len(asked.silent),
        "wrong": [_diff(each) for each in asked.wrong],
    }


def _diff(diff: Diff | None) -> dict[str, Any] | None:
    return attrs.asdict(diff) if diff else None


def _stored(found: Stored) -> dict[str, Any]:
    return {
        "store": str(found.overview.place.database),
        "bytesOnDisk": found.overview.status.bytes_on_disk,
        "trajectories": [
            {
                "id": each.id,
                "kind": each.kind,
                "path": each.path,
                "line": each.line + 1,
                "before": each.before,
                "after": each.after,
                "outcome": each.outcome.value,
                "reward": each.reward,
            }
            for each in found.trajectories
        ],
        "patterns": [
            {
                "id": each.pattern.id,
                "language": each.pattern.rewrite.language,
                "before": each.before,
                "after": each.after,
                "state": each.state.value,
                "support": each.pattern.evidence.support,
                "accepted": each.pattern.evidence.accepted,
                "rejected": each.pattern.evidence.rejected,
            }
            for each in found.patterns
        ],
    }
