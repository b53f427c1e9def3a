"""The next edit of a document, found without a cursor; nothing where it is doubtful."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.model import Form
from honed.services.suggesting import assessed, fingerprint
from honed.suggest.rank import NEXT_AT
from honed.suggest.sweep import sweep
from honed.syntax.imports import imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.guard import Change
    from honed.core.model import Pattern, Suggestion
    from honed.services.document import Snapshot
    from honed.services.judge import Judge
    from honed.services.project import Project
    from honed.suggest.edits import Found
    from honed.suggest.index import Entry

MAX_LINES_ASSESSED = 12
"""Lines that are looked at closely before silence is chosen: each look costs a parse."""

LATEST = 5
"""Edits, the last of which are what the developer is at."""

MOST_PASSED = 2
"""Places of one pattern that are passed over before it says nothing more."""


@attrs.frozen
class Passed:
    """What stood as the next edit in this session while the developer went on elsewhere."""

    places: set[str] = attrs.field(factory=set)
    patterns: Counter[int] = attrs.field(factory=Counter)

    def add(self, snapshot: Snapshot, suggestion: Suggestion) -> None:
        """Note that a suggestion for a text was passed over."""
        self.places.add(_place(snapshot, suggestion))
        self.patterns[suggestion.candidate.pattern_id] += 1

    def has(self, snapshot: Snapshot, suggestion: Suggestion) -> bool:
        """Return whether it was passed over at its place, or its pattern too often."""
        if self.patterns[suggestion.candidate.pattern_id] >= MOST_PASSED:
            return True
        return bool(self.places) and _place(snapshot, suggestion) in self.places


def _place(snapshot: Snapshot, suggestion: Suggestion) -> str:
    return fingerprint(snapshot.text, snapshot.tree, suggestion.candidate.edits[0])


def next_edit(  # noqa: PLR0913 - the document, the moment and whom to trust
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    recent: Sequence[Change] = (),
    *,
    latest_line: int | None = None,
    being_typed: range = range(0),
    passed: Passed | None = None,
) -> Suggestion | None:
    """Return the edit that the developer most probably makes next in the document, None for none.

    Patterns of the latest edit go before others, then those of the edit that is most probable
    somewhere. Its places come in the order of the text, those that follow the line of the latest
    edit, `latest_line`, before those above it. Nothing is offered on the lines that are
    `being_typed`, nothing that was `passed` over, and nothing that was left behind. Lines are
    zero-based.
    """
    near = latest_line or 0

    def is_topical(pattern: Pattern) -> bool:
        entry = project.index.entry(pattern)
        return project.trusts(pattern) and _is_topical(entry, latest_id)

    with project.lock:
        newest = project.index.get(project.index.newest_id)
        latest_id = newest.trajectory_id if newest else 0
        found = sweep(
            project.index,
            snapshot.text,
            snapshot.tree,
            project.circumstances(snapshot.path),
            language=snapshot.language_name,
            trust=is_topical,
            near=near,
        )
    path = project.relative(snapshot.path)
    went_to = None if _is_import(snapshot, latest_line) else latest_line
    reachable = [
        each for each in found if went_to is None or not _is_left_behind(each, path, went_to)
    ]
    by_line = _by_line(snapshot, reachable, being_typed)
    best = {line: _best(judge, each) for line, each in by_line.items()}

    worth = [line for line in best if best[line][0] >= NEXT_AT]
    most: dict[int, float] = {}
    for line in worth:
        probability, pattern = best[line]
        most[pattern.trajectory_id] = max(probability, most.get(pattern.trajectory_id, 0.0))

    def rank(line: int) -> tuple[bool, float, bool, int]:
        edit = best[line][1].trajectory_id
        return edit != latest_id, -most[edit], line < near, abs(line - near)

    worth.sort(key=rank)
    for line in worth[:MAX_LINES_ASSESSED]:
        for each in assessed(project, judge, snapshot, by_line[line], recent, Kind.NEXT):
            if each.suggestion.probability < NEXT_AT:
                break
            is_passed = passed is not None and passed.has(snapshot, each.suggestion)
            if each.silence is None and not is_passed:
                return each.suggestion
    return None


def _is_topical(entry: Entry, latest_id: int) -> bool:
    """Return whether a pattern belongs to what the developer is doing.

    It is of one of the latest edits, and was neither shown in vain nor mostly wrong. What says
    little by itself fits in many places, and must have been right in one of them.
    """
    record = entry.pattern.evidence
    is_late = entry.pattern.trajectory_id >= latest_id - LATEST
    if not is_late or record.ignored > record.accepted or record.shadow_wrong > record.right:
        return False
    return record.right > 0 or not _says_little(entry)


def _is_import(snapshot: Snapshot, line: int | None) -> bool:
    """Return whether there is an import on a line: who goes up to it comes back."""
    if line is None or snapshot.tree is None:
        return False
    return any(each.first <= line <= each.last for each in imports(snapshot.tree))


def _is_left_behind(found: Found, path: str, latest_line: int) -> bool:
    """Return whether the developer went away from a place, from the example on.

    Who begins a change begins where the first place is seen, and goes on up or down from there.
    """
    example = found.pattern.example
    if example.path != path:
        return False
    last = example.line + example.after.count("\n")
    line = found.candidate.line
    return line < example.line <= last < latest_line or latest_line < example.line <= last < line


def _says_little(entry: Entry) -> bool:
    strength = entry.strength
    if entry.pattern.rewrite.form is Form.LINES:
        return True
    only_adds_lines = strength.only_inserts and strength.adds_lines
    return strength.is_weak or strength.only_deletes or only_adds_lines


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
    origin = candidate.origin
    return probability, next(each.pattern for each in found if each.candidate.origin == origin)
