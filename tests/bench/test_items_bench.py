"""The bench of memory items: each table has its rows, and a planted dislike is found."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.bench.options import Options
from tests.bench.remembering import items
from tests.bench.table import Grid, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pytest

SOURCE = "def total(prices):\n    # of all\n    return sum(price * 2 for price in prices)\n" * 8


def test_tables(
    commits: Callable[[Sequence[Mapping[str, str]]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In short; what parses no more never wins, and unsafe code does not either."""
    monkeypatch.setattr(items, "DECISIONS", 20)
    repository = commits([{"a.py": SOURCE, "b.py": "x\n", "c.txt": SOURCE}])
    options = Options(repositories=(repository,), short=True)
    guards, contests, costs = items.tables(options)
    assert isinstance(guards, Grid)
    assert [row[1] for row in guards.rows] == ["10"] * 5
    assert isinstance(contests, Grid)
    won = {row[0]: row[1:3] for row in contests.rows}
    assert won["demo: eval put in"] == ("1", "100.0%")
    assert isinstance(costs, Table)
    assert len(costs.rows) == 5


def test_a_planted_dislike_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some decisions; without one nothing right can be found."""
    monkeypatch.setattr(items, "DECISIONS", 120)
    monkeypatch.setattr(items, "FAMILIES", 2)
    monkeypatch.setattr(items, "FOLDERS", ("src", "gen"))
    first, is_wrong = items._developer(random.Random(3), 0.95)
    assert first is not None
    assert not is_wrong
    assert items._developer(random.Random(3), None) == (None, False)
