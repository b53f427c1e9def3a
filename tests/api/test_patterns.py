"""`PatternLearner`, as a program uses it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import honed
from honed.core.errors import StoreError
from honed.core.model import Evidence
from honed.retrieval.embed import VERSION
from honed.store.locations import user_database, workspace_database
from honed.store.store import open_store
from tests.store.samples import EXAMPLE, REWRITE, vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FETCH = "async def fetch_user(session, user_id):\n    return await session.get(user_id)\n"
STORE = "def save_order(path, order):\n    path.write_text(order.as_json())\n"
LAZY = {
    "task": "log lazily",
    "before": 'log.info("a %s" % x)\n',
    "code": 'log.info("a %s", x)\n',
    "language": "python",
    "outcome": "accepted",
}


def given(task: str, code: str, *, success: bool = True, **more: Any) -> dict[str, Any]:
    """Return a trajectory as a program tells it."""
    return {"task": task, "code": code, "success": success, "language": "python", **more}


SEVERAL = [
    given("fetch a user asynchronously", FETCH),
    given("fetch a user by name", FETCH.replace("user_id", "name")),
    given("save an order", STORE),
    given("fetch a user asynchronously", "async def fetch(:\n"),
    LAZY,
]


@pytest.fixture
def learner(data_dir: Path) -> Iterator[honed.PatternLearner]:
    """Return one on an empty store."""
    with honed.PatternLearner(data_dir=data_dir) as opened:
        yield opened


def titles(found: list[honed.MemoryItem]) -> list[str]:
    """Return the titles of items."""
    return [each.title for each in found]


def test_trajectories_teach_once(learner: honed.PatternLearner) -> None:
    """The same ones again teach nothing, here and after closing."""
    number = learner.learn_patterns_from_trajectories(SEVERAL)
    assert number == 4
    first = learner.best_practices()
    assert len(first) == number
    assert learner.learn_patterns_from_trajectories(SEVERAL) == 0
    again = learner.best_practices()
    assert [(each.key, each.successes) for each in again] == [
        (each.key, each.successes) for each in first
    ]


def test_what_was_no_success_noop(learner: honed.PatternLearner) -> None:
    """Nor what is no trajectory."""
    nothing = [None, 3, "x", {}, given("fetch", ""), {"code": FETCH, "outcome": "ignored"}]
    assert learner.learn_patterns_from_trajectories(nothing) == 0
    assert learner.best_practices() == []
    assert learner.find_similar_patterns("fetch") == []


def test_best_practices_answer_a_task(learner: honed.PatternLearner) -> None:
    """What was right more often stands before; a pitfall says what to avoid."""
    learner.learn_patterns_from_trajectories(SEVERAL)
    found = learner.best_practices("fetch a user asynchronously", "python")
    assert found[0].kind is honed.ItemKind.CODE
    assert found[0].successes == 2
    assert found[0].when_not == ("it does not parse",)
    assert {each.kind for each in found} == {honed.ItemKind.CODE, honed.ItemKind.PITFALL}
    assert "save an order" not in titles(found)
    assert titles(learner.best_practices("save the order"))[0] == "save an order"
    assert len(learner.best_practices(k=1)) == 1


@pytest.mark.parametrize("language", ["go", "klingon"])
def test_another_language_noop(learner: honed.PatternLearner, language: str) -> None:
    """It has no items."""
    learner.learn_patterns_from_trajectories(SEVERAL)
    assert learner.best_practices("fetch a user", language) == []
    assert learner.best_practices("", language) == []
    assert learner.find_similar_patterns("fetch a user", language) == []


def test_similar_items_and_patterns_are_found(learner: honed.PatternLearner) -> None:
    """The best first, and no more than asked for."""
    learner.learn_patterns_from_trajectories(SEVERAL)
    [best, *others] = learner.find_similar_patterns("save an order to a path", "python")
    assert (best.title, best.kind) == ("save an order", "code")
    assert best.item is not None
    assert 0 < best.similarity <= 1
    assert all(each.similarity <= best.similarity for each in others)
    assert len(learner.find_similar_patterns("fetch save log", k=2)) == 2
    assert learner.find_similar_patterns("zzz qqq") == []
    assert learner.find_similar_patterns("fetch", k=0) == []


def test_patterns_of_the_editor_are_found(data_dir: Path, learner: honed.PatternLearner) -> None:
    """While a server adds and forgets them."""
    query = EXAMPLE.after
    assert learner.find_similar_patterns(query) == []
    with closing(open_store(user_database(data_dir), embedding_version=VERSION)) as store:
        pattern = store.add_pattern(
            REWRITE, EXAMPLE, session_id=1, trajectory_id=1, vector=vectors(1)[0]
        )
        store.revise(pattern.id, lambda _: Evidence(accepted=3))
        [found] = learner.find_similar_patterns(query)
        assert (found.kind, found.id, found.item) == ("pattern", pattern.id, None)
        assert EXAMPLE.before in found.content
        store.forget([pattern.id])
        assert learner.find_similar_patterns(query) == []


def test_a_pattern_that_an_item_tells_of_comes_once(
    data_dir: Path, learner: honed.PatternLearner
) -> None:
    """As the item."""
    learner.learn_patterns_from_trajectories([LAZY])
    from tests.code import rewrites

    rewrite = rewrites(LAZY["before"], LAZY["code"], "python")[0]
    with closing(open_store(user_database(data_dir), embedding_version=VERSION)) as store:
        store.add_pattern(rewrite, EXAMPLE, session_id=1, trajectory_id=1, vector=vectors(1)[0])
    assert {each.kind for each in learner.find_similar_patterns("log info a")} == {"edit"}


def test_what_was_forgotten_stays_so(learner: honed.PatternLearner) -> None:
    """By an item, its id, or several."""
    learner.learn_patterns_from_trajectories(SEVERAL)
    first, second, *others = learner.best_practices()
    assert learner.forget(first) == 1
    assert learner.forget(second.id) == 1
    assert learner.forget([each.id for each in others]) == len(others)
    assert learner.forget(first) == 0
    assert learner.learn_patterns_from_trajectories(SEVERAL) == 0
    assert learner.best_practices() == []
    assert learner.find_similar_patterns("fetch a user") == []


def test_a_workspace_has_a_memory_of_its_own(tmp_path: Path, data_dir: Path) -> None:
    """Which another one does not see; it is there when it is opened again."""
    folder = tmp_path / "shop"
    folder.mkdir()
    with honed.PatternLearner(folder, data_dir) as learner:
        assert learner.learn_patterns_from_trajectories(SEVERAL) == 4
    assert workspace_database(data_dir, folder).exists()
    with honed.PatternLearner(str(folder), str(data_dir)) as learner:
        assert len(learner.best_practices()) == 4
    with honed.PatternLearner(data_dir=data_dir) as learner:
        assert learner.best_practices() == []


def test_secrets_stay_out_of_the_store(data_dir: Path, learner: honed.PatternLearner) -> None:
    """Of all of its files."""
    secret = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
    code = f'def log_in():\n    return connect("{secret}")\n'
    assert learner.learn_patterns_from_trajectories([given(f"log in with {secret}", code)]) == 1
    [item] = learner.best_practices()
    assert secret not in str(item)
    learner.close()
    files = [each for each in data_dir.rglob("*") if each.is_file()]
    assert files
    assert not any(secret.encode() in each.read_bytes() for each in files)


def test_a_store_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """With the error that all of honed has."""
    (tmp_path / "data").write_text("not a directory")
    with pytest.raises(StoreError):
        honed.PatternLearner(data_dir=tmp_path / "data")


def test_closing_twice_noop(learner: honed.PatternLearner) -> None:
    """Nothing happens."""
    learner.close()
    learner.close()


def test_what_a_trajectory_taught_is_forgotten_with_it(data_dir: Path) -> None:
    """Its code is not told any longer; that of another one is."""
    with (
        honed.TrajectoryManager(data_dir=data_dir) as manager,
        honed.PatternLearner(data_dir=data_dir) as learner,
    ):
        for code in (FETCH, STORE):
            manager.store_trajectory({"prompt": "p", "language": "python"}, {"code": code})
        rows = manager.get_recent()
        assert learner.learn_patterns_from_trajectories(rows) == 2
        assert learner.learn_patterns_from_trajectories(rows) == 0
        [fetch] = [each.id for each in rows if each.after == FETCH]
        assert manager.forget(77) == 0
        assert len(learner.best_practices()) == 2
        assert manager.forget(fetch) == 1
        assert [each.content for each in learner.best_practices()] == [STORE.strip()]


def test_ids_of_a_program_are_its_own(data_dir: Path) -> None:
    """Forgetting the store's trajectory of that number leaves them, unless they name it as such."""
    with (
        honed.TrajectoryManager(data_dir=data_dir) as manager,
        honed.PatternLearner(data_dir=data_dir) as learner,
    ):
        one, other = (manager.store_trajectory({"prompt": "p"}, {"code": "a"}) for _ in range(2))
        learner.learn_patterns_from_trajectories(
            [given("fetch a user", FETCH, id=one), given("save an order", STORE, id=str(one))]
        )
        assert manager.forget(one) == 1
        assert titles(learner.best_practices()) == ["fetch a user", "save an order"]
        taught = given("close", "def close(door):\n    door.shut()\n", trajectory_id=other)
        assert learner.learn_patterns_from_trajectories([taught]) == 1
        assert manager.forget(other) == 1
        assert len(learner.best_practices()) == 2


