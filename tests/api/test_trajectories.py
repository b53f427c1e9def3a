"""The memory of tasks: stored, found by words, counted and forgotten, without a secret in it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import honed
from honed.core.details import Qualities
from honed.core.model import Weights
from honed.core.policy import PolicyState
from honed.core.redact import PLACEHOLDER
from honed.learn.improvement import LEAST, improvement
from honed.learn.ranker import updated
from honed.services import experience
from honed.services.policies import shipped, weights_of
from honed.store.locations import user_database, workspace_database
from honed.store.store import open_store
from honed.suggest.features import NAMES
from honed.suggest.rank import prior
from tests.store.samples import EXAMPLE, REWRITE, TRAJECTORY, vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TASKS = {
    "Create an async function to fetch user data": "async def fetch_user(id):\n    return id\n",
    "Create an API endpoint for registration": "def register(body):\n    return 201\n",
    "Sort a list of invoices by date": "def by_date(found):\n    return sorted(found)\n",
}
GOOD = {"qualityScore": 0.9, "complexity": 1, "maintainability": 100, "securityScore": 1.0,
        "bestPractices": 1.0, "syntaxValid": True}  # fmt: skip


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[honed.TrajectoryManager]:
    """Return one with a store of its own."""
    with honed.TrajectoryManager(data_dir=tmp_path) as found:
        yield found


def stored(manager: honed.TrajectoryManager) -> list[int]:
    """Store the tasks and return their ids."""
    return [
        manager.store_trajectory(
            {"prompt": prompt, "language": "python"}, {"code": code, "success": True}, GOOD
        )
        for prompt, code in TASKS.items()
    ]


def test_stored_as_it_was_told(manager: honed.TrajectoryManager) -> None:
    """Values and the design's dicts say the same; all that is told is there."""
    task = honed.Task("Say hello", "typescript", "let a;", "src/a.ts", "react")
    result = honed.TaskResult(
        "const a = 1;", success=True, confidence=0.8, latency_ms=1.5,
        patterns_applied=("greeting",), propensity=0.5, policy_version=7, decided_ms=2000,
    )  # fmt: skip
    one = manager.store_trajectory(task, result, GOOD)
    other = manager.store_trajectory(
        {"prompt": "Say hello", "language": "TypeScript", "existingCode": "let a;",
         "path": "src/a.ts", "framework": "react", "strategy": "unheard of"},
        {"code": "const a = 1;", "success": True, "confidence": 0.8, "latency": 1.5,
         "patternsApplied": ["greeting"], "propensity": 0.5, "policyVersion": 7,
         "decidedMs": 2000, "error": None},
        GOOD,
    )  # fmt: skip
    second, first = manager.get_recent()
    assert (first.id, second.id) == (one, other)
    assert attrs.evolve(first, id=0, at=0) == attrs.evolve(second, id=0, at=0)
    assert abs(first.at - time.time()) < 60
    assert (first.language, first.path, first.before) == ("typescript", "src/a.ts", "let a;")
    assert (first.after, first.outcome) == ("const a = 1;", honed.Outcome.ACCEPTED)
    assert (first.kind, first.probability, first.latency_ms) == ("task", 0.8, 1.5)
    assert (first.propensity, first.policy_version) == (0.5, 7)
    assert first.reward == pytest.approx(0.98)
    known = first.details
    assert (known.prompt, known.framework, known.shown) == ("Say hello", "react", ("greeting",))
    assert (known.quality_after, known.design_reward) == (0.9, 1.0)
    assert known.quality_before == 1.0
    assert known.decided_ms == 2000


def test_measured_where_it_is_not_told(manager: honed.TrajectoryManager) -> None:
    """As the analyzer does; a value of its is taken, too."""
    code = "def f(a):\n    return eval(a)\n"
    metrics = honed.CodeQualityAnalyzer().analyze_code(code, "python")
    for told in (None, metrics):
        manager.store_trajectory({"prompt": "p", "language": "python"}, {"code": code}, told)
        [row] = manager.get_recent(1)
        assert row.details.quality_after == pytest.approx(metrics.quality_score, abs=0.001)
        assert row.details.design_reward is not None


def test_what_does_not_parse_is_worth_nothing(manager: honed.TrajectoryManager) -> None:
    """Nor what has failed; without a language nothing is measured, and the word counts."""
    manager.store_trajectory({"prompt": "p", "language": "python"}, {"code": "def f(:\n"})
    manager.store_trajectory({"prompt": "p"}, {"code": "a", "success": False})
    manager.store_trajectory({"prompt": "p"}, {"code": "a"})
    assert [row.reward for row in manager.get_recent()] == [1.0, 0.0, 0.0]
    assert manager.get_recent(1)[0].details.quality_after is None


