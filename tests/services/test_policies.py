"""Versions of the policy: let in, tried in the shadow, made live, taken back; several servers."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.errors import HonedError, StoreError
from honed.core.model import Candidate
from honed.core.policy import PolicyState, PolicyVersion
from honed.core.text import Edit, Span
from honed.learn.algorithms.interface import Context
from honed.learn.policy_gate import LOOK_EVERY, MOST_DECISIONS, WATCHED
from honed.retrieval.embed import VERSION
from honed.services.judge import Judge
from honed.services.policies import (
    Policies,
    admitted,
    advanced,
    rolled_back,
    shipped,
    weights_of,
)
from honed.services.shared_weights import SharedWeights
from honed.store.store import open_store
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT, prior, probability
from tests.services.conftest import HandClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from honed.store.store import SqliteStore

HERE = Context("python", 1, "1")
GOOD, BAD = (
    Candidate(number, (Edit(Span(0, 0), b"%d" % number),), Span(0, 0), features)
    for number, features in (
        (1, tuple(float(name in {"bias", "left_near"}) for name in NAMES)),
        (2, tuple(float(name in {"bias", "right_near"}) for name in NAMES)),
    )
)
RIGHT = {GOOD.origin: True, BAD.origin: False}
LEAST = {GOOD.origin: OFFER_AT, BAD.origin: OFFER_AT}


def knowing(better: str, worse: str) -> PolicyVersion:
    """Return a version that offers what has one feature, and puts the other far behind."""
    named = {better: 4.0, worse: -4.0}
    weights = attrs.evolve(prior(), mean=tuple(named.get(name, 0.0) for name in NAMES))
    return PolicyVersion(1, better, weights, OFFER_AT, PolicyState.LIVE, 0.0)


WISE, FOOLISH = knowing("left_near", "right_near"), knowing("right_near", "left_near")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the user's database lies."""
    return tmp_path / "user" / "honed.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Return the user's store, empty."""
    with closing(open_store(path, embedding_version=VERSION)) as opened:
        yield opened


def states(store: SqliteStore) -> list[PolicyState]:
    """Return the states of all versions by their numbers."""
    return [each.state for each in store.policies()]


def see(policies: Policies, times: int) -> None:
    """Note so many places at which `GOOD` is right."""
    for _ in range(times):
        policies.note([GOOD, BAD], RIGHT, LEAST, HERE)


def test_the_first_version_is_live_at_once(store: SqliteStore) -> None:
    """There is nothing to hold it against; a second start changes nothing."""
    for _ in range(2):
        Policies(Judge(), HandClock()).open(store)
        [version] = store.policies()
        assert version == attrs.evolve(
            shipped(), number=1, state=PolicyState.LIVE, since=version.since
        )


def test_a_new_version_is_tried_and_the_older_trial_ends() -> None:
    """Only what this honed ships is on trial."""
    known = [WISE, attrs.evolve(FOOLISH, number=2, state=PolicyState.TRIED)]
    older, new = admitted(known, shipped(), 5.0)
    assert (older.number, older.state) == (2, PolicyState.SET_ASIDE)
    assert (new.number, new.state, new.since) == (3, PolicyState.TRIED, 5.0)


def test_a_better_version_becomes_live(store: SqliteStore) -> None:
    """When the shadow has shown it often enough; the ranker begins anew from it."""
    store.put_policy(FOOLISH)
    store.put_policy(attrs.evolve(WISE, number=2, state=PolicyState.TRIED))
    store.put_policy(
        attrs.evolve(shipped(), number=3, state=PolicyState.SET_ASIDE, threshold=OFFER_AT)
    )
    judge = Judge()
    policies = Policies(judge, HandClock())
    policies.open(store)
    assert judge.weights.mean == FOOLISH.weights.mean
    see(policies, LOOK_EVERY - 1)
    assert policies.is_ahead
    assert not policies.share(store)
    assert not policies.is_ahead
    assert store.policies()[1].decisions == LOOK_EVERY - 1
    see(policies, 1)
    assert policies.share(store)
    assert states(store)[:2] == [PolicyState.RETIRED, PolicyState.LIVE]
    assert store.policies()[1].better == LOOK_EVERY
    assert judge.weights.mean == WISE.weights.mean


def test_noop_an_equal_version_is_set_aside(store: SqliteStore) -> None:
    """The ranker goes on with what it has."""
    store.put_policy(WISE)
    twin = attrs.evolve(WISE, number=2, fingerprint="twin", state=PolicyState.TRIED)
    store.put_policy(twin)
    store.put_policy(attrs.evolve(shipped(), number=3, state=PolicyState.SET_ASIDE))
    judge = Judge()
    policies = Policies(judge, HandClock())
    policies.open(store)
    see(policies, MOST_DECISIONS)
    assert not policies.share(store)
    assert states(store)[:2] == [PolicyState.LIVE, PolicyState.SET_ASIDE]


def test_what_was_learned_badly_is_taken_back(store: SqliteStore) -> None:
    """The ranker begins anew from the live version, and the version counts it."""
    store.put_policy(WISE)
    store.put_policy(attrs.evolve(shipped(), number=2, state=PolicyState.SET_ASIDE))
    judge = Judge()
    policies = Policies(judge, HandClock())
    policies.open(store)
    judge.weights = attrs.evolve(FOOLISH.weights, updates=7)
    see(policies, WATCHED - 1)
    assert judge.weights.updates == 7
    see(policies, 1)
    assert judge.weights == attrs.evolve(weights_of(WISE), updates=8)
    assert policies.share(store)
    assert not policies.share(store)
    assert store.policies()[0].taken_back == 1


