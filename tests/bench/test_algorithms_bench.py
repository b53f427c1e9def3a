"""The bench of algorithms: the same decisions for all, gathered once; simulations with a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.learn.algorithms.choice import ALGORITHMS, begun
from honed.learn.algorithms.interface import DEFAULT
from honed.learn.policy_gate import Stand
from honed.suggest.rank import prior
from tests.bench import algorithms
from tests.bench.options import Options
from tests.bench.remembering import decisions, estimates, gates, policies, speed
from tests.bench.remembering.decisions import History
from tests.bench.remembering.policies import Learned, Ordered
from tests.bench.replaying.engine import WorkspaceEngine
from tests.bench.replaying.rankers import Logistic
from tests.bench.small_work import AFTER, BEFORE
from tests.bench.test_learning_bench import place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Commits = Callable[[Sequence[Mapping[str, str]]], Path]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gather into a directory of the test's own, by an engine in this process."""
    monkeypatch.setattr(decisions, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(decisions, "PipeEngine", WorkspaceEngine)


def test_the_default_ranks_as_the_product() -> None:
    """The same first candidate with the same probability, before and after a decision."""
    ours, theirs, here = Learned(begun(DEFAULT, prior())), Logistic(), place()
    for _ in range(2):
        ours.go_to(here)
        seen = [each for each, _ in here.seen]
        assert ours.first(seen) == theirs.first(seen)
        ours.learn(here.seen)
        theirs.learn(here.seen)
    assert ours.first([]) is None


def test_noop_what_does_not_learn() -> None:
    """It answers the same for ever."""
    frozen, here = Learned(begun(DEFAULT, prior()), learns=False), place()
    before = frozen.first([each for each, _ in here.seen])
    frozen.learn(here.seen)
    assert frozen.first([each for each, _ in here.seen]) == before


def test_its_like_says_which_goes_first() -> None:
    """What was wrong on a line goes behind what was right, and the probabilities stay."""
    ours, plain, here = (*(kind(begun(DEFAULT, prior())) for kind in (Ordered, Learned)), place())
    candidates = [each for each, _ in here.seen]
    assert ours.first(candidates) == plain.first(candidates)
    before = plain.first(candidates)
    assert before is not None
    wrong = [(each, number != before[1]) for number, each in enumerate(candidates)]
    for _ in range(20):
        ours.learn(wrong)
        plain.learn(wrong)
    first, other = ours.first(candidates), plain.first(candidates)
    assert first is not None
    assert other is not None
    assert first[1] != before[1]
    assert first[0] == pytest.approx(other[0])


def test_others_contribute() -> None:
    """The federated arm knows what the other histories have shown, and not its own."""
    other = History("other", (place(),) * 60, ())
    alone, taught = policies.arms()["federated"]([]), policies.arms()["federated"]([other])
    candidates = [each for each, _ in place().seen]
    assert alone.first(candidates) == Learned(begun(DEFAULT, prior())).first(candidates)
    assert taught.first(candidates) != alone.first(candidates)


def test_decisions_are_gathered_once(commits: Commits, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second time no engine is started."""
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}])
    first = decisions.gathered(repository, 1, 2)
    monkeypatch.setattr(decisions, "PipeEngine", None)
    assert decisions.gathered(repository, 1, 2) == first
    assert (first.name, len(first.window)) == ("demo", 2)


def test_bench_compares_all_arms(commits: Commits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every algorithm has its row in every table, and the goals a verdict."""
    monkeypatch.setattr(policies, "SHORT_CHECKPOINTS", (0, 2))
    monkeypatch.setattr(speed, "ROUNDS", 2)
    monkeypatch.setattr(speed, "LEARNED", 10)
    monkeypatch.setattr(estimates, "TRUTH_FROM", 1_000)
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}, {"a.py": BEFORE}])
    found = algorithms.tables(Options((repository,), short=True, edits=3))
    assert len(found) == 10
    assert all(each.bench.startswith("algorithms") for each in found)
    for table in found[:2]:
        assert set(ALGORITHMS) < {row[0] for row in table.rows}  # type: ignore[index]
    assert {row[-1] for row in found[2].rows} <= {"yes", "no"}  # type: ignore[index]


def test_simulations_keep_to_their_seed() -> None:
    """The same seed, the same logs and versions; a better version passes, a worse one does not."""
    better, worse = gates.ALIKE["5 points better"], gates.ALIKE["5 points worse"]
    assert gates.played(better, "a") == gates.played(better, "a")
    assert gates.played(better, "a").stand is Stand.PASSED
    assert gates.played(worse, "a").stand is Stand.SET_ASIDE
    assert gates.watched(worse, "a") is not None
    assert gates.watched(better, "a") is None


def test_estimates_are_near_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a few runs: the doubly robust one by less than the room that it has."""
    monkeypatch.setattr(estimates, "TRUTH_FROM", 20_000)
    [grid] = estimates.tables(0, short=True)
    robust = next(row for row in grid.rows if row[0] == "doubly robust")
    assert abs(float(robust[2])) <= estimates.BIAS
    assert robust[5] == "yes"
