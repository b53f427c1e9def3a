"""What outlives a restart, what is shared by two servers, and what waits for a store."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from honed.core.errors import StoreBusyError, StoreDamagedError, StoreUnavailableError
from honed.services import learner as learner_module
from honed.services.persistence import NOT_WRITTEN, REOPEN_S, _follow
from honed.services.stores import Stores
from honed.services.workspace import Workspace
from honed.store.codec import decode_lesson
from honed.store.locations import user_database, workspace_database
from honed.store.store import SqliteStore, open_store
from tests.lsp.samples import PYTHON
from tests.services.conftest import Bench, InPlaceWorker
from tests.services.test_workspace import CHANGED, FIRST, accept, teach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from honed.core.errors import StoreError
    from honed.core.model import Pattern
    from honed.core.ports import RankerStore, Store, Vector
    from honed.services.project import Project


def idle(bench: Bench) -> None:
    """Let the learner do what it does in an idle moment."""
    bench.workspace.learner._submit(bench.workspace.learner._idle)
    bench.wait()


def data(bench: Bench) -> Path:
    """Return the data directory."""
    return bench.folder.parent / "data"


@pytest.fixture
def beside() -> Iterator[Callable[[Bench], Bench]]:
    """Start another server on the folder and the data of one."""
    running: list[Workspace] = []

    def begin(bench: Bench) -> Bench:
        worker = InPlaceWorker()
        workspace = Workspace(bench.clock, str(data(bench)), worker)
        workspace.start({}, [str(bench.folder)])
        running.append(workspace)
        other = Bench(workspace, bench.clock, bench.folder, worker)
        other.wait()
        return other

    yield begin
    for workspace in running:
        workspace.stop()


def test_the_weights_that_have_seen_most_are_taken(start: Callable[..., Bench]) -> None:
    """A kill between the writing of two databases leaves the user's behind; the other counts."""
    bench = start()
    before = bench.workspace.judge.weights
    accept(bench, teach(bench))
    learned = bench.workspace.judge.weights
    bench.workspace.stop()
    with closing(open_store(user_database(data(bench)))) as store:
        store.save_weights(before)
    assert start().workspace.judge.weights == learned != before


def test_records_of_two_servers_add_up(bench: Bench, beside: Callable[[Bench], Bench]) -> None:
    """Both accept what one has learned: it was accepted twice."""
    uri = teach(bench)
    other = beside(bench)
    accept(bench, uri)
    accept(other, other.open("other.py", CHANGED))
    idle(bench)
    for each in (bench, other):
        idle(each)
        assert most_accepted(each.project.index.all()) == 2 or each is other
    assert most_accepted(open_patterns(bench)) == 2


def most_accepted(patterns: Sequence[Pattern]) -> int:
    """Return how often the pattern was accepted that was offered."""
    return max(each.evidence.accepted for each in patterns)


def test_weights_outlive_the_users_database(bench: Bench) -> None:
    """Removed under the server, it is made anew and has what was learned."""
    accept(bench, teach(bench))
    for path in user_database(data(bench)).parent.iterdir():
        path.unlink()
    uri = teach(bench, "other.py")
    accept(bench, uri)
    bench.clock.time += REOPEN_S + 1
    idle(bench)
    learned = bench.workspace.judge.weights
    with closing(open_store(user_database(data(bench)), read_only=True)) as store:
        assert store.load_weights() == learned


def test_a_database_that_is_removed_is_begun_anew(bench: Bench) -> None:
    """In the same session and after the ids in memory, so that old and new are told apart."""
    uri = teach(bench)
    session = bench.project.session_id
    old = {each.id for each in bench.project.index.all()}
    for path in workspace_database(data(bench), bench.folder).parent.iterdir():
        path.unlink()
    other = bench.open("other.py", "fetch(one)\n")
    bench.edit(other, "load(one)\n")
    bench.save(other)
    assert bench.offered(uri, FIRST)
    assert bench.project.session_id == session
    ids = {each.id for each in bench.project.index.all()}
    assert {each.id for each in open_patterns(bench)} == ids - old
    assert all(each.session_id == session for each in open_patterns(bench))
    assert bench.project.trouble == ""
    (told,) = bench.workspace.learner.notices.take()
    assert "was removed while honed had it open" in told