def test_noop_what_was_learned_well_stays(store: SqliteStore) -> None:
    """However long it is watched."""
    store.put_policy(WISE)
    judge = Judge()
    policies = Policies(judge, HandClock())
    policies.open(store)
    before = judge.weights
    see(policies, 2 * WATCHED)
    assert judge.weights == before


def test_noop_a_place_without_candidates() -> None:
    """Nothing is noted."""
    policies = Policies(Judge(), HandClock())
    policies.note([], {}, {}, HERE)
    assert not policies.is_ahead


def test_another_server_follows(path: Path, store: SqliteStore) -> None:
    """When one takes back what was learned, or the user goes back, the other begins anew, too."""
    store.put_policy(WISE)
    store.put_policy(attrs.evolve(shipped(), number=2, state=PolicyState.SET_ASIDE))
    judges = [Judge(), Judge()]
    servers = [Policies(each, HandClock()) for each in judges]
    shared = [SharedWeights(*pair) for pair in zip(judges, servers, strict=True)]
    for each in shared:
        each.open(lambda: open_store(path, embedding_version=VERSION))
    judges[0].weights = attrs.evolve(FOOLISH.weights, updates=5)
    for each in shared:
        each.share()
    assert judges[1].weights.mean == FOOLISH.weights.mean
    see(servers[0], WATCHED)
    for each in shared:
        each.share()
    assert [each.weights.mean for each in judges] == [WISE.weights.mean] * 2
    for version in rolled_back(store.policies(), 2, 9.0):
        store.put_policy(version)
    for each in shared:
        each.share()
    assert [each.weights.mean for each in judges] == [prior().mean] * 2
    for each in shared:
        each.close()


def test_taken_back_beside_a_server_that_goes_on(path: Path, store: SqliteStore) -> None:
    """What that has saved since is on top of what was taken back, and goes with it."""
    store.put_policy(WISE)
    store.put_policy(attrs.evolve(shipped(), number=2, state=PolicyState.SET_ASIDE))
    servers = []
    for _ in range(2):
        judge = Judge()
        policies = Policies(judge, HandClock())
        weights = SharedWeights(judge, policies)
        weights.open(lambda: open_store(path, embedding_version=VERSION))
        servers.append((judge, policies, weights))
    (first, policies, ours), (second, _, theirs) = servers
    first.weights = attrs.evolve(FOOLISH.weights, updates=7)
    ours.share()
    theirs.share()
    second.learn(GOOD.features, is_right=False, strength=0.3)
    theirs.share()
    see(policies, WATCHED)
    ours.share()
    assert first.weights.mean == weights_of(WISE).mean
    theirs.share()
    ours.share()
    for judge in (first, second):
        assert judge.weights.mean == weights_of(WISE).mean
        assert judge.weights.precision == weights_of(WISE).precision
    ours.close()
    theirs.close()


def test_noop_a_store_that_cannot_be_written(
    path: Path, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights in it are taken all the same, and what ships is live."""
    store.save_weights(attrs.evolve(FOOLISH.weights, updates=5))
    judge = Judge()
    shared = SharedWeights(judge, Policies(judge, HandClock()))

    def fails(version: PolicyVersion) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "put_policy", fails)
    shared.open(lambda: store)
    assert shared.is_open
    assert judge.weights.mean == FOOLISH.weights.mean
    assert store.policies() == []


def test_going_back_makes_the_latest_retired_one_live() -> None:
    """And what was live is set aside, so that it does not come back by itself."""
    retired = attrs.evolve(FOOLISH, number=2, state=PolicyState.RETIRED, since=3.0)
    oldest = attrs.evolve(FOOLISH, number=3, state=PolicyState.RETIRED, since=1.0)
    before, now = rolled_back([WISE, retired, oldest], None, 9.0)
    assert (before.number, before.state) == (1, PolicyState.SET_ASIDE)
    assert (now.number, now.state, now.since) == (2, PolicyState.LIVE, 9.0)


@pytest.mark.parametrize(
    ("number", "complaint"),
    [(None, "no earlier version"), (7, "no version 7"), (1, "live already")],
)
def test_noop_nothing_to_go_back_to(number: int | None, complaint: str) -> None:
    """A clear error, and nothing is changed."""
    with pytest.raises(HonedError, match=complaint):
        rolled_back([WISE], number, 9.0)


@given(st.floats(0.2, 0.8), st.floats(0, 1))
def test_a_threshold_of_its_own_is_kept(threshold: float, near: float) -> None:
    """What a version offered at its threshold, it offers at that of today."""
    version = attrs.evolve(WISE, threshold=threshold)
    features = tuple({"bias": 1.0, "left_near": near}.get(name, 0.0) for name in NAMES)
    its_own = probability(WISE.weights, features)
    assert (probability(weights_of(version), features) >= OFFER_AT) == pytest.approx(
        its_own >= threshold
    ) or its_own == pytest.approx(threshold)


def test_noop_nothing_is_tried() -> None:
    """Places change nothing then."""
    assert advanced([WISE], [(1.0, 0.0)] * 500, 1.0) == []
