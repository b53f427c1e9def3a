"""What was rejected stays away: the text at its place, and after two rejections all of its edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.model import Outcome, Trajectory
from honed.core.text import encode
from honed.services.actions import ActionKind
from honed.services.decided import Decided, Record
from honed.services.project import Project
from honed.services.silence import Silence
from honed.suggest.features import NAMES
from honed.suggest.rank import prior
from tests.code import pattern_of, rewrites
from tests.services.test_workspace import CHANGED, FIRST, FIRST_AFTER, teach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern
    from tests.services.conftest import Bench

SESSION = 1
LEARNED = pattern_of(rewrites("get(url)\n", "get(url, 5)\n", "python")[0])
SIBLINGS = tuple(attrs.evolve(LEARNED, id=number, trajectory_id=9) for number in (1, 2, 3))
STRANGERS = tuple(attrs.evolve(each, trajectory_id=each.id) for each in SIBLINGS)
OF_HISTORY = tuple(attrs.evolve(each, trajectory_id=0, session_id=0) for each in SIBLINGS)


def project_of(patterns: Sequence[Pattern], rejects: Sequence[int] = ()) -> Project:
    """Return a project whose store tells of one rejection of each of these patterns."""
    project = Project(None)
    project.begin_session(SESSION)
    project.fill(patterns, set(), dict.fromkeys(rejects, 1))
    return project


def reject(project: Project, pattern_id: int, earlier: Outcome | None = None) -> None:
    """Reject what a pattern offers at some place; or let a rejection turn out to be none."""
    outcome = Outcome.REJECTED if earlier is None else Outcome.ACCEPTED
    trajectory = Trajectory(
        session_id=SESSION,
        at=0.0,
        language="python",
        path="a.py",
        line=pattern_id,
        before="a",
        after="b",
        outcome=outcome,
        reward=0.0,
        pattern_id=pattern_id,
    )
    project.take(Decided(trajectory, f"place {pattern_id}", earlier, Record()))


def is_muted(project: Project) -> list[bool]:
    """Say of each pattern whether it was rejected too often."""
    known = sorted(project.index.all(), key=lambda each: each.id)
    return [project.muting(each) is Silence.REJECTED_OFTEN for each in known]


def test_two_rejections_of_siblings_mute_their_edit() -> None:
    """What one edit taught is one thing to its developer, whichever pattern offers it."""
    project = project_of(SIBLINGS)
    reject(project, 1)
    assert is_muted(project) == [False, False, False]
    reject(project, 2)
    assert is_muted(project) == [True, True, True]


def test_a_rejection_that_is_taken_back_counts_no_more() -> None:
    """What an editor's command corrects was no rejection of the siblings either."""
    project = project_of(SIBLINGS)
    reject(project, 1)
    reject(project, 2)
    reject(project, 2, Outcome.REJECTED)
    assert is_muted(project) == [False, False, False]


@pytest.mark.parametrize("patterns", [STRANGERS, OF_HISTORY], ids=["two edits", "a history"])
def test_one_rejection_of_two_edits_noop(patterns: Sequence[Pattern]) -> None:
    """What two edits have taught, or a history has, stands for itself."""
    project = project_of(patterns)
    reject(project, 1)
    reject(project, 2)
    assert is_muted(project) == [False, False, False]
    reject(project, 2)
    assert is_muted(project) == [False, True, False]


def test_what_the_store_tells_counts_by_edit() -> None:
    """The session goes on after a restart, and so does the silence."""
    assert is_muted(project_of(SIBLINGS, rejects=[1, 2])) == [True, True, True]
    assert is_muted(project_of(SIBLINGS, rejects=[1])) == [False, False, False]
    assert is_muted(project_of(STRANGERS, rejects=[1, 2])) == [False, False, False]
    # One whose pattern was forgotten is nobody's.
    assert is_muted(project_of(SIBLINGS, rejects=[1, 7])) == [False, False, False]


def test_the_next_session_begins_anew() -> None:
    """Another day the edit may be wanted again."""
    project = project_of(SIBLINGS, rejects=[1, 2])
    project.begin_session(SESSION + 1)
    assert Silence.REJECTED_OFTEN not in {project.muting(each) for each in SIBLINGS}


def finishing(bench: Bench, uri: str) -> list[str]:
    """Type the beginning of the edit at the first place; return what would finish it."""
    start = CHANGED.index('" % (user.name')
    begun = CHANGED[:start] + '", (user.name' + CHANGED[start + 14 :]
    bench.edit(uri, begun)
    _, found = bench.workspace.completions(uri, len(encode(begun[: start + 2])))
    return [completion.text for _, completion in found]


def dismiss(bench: Bench, uri: str) -> None:
    """Say that the edit is not wanted at the first place."""
    (dismissal,) = bench.actions(uri, FIRST, ActionKind.DISMISS)
    bench.workspace.rejected(dismissal.id)
    bench.wait()


def next_text(bench: Bench, uri: str) -> str | None:
    """Return what the next edit of the document would write."""
    offer = bench.workspace.next_edit(uri)
    return None if offer is None else offer.suggestion.after


def test_a_rejected_text_does_not_come_as_a_completion(bench: Bench) -> None:
    """Not even to who begins to type it."""
    uri = teach(bench)
    dismiss(bench, uri)
    assert finishing(bench, uri) == []


def test_a_text_that_nobody_rejected_comes_as_a_completion_noop(bench: Bench) -> None:
    """The same keys without the rejection are completed."""
    assert finishing(bench, teach(bench)) != []


def test_a_rejected_text_is_not_the_next_edit(bench: Bench) -> None:
    """It was the next one before; then, if that makes nothing less probable, another place is."""
    bench.workspace.judge.load(attrs.evolve(prior(), mean=(9.0, *[0.0] * (len(NAMES) - 1))))
    uri = teach(bench)
    assert FIRST_AFTER in (next_text(bench, uri) or "")
    dismiss(bench, uri)
    following = next_text(bench, uri)
    assert following is not None
    assert FIRST_AFTER not in following


def test_a_rejected_next_edit_is_not_offered_in_the_menu(bench: Bench) -> None:
    """One place has one answer, whichever way it is asked."""
    uri = teach(bench)
    offer = bench.workspace.next_edit(uri)
    assert offer is not None
    bench.workspace.rejected(offer.action.id)
    bench.wait()
    assert bench.offered(uri, FIRST) == []
