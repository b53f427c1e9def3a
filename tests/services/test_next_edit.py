"""The next edit of a document: found without a cursor, at most one, none where it is doubtful."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.apply.guard import Change
from honed.core.model import Evidence
from honed.core.text import Text, encode
from honed.services.course import RECENT_EDITS, Course
from honed.services.document import Snapshot
from honed.services.judge import Judge
from honed.services.next_edit import next_edit
from honed.services.project import Project
from honed.services.suggesting import fingerprint
from honed.suggest.next_rank import NEXT_NAMES
from tests.code import pattern_of, rewrites, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern

SOURCE = """import log
LEVEL = 2

def left(name):
    log.info('user %s left' % name)

def read(page):
    log.info('page %s was read' % page)

def failed(code):
    log.info('it failed with %d' % code)
"""
IMPORT, LEVEL, LEFT, READ, FAILED = 0, 1, 4, 7, 10
PATTERN = pattern_of(
    rewrites("log.info('user %s came' % user)\n", "log.info('user %s came', user)\n", "python")[0]
)


def project_of(*patterns: Pattern) -> Project:
    """Return a folder in whose session the patterns were learned."""
    project = Project(Path("/w"))
    project.fill(patterns, set(), {})
    project.begin_session(PATTERN.session_id)
    return project


def snapshot_of(source: str = SOURCE) -> Snapshot:
    """Return a document."""
    text, tree = Text(encode(source)), tree_of(source, "python")
    return Snapshot("file:///w/a.py", "/w/a.py", 1, text, tree, "python", is_trusted=True)


def line_of(
    project: Project,
    recent: Sequence[Change] = (),
    *,
    latest_line: int | None = None,
    being_typed: range = range(0),
) -> int | None:
    """Return the line of the next edit."""
    found = next_edit(
        project,
        Judge(),
        snapshot_of(),
        recent,
        latest_line=latest_line,
        being_typed=being_typed,
    )
    return None if found is None else found.line


def test_the_place_that_follows_the_latest_edit() -> None:
    """Who goes down a file comes to it next; after the last one those above are left."""
    project = project_of(PATTERN)
    assert line_of(project, latest_line=LEFT - 1) == LEFT
    assert line_of(project, latest_line=LEFT + 1) == READ
    assert line_of(project, latest_line=READ + 1) == FAILED
    assert line_of(project, latest_line=FAILED + 1) == FAILED


@pytest.mark.parametrize(
    ("example", "latest", "expected"),
    [
        (READ, FAILED, FAILED),
        (READ, LEFT, LEFT),
        (LEFT + 1, READ, READ),
        (FAILED, LEFT, LEFT),
    ],
)
def test_what_lies_ahead(example: int, latest: int, expected: int) -> None:
    """From the example on to the latest edit and farther on: what lies the other way was left."""
    taught = attrs.evolve(PATTERN, example=attrs.evolve(PATTERN.example, path="a.py", line=example))
    assert line_of(project_of(taught), latest_line=latest) == expected


@pytest.mark.parametrize(("example", "latest"), [(LEFT - 2, LEVEL), (FAILED + 1, FAILED + 2)])
def test_what_was_left_behind_noop(example: int, latest: int) -> None:
    """The developer begins at the example and goes away from all the others."""
    path = "a.py"
    for there in (path, "other.py"):
        taught = attrs.evolve(
            PATTERN, example=attrs.evolve(PATTERN.example, path=there, line=example)
        )
        found = line_of(project_of(taught), latest_line=latest)
        assert (found is None) == (there == path)


def test_who_goes_up_to_the_imports_comes_back() -> None:
    """An import goes with an edit below it, and so the places after that are not left behind."""
    taught = attrs.evolve(
        PATTERN, example=attrs.evolve(PATTERN.example, path="a.py", line=LEFT - 2)
    )
    assert line_of(project_of(taught), latest_line=IMPORT) == LEFT


def test_just_learned_there_is_no_way_yet() -> None:
    """Both sides are open: above the example, too."""
    taught = attrs.evolve(
        PATTERN, example=attrs.evolve(PATTERN.example, path="a.py", line=FAILED + 1)
    )
    assert line_of(project_of(taught), latest_line=FAILED + 1) == FAILED


def test_untaught_noop() -> None:
    """Nothing was learned, so nothing is next."""
    assert line_of(project_of()) is None


def test_unlike_texts_noop() -> None:
    """Nothing is next where nothing fits."""
    assert next_edit(project_of(PATTERN), Judge(), snapshot_of("print('%s' % 1)\n")) is None


def test_muted_noop() -> None:
    """A pattern of an older session that has not proven itself says nothing."""
    project = project_of(PATTERN)
    project.begin_session(2)
    assert line_of(project) is None


def test_what_is_being_typed_is_left_alone() -> None:
    """The line that is not finished is nobody's next edit."""
    assert line_of(project_of(PATTERN), latest_line=2, being_typed=range(LEFT, READ + 1)) == FAILED


