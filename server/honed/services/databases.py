"""How a database is: read through, and searched once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
from rich.filesize import decimal

from honed.core.errors import StoreError
from honed.services.findings import Check, Level
from honed.services.report import reader
from honed.store.database import open_reader
from honed.store.hnsw import is_available
from honed.store.reader import DIMENSIONS
from honed.store.soundness import fault
from honed.store.vectors import MANY

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.model import StoreStatus
    from honed.services.places import Place


def examined(name: str, place: Place) -> Check:
    """Return, under that name, what a database holds and how its vectors are searched.

    `StoreError` where it is damaged or cannot be read.
    """
    _demand_sound(place.database)
    with closing(reader(place)) as opened:
        if opened.status().index_kind == "hnsw":
            # The graph tells its state only when it has been loaded.
            opened.similar(np.ones(DIMENSIONS, np.float32), limit=1)
        status = opened.status()
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
    """Raise `StoreError` where the database cannot be read, or is damaged in any part."""
    with closing(open_reader(path)) as database, database.read() as connection:
        trouble = fault(connection, path, is_closed_well=False)
    if trouble is not None:
        raise StoreError(
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
