"""The next edit of a document, found without a cursor; nothing where it is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.services.suggesting import assessed
from honed.suggest.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.guard import Change
    from honed.core.model import Pattern, Suggestion
    from honed.services.document import Snapshot
    from honed.services.judge import Judge
    from honed.services.project import Project
    from honed.suggest.edits import Found

NEXT_AT = 0.7
"""Where nobody has asked about a place, only what is so probable is offered."""

MAX_LINES_ASSESSED = 12
"""Lines that are looked at closely before silence is chosen: each look costs a parse."""

NEAR = 0.05
"""Probabilities that differ by less count as equal: then the place decides."""


def next_edit(  # noqa: PLR0913 - the document, the moment and whom to trust
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    recent: Sequence[Change] = (),
    *,
    latest_line: int | None = None,
    being_typed: range = range(0),
) -> Suggestion | None:
    """Return the edit that the developer most probably makes next in the document, None for none.

    Patterns of the latest edit go before others, and then the places that follow the line of
    that edit, `latest_line`, before those above it. Nothing is offered on the lines that are
    `being_typed`. Lines are zero-based.
    """
    near = latest_line or 0
    with project.lock:
        found = sweep(
            project.index,
            snapshot.text,
            snapshot.tree,
            project.circumstances(snapshot.path),
            language=snapshot.language_name,
            trust=project.trusts,
            near=near,
        )
        latest = project.index.get(project.index.newest_id)
    latest_id = latest.trajectory_id if latest else 0
    by_line = _by_line(snapshot, found, being_typed)
    best = {line: _best(judge, each) for line, each in by_line.items()}

    def rank(line: int) -> tuple[float, bool, bool, int]:
        probability, pattern = best[line]
        is_older = pattern.trajectory_id != latest_id
        return -(probability // NEAR), is_older, line < near, abs(line - near)

    worth = sorted((line for line in best if best[line][0] >= NEXT_AT), key=rank)
    for line in worth[:MAX_LINES_ASSESSED]:
        for each in assessed(project, judge, snapshot, by_line[line], recent):
            if each.suggestion.probability < NEXT_AT:
                break
            if each.silence is None:
                return each.suggestion
    return None


def _by_line(
    snapshot: Snapshot, found: Iterable[Found], being_typed: range
) -> dict[int, list[Found]]:
    by_line: dict[int, list[Found]] = {}
    for each in found:
        lines = _lines(snapshot, each)
        if not any(line in being_typed for line in lines):
            by_line.setdefault(lines[0], []).append(each)
    return by_line


def _lines(snapshot: Snapshot, found: Found) -> range:
    """Return the lines that an edit touches."""
    spans = [edit.span for edit in found.candidate.edits]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    return range(snapshot.text.line_at(first), snapshot.text.line_at(last) + 1)


def _best(judge: Judge, found: Sequence[Found]) -> tuple[float, Pattern]:
    """Return how probable the best of what was found on a line is, and its pattern."""
    probability, candidate = judge.ranked(each.candidate for each in found)[0]
    return probability, next(each.pattern for each in found if each.candidate is candidate)
