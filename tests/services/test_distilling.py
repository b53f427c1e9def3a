"""Memory items appear in idle moments, of what was wanted and of what was not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.core.memory import ItemKind, MemoryItem
from honed.core.model import Outcome, Trajectory
from honed.retrieval.embed import VERSION
from honed.services import distilling
from honed.services.distilling import settle
from honed.store.locations import workspace_database
from honed.store.store import open_store
from tests.learn.memory.test_consolidate import GENERAL, SPECIAL
from tests.lsp.samples import PYTHON
from tests.services.test_persistence import idle
from tests.services.test_workspace import FIRST, accept, teach
from tests.store.samples import vectors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.core.model import Pattern
    from honed.core.ports import Store
    from tests.services.conftest import Bench


def items(bench: Bench, rounds: int = 12, rest_s: float = distilling.REST_S) -> list[MemoryItem]:
    """Return what the store holds after some idle moments."""
    for _ in range(rounds):
        idle(bench)
        bench.clock.time += rest_s
    folder = bench.folder
    path = workspace_database(folder.parent / "data", folder)
    with closing(open_store(path, read_only=True)) as store:
        return store.memory.items()


def written(bench: Bench, *found: Trajectory) -> None:
    """Let the store hold these trajectories."""
    learner = bench.workspace.learner

    def work(store: Store) -> None:
        for each in found:
            store.add_trajectory(each)

    def add() -> None:
        learner._persistence.write(bench.project, work)
        learner._persistence.refresh(bench.project)

    learner._submit(add)
    bench.wait()


def decision(bench: Bench, path: str, *, rejected: bool, **more: Any) -> Trajectory:
    """Return a decision about what the first pattern offers in a file."""
    outcome = Outcome.REJECTED if rejected else Outcome.ACCEPTED
    pattern = min(each.id for each in bench.project.index.all())
    row = Trajectory(1, 5.0, "python", path, 0, "a", "b", outcome, 0.0, "suggestion", pattern)
    return attrs.evolve(row, **more)


def test_what_was_accepted_becomes_an_item(bench: Bench) -> None:
    """Without being asked; with the record of its patterns, and once however often one looks."""
    uri = teach(bench)
    accept(bench, uri)
    found = items(bench)
    assert found
    assert {each.kind for each in found} == {ItemKind.EDIT}
    assert all(each.successes and each.trust > 0 for each in found)
    assert found[0].origin.startswith(PYTHON.name)
    assert items(bench) == found


def test_what_nobody_took_noop(bench: Bench) -> None:
    """One edit that was typed is no practice."""
    teach(bench)
    assert items(bench) == []


def test_an_undo_is_heard(bench: Bench) -> None:
    """The record of the pattern is what its witness says last."""
    uri = teach(bench)
    before = bench.text(uri)
    accept(bench, uri)
    right = sum(each.successes for each in items(bench, rest_s=0))
    bench.edit(uri, before)
    bench.wait()
    found = items(bench)
    assert sum(each.successes for each in found) < right


def test_rejections_that_share_a_folder_become_a_guard(bench: Bench) -> None:
    """Which holds suggestions back there."""
    uri = teach(bench)
    assert bench.offered(uri, FIRST) != []
    written(
        bench,
        *(decision(bench, PYTHON.name, rejected=True) for _ in range(10)),
        *(decision(bench, "src/a.py", rejected=False) for _ in range(15)),
    )
    found = [each for each in items(bench) if each.kind is ItemKind.GUARD]
    assert found
    assert {each.context[1] for each in found if each.context} == {f"file:{PYTHON.name}"}
    assert bench.offered(uri, FIRST) == []


def test_rejections_that_share_nothing_noop(bench: Bench) -> None:
    """Some are rejected everywhere."""
    uri = teach(bench)
    for path in (PYTHON.name, "src/a.py"):
        for rejected in (True, False):
            written(bench, *(decision(bench, path, rejected=rejected) for _ in range(6)))
    assert not [each for each in items(bench) if each.kind is ItemKind.GUARD]
    assert bench.offered(uri, FIRST) != []


def test_a_guard_fades_when_its_context_is_wanted_again(bench: Bench) -> None:
    """The latest decisions count."""
    uri = teach(bench)
    written(
        bench,
        *(decision(bench, PYTHON.name, rejected=True) for _ in range(10)),
        *(decision(bench, "src/a.py", rejected=False) for _ in range(15)),
    )
    items(bench)
    assert bench.project.guards
    written(
        bench,
        *(decision(bench, PYTHON.name, rejected=False) for _ in range(30)),
        decision(bench, "src/a.py", rejected=True),
    )
    assert not [each for each in items(bench) if each.kind is ItemKind.GUARD]
    assert not bench.project.guards
    assert bench.offered(uri, FIRST) != []


def test_old_decisions_are_read_in_slices(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, and only so many count."""
    monkeypatch.setattr(distilling, "A_SLICE", 7)
    monkeypatch.setattr(distilling, "MOST_DECISIONS", 30)
    teach(bench)
    written(
        bench,
        *(decision(bench, "src/old.py", rejected=True) for _ in range(9)),
        *(decision(bench, PYTHON.name, rejected=True) for _ in range(12)),
        *(decision(bench, "src/a.py", rejected=False) for _ in range(18)),
    )
    found = [each for each in items(bench, 25) if each.kind is ItemKind.GUARD]
    assert {each.context[1] for each in found if each.context} == {f"file:{PYTHON.name}"}
    assert {each.successes for each in found} == {12}