def test_a_pattern_that_cannot_be_read_is_embedded_as_nothing(
    start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be looked at for ever; it is like no other."""
    bench = start()
    teach(bench)
    store = bench.workspace.learner._persistence._stores[bench.project]
    assert isinstance(store, SqliteStore)
    with store._database.write() as connection:
        connection.execute("UPDATE lessons SET record = x'00'")
    bench.workspace.stop()
    monkeypatch.setattr("honed.services.stores.VERSION", 2)
    bench = start()
    idle(bench)
    store = bench.workspace.learner._persistence._stores[bench.project]
    assert store.outdated() == []


def test_weights_of_two_servers_add_up(bench: Bench, beside: Callable[[Bench], Bench]) -> None:
    """Both decide about offers; soon both rank with what both have learned."""
    uri = teach(bench)
    other = beside(bench)
    before = bench.workspace.judge.weights
    accept(bench, uri)
    accept(other, other.open("other.py", CHANGED))
    accept(other, other.open("third.py", CHANGED))
    for each in (bench, other, bench, other):
        idle(each)
    ours, theirs = bench.workspace.judge.weights, other.workspace.judge.weights
    assert ours == theirs
    assert ours.updates == before.updates + 3


def open_patterns(bench: Bench) -> list[Pattern]:
    """Return the patterns on the disk."""
    path = workspace_database(data(bench), bench.folder)
    with closing(open_store(path, read_only=True)) as store:
        return store.patterns()


def test_two_servers_share_a_session(bench: Bench, beside: Callable[[Bench], Bench]) -> None:
    """When one begins another session the other goes over to it, and they trust each other."""
    other = beside(bench)
    assert other.project.session_id == bench.project.session_id
    bench.workspace.end_session()
    bench.wait()
    uri = teach(bench)
    idle(other)
    assert other.project.session_id == bench.project.session_id == 2
    assert other.offered(other.open("other.py", bench.text(uri)), FIRST)


def test_old_vectors_are_made_anew_when_idle(
    start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update that embeds otherwise, a few at a time; a pattern's record is left alone."""
    bench = start()
    for word in [
        "ash",
        "birch",
        "cedar",
        "fir",
        "larch",
        "lime",
        "maple",
        "oak",
        "pine",
        "rowan",
        "willow",
        "yew",
    ]:
        uri = bench.open(f"{word}.py", f"def run(one):\n    {word}(one)\n")
        bench.edit(uri, f"def run(one):\n    {word[::-1]}(one)\n")
        bench.save(uri)
    idle(bench)
    # The first pattern of each edit has its vector.
    first = {each.lesson: each.id for each in reversed(list(open_patterns(bench)))}
    before = {id_: vector_of(bench, id_) for id_ in first.values()}
    assert len(before) > 8
    bench.workspace.stop()
    monkeypatch.setattr("honed.services.stores.VERSION", 2)
    bench = start()
    (store,) = [each for _, each in bench.workspace.learner._persistence._stores.items()][1:]
    left = [len(store.outdated())]
    while left[-1]:
        idle(bench)
        left.append(len(store.outdated()))
    assert left == [*range(len(before), 0, -8), 0]
    idle(bench)
    for id_, vector in before.items():
        assert float(vector @ vector_of(bench, id_, version=2)) > 0.99


def vector_of(bench: Bench, pattern_id: int, version: int = 1) -> Vector:
    """Return a pattern's vector, at unit length."""
    path = workspace_database(data(bench), bench.folder)
    with closing(open_store(path, read_only=True, embedding_version=version)) as store:
        vector = store._rows.among([pattern_id]).vectors[0].astype(np.float32)
    return cast("Vector", vector / np.linalg.norm(vector))


class Failing:
    """Stores that cannot be opened while `error` is one."""

    def __init__(self, data_dir: Path) -> None:
        self.stores = Stores(str(data_dir))
        self.error: StoreError | None = None

    def of_project(self, project: Project) -> Store:
        """Open a project's store."""
        if self.error is not None:
            raise self.error
        return self.stores.of_project(project)

    def of_ranker(self) -> RankerStore:
        """Open the store of the ranker's weights."""
        return self.stores.of_ranker()


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Let all workspaces have stores that fail when they are told to."""
    made = Failing(tmp_path / "data")
    monkeypatch.setattr("honed.services.workspace.Stores", lambda _: made)
    return made


def test_a_store_that_comes_later_is_opened_when_idle(
    start: Callable[..., Bench], failing: Failing
) -> None:
    """Until then an edit counts as not taught, and one message tells why."""
    failing.error = StoreUnavailableError("the directory is away")
    bench = start()
    uri = teach(bench)
    assert bench.project.trouble == "the directory is away"
    assert bench.project.not_taught == {"no store": 1}
    failing.error = None
    idle(bench)
    assert not bench.project.is_ready
    bench.clock.time += REOPEN_S + 1
    idle(bench)
    assert (bench.project.is_ready, bench.project.trouble) == (True, "")
    teach(bench, "again.py")
    assert bench.offered(uri, FIRST)
    assert len(bench.workspace.learner.notices.take()) == 1


def test_a_store_that_another_holds_is_waited_for(
    start: Callable[..., Bench], failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit that is typed before it could be opened is learned."""
    failing.error = StoreBusyError("another one writes")
    bench = start()
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 4:
            failing.error = None
        return True

    monkeypatch.setattr(bench.workspace.learner._persistence, "_wait", wait)
    uri = teach(bench)
    assert waits == [0.1, 0.2, 0.4, 0.8]
    assert bench.project.trouble == ""
    assert bench.offered(uri, FIRST)


def test_only_what_is_new_is_read_of_another(
    bench: Bench, beside: Callable[[Bench], Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its new patterns, its decisions, and what it has forgotten; each pattern is read once."""
    uri = teach(bench)
    other = beside(bench)
    taught = len(bench.project.index)
    read: list[int] = []

    def counted(record: bytes, language: str) -> object:
        before, after, rewrites = decode_lesson(record, language)
        read.append(len(rewrites))
        return before, after, rewrites

    monkeypatch.setattr("honed.store.patterns.decode_lesson", counted)
    theirs = other.open("other.py", "fetch(one)\n")
    other.edit(theirs, "load(one)\n")
    other.save(theirs)
    idle(bench)
    assert len(bench.project.index) == len(other.project.index) == sum(read) + taught
    accept(other, other.open("third.py", CHANGED))
    idle(bench)
    assert bench.project.index.all() == tuple(open_patterns(bench))
    known = {each.id for each in bench.project.index.all()}
    gone = sorted(known)[:taught]
    other.workspace.learner.forget(other.project, gone)
    other.wait()
    read.clear()
    idle(bench)
    assert {each.id for each in bench.project.index.all()} == known - {*gone}
    assert bench.offered(uri, FIRST) == []
    assert read == []


def test_a_session_that_goes_on_elsewhere_costs_no_pattern_noop(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server writes at each edit; what has not changed stays the same value."""
    teach(bench)
    before = bench.project.index.all()
    path = workspace_database(data(bench), bench.folder)
    with closing(open_store(path)) as store:
        store.touch_session(bench.project.session_id, bench.clock.time + 1)
    monkeypatch.setattr("honed.store.patterns.decode_pattern", None)
    idle(bench)
    for old, new in zip(before, bench.project.index.all(), strict=True):
        assert new is old


def test_what_is_forgotten_here_does_not_come_back(bench: Bench) -> None:
    """Though the learner reads the store before it comes to forget it there."""
    teach(bench)
    ids = [each.id for each in bench.project.index.all()]
    store = bench.workspace.learner._persistence._stores[bench.project]
    bench.project.remove(ids)
    _follow(bench.project, store)
    assert not bench.project.index.all()


def test_a_store_that_is_waited_for_and_turns_out_damaged(
    start: Callable[..., Bench], failing: Failing
) -> None:
    """The edit that waited for it is counted, and the user is told."""
    failing.error = StoreBusyError("another one writes")
    bench = start()
    failing.error = StoreDamagedError("page 7 is torn")
    teach(bench)
    assert bench.project.not_taught == {NOT_WRITTEN: 1}
    assert bench.project.trouble == "page 7 is torn"
    assert any("page 7" in text for text in bench.workspace.learner.notices.take())


def test_too_many_that_wait_are_not_added_to(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted, and the user is told once; what waited before is learned."""
    monkeypatch.setattr(learner_module, "MOST_WAITING", 3)
    store = bench.workspace.learner._persistence._stores[bench.project]
    uris = [bench.open(f"{number}.py", CHANGED) for number in range(6)]
    bench.wait()

    def in_the_way() -> None:
        with store.transaction():
            for number, uri in enumerate(uris):
                bench.edit(uri, CHANGED.replace("login", f"enter{number}"))
                bench.workspace.documents.save(uri, None)

    bench.workspace.learner._submit(in_the_way)
    bench.wait()
    assert bench.project.not_taught["too many waited"] == 4
    assert len(bench.workspace.learner.notices.take()) == 1
    assert bench.project.last_durable_id == 2


def test_a_value_that_no_row_can_hold_costs_one_edit(bench: Bench) -> None:
    """Such as half a character in the name of a language; the next edit is learned."""
    uri = bench.open("odd.x", "fetch(one)\n", language="\ud800")
    bench.edit(uri, "load(one)\n")
    bench.save(uri)
    assert bench.project.last_durable_id == 0
    uri = teach(bench)
    assert bench.project.last_durable_id == 1
    assert bench.offered(uri, FIRST)


def test_a_restart_of_the_learner_opens_what_was_in_trouble(
    start: Callable[..., Bench], failing: Failing
) -> None:
    """At once, whenever it was last tried."""
    failing.error = StoreUnavailableError("the directory is away")
    bench = start()
    failing.error = None
    bench.workspace.learner.restart().result(timeout=30)
    assert bench.project.is_ready


def test_a_restart_of_the_learner_waits_for_nothing(
    start: Callable[..., Bench], failing: Failing
) -> None:
    """What would be tried again in some seconds is tried at once."""
    failing.error = StoreBusyError("another one writes")
    bench = start()
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.workspace.documents.save(uri, None)
    failing.error = None
    bench.workspace.learner.restart().result(timeout=30)
    bench.wait()
    assert bench.offered(uri, FIRST)


def test_a_restart_of_the_learner_is_done_while_a_store_is_waited_for(
    start: Callable[..., Bench], failing: Failing
) -> None:
    """Whoever asked for it is answered; the edit that waits is learned when its time comes."""
    failing.error = StoreBusyError("another one writes")
    bench = start()
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.workspace.documents.save(uri, None)
    bench.workspace.learner.restart().result(timeout=30)
    assert bench.project.trouble == "another one writes"
    assert bench.workspace.learner.queue_length
    failing.error = None
    bench.wait()
    assert bench.offered(uri, FIRST)
