"""The row of the ranker's weights; it is used in the user's database, one for all projects.

The numbers are JSON, by the names of their features, so that a later honed with other features
finds its own among them. Where they have no names, they are IEEE 754 numbers, one after another.
"""

from __future__ import annotations

import json
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
        names, means = _numbers(mean)
        of, precisions = _numbers(precision)
        if names != of or len(means) != len(precisions):
            _log.warning("The ranker begins anew, its weights do not fit together")
            return None
    except (TypeError, ValueError) as error:
        _log.warning("The ranker begins anew, its weights cannot be read: %s", error)
        return None
    return Weights(means, precisions, updates, names)


def save(connection: sqlite3.Connection, weights: Weights) -> None:
    """Replace the weights."""
    connection.execute(
        "INSERT OR REPLACE INTO weights VALUES (1, ?, ?, ?)",
        (
            _bytes(weights.names, weights.mean),
            _bytes(weights.names, weights.precision),
            weights.updates,
        ),
    )


def _bytes(names: tuple[str, ...], numbers: tuple[float, ...]) -> bytes:
    if names:
        return json.dumps(dict(zip(names, numbers, strict=True))).encode()
    return np.asarray(numbers, dtype="<f8").tobytes()


def _numbers(data: bytes) -> tuple[tuple[str, ...], tuple[float, ...]]:
    if data[:1] == b"{" and data[-1:] == b"}":
        known = json.loads(data)
        return tuple(known), tuple(float(each) for each in known.values())
    return (), tuple(np.frombuffer(data, dtype="<f8").tolist())