def test_found_by_words(manager: honed.TrajectoryManager) -> None:
    """The most similar first, as many as were asked for, also those that come in later."""
    ids = stored(manager)
    found = manager.search_similar("fetch the data of a user", "python", k=2)
    assert found[0].trajectory.id == ids[0]
    assert 0 <= found[-1].similarity <= found[0].similarity <= 1
    assert len(manager.search_similar("create", k=1)) == 1
    later = manager.store_trajectory(
        {"prompt": "Draw a circle", "language": "typescript"}, {"code": "circle();"}
    )
    assert manager.search_similar("circle")[0].trajectory.id == later


def test_found_noop(manager: honed.TrajectoryManager) -> None:
    """Nothing where no word is shared, nor of another language."""
    assert manager.search_similar("anything") == []
    stored(manager)
    assert manager.search_similar("zebra", "python") == []
    assert manager.search_similar("fetch user data", "typescript") == []


@pytest.mark.parametrize("damaged", [(), (1, 2), (1, 2, 3, 4), (5,)])
def test_damaged_rows_do_not_end_the_search(
    manager: honed.TrajectoryManager,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damaged: tuple[int, ...],
) -> None:
    """Whole batches of them, now and when more come in; those that are sound are found."""
    monkeypatch.setattr(experience, "_BATCH", 2)
    ids = [*stored(manager), *stored(manager)]
    with closing(sqlite3.connect(user_database(tmp_path))) as connection, connection:
        connection.executemany(
            "UPDATE trajectories SET texts = x'00' WHERE id = ?", [(each,) for each in damaged]
        )
    for number in range(2):
        found = [each.trajectory.id for each in manager.search_similar("invoices list sort", k=9)]
        assert sorted(found) == [each for each in (*ids[2::3], 7)[: 2 + number]
                                 if each not in damaged]  # fmt: skip
        manager.store_trajectory({"prompt": "sort the list of invoices"}, {"code": "a"})


def test_edits_of_a_server_are_found(tmp_path: Path) -> None:
    """They lie in the store of the workspace."""
    folder = tmp_path / "project"
    folder.mkdir()
    with honed.TrajectoryManager(folder, tmp_path / "data") as manager:
        server = open_store(workspace_database(tmp_path / "data", folder))
        edit = server.add_trajectory(TRAJECTORY)
        assert manager.search_similar("debug logger")[0].trajectory.id == edit
        assert not user_database(tmp_path / "data").exists()
        assert server.forget_trajectories([edit]) == 1
        assert manager.search_similar("debug logger") == []
        server.close()


def test_forgotten(manager: honed.TrajectoryManager, tmp_path: Path) -> None:
    """By id, ids and time, with what they taught; the numbers stay."""
    ids = stored(manager)
    store = open_store(user_database(tmp_path))
    store.add_pattern(REWRITE, EXAMPLE, session_id=1, trajectory_id=ids[1], vector=vectors(1)[0])
    assert manager.forget(ids[0]) == 1
    assert manager.forget([ids[0], ids[1]]) == 1
    assert store.patterns() == []
    store.close()
    assert manager.search_similar("Create an API endpoint") == []
    assert manager.forget(before=time.time() + 1) == 1
    assert manager.get_recent() == []
    assert manager.get_stats().total_trajectories == 3


def test_forgotten_noop(manager: honed.TrajectoryManager) -> None:
    """Unknown ids and times before all; without either nothing is guessed."""
    stored(manager)
    assert manager.forget(99) == manager.forget([]) == manager.forget(before=0) == 0
    with pytest.raises(ValueError, match="Say which"):
        manager.forget()
    assert len(manager.get_recent()) == 3