def test_rejected_places_are_passed_over() -> None:
    """What was rejected at its place does not come back there; the next one does."""
    project, snapshot = project_of(PATTERN), snapshot_of()
    first = next_edit(project, Judge(), snapshot)
    assert first is not None
    place = fingerprint(snapshot.text, snapshot.tree, first.candidate.edits[0])
    project.rejections.add(("a.py", place))
    assert line_of(project) not in {None, first.line}


def test_the_own_edit_is_not_taken_back_noop() -> None:
    """What the developer has just made of such a line is left to them."""
    own = tuple(
        Change(encode(line.replace("' % ", "', ").strip()), encode(line.strip()))
        for line in SOURCE.splitlines()
        if "%" in line
    )
    assert line_of(project_of(PATTERN), own) is None


def test_doubtful_noop() -> None:
    """What a code action would offer to who asks there, is not shown to who does not."""
    project = project_of(PATTERN)
    judge = Judge()
    assert next_edit(project, judge, snapshot_of()) is not None
    mean = list(judge.weights.mean)
    mean[0] -= 6.0
    judge.weights = attrs.evolve(judge.weights, mean=tuple(mean))
    assert next_edit(project, judge, snapshot_of()) is None


def learned(before: str, after: str, trajectory_id: int = 1, **record: int) -> Pattern:
    """Return the pattern of an edit with its record."""
    pattern = pattern_of(rewrites(before, after, "python")[0], trajectory_id)
    return attrs.evolve(pattern, trajectory_id=trajectory_id, evidence=Evidence(**record))


CAME = ("log.info('user %s came' % user)\n", "log.info('user %s came', user)\n")
LATER = learned("a.b(c)\n", "a.d(c)\n", 20)
GONE = ("log.info('user %s came' % user)\n", "log.info('user %s came')\n")
MARK = ("    log.info('x' % y)\n", "    mark()\n    log.info('x' % y)\n")


@pytest.mark.parametrize(
    ("patterns", "is_offered"),
    [
        pytest.param([learned(*CAME, 18), LATER], True, id="of the last edits"),
        pytest.param([learned(*CAME, 2), LATER], False, id="of edits long ago"),
        pytest.param([learned(*CAME, 2, accepted=1), LATER], False, id="long ago, accepted"),
        pytest.param([learned(*CAME, ignored=1)], False, id="shown in vain"),
        pytest.param([learned(*CAME, accepted=1, ignored=1)], True, id="shown in vain as often"),
        pytest.param([learned(*CAME, shadow_wrong=1)], False, id="wrong elsewhere"),
        pytest.param([learned(*MARK)], False, id="only adds lines"),
        pytest.param([learned(*GONE)], False, id="only deletes"),
        pytest.param([learned(*MARK, shadow_right=2)], True, id="only adds, and was right"),
    ],
)
def test_only_what_the_developer_is_at(patterns: list[Pattern], *, is_offered: bool) -> None:
    """Nobody has asked: what is not of the moment, or was not wanted, says nothing."""
    assert (line_of(project_of(*patterns)) is not None) is is_offered


def passed_over(weights: Sequence[float] | None = None) -> list[int]:
    """Return the lines that are offered one after another where each is passed over."""
    project, snapshot, course = project_of(PATTERN), snapshot_of(), Course()
    lines = []
    while suggestion := next_edit(project, Judge(weights), snapshot, course=course):
        lines.append(suggestion.line)
        course.pass_over(snapshot, suggestion, PATTERN)
    return lines


def test_what_was_passed_over_gives_way() -> None:
    """Its place is silent, and what is no surer with it; after the second one its pattern."""
    sure = [float(name == "edit") for name in NEXT_NAMES]
    assert passed_over() == [LEFT]
    assert passed_over(sure) == [LEFT, READ]


def test_what_was_taken_goes_on_noop() -> None:
    """Who takes them gets them all."""
    project, snapshot, course = project_of(PATTERN), snapshot_of(), Course()
    lines: list[int] = []
    for _ in (LEFT, READ, FAILED):
        suggestion = next_edit(
            project, Judge(), snapshot, course=course, latest_line=max(lines, default=None)
        )
        assert suggestion is not None
        course.take()
        lines.append(suggestion.line)
        place = fingerprint(snapshot.text, snapshot.tree, suggestion.candidate.edits[0])
        project.rejections.add(("a.py", place))
    assert lines == [LEFT, READ, FAILED]


def test_what_was_passed_over_long_ago_counts_no_more() -> None:
    """But its place and its pattern stay silent."""
    snapshot, course = snapshot_of(), Course()
    suggestion = next_edit(project_of(PATTERN), Judge(), snapshot)
    assert suggestion is not None
    course.go_on()
    course.pass_over(snapshot, suggestion, PATTERN)
    course.take()
    counts = []
    for _ in range(RECENT_EDITS + 1):
        counts.append((course.passed(), course.passed(PATTERN), course.taken()))
        course.go_on()
    assert counts[0] == counts[-3] == (1, 1, 1)
    assert counts[-2:] == [(0, 0, 1), (0, 0, 0)]
    assert course.has_passed(snapshot, suggestion)
