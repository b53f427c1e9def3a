"""The row of the ranker's weights; it is used in the user's database, one for all projects."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from honed.core.model import Weights

if TYPE_CHECKING:
    import sqlite3


_log = logging.getLogger(__name__)


def load(connection: sqlite3.Connection) -> Weights | None:
    """Return the weights, None before the first were saved or where they are damaged."""
    row = connection.execute("SELECT mean, precision, updates FROM weights").fetchone()
    if row is None:
        return None
    mean, precision, updates = row
    try:
        return Weights(_numbers(mean), _numbers(precision), updates)
    except ValueError as error:
        _log.warning("The ranker begins anew, its weights cannot be read: %s", error)
        return None


def save(connection: sqlite3.Connection, weights: Weights) -> None:
    """Replace the weights."""
    connection.execute(
        "INSERT OR REPLACE INTO weights VALUES (1, ?, ?, ?)",
        (_bytes(weights.mean), _bytes(weights.precision), weights.updates),
    )


def _bytes(numbers: tuple[float, ...]) -> bytes:
    return np.asarray(numbers, dtype="<f8").tobytes()


def _numbers(data: bytes) -> tuple[float, ...]:
    return tuple(np.frombuffer(data, dtype="<f8").tolist())
