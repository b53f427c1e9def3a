"""The facade, with a clock turned by hand: settling, offering, outcomes, sessions, silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.core.model import Outcome
from honed.core.text import apply_edits, encode
from honed.learn.outcome import Decision, Visibility
from honed.services.actions import ActionKind
from honed.store.locations import workspace_database
from honed.store.store import open_store
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.model import Trajectory
    from tests.services.conftest import Bench

CHANGED = PYTHON.text.replace(*PYTHON.typed)
FIRST, FIRST_AFTER = PYTHON.others[0]
SECOND = PYTHON.others[2][0]
HALF_HOUR_S = 1801.0


def teach(bench: Bench, name: str = PYTHON.name) -> str:
    """Open the sample, make its edit, save; return the URI."""
    uri = bench.open(name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    return uri


def accept(bench: Bench, uri: str, needle: str = FIRST) -> str:
    """Accept the first offer as an editor does; return the action's id."""
    action = bench.actions(uri, needle, ActionKind.EDIT)[0]
    bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
    bench.workspace.accepted(action.id)
    bench.wait()
    return action.id


def rows(bench: Bench) -> list[Trajectory]:
    """Return the trajectories, oldest first."""
    bench.wait()
    store = open_store(
        workspace_database(bench.folder.parent / "data", bench.folder), read_only=True
    )
    found = store.recent(100)[::-1]
    store.close()
    return found


def test_a_pause_settles(bench: Bench) -> None:
    """After the pause of the settings what was typed is learned; before it is not."""
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.clock.time += bench.workspace.configuration.settings.settle_seconds - 0.1
    bench.workspace.tick()
    bench.wait()
    assert len(bench.project.index) == 0
    bench.clock.time += 0.2
    bench.workspace.tick()
    bench.wait()
    assert len(bench.project.index) > 0


def test_an_open_menu_is_no_pause(bench: Bench) -> None:
    """Who reads what could be completed has not finished the word; later it is a pause."""
    uri = teach(bench)
    start = bench.text(uri).index('" % (user.name')
    begun = bench.text(uri)[:start] + '", (user.name' + bench.text(uri)[start + 14 :]
    bench.edit(uri, begun)
    assert bench.workspace.completions(uri, len(encode(begun[: start + 2])))[1]
    for seconds, is_open in ((3.0, True), (9.0, False)):
        bench.clock.time += seconds
        bench.workspace.tick()
        document = bench.workspace.documents.get(uri)
        assert document is not None
        assert (document.burst is not None) is is_open


def test_outcomes_are_rows_with_rewards(bench: Bench) -> None:
    """A free edit and an acceptance are two rows; the acceptance's undo makes it worth nothing."""
    uri = teach(bench)
    before = bench.text(uri)
    accept(bench, uri)
    accepted = rows(bench)
    bench.edit(uri, before)
    undone = rows(bench)
    assert outcomes(accepted) == [(Outcome.FREE, 0.5), (Outcome.ACCEPTED, 1.0)]
    assert outcomes(undone) == [(Outcome.FREE, 0.5), (Outcome.UNDONE, 0.0)]
    assert accepted[1].id == undone[1].id
    assert 0.5 <= undone[1].probability <= 1.0


def outcomes(found: list[Trajectory]) -> list[tuple[Outcome, float]]:
    """Return the outcomes with their rewards."""
    return [(each.outcome, each.reward) for each in found]


def test_what_is_done_again_was_no_rejection(start: Callable[..., Bench]) -> None:
    """An undo that is taken back silences nothing, over a restart neither."""
    bench = start()
    uri = teach(bench)
    before = bench.text(uri)
    accept(bench, uri)
    after = bench.text(uri)
    bench.edit(uri, before)
    assert bench.project.rejections
    bench.edit(uri, after)
    assert outcomes(rows(bench)) == [(Outcome.FREE, 0.5), (Outcome.ACCEPTED, 1.0)]
    assert not bench.project.rejections
    assert bench.project.rejects_in_session.total() == 0
    again = start()
    assert not again.project.rejections


def test_late_undo_is_no_rejection_noop(bench: Bench) -> None:
    """After 30 s the text may go back without counting against the suggestion."""
    uri = teach(bench)
    before = bench.text(uri)
    accept(bench, uri)
    bench.clock.time += 31.0
    bench.edit(uri, before)
    bench.save(uri)
    assert [each.outcome for each in rows(bench)][:2] == [Outcome.FREE, Outcome.ACCEPTED]
    assert Outcome.UNDONE not in {each.outcome for each in rows(bench)}


