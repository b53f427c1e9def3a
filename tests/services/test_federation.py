"""What three developers export feeds the federated algorithm; what two do says nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.config import Algorithm, Settings
from honed.core.errors import StoreError
from honed.core.model import Evidence
from honed.learn.algorithms.federated import Contribution, Federated, federated
from honed.learn.algorithms.interface import Context
from honed.learn.history import key_of
from honed.services.federation import elsewhere, tell
from honed.services.judge import Judge
from honed.services.places import Place
from honed.services.project import Project
from honed.services.sharing import bring_in, export, take_out
from honed.store import bundle
from honed.store.locations import workspace_database
from honed.suggest.features import NAMES
from honed.suggest.rank import prior
from tests.services.conftest import HandClock
from tests.services.test_sharing import decide, opened, place, teach, users

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.core.model import Weights
    from tests.services.conftest import Bench

RECORDS = (Evidence(accepted=2), Evidence(accepted=1, rejected=3), Evidence(shadow_right=5))
FEATURES = (0.0,) * len(NAMES)


def shared(root: Path, number: int) -> Path:
    """Return the file of one developer, without code."""
    theirs, path = place(root, f"developer{number}"), root / f"file{number}"
    teach(theirs, 0, RECORDS[number])
    decide(theirs, right=bool(number % 2), number=number + 2)
    export(theirs, path)
    assert all("rewrite" not in each for each in bundle.read(path).lines)
    return path


def known(where: Place) -> dict[int, tuple[int, int]]:
    """Return what the store knows of its patterns from elsewhere."""
    with opened(where) as store:
        return elsewhere(store.contributed(), store.patterns())


def learned(weights: Weights | None) -> np.ndarray:
    """Return what weights add to those that ship: precisions, and precisions times means."""
    base = prior()
    assert weights is not None
    mean, precision = np.array(weights.mean), np.array(weights.precision)
    of = np.array(base.precision)
    return np.concatenate([precision - of, precision * mean - of * np.array(base.mean)])


def test_three_give_what_the_sum_of_all_does(tmp_path: Path) -> None:
    """Sums of the ranker and counts of patterns; two of them no counts, and none once undone."""
    ours = place(tmp_path, "ours")
    ids = teach(ours, 0)
    files = [shared(tmp_path, number) for number in range(3)]
    for number, path in enumerate(files):
        assert known(ours) == {}
        bring_in(ours, path, HandClock())
        assert len(known(ours)) == (len(ids) if number == 2 else 0)
    right = sum(each.right for each in RECORDS)
    wrong = sum(each.wrong for each in RECORDS)
    assert known(ours) == dict.fromkeys(ids, (right, wrong))
    with users(ours) as ranker:
        found = learned(ranker.load_weights())
    sums = np.zeros_like(found)
    for number in range(3):
        with users(place(tmp_path, f"developer{number}")) as origin:
            sums += learned(origin.load_weights())
    assert found == pytest.approx(sums, abs=1e-6)
    take_out(ours, files[1])
    assert known(ours) == {}


def test_the_same_developer_three_times_noop(tmp_path: Path) -> None:
    """Is one; so are files that do not tell who made them."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(ours, 0)
    for number in range(3):
        teach(theirs, number, Evidence(accepted=2))
        export(theirs, tmp_path / f"file{number}")
        bring_in(ours, tmp_path / f"file{number}", HandClock())
    assert known(ours) == {}
    with opened(ours) as store:
        counts = {key_of(each.rewrite): (2, 0) for each in store.patterns()}
        assert elsewhere([("", counts)] * 3, store.patterns()) == {}
        assert elsewhere([(name, counts) for name in "abc"], store.patterns()) != {}


def heard(where: Place, algorithm: str) -> Judge:
    """Return a judge that was told what the store knows."""
    judge, project = Judge(), Project(where.folder)
    judge.choose(algorithm)
    with opened(where) as store:
        project.fill(store.patterns(), set(), {})
        tell(judge, project, store)
    return judge


def test_the_algorithm_judges_by_it(tmp_path: Path) -> None:
    """As it would by what all contributed; another algorithm (noop) does not ask for it."""
    ours = place(tmp_path, "ours")
    [id_, *_] = teach(ours, 0)
    for number in range(3):
        bring_in(ours, shared(tmp_path, number), HandClock())
    here = Context("python", id_, store=str(ours.folder))
    plain = heard(ours, "q_learning").probability(FEATURES, here)
    judge = heard(ours, "federated")
    gifts = [
        Contribution(str(number), None, {"key": (each.right, each.wrong)})
        for number, each in enumerate(RECORDS)
    ]
    by_all = Federated.of(prior(), federated(gifts), {"key": id_})
    found = judge.probability(FEATURES, here)
    assert found == by_all.score(FEATURES, attrs.evolve(here, store=""))
    assert found != plain
    assert judge.probability(FEATURES, attrs.evolve(here, store="elsewhere")) == plain
    judge.begin_from(prior())
    assert judge.probability(FEATURES, here) == found


@pytest.mark.parametrize("algorithm", [Algorithm.FEDERATED, Algorithm.Q_LEARNING])
def test_a_server_hears_of_it(
    start: Callable[..., Bench], tmp_path: Path, algorithm: Algorithm
) -> None:
    """When it starts, and when something is imported beside it; not (noop) with another one."""
    bench = start(Settings(algorithm=algorithm))
    folder = bench.folder.resolve()
    data = tmp_path / "data"
    ours = Place(data, folder, workspace_database(data, folder))
    teach(ours, 0)
    bench.workspace.learner.join()
    for number in range(3):
        bring_in(ours, shared(tmp_path, number), HandClock())
    for _ in range(2):
        bench = start(Settings(algorithm=algorithm))
        judge = bench.workspace.judge
        assert judge.asks_others is (algorithm is Algorithm.FEDERATED)
        assert bool(judge._heard.get(bench.project.name)) is judge.asks_others


@pytest.mark.parametrize("counts", ["[1]", '{"aa": 3}', '{"aa": ["x", 1]}'])
def test_a_damaged_import(tmp_path: Path, counts: str) -> None:
    """It judges as if nothing had been imported; another algorithm (noop) does not look at it."""
    ours = place(tmp_path, "ours")
    [id_, *_] = teach(ours, 0)
    bring_in(ours, shared(tmp_path, 0), HandClock())
    with closing(sqlite3.connect(ours.database)) as connection, connection:
        connection.execute(
            "UPDATE imports SET record = json_set(record, '$.counts', json(?))", (counts,)
        )
    here = Context("python", id_, store=str(ours.folder))
    plain, judge = heard(ours, "q_learning"), heard(ours, "federated")
    assert judge.probability(FEATURES, here) == plain.probability(FEATURES, here)
    with opened(ours) as store, pytest.raises(StoreError, match="What was imported cannot be read"):
        store.contributed()
