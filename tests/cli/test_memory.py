"""`honed memory`: what is listed, shown and forgotten, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.core.memory import Distilled, ItemKind, Witness
from honed.learn.memory.guards import guard
from tests.learn.memory.test_consolidate import GENERAL, code

if TYPE_CHECKING:
    from tests.cli.conftest import Shelf, Shell


def fill(shelf: Shelf) -> None:
    """Let the store know an edit, code and a guard."""
    items = [
        (attrs.evolve(GENERAL, successes=0, contradicts=("k",)), 5, 1),
        (attrs.evolve(code(ItemKind.CODE, "get(\x1b)"), successes=0), 2, 0),
        (guard("go", ("effect:deletion", "tests"), {}), 9, 0),
    ]
    with shelf.opened() as store:
        store.memory.remember(
            [Distilled(item, (Witness("s", right, wrong),)) for item, right, wrong in items], 5.0
        )


def test_items_are_listed(shell: Shell, shelf: Shelf) -> None:
    """The most trusted first, with their record."""
    fill(shelf)
    lines = shell.text("memory", "list").splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        ["3", "guard"],
        ["1", "edit"],
        ["2", "code"],
    ]
    assert "5" in lines[2]
    assert len(shell.text("memory", "list", "--limit", "1").splitlines()) == 3
    found: Any = shell.json("memory", "list", "--kind", "guard")
    assert [each["kind"] for each in found["items"]] == ["guard"]
    assert shell.json("memory", "list", "--language", "Go")["total"] == 1


def test_nothing_is_listed_noop(shell: Shell, shelf: Shelf) -> None:
    """Before anything was distilled."""
    assert "Nothing was distilled" in shell.text("memory", "list")
    assert shell.json("memory", "list") == {"total": 0, "items": []}
    assert shelf.database.exists()


def test_an_item_is_shown(shell: Shell, shelf: Shelf) -> None:
    """With what speaks for it, and nothing that steers a terminal."""
    fill(shelf)
    told = shell.text("memory", "show", "1")
    assert "Contradicts   1 item" in told
    assert GENERAL.content in told
    assert "\x1b" not in shell.text("memory", "show", "2")
    found: Any = shell.json("memory", "show", "3")
    assert found["whenNot"] == ["deletions in tests"]
    assert found["trust"] > 0.7
    assert found["isShown"] is True


@pytest.mark.parametrize(("ids", "words"), [(["7"], "is no item 7"), (["7", "8"], "are no items")])
def test_an_unknown_item_is_told(shell: Shell, shelf: Shelf, ids: list[str], words: str) -> None:
    """In one line."""
    fill(shelf)
    assert words in shell.error("memory", "forget", *ids)


def test_items_are_forgotten(shell: Shell, shelf: Shelf) -> None:
    """After a question, which one may decline."""
    fill(shelf)
    assert shell("memory", "forget", "1", answer="n\n").exit_code == 1
    assert shell.json("memory", "list")["total"] == 3
    told = shell("memory", "forget", "1", answer="y\n")
    assert "1 item forgotten." in told.stdout
    gone: Any = shell.json("memory", "forget", "--all", "--yes")
    assert [each["id"] for each in gone["forgotten"]] == [3, 2]
    assert shell.json("memory", "list")["total"] == 0
    assert shell.json("memory", "forget", "--all") == {"forgotten": []}


@pytest.mark.parametrize("arguments", [[], ["1", "--all"]])
def test_either_ids_or_all(shell: Shell, shelf: Shelf, arguments: list[str]) -> None:
    """Neither both nor none."""
    fill(shelf)
    found = shell("memory", "forget", *arguments)
    assert found.exit_code == 2
    assert "--all" in found.stderr