def test_a_damaged_row_does_not_end_the_reading(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those behind it are read as well, as a guard of theirs shows."""
    monkeypatch.setattr(distilling, "A_SLICE", 7)
    teach(bench)
    written(
        bench,
        *(decision(bench, "gen/a.py", rejected=True) for _ in range(12)),
        *(decision(bench, "src/a.py", rejected=False) for _ in range(24)),
    )
    path = workspace_database(bench.folder.parent / "data", bench.folder)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE trajectories SET texts = x'00' WHERE id % 5 = 0 AND kind = 'suggestion'"
        )
    found = [each for each in items(bench, 25) if each.kind is ItemKind.GUARD]
    assert {each.successes for each in found} >= {9} or {each.successes for each in found} >= {10}


def test_tasks_become_items(bench: Bench) -> None:
    """What a program had made, as its trajectory tells."""
    teach(bench)
    code = "def fetch(url):\n    return get(url)\n"
    task = decision(bench, "a.py", rejected=False, kind="task", before="", after=code)
    written(bench, attrs.evolve(task, pattern_id=None))
    [found] = items(bench)
    assert (found.kind, found.content) == (ItemKind.CODE, code.strip())


def test_items_are_distilled_without_a_worker_noop(bench: Bench) -> None:
    """A worker that fails leaves tasks alone, and nothing else."""
    uri = teach(bench)
    accept(bench, uri)
    bench.worker.fails = True
    written(bench, decision(bench, "a.py", rejected=False, kind="task", after="x = 1\n"))
    assert {each.kind for each in items(bench)} == {ItemKind.EDIT}


def test_forgetting_a_pattern_forgets_its_item(start: Callable[..., Bench]) -> None:
    """With all that it taught."""
    bench = start()
    uri = teach(bench)
    accept(bench, uri)
    assert items(bench)
    ids = [each.id for each in bench.project.index.all()]
    bench.workspace.learner.forget(bench.project, ids)
    bench.wait()
    assert items(bench) == []


def twin(bench: Bench, pattern: Pattern) -> None:
    """Let the store hold a pattern of the same family, which was learned in another file."""
    example = attrs.evolve(pattern.example, path="src/twin.py")
    rewrite = attrs.evolve(pattern.rewrite, left=(), right=(), callee=("twin",))
    path = workspace_database(bench.folder.parent / "data", bench.folder)
    with closing(open_store(path, embedding_version=VERSION)) as store:
        added = store.add_pattern(
            rewrite, example, session_id=1, trajectory_id=99, vector=vectors(1)[0]
        )
        for each in (pattern.id, added.id):
            store.revise(each, lambda now: attrs.evolve(now, accepted=3))


@pytest.mark.parametrize("is_elsewhere", [True, False])
def test_a_family_is_distilled_again_from_those_left(bench: Bench, *, is_elsewhere: bool) -> None:
    """When one of its patterns is forgotten, here or by another process: with their words alone."""
    teach(bench)
    pattern = min(bench.project.index.all(), key=lambda each: each.id)
    twin(bench, pattern)
    [before] = items(bench)
    assert (before.origin.split(":")[0], before.successes) == (PYTHON.name, 6)
    folder = bench.folder
    if is_elsewhere:
        path = workspace_database(folder.parent / "data", folder)
        with closing(open_store(path, embedding_version=VERSION)) as store:
            store.forget([pattern.id])
    else:
        bench.workspace.learner.forget(bench.project, [pattern.id])
    [again] = items(bench)
    assert (again.key, again.origin.split(":")[0]) == (before.key, "src/twin.py")
    assert again.successes == 3


def test_a_guard_that_is_forgotten_no_longer_guards(bench: Bench) -> None:
    """At once, not when the next idle moment finds out."""
    uri = teach(bench)
    written(
        bench,
        *(decision(bench, PYTHON.name, rejected=True) for _ in range(10)),
        *(decision(bench, PYTHON.name, rejected=False, pattern_id=9_999) for _ in range(15)),
    )
    first = min(each.id for each in bench.project.index.all())
    bench.project.revise(first, lambda now: attrs.evolve(now, rejected=10))
    items(bench)
    assert bench.project.guards
    bench.workspace.learner.forget(bench.project, [9_999])
    bench.wait()
    assert bench.project.guards
    bench.workspace.learner.forget(bench.project, [first])
    bench.wait()
    assert not bench.project.guards
    assert uri


def test_a_guard_goes_with_the_edit_that_it_quotes(bench: Bench) -> None:
    """When its pattern is forgotten."""
    teach(bench)
    written(
        bench,
        *(decision(bench, PYTHON.name, rejected=True) for _ in range(10)),
        *(decision(bench, PYTHON.name, rejected=False, pattern_id=9_999) for _ in range(15)),
    )
    first = min(each.id for each in bench.project.index.all())
    pattern = bench.project.index.get(first)
    assert pattern is not None
    bench.project.revise(first, lambda _: attrs.evolve(pattern.evidence, rejected=10))
    [found] = [each for each in items(bench) if each.kind is ItemKind.GUARD]
    assert found.context is not None
    assert found.context[0].startswith("edit:")
    assert "one edit" not in found.title
    bench.workspace.learner.forget(bench.project, [first])
    bench.wait()
    assert not [each for each in items(bench, 1) if each.kind is ItemKind.GUARD]


def test_settling_absorbs_and_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writes what changed only."""
    from honed.core.memory import Distilled, Witness

    with closing(open_store(tmp_path / "honed.db")) as store:
        for each in (GENERAL, SPECIAL):
            bare = attrs.evolve(each, successes=0)
            store.memory.remember([Distilled(bare, (Witness("s", each.successes, 0),))], 1.0)
        settle(store, store.memory.items(), 2.0)
        assert [each.absorbed_by for each in store.memory.items()] == ["", GENERAL.key]
        settle(store, store.memory.items(), 2.0)
        monkeypatch.setattr("honed.learn.memory.consolidate.fading", lambda items, _: items[:1])
        settle(store, store.memory.items(), 2.0)
        [left] = store.memory.items()
        assert (left.key, left.absorbed_by) == (SPECIAL.key, "")
