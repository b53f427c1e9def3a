"""Two windows on one folder: both learn, no row is lost, each offers what the other learned."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.conftest import Desk

EDITS = 6


async def test_both_learn_at_once(desk: Desk) -> None:
    """Edits typed in two windows at the same time are all stored, and offered in both."""
    first, second = await desk.start(), await desk.start()
    for number in range(EDITS):
        first.type(f"a{number}")
        second.type(f"b{number}")
    for watched in (first, second):
        await watched.until(queue=0, patterns=2 * EDITS, lastDurableId=2 * EDITS)
    assert len(desk.rows()) == 2 * EDITS
    for number in (0, EDITS - 1):
        assert await first.offers(f"b{number}")
        assert await second.offers(f"a{number}")
    assert first.messages == second.messages == []


@pytest.mark.slow
async def test_long_write_of_the_other(desk: Desk) -> None:
    """While the other writes for seconds requests are answered; the edit is stored afterwards."""
    watched = await desk.start()
    await watched.learn("one")
    other = sqlite3.connect(desk.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    watched.type("two")
    assert await watched.offers("one")
    status = await watched.until_trouble("Another honed has been writing")
    assert status["queue"] > 0
    other.execute("COMMIT")
    other.close()
    await watched.until(queue=0, trouble="", lastDurableId=2)
    assert await watched.offers("two")
