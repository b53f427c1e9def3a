"""How the data directory is, and all that lies in it; nothing here changes it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.filesize import decimal

from honed.services.findings import Check, Level, fenced
from honed.services.places import Place, chosen_data_directory, find_place
from honed.store.locations import list_workspaces, user_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEAST_FREE_BYTES = 100_000_000
ELSEWHERE = "Give yourself the right to write there, or set HONED_DATA_DIR to another directory."
SET_ASIDE = "*.damaged-*"
"""How `honed.store.soundness` names what it sets aside; the log of a database goes with it."""


def data(data_dir: Path | None, workspace: Path | None) -> Iterator[Check]:
    """Yield how the directory and its databases are; the only one of `workspace` where given."""
    directory = chosen_data_directory(data_dir)
    yield _directory(directory)
    if workspace is not None:
        places = [find_place(data_dir, workspace)]
    else:
        known = list_workspaces(directory)
        places = [Place(directory, None, user_database(directory))]
        places += [Place(directory, each.folder, each.database) for each in known]
        yield from _orphans(directory, {place.database.parent for place in places})
    for place in places:
        name = str(place.folder or "user")
        yield from fenced("data", name, partial(_database, name, place))
    yield from _set_aside(directory)


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


def _database(name: str, place: Place) -> Iterator[Check]:
    if not place.exists:
        message = f"{place.database} does not exist yet; the language server makes it"
        yield Check("data", name, Level.OK, message)
        return
    from honed.services.databases import examined  # noqa: PLC0415 - numpy may be what is broken
    from honed.services.index_check import examined_index  # noqa: PLC0415 - as above

    yield examined(name, place)
    yield from examined_index(name, place)


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
