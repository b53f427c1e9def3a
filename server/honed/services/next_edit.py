"""The next edit of a document, found without a cursor; nothing where it is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.model import Effect, Form
from honed.services.course import Course
from honed.services.silence import Silence
from honed.services.suggesting import assessed
from honed.suggest.next_rank import NEXT_AT, Way, next_features, next_from, way
from honed.suggest.sweep import sweep
from honed.syntax.imports import imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from honed.apply.guard import Change
    from honed.core.model import Pattern, Suggestion
    from honed.services.document import Snapshot
    from honed.services.judge import Judge
    from honed.services.project import Project
    from honed.suggest.edits import Found
    from honed.suggest.index import Entry

MAX_LINES_ASSESSED = 12
"""Lines that are looked at closely before silence is chosen: each look costs a parse."""

LATEST = 8
"""Edits, the last of which are what the developer is at."""


@attrs.frozen
class Place:
    """A line on which an edit may be the next one, and what may be made of it."""

    line: int
    found: tuple[Found, ...]
    best: Pattern
    """Of the most probable edit."""
    probability: float
    """Of the most probable edit to be the next one."""
    features: tuple[float, ...] = attrs.field(repr=False)
    features_of: Callable[[Pattern, float], tuple[float, ...]] = attrs.field(repr=False)
    """Those of another pattern's edit here, of which the ranker's probability is given."""


@attrs.frozen
class Next:
    """What may be offered as the next edit, with what speaks for it."""

    suggestion: Suggestion
    pattern: Pattern
    features: tuple[float, ...] = attrs.field(repr=False)


def next_edit(  # noqa: PLR0913 - the document, the moment and whom to trust
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    recent: Sequence[Change] = (),
    *,
    latest_line: int | None = None,
    being_typed: range = range(0),
    course: Course | None = None,
) -> Suggestion | None:
    """Return the edit that the developer most probably makes next in the document, None for none.

    Its probability is that of being the next edit. Patterns of the latest edit go before others,
    then those of the edit that is most probable somewhere. Its places come in the order of the
    text, those that follow the line of the latest edit, `latest_line`, before those above it.
    What lies behind the developer, or between where they began and where they are, is seldom
    next. Nothing is offered on the lines that are `being_typed`, and nothing that was passed over
    in the `course` of the session. Lines are zero-based.
    """
    course = course or Course()
    found = places(
        project, judge, snapshot, latest_line=latest_line, being_typed=being_typed, course=course
    )
    worth = [each for each in found if each.probability >= next_from(each.features)]
    for place in worth[:MAX_LINES_ASSESSED]:
        found_next = at_place(project, judge, snapshot, recent, place, course)
        if found_next is not None:
            return found_next.suggestion
    return None


def places(  # noqa: PLR0913 - the document, the moment and whom to trust
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    *,
    latest_line: int | None = None,
    being_typed: range = range(0),
    course: Course,
) -> list[Place]:
    """Return the lines on which an edit may be the next one, in the order to look at them."""
    near = latest_line or 0

    def is_topical(pattern: Pattern) -> bool:
        return project.trusts(pattern) and _is_topical(pattern, latest_id)

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
    by_line = _by_line(snapshot, found, being_typed)
    if not by_line:
        return []
    went_to = None if _is_import(snapshot, latest_line) else latest_line
    known = [
        _place(project, judge, snapshot, (line, each), went_to, course)
        for line, each in by_line.items()
    ]
    most: dict[int, float] = {}
    for place in known:
        edit = place.best.trajectory_id
        most[edit] = max(place.probability, most.get(edit, 0.0))

    def rank(place: Place) -> tuple[bool, float, bool, int]:
        edit = place.best.trajectory_id
        return edit != latest_id, -most[edit], place.line < near, abs(place.line - near)

    return sorted(known, key=rank)


def at_place(  # noqa: PLR0913 - the document, the moment, and where
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    recent: Sequence[Change],
    place: Place,
    course: Course,
    least: float | None = None,
) -> Next | None:
    """Return what may be offered at a place, None where all of it is too doubtful or refused.

    `least` is how probable it must be, if not what ships.
    """

    def probability_of(found: Found, suggestion: Suggestion) -> float:
        features = place.features_of(found.pattern, suggestion.probability)
        return judge.next_probability(features)

    def reserve(found: Found, suggestion: Suggestion) -> Silence | None:
        effect = Effect.of(suggestion.candidate.edits[0])
        raised = project.trials.threshold(Kind.NEXT, effect)
        features = place.features_of(found.pattern, suggestion.probability)
        shipped = next_from(features) if least is None else least
        needed = raised if raised > NEXT_AT else shipped
        return Silence.IMPROBABLE if probability_of(found, suggestion) < needed else None

    for each in assessed(project, judge, snapshot, place.found, recent, reserve):
        if each.silence is None and not course.has_passed(snapshot, each.suggestion):
            probability = probability_of(each.found, each.suggestion)
            return Next(
                attrs.evolve(each.suggestion, probability=probability),
                each.found.pattern,
                place.features_of(each.found.pattern, each.suggestion.probability),
            )
    return None


def _place(  # noqa: PLR0913 - the document, the moment, and where
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    at: tuple[int, Sequence[Found]],
    latest_line: int | None,
    course: Course,
) -> Place:
    line, found = at
    path = project.relative(snapshot.path)

    def way_to(pattern: Pattern) -> Way:
        found_way = _way(pattern, path, latest_line, line)
        # Where a next edit was just taken, honed has led past what lies between, nobody else.
        is_led = found_way is Way.BETWEEN and course.has_momentum
        return Way.OPEN if is_led else found_way

    def features_of(pattern: Pattern, probability: float) -> tuple[float, ...]:
        return next_features(
            probability,
            pattern.evidence,
            way_to(pattern),
            says_little=_says_little(project.index.entry(pattern)),
            passed=course.passed(pattern),
            passed_any=course.passed(),
            taken=course.taken(),
            has_momentum=course.has_momentum,
        )

    here = project.context(found[0].pattern.rewrite.language)
    probability, candidate = judge.ranked((each.candidate for each in found), here)[0]
    best = next(each for each in found if each.candidate.origin == candidate.origin).pattern
    features = features_of(best, probability)
    return Place(line, tuple(found), best, judge.next_probability(features), features, features_of)


def _way(pattern: Pattern, path: str, latest_line: int | None, line: int) -> Way:
    example = pattern.example
    if example.path != path:
        return Way.OPEN
    lines = range(example.line, example.line + example.after.count("\n") + 1)
    return way(lines, latest_line, line)


def _is_topical(pattern: Pattern, latest_id: int) -> bool:
    """Return whether a pattern belongs to what the developer is doing.

    It is of one of the latest edits, and was neither shown in vain nor mostly wrong.
    """
    record = pattern.evidence
    is_late = pattern.trajectory_id >= latest_id - LATEST
    return is_late and record.ignored <= record.accepted and record.shadow_wrong <= record.right


def _is_import(snapshot: Snapshot, line: int | None) -> bool:
    """Return whether there is an import on a line: who goes up to it comes back."""
    if line is None or snapshot.tree is None:
        return False
    return any(each.first <= line <= each.last for each in imports(snapshot.tree))


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
