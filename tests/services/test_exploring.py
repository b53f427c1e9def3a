"""The setting `explore`: off it changes nothing, on the order of a few places is left to chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.config import Algorithm, Settings
from honed.learn.algorithms.active_learning import ActiveLearning
from honed.services.actions import ActionKind
from honed.services.judge import Judge
from honed.suggest import exploration
from honed.suggest.features import NAMES
from tests.services.test_decided import store_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.services.conftest import Bench

LESSONS = (("send(a, one)\n", "send(a, two)\n"), ("send(b, one)\n", "post(b, one)\n"))
PLACE = "send(c, one)\n"
CHANCES = {1.0 - exploration.SHARE / 2, exploration.SHARE / 2}


def teach(bench: Bench) -> None:
    """Teach two edits that both fit one line, so well that both are offered."""
    for number in range(2):
        for name, (before, after) in zip("ab", LESSONS, strict=True):
            uri = bench.open(f"{name}{number}.py", before)
            bench.edit(uri, after)
            bench.save(uri)


def titles(bench: Bench, name: str = "place.py") -> list[str]:
    """Return what is offered at the line, in order."""
    uri = bench.open(name, PLACE)
    return [each.title for each in bench.actions(uri, "send", ActionKind.EDIT)]


def propensity(bench: Bench, place: int) -> float:
    """Reject one of what is offered; return what the log says of the chance that it stood there."""
    uri = (bench.folder / "place.py").resolve().as_uri()
    bench.workspace.rejected(bench.actions(uri, "send", ActionKind.EDIT)[place].id)
    bench.wait()
    return store_of(bench).recent(1)[0].propensity


def test_off_noop(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it ships: the most probable goes first, whatever chance would say."""
    teach(bench)
    found = titles(bench)
    monkeypatch.setattr(exploration, "SHARE", 1.0)
    assert len(found) == 2
    assert titles(bench) == found
    assert propensity(bench, 0) == 1.0


def test_on_the_log_tells_the_chance(start: Callable[..., Bench]) -> None:
    """Of the first, and of the one behind it."""
    bench = start(Settings(explore=True))
    teach(bench)
    assert len(titles(bench)) == 2
    assert propensity(bench, 0) in CHANCES


def test_on_another_may_go_first(
    start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that are offered, and only these; asked again, the same."""
    monkeypatch.setattr(exploration, "SHARE", 1.0)
    bench = start(Settings(explore=True))
    teach(bench)
    first = set()
    for number in range(12):
        found = titles(bench, f"place{number}.py")
        assert titles(bench, f"place{number}.py") == found
        assert len(found) == 2
        first.add(found[0])
    assert first == {"honed: post(c, one)", "honed: send(c, two)"}


def test_active_learning_says_where(
    start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its appetite decides, inside of the share; another algorithm (noop) has none."""
    monkeypatch.setattr(exploration, "SHARE", 1.0)
    monkeypatch.setattr(ActiveLearning, "appetite", lambda _, options: [0.0, 1.0][: len(options)])
    bench = start(Settings(explore=True, algorithm=Algorithm.ACTIVE_LEARNING))
    teach(bench)
    found = [titles(bench, f"place{number}.py") for number in range(12)]
    assert all(each == found[0] for each in found)
    assert Judge().appetite([(0.0,) * len(NAMES)]) is None


def test_active_learning_logs_the_chance(start: Callable[..., Bench]) -> None:
    """What it leaves to chance is at most the share, and the log knows how much that is."""
    bench = start(Settings(explore=True, algorithm=Algorithm.ACTIVE_LEARNING))
    teach(bench)
    assert len(titles(bench)) == 2
    chance = propensity(bench, 0)
    assert chance <= exploration.SHARE or 1.0 - exploration.SHARE <= chance < 1.0
