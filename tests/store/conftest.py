"""A store in a directory of the test's own, opened as often as the test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.store.store import SqliteStore, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from honed.store.reader import SqliteReader


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's database lies; nothing is there yet."""
    return tmp_path / "store" / "honed.db"


@pytest.fixture
def open_(path: Path) -> Iterator[Callable[[], SqliteStore]]:
    """Return a function that opens the store; what it opened is closed after the test."""
    opened: list[SqliteStore] = []

    def open_now() -> SqliteStore:
        opened.append(open_store(path))
        return opened[-1]

    yield open_now
    for store in opened:
        store.close()


@pytest.fixture
def store(open_: Callable[[], SqliteStore]) -> SqliteStore:
    """Return an empty store."""
    return open_()


@pytest.fixture
def read(path: Path) -> Iterator[Callable[[], SqliteReader]]:
    """Return a function that opens the store for reading."""
    opened: list[SqliteReader] = []

    def open_now() -> SqliteReader:
        opened.append(open_store(path, read_only=True))
        return opened[-1]

    yield open_now
    for reader in opened:
        reader.close()
