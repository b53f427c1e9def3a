"""What a decision changes is the same in memory and in the store, whatever is read meanwhile."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

import pytest

from honed.core.model import Arm, Outcome
from honed.core.text import apply_edits
from honed.learn.outcome import Decision
from honed.services import persistence
from honed.services.actions import ActionKind
from honed.store.locations import workspace_database
from honed.store.store import open_store
from tests.services.test_workspace import FIRST, SECOND, accept, rows, teach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from honed.core.model import Evidence, Pattern
    from honed.core.ports import Store
    from honed.services.project import Project
    from tests.services.conftest import Bench

    Read = Callable[[Project, Store], None]

OLD = "def run(one, two):\n    fetch(one, two)\n"
NEW = OLD.replace("fetch", "load")
PLACES = "\n\n".join(f"def stop{number}(one, two):\n    fetch(one, two)\n" for number in range(300))


def stored(bench: Bench) -> Evidence:
    """Return the record in the store of the pattern that was offered."""
    bench.wait()
    path = workspace_database(bench.folder.parent / "data", bench.folder)
    with closing(open_store(path, read_only=True)) as store:
        return most_judged(store.patterns())


def most_judged(patterns: Sequence[Pattern]) -> Evidence:
    """Return the record of the pattern that was offered."""
    records = (each.evidence for each in patterns)
    return max(records, key=lambda each: each.accepted + each.rejected + each.ignored)


def known(bench: Bench) -> Evidence:
    """Return its record in memory."""
    return most_judged(bench.project.index.all())


def store_of(bench: Bench) -> Store:
    """Return the store that the learner has open."""
    return bench.workspace.learner._persistence._stores[bench.project]


def everywhere(bench: Bench, uri: str) -> None:
    """Accept the taught edit in the whole file, as an editor does."""
    (action,) = bench.actions(uri, "fetch", ActionKind.EVERYWHERE)
    bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
    bench.workspace.accepted(action.id)
    bench.wait()


def test_many_places_have_one_outcome_each(bench: Bench) -> None:
    """Two files of them are accepted, one is undone: its acceptances are no more."""
    uri = bench.open("taught.py", OLD)
    bench.edit(uri, NEW)
    bench.save(uri)
    undone, kept = bench.open("a.py", PLACES), bench.open("b.py", PLACES)
    everywhere(bench, undone)
    everywhere(bench, kept)
    bench.edit(undone, PLACES)
    bench.wait()
    tally = Counter(each.outcome for each in store_of(bench).recent(1000))
    assert tally == {Outcome.FREE: 1, Outcome.ACCEPTED: 300, Outcome.UNDONE: 300}
    assert known(bench) == stored(bench)
    assert (known(bench).accepted, known(bench).rejected) == (300, 300)


def test_two_offers_of_one_suggestion_have_one_outcome(bench: Bench) -> None:
    """An edit that is dismissed was not passed over, whatever is told of its other action."""
    uri = teach(bench)
    edit, dismissal = bench.actions(uri, FIRST, ActionKind.EDIT, ActionKind.DISMISS)
    decide = bench.workspace.feedback.decide
    assert decide(Decision(edit.id, Outcome.IGNORED))
    assert decide(Decision(dismissal.id, Outcome.REJECTED))
    assert [each.outcome for each in rows(bench)] == [Outcome.FREE, Outcome.REJECTED]
    assert known(bench) == stored(bench)
    assert (known(bench).ignored, known(bench).rejected) == (0, 1)


def test_a_dismissal_stays_noop(bench: Bench) -> None:
    """That the edit was also passed over changes nothing."""
    uri = teach(bench)
    edit, dismissal = bench.actions(uri, FIRST, ActionKind.EDIT, ActionKind.DISMISS)
    decide = bench.workspace.feedback.decide
    assert decide(Decision(dismissal.id, Outcome.REJECTED))
    assert not decide(Decision(edit.id, Outcome.IGNORED))
    bench.wait()
    assert bench.project.rejections == store_of(bench).rejections() != set()
    assert known(bench) == stored(bench)


class Meanwhile:
    """A store; something happens after its patterns were read and before they are taken."""

    def __init__(self, store: Store, happens: Callable[[], object]) -> None:
        self._store = store
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def rejections(self) -> set[tuple[str, str]]:
        """Return what is asked for after the patterns."""
        found = self._store.rejections()
        self._happens()
        return found


def read_anew(read: Read, bench: Bench, happens: Callable[[], object]) -> None:
    """Let the learner read what the store holds, while something happens; wait for it."""
    store = cast("Store", Meanwhile(store_of(bench), happens))
    bench.workspace.learner._submit(lambda: read(bench.project, store))
    bench.wait()


@pytest.fixture(params=[persistence._take_over, persistence._follow], ids=["all", "what is new"])
def read(request: pytest.FixtureRequest) -> Read:
    """Read all that a store holds, or what is new."""
    return cast("Read", request.param)


def test_a_reload_keeps_what_is_accepted_meanwhile(read: Read, bench: Bench) -> None:
    """It counts once, also after the next reload."""
    uri = teach(bench)
    (action, *_) = bench.actions(uri, FIRST, ActionKind.EDIT)
    decision = Decision(action.id, Outcome.ACCEPTED)
    read_anew(read, bench, lambda: bench.workspace.feedback.decide(decision))
    assert known(bench).accepted == 1
    assert stored(bench) == known(bench)
    read_anew(read, bench, lambda: None)
    assert stored(bench) == known(bench)


def test_a_reload_keeps_what_is_rejected_meanwhile(read: Read, bench: Bench) -> None:
    """The place stays silent, and the pattern's rejections in the session are counted once."""
    uri = teach(bench)
    (dismissal,) = bench.actions(uri, FIRST, ActionKind.DISMISS)
    read_anew(read, bench, lambda: bench.workspace.rejected(dismissal.id))
    assert bench.offered(uri, FIRST) == []
    assert bench.project.rejects_in_session.total() == 1
    read_anew(read, bench, lambda: None)
    assert bench.offered(uri, FIRST) == []
    assert bench.project.rejects_in_session.total() == 1


