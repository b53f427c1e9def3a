"""How the data directory and the databases in it are; nothing here changes them."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import numpy as np
from rich.filesize import decimal

from honed.core.errors import HonedError
from honed.services.findings import Check, Level
from honed.services.report import Place, find_place, reader
from honed.store.database import open_reader
from honed.store.hnsw import is_available
from honed.store.locations import data_directory, list_workspaces, user_database
from honed.store.soundness import fault
from honed.store.store import DIMENSIONS
from honed.store.vectors import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from honed.core.model import StoreStatus

LEAST_FREE_BYTES = 100_000_000
ELSEWHERE = "Give yourself the right to write there, or set HONED_DATA_DIR to another directory."
SET_ASIDE = "*.damaged-*"
"""How `honed.store.soundness` names what it sets aside; the log of a database goes with it."""


def data(data_dir: Path | None, workspace: Path | None) -> Iterator[Check]:
    """Yield how the directory and its databases are; the only one of `workspace` where given."""
    directory = data_directory(data_dir)
    yield _directory(directory)
    if workspace is not None:
        places = [find_place(data_dir, workspace)]
    else:
        known = list_workspaces(directory)
        places = [Place(directory, None, user_database(directory))]
        places += [Place(directory, each.folder, each.database) for each in known]
        yield from _orphans(directory, {place.database.parent for place in places})
    for place in places:
        yield _database(place)
    yield from _set_aside(directory)


def settings(data_dir: Path | None) -> Iterator[Check]:
    """Yield where the settings come from."""
    chosen = os.environ.get("HONED_DATA_DIR")
    if data_dir is not None:
        source = "--data-dir"
    else:
        source = "HONED_DATA_DIR" if chosen else "the system's place for a user's data"
    message = f"{data_directory(data_dir)}, from {source}"
    if data_dir is None:
        message += "; where the editor sets another one, give it as --data-dir"
    yield Check("settings", "data directory", Level.OK, message)
    message = "all others come from the editor when it starts `honed serve`"
    yield Check("settings", "settings", Level.OK, message)


def _directory(directory: Path) -> Check:
    """Return whether the directory can be written, and how much is in it."""
    if not directory.exists():
        parent = next(each for each in directory.parents if each.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
            message = f"{directory} does not exist and cannot be made in {parent}"
            return Check("data", "directory", Level.FAIL, message, ELSEWHERE)
        message = f"{directory} does not exist yet; the language server makes it"
        return Check("data", "directory", Level.OK, message)
    if not directory.is_dir() or not os.access(directory, os.W_OK | os.X_OK):
        message = f"{directory} cannot be written"
        return Check("data", "directory", Level.FAIL, message, ELSEWHERE)
    free = shutil.disk_usage(directory).free
    message = f"{directory}, {decimal(_size(directory))}, {decimal(free)} free"
    if free < LEAST_FREE_BYTES:
        return Check("data", "directory", Level.WARN, message, "Free some space on the disk.")
    return Check("data", "directory", Level.OK, message)


def _database(place: Place) -> Check:
    """Return whether a database is sound, what it holds, and how its vectors are searched."""
    name = str(place.folder or "user")
    if not place.exists:
        message = f"{place.database} does not exist yet; the language server makes it"
        return Check("data", name, Level.OK, message)
    try:
        _demand_sound(place.database)
        with closing(reader(place)) as opened:
            if opened.status().index_kind == "hnsw":
                # The graph tells its state only when it has been loaded.
                opened.similar(np.ones(DIMENSIONS, np.float32), limit=1)
            status = opened.status()
    except HonedError as error:
        return Check("data", name, Level.FAIL, str(error))
    message = (
        f"sound, {status.patterns} patterns, {status.trajectories} trajectories,"
        f" {decimal(status.bytes_on_disk)}; vectors: {_search(status)}"
    )
    if place.folder is not None and not place.folder.is_dir():
        advice = f"Remove {place.database.parent} where the folder does not come back."
        return Check("data", name, Level.WARN, f"{message}; the folder is gone", advice)
    if status.index_state != "ready":
        advice = "The language server builds it anew; look here again when it has run."
        return Check("data", name, Level.WARN, message, advice)
    return Check("data", name, Level.OK, message)


def _demand_sound(path: Path) -> None:
    """Raise `HonedError` where the database cannot be read, or is damaged in any part."""
    with closing(open_reader(path)) as database, database.read() as connection:
        trouble = fault(connection, path, is_closed_well=False)
    if trouble is not None:
        raise HonedError(
            f"The database {path} is damaged: {trouble}. The language server sets it aside when"
            " it is next started, and begins a new one."
        )


def _search(status: StoreStatus) -> str:
    """Return how vectors are searched, and why so."""
    if status.index_kind == "hnsw":
        why = "there are many"
    elif is_available():
        why = f"a graph pays from {MANY} on"
    else:
        why = "hnswlib is not installed"
    state = "" if status.index_state == "ready" else f", {status.index_state}"
    return f"{status.index_kind}, because {why}{state}"


def _orphans(directory: Path, known: set[Path]) -> Iterator[Check]:
    """Yield the stores of which nobody can tell whose they are."""
    workspaces = directory / "workspaces"
    for home in sorted(workspaces.iterdir()) if workspaces.is_dir() else ():
        if home.is_dir() and home not in known:
            message = f"{home} belongs to no workspace that is known, {decimal(_size(home))}"
            advice = "It is known again when its folder is opened; else remove it."
            yield Check("data", "orphan", Level.WARN, message, advice)


def _set_aside(directory: Path) -> Iterator[Check]:
    """Yield what was damaged and set aside."""
    for path in sorted(directory.rglob(SET_ASIDE)):
        if path.name.endswith(("-wal", "-shm")):
            continue
        with suppress(OSError):
            message = f"{path} was damaged and set aside, {decimal(path.stat().st_size)}"
            advice = "Remove it when you want nothing more of it."
            yield Check("data", "set aside", Level.WARN, message, advice)


def _size(directory: Path) -> int:
    """Return the bytes of all files below a directory."""
    total = 0
    for path in directory.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total