def test_acceptance_raises_and_rejection_lowers(bench: Bench) -> None:
    """Ranking changes at once, in the next request."""
    uri = teach(bench)
    features = _features(bench, uri)
    at_first = bench.workspace.judge.probability(features)
    action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
    bench.workspace.accepted(action.id)
    raised = bench.workspace.judge.probability(features)
    other = bench.actions(uri, SECOND, ActionKind.EDIT)[0]
    bench.workspace.rejected(other.id)
    assert at_first < raised
    assert bench.workspace.judge.probability(features) < raised


def _features(bench: Bench, uri: str) -> tuple[float, ...]:
    action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
    handed = bench.workspace.feedback.get(action.id)
    assert handed is not None
    return handed.suggestions[0].candidate.features


def test_two_rejections_mute_for_the_session(bench: Bench) -> None:
    """A pattern that was rejected twice is silent everywhere until the next session."""
    uri = teach(bench)
    for needle in (FIRST, SECOND):
        action = bench.actions(uri, needle, ActionKind.EDIT)[0]
        bench.workspace.rejected(action.id)
    assert bench.offered(uri, PYTHON.others[1][0]) == []
    assert bench.project.rejections


def test_two_rejections_mute_over_a_restart(start: Callable[..., Bench]) -> None:
    """The session goes on, and so does the silence; in the next one the pattern is heard again."""
    bench = start()
    uri = teach(bench)
    for needle in (FIRST, SECOND):
        bench.workspace.rejected(bench.actions(uri, needle, ActionKind.EDIT)[0].id)
    elsewhere = 'log.debug("%s is %s" % (name, value))'
    bench = start()
    uri = bench.open("other.py", f"{CHANGED}\n\ndef show(name, value):\n    {elsewhere}\n")
    assert bench.offered(uri, elsewhere) == []
    bench.workspace.end_session()
    bench.wait()
    assert bench.project.rejects_in_session.total() == 0


def test_a_decision_counts_once_noop(bench: Bench) -> None:
    """Unknown ids, second decisions and undoing what was not accepted change nothing."""
    uri = teach(bench)
    action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
    decide = bench.workspace.feedback.decide
    assert not decide(Decision(action.id, Outcome.UNDONE))
    assert decide(Decision(action.id, Outcome.ACCEPTED))
    assert not decide(Decision(action.id, Outcome.ACCEPTED))
    assert not decide(Decision(action.id, Outcome.REJECTED))
    for outcome in Outcome:
        assert not decide(Decision("a0", outcome))
    assert len(rows(bench)) == 2


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_new_session_trusts_what_was_accepted(
    start: Callable[..., Bench], *, is_accepted: bool
) -> None:
    """After half an hour of rest a pattern is offered if it was accepted once, and only then."""
    bench = start()
    uri = teach(bench)
    if is_accepted:
        accept(bench, uri)
    bench.clock.time += HALF_HOUR_S
    bench = start()
    uri = bench.open(PYTHON.name, CHANGED)
    assert bool(bench.offered(uri, SECOND)) is is_accepted


def test_what_was_accepted_and_then_rejected_is_trusted_no_more_noop(bench: Bench) -> None:
    """In a later session one rejection ends what one acceptance began."""
    uri = teach(bench)
    accept(bench, uri)
    bench.workspace.end_session()
    bench.wait()
    found = bench.actions(uri, SECOND, ActionKind.EDIT)
    assert found
    for each in found:
        bench.workspace.rejected(each.id)
        bench.wait()
    assert bench.offered(uri, PYTHON.others[1][0]) == []


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_restart_knows_which_edits_were_accepted_offers(
    start: Callable[..., Bench], *, is_undone: bool
) -> None:
    """What the latest edits say of the next is the same as without one."""
    bench = start()
    uri = teach(bench)
    before = bench.project.circumstances(PYTHON.name)
    accept(bench, uri)
    if is_undone:
        bench.edit(uri, CHANGED)
        bench.wait()
    after = bench.project.circumstances(PYTHON.name)
    assert (before.session_hits < after.session_hits) is not is_undone
    again = start().project.circumstances(PYTHON.name)
    assert (again.session_hits, again.newest_edit) == (after.session_hits, after.newest_edit)


def test_a_session_survives_a_restart(start: Callable[..., Bench]) -> None:
    """A restart within half an hour goes on with the session; its patterns stay trusted."""
    bench = start()
    teach(bench)
    session = bench.project.session_id
    bench.clock.time += 60.0
    bench = start()
    assert bench.project.session_id == session
    uri = bench.open(PYTHON.name, CHANGED)
    assert bench.offered(uri, FIRST) == [CHANGED.replace(FIRST, FIRST_AFTER)]


