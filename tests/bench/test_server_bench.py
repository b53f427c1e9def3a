"""The bench of the server still runs, in its shortest form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.bench import server, stock
from tests.bench.table import Numbers, Row, Table, numbers, show, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_short_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every measure that needs no particular machine is in the table and in the JSON."""
    monkeypatch.setattr(stock, "CACHE", tmp_path / "cache")
    table = server.run([], short=True)
    names = {row.name for row in table.rows}
    assert {name for name in server.ORDER if "memory" not in name} <= names
    show(table)
    write(tmp_path / "table.json", [table])
    [written] = json.loads((tmp_path / "table.json").read_text("utf-8"))
    assert {row["name"] for row in written["rows"]} == names


def test_numbers_are_of_the_sample() -> None:
    """A share is the smallest value that so many do not exceed; nothing has no numbers."""
    assert numbers(list(range(100, 0, -1))) == Numbers(100, 50, 95, 99, 25, 75)
    assert numbers([2.0]) == Numbers(1, 2.0, 2.0, 2.0, 2.0, 2.0)
    assert numbers([]) is None


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [
        ({}, ""),
        ({"median": 2.0}, "ok"),
        ({"median": 1.9}, "over"),
        ({"median": 2.0, "p95": 4.9}, "over"),
    ],
)
def test_verdict(limits: dict[str, float], verdict: str) -> None:
    """A row is over as soon as one of its limits is."""
    found = Numbers(10, 2.0, 5.0, 6.0, 1.0, 3.0)
    row = Row("request", "ms", found, limits=limits)
    assert row.verdict == verdict
    assert Table("b", {}, [row]).to_json()["rows"][0]["verdict"] == verdict