def test_the_same_id_is_the_same_trajectory(learner: honed.PatternLearner) -> None:
    """What it says last counts; a number and the same word are two."""
    for success in (True, False):
        learner.learn_patterns_from_trajectories(
            [given("fetch a user", FETCH, id=5, outcome="accepted" if success else "ignored")]
        )
    learner.learn_patterns_from_trajectories([given("fetch a user", FETCH, id="5")])
    [item] = learner.best_practices()
    assert (item.successes, item.failures) == (2, 0)


@pytest.mark.parametrize("wrong", [{"id": 1}, "1", [None], True])
def test_what_names_no_item(learner: honed.PatternLearner, wrong: Any) -> None:
    """Is told, and nothing is forgotten."""
    learner.learn_patterns_from_trajectories(SEVERAL)
    with pytest.raises(ValueError, match="names no memory item: say its id in the store"):
        learner.forget(wrong)
    assert len(learner.best_practices()) == 4


def test_a_single_trajectory_is_no_list(learner: honed.PatternLearner) -> None:
    """It says so; inside of a list it is learned from (noop)."""
    one = given("fetch a user", FETCH)
    for wrong in (one, "code", 5):
        with pytest.raises(ValueError, match="as a list"):
            learner.learn_patterns_from_trajectories(wrong)  # type: ignore[arg-type]
    assert learner.learn_patterns_from_trajectories([one]) == 1


