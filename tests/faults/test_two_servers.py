"""Two windows on one folder: both learn, no row is lost, each offers what the other learned."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.conftest import Desk

WORDS = ("user", "order", "page", "cart", "mail", "note")


async def test_both_learn_at_once(desk: Desk) -> None:
    """Edits typed in two windows at the same time are all stored, and offered in both."""
    first, second = await desk.start(), await desk.start()
    for word in WORDS:
        first.type(word)
        second.type(f"other{word}")
    for watched in (first, second):
        await watched.until(queue=0, lastDurableId=2 * len(WORDS))
    assert len(desk.rows()) == 2 * len(WORDS)
    with closing(sqlite3.connect(desk.database)) as connection:
        (patterns,) = connection.execute("SELECT count(*) FROM patterns").fetchone()
    for watched in (first, second):
        await watched.until(patterns=patterns)
    for word in (WORDS[0], WORDS[-1]):
        assert await first.offers(f"other{word}")
        assert await second.offers(word)
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