def test_another_branch_is_another_session(bench: Bench) -> None:
    """When HEAD moves to another branch the session ends."""
    head = bench.folder / ".git" / "HEAD"
    head.parent.mkdir()
    head.write_text("ref: refs/heads/main\n")
    uri = teach(bench)
    first = bench.project.session_id
    head.write_text("ref: refs/heads/topic\n")
    bench.edit(uri, bench.text(uri) + "\n\nx = 1\n")
    bench.save(uri)
    assert bench.project.session_id == first + 1
    bench.edit(uri, bench.text(uri) + "y = 2\n")
    bench.save(uri)
    assert bench.project.session_id == first + 1


def test_an_old_pattern_proves_itself_in_the_shadow(bench: Bench) -> None:
    """A muted pattern that would have been right twice is offered again."""
    teach(bench)
    bench.workspace.end_session()
    bench.wait()
    uri = bench.open("later.py", PYTHON.text)
    text = PYTHON.text
    assert bench.offered(uri, PYTHON.others[3][0]) == []
    for before, after in PYTHON.others[:2]:
        bench.workspace.end_session()
        text = text.replace(before, after)
        bench.edit(uri, text)
        bench.save(uri)
    known = (each.evidence for each in bench.project.index.all())
    best = max(known, key=lambda evidence: evidence.shadow_right)
    assert best.shadow_right == 2
    assert best.is_proven


def test_settings_switch_off(start: Callable[..., Bench]) -> None:
    """Everything, a language, a file: no offers there, and nothing is learned."""
    for settings in (
        Settings(enabled=False),
        Settings(languages_off=("python",)),
        Settings(exclude=("**/service.py",)),
        Settings(learn=False),
    ):
        bench = start(settings)
        uri = teach(bench)
        assert len(bench.project.index) == 0
        assert bench.offered(uri, FIRST) == []


def test_learn_off_still_offers(start: Callable[..., Bench]) -> None:
    """With learning off, what is known is offered."""
    teach(start())
    bench = start(Settings(learn=False))
    uri = bench.open(PYTHON.name, CHANGED)
    assert bench.offered(uri, FIRST)


def test_files_outside_any_folder_use_the_users_store(bench: Bench) -> None:
    """A loose file is learned from, in the user's database."""
    uri = bench.open("../loose.py", PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert len(bench.project.index) == 0
    (loose, _) = bench.workspace.status()["projects"]
    assert loose["folder"] is None
    assert loose["patterns"] > 0


def test_a_failing_worker_loses_only_the_lesson(bench: Bench) -> None:
    """A job that kills the worker is dropped; the next edit is learned."""
    bench.worker.fails = True
    uri = teach(bench)
    assert bench.project.not_taught == {"the worker failed": 1}
    bench.worker.fails = False
    bench.edit(uri, bench.text(uri).replace(FIRST, FIRST_AFTER))
    bench.save(uri)
    assert len(bench.project.index) > 0


def test_an_unusable_data_directory_says_so(start: Callable[..., Bench], tmp_path: object) -> None:
    """Without a store honed is silent, and the status tells why."""
    bench = start()
    bench.workspace.stop()
    data = bench.folder.parent / "data"
    for path in sorted(data.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    data.rmdir()
    data.write_text("not a directory")
    bench = start()
    uri = teach(bench)
    (_, project) = bench.workspace.status()["projects"]
    assert project["trouble"]
    assert not project["isReady"]
    assert bench.offered(uri, FIRST) == []


def test_an_action_is_kept_while_it_fits(bench: Bench) -> None:
    """Clients that only run commands ask for an action's edits by its id."""
    uri = teach(bench)
    action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
    kept = bench.workspace.offered(action.id)
    assert kept is not None
    assert kept.edits == action.edits
    bench.edit(uri, bench.text(uri) + "#\n")
    assert bench.workspace.offered(action.id) is None
    assert bench.workspace.offered("a0") is None
    assert bench.workspace.resolve("a0") is None


def test_equal_lines_elsewhere_do_not_share_a_rejection(bench: Bench) -> None:
    """A rejection names the function: the same line in another one is still offered."""
    text = (
        PYTHON.text
        + PYTHON.text[PYTHON.text.index("def logout") :]
        .split("\n\n\n")[0]
        .replace("logout", "leave")
        + "\n"
    )
    uri = bench.open(PYTHON.name, text)
    bench.edit(uri, text.replace(*PYTHON.typed))
    bench.save(uri)
    action = bench.actions(uri, "def logout", ActionKind.EDIT)
    assert action == []
    action = bench.actions(uri, FIRST, ActionKind.EDIT)
    bench.workspace.rejected(action[0].id)
    assert bench.offered(uri, FIRST) == []
    line = bench.text(uri)[: bench.text(uri).rindex(FIRST)].count("\n")
    assert bench.workspace.actions(
        uri,
        (line, line),
        frozenset({ActionKind.EDIT}),
        visibility=Visibility.SHOWN,
        can_resolve=True,
    )