def test_what_was_found_is_learned_from(data_dir: Path) -> None:
    """As `search_similar` answers it: the trajectory is the store's."""
    with (
        honed.TrajectoryManager(data_dir=data_dir) as manager,
        honed.PatternLearner(data_dir=data_dir) as learner,
    ):
        manager.store_trajectory({"prompt": "fetch a user", "language": "python"}, {"code": FETCH})
        found = manager.search_similar("fetch")
        assert learner.learn_patterns_from_trajectories(found) == 1
        assert manager.forget([each.trajectory for each in found]) == 1
        assert learner.best_practices() == []


def test_reasons_go_with_what_gave_them(data_dir: Path) -> None:
    """What another trajectory failed of is not told any more; the code that held stays."""
    with (
        honed.TrajectoryManager(data_dir=data_dir) as manager,
        honed.PatternLearner(data_dir=data_dir) as learner,
    ):
        ids = [manager.store_trajectory({"prompt": "p"}, {"code": "a"}) for _ in range(3)]
        told = [
            given("fetch a user", FETCH, trajectory_id=ids[0]),
            *(
                given("fetch a user", "get(1)", success=False, trajectory_id=id_, reasons=reasons)
                for id_, reasons in ((ids[1], ["it leaks", "slow"]), (ids[2], ["slow"]))
            ),
        ]
        learner.learn_patterns_from_trajectories(told)
        assert [each.when_not for each in learner.best_practices(language="python")] == [
            ("it leaks", "slow"),
            ("it leaks", "slow"),
        ]
        manager.forget(ids[1])
        assert [each.when_not for each in learner.best_practices()] == [("slow",)]
        manager.forget(ids[2])
        assert [each.when_not for each in learner.best_practices()] == [()]
    names = (each for each in data_dir.rglob("honed.db*"))
    assert not any(b"it leaks" in each.read_bytes() for each in names)


def test_components_are_typescript(data_dir: Path) -> None:
    """What is asked for in TypeScript may have JSX in it; broken code (noop) is a pitfall."""
    card = "export const Card = (p: Props) => <div>{p.name}</div>;\n"
    with (
        honed.TrajectoryManager(data_dir=data_dir) as manager,
        honed.PatternLearner(data_dir=data_dir) as learner,
    ):
        for code in (card, "export const = <div>;"):
            manager.store_trajectory({"prompt": "a card", "language": "typescript"}, {"code": code})
        broken, whole = manager.get_recent()
        assert (whole.reward, broken.reward) == (1.0, 0.0)
        learner.learn_patterns_from_trajectories([whole, broken])
        found = learner.best_practices("card", "typescript")
        assert {each.content: each.kind for each in found} == {
            card.strip(): honed.ItemKind.CODE,
            "export const = <div>;": honed.ItemKind.PITFALL,
        }