def test_counted(manager: honed.TrajectoryManager) -> None:
    """The design's numbers."""
    assert manager.get_stats() == honed.TrajectoryStats()
    for number in range(12):
        manager.store_trajectory(
            {"prompt": "p"},
            {"code": "a", "success": number % 4 > 0, "latencyMs": 2, "policyVersion": number // 6},
            {"qualityScore": 0.5 + 0.02 * number},
        )
    found = manager.get_stats()
    assert (found.total_trajectories, found.success_count, found.failure_count) == (12, 9, 3)
    assert (found.success_rate, found.avg_latency, found.patterns_learned) == (0.75, 2, 0)
    better = found.quality_improvement
    assert better is not None
    assert better.difference == pytest.approx(0.12)
    assert 0 < better.low < 0.12 < better.high
    assert (better.frozen_number, better.learned_number) == (6, 6)


def test_the_version_is_that_of_the_ranker(
    manager: honed.TrajectoryManager, tmp_path: Path
) -> None:
    """Where it is not told; before anything was learned it is that of the frozen arm."""
    manager.store_trajectory({"prompt": "p"}, {"code": "a"})
    store = open_store(user_database(tmp_path))
    store.save_weights(Weights((0.0,), (1.0,), 5, ("bias",)))
    store.close()
    manager.store_trajectory({"prompt": "p"}, {"code": "a"})
    assert [row.policy_version for row in manager.get_recent()] == [5, 0]


@pytest.mark.parametrize(
    ("request_", "result", "metrics", "message"),
    [
        ({}, {"code": "a"}, None, "request has no 'prompt'"),
        ({"prompt": 3}, {"code": "a"}, None, "'prompt' of the request has to be a text"),
        (7, {"code": "a"}, None, "A request is a value of honed's own or a dict, not int"),
        ({"prompt": "p"}, {}, None, "result has no 'code'"),
        ({"prompt": "p"}, {"code": "a", "success": 1}, None, "has to be true or false"),
        ({"prompt": "p"}, {"code": "a", "confidence": 2}, None, "a number from 0 to 1"),
        ({"prompt": "p"}, {"code": "a", "latency": float("nan")}, None, "from 0 on"),
        ({"prompt": "p"}, {"code": "a", "arm": "third"}, None, "'frozen' or 'learned'"),
        ({"prompt": "p"}, {"code": "a", "patternsApplied": "x"}, None, "a list of texts"),
        ({"prompt": "p"}, {"code": "a"}, {"qualityScore": 70}, "from 0 to 1, not 70"),
        ({"prompt": "p", "language": "klingon"}, {"code": "a"}, None, "no language that honed"),
    ],
)
def test_what_cannot_be_understood(
    manager: honed.TrajectoryManager,
    request_: object,
    result: object,
    metrics: object,
    message: str,
) -> None:
    """It is refused in words, and nothing is stored."""
    with pytest.raises(ValueError, match=message):
        manager.store_trajectory(request_, result, metrics)  # type: ignore[arg-type]
    assert manager.get_recent() == []


def test_secrets_are_removed(manager: honed.TrajectoryManager) -> None:
    """From all that is told, before it can be found by it."""
    secret = "ghp_" + "a1B2" * 9
    manager.store_trajectory(
        {"prompt": f"use {secret} here", "existingCode": f"t = '{secret}'", "path": secret,
         "framework": secret},
        {"code": f"x = '{secret}'", "patternsApplied": [secret]},
    )  # fmt: skip
    [row] = manager.get_recent()
    assert secret not in repr(row)
    assert repr(row).count(PLACEHOLDER) == 6
    assert manager.search_similar(secret) == manager.search_similar("secret")


def test_threads_may_share_one(manager: honed.TrajectoryManager) -> None:
    """Some store while others search."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                stored(manager)
                manager.search_similar("create")
        except BaseException as error:  # noqa: BLE001 - looked at below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failures
    assert manager.get_stats().total_trajectories == 60


def test_closed_twice(tmp_path: Path) -> None:
    """The second time nothing happens."""
    manager = honed.TrajectoryManager(data_dir=str(tmp_path))
    manager.close()
    manager.close()


scores = st.lists(st.floats(0, 1), min_size=LEAST, max_size=30)


def added(found: list[float]) -> Qualities:
    """Return scores as they are added up."""
    return Qualities(len(found), sum(found), sum(each * each for each in found))


@given(scores, scores)
def test_improvement_is_antisymmetric(frozen: list[float], learned: list[float]) -> None:
    """One arm is as much better as the other is worse, and the interval holds the difference."""
    found, turned = (
        improvement(added(frozen), added(learned)),
        improvement(added(learned), added(frozen)),
    )
    assert (found is None) == (turned is None)
    if found is None or turned is None:
        return
    assert found.difference == pytest.approx(-turned.difference, abs=1e-9)
    assert found.low <= found.difference <= found.high
    assert found.low == pytest.approx(-turned.high, abs=1e-6)


def test_improvement_is_welchs() -> None:
    """A table of Student's t says 2.306 for eight degrees of freedom."""
    found = improvement(added([0.1, 0.2, 0.3, 0.4, 0.5]), added([0.5, 0.6, 0.7, 0.8, 0.9]))
    assert found is not None
    assert (found.high - found.low) / 2 == pytest.approx(2.306 * 0.1, abs=0.001)
    assert improvement(added([0.1] * 4), added([0.5] * 9)) is None
    # Without any spread nothing says how sure the difference is.
    assert improvement(added([0.5] * 5), added([0.75] * 5)) is None


TOLD = {"qualityScore": 0.5}


def test_the_arm_is_noted(manager: honed.TrajectoryManager, tmp_path: Path) -> None:
    """What was learned and taken back is the frozen policy again, whatever its version says."""
    with closing(open_store(user_database(tmp_path))) as store:
        live = attrs.evolve(shipped(), number=1, state=PolicyState.LIVE)
        store.put_policy(live)
        frozen = weights_of(live)
        learned = updated(frozen, [1.0] * len(frozen.mean), is_right=True)
        for weights in (frozen, learned, attrs.evolve(frozen, updates=9)):
            store.save_weights(weights)
            manager.store_trajectory({"prompt": "p"}, {"code": "a"}, TOLD)
        found = [(row.policy_version, row.arm) for row in reversed(manager.get_recent())]
        assert found == [(0, honed.Arm.FROZEN), (1, honed.Arm.LEARNED), (9, honed.Arm.FROZEN)]
        qualities = store.statistics().qualities
    assert {arm: each.number for arm, each in qualities.items()} == {
        honed.Arm.FROZEN: 2,
        honed.Arm.LEARNED: 1,
    }


@pytest.mark.parametrize(
    ("result", "arm"),
    [
        ({"policyVersion": 3, "arm": "frozen"}, honed.Arm.FROZEN),
        ({"policyVersion": 0, "arm": "learned"}, honed.Arm.LEARNED),
        ({"arm": honed.Arm.LEARNED}, honed.Arm.LEARNED),
        ({"policyVersion": 3}, honed.Arm.LEARNED),
        ({"policyVersion": 0}, honed.Arm.FROZEN),
        ({}, honed.Arm.FROZEN),
    ],
)
def test_the_arm_can_be_told(
    manager: honed.TrajectoryManager, result: dict[str, object], arm: honed.Arm
) -> None:
    """Outright; where it is not, by the version, or by the ranker."""
    manager.store_trajectory({"prompt": "p"}, {"code": "a", **result}, TOLD)
    assert manager.get_recent()[0].arm is arm


def test_before_arms_were_noted(manager: honed.TrajectoryManager, tmp_path: Path) -> None:
    """A row of an older honed has none, and counts by its version."""
    with closing(open_store(user_database(tmp_path))) as store:
        for version in (0, 3):
            details = honed.Details(quality_after=0.5)
            store.add_trajectory(
                attrs.evolve(TRAJECTORY, kind="task", policy_version=version, details=details)
            )
        assert {arm: each.number for arm, each in store.statistics().qualities.items()} == {
            honed.Arm.FROZEN: 1,
            honed.Arm.LEARNED: 1,
        }
    assert [row.arm for row in manager.get_recent()] == [None, None]


@pytest.mark.parametrize("wrong", [{"id": 1}, "1", [1, "2"], True, 1.0, [{"id": 1}]])
def test_what_is_no_id(manager: honed.TrajectoryManager, wrong: object) -> None:
    """Is told, and nothing is forgotten: an id in a mapping is a program's own."""
    stored(manager)
    with pytest.raises(ValueError, match="names no trajectory: say its id in the store"):
        manager.forget(wrong)  # type: ignore[arg-type]
    assert len(manager.get_recent()) == 3


def test_trajectories_themselves_are_forgotten(manager: honed.TrajectoryManager) -> None:
    """As they were found; one that was never stored has nothing to forget."""
    ids = stored(manager)
    first, second, _ = manager.get_recent()
    assert manager.forget(first) == 1
    assert manager.forget([second, ids[0]]) == 2
    with pytest.raises(ValueError, match="This trajectory is of no store"):
        manager.forget(attrs.evolve(first, id=0))


@pytest.mark.parametrize("wrong", ["2026-01-01", float("nan"), float("inf"), True, 10**400])
def test_what_is_no_time(manager: honed.TrajectoryManager, wrong: object) -> None:
    """Is told, and nothing is forgotten; a time forgets what is older (noop for the rest)."""
    stored(manager)
    with pytest.raises(ValueError, match="is no time: say it in seconds"):
        manager.forget(before=wrong)  # type: ignore[arg-type]
    assert len(manager.get_recent()) == 3
    assert manager.forget(before=1.0) == 0
    assert manager.forget(before=time.time() + 60) == 3


def test_the_arm_without_versions(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where the user's database is not there or damaged, what ships is taken for the live one."""
    folder, users = tmp_path / "shop", user_database(tmp_path / "data")
    folder.mkdir()
    with honed.TrajectoryManager(folder, tmp_path / "data") as manager:
        with closing(open_store(workspace_database(tmp_path / "data", folder))) as store:
            store.save_weights(updated(prior(), [1.0] * len(NAMES), is_right=True))
        manager.store_trajectory({"prompt": "p"}, {"code": "a"})
        users.parent.mkdir(parents=True, exist_ok=True)
        users.write_bytes(b"no database " * 400)
        manager.store_trajectory({"prompt": "p"}, {"code": "a"})
        assert "honed.db" in caplog.text
        users.unlink()
        open_store(users).close()
        for _ in range(2):
            manager.store_trajectory({"prompt": "p"}, {"code": "a"})
        assert [row.arm for row in manager.get_recent()] == [honed.Arm.LEARNED] * 4