def test_a_rejection_that_another_withdrew_is_none(read: Read, bench: Bench) -> None:
    """Another window's undo of an undo lets the suggestion speak here, too."""
    uri = teach(bench)
    (dismissal,) = bench.actions(uri, FIRST, ActionKind.DISMISS)
    bench.workspace.rejected(dismissal.id)
    bench.wait()
    (place,) = bench.project.rejections
    store_of(bench).withdraw_rejection(*place)
    read_anew(read, bench, lambda: None)
    assert bench.offered(uri, FIRST)


def test_what_cannot_be_written_counts_here(bench: Bench) -> None:
    """Without a store the rejection is silent as long as the server lives."""
    uri = teach(bench)
    store = store_of(bench)
    bench.workspace.learner._submit(
        lambda: bench.workspace.learner._persistence._stores.pop(bench.project)
    )
    (dismissal,) = bench.actions(uri, FIRST, ActionKind.DISMISS)
    bench.workspace.rejected(dismissal.id)
    bench.wait()
    persistence._take_over(bench.project, store)
    store.close()
    assert bench.offered(uri, FIRST) == []


def test_a_decision_notes_the_arm(bench: Bench) -> None:
    """Of what judged before it: a free edit has none, and once it was taken back it is frozen."""
    uri = teach(bench)
    judge = bench.workspace.judge
    judge.begin_from(judge.frozen)
    accept(bench, uri)
    dismissals = bench.actions(uri, SECOND, ActionKind.DISMISS)
    bench.workspace.rejected(dismissals[0].id)
    found = {row.outcome: row.arm for row in rows(bench)}
    assert found[Outcome.FREE] is None
    assert found[Outcome.ACCEPTED] is Arm.FROZEN
    assert found[Outcome.REJECTED] is Arm.LEARNED
