"""Rows of the versions of the policy; they are used in the user's database, as the weights are."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from honed.core.model import Weights
from honed.core.policy import PolicyState, PolicyVersion

if TYPE_CHECKING:
    import sqlite3

_log = logging.getLogger(__name__)


def put(connection: sqlite3.Connection, version: PolicyVersion) -> None:
    """Add a version, or replace the one with its number."""
    names = version.weights.names
    record = {
        "threshold": version.threshold,
        "mean": dict(zip(names, version.weights.mean, strict=True)),
        "precision": dict(zip(names, version.weights.precision, strict=True)),
    }
    connection.execute(
        "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version.number,
            version.fingerprint,
            json.dumps(record),
            version.state,
            version.since,
            version.decisions,
            version.better,
            version.worse,
            version.taken_back,
        ),
    )


def every(connection: sqlite3.Connection) -> list[PolicyVersion]:
    """Return all versions by their numbers; one whose row is damaged is left out."""
    rows = connection.execute(
        """
        SELECT number, fingerprint, record, state, since, decisions, better, worse, taken_back
        FROM policies ORDER BY number
        """
    ).fetchall()
    found = []
    for number, fingerprint, record, state, since, *counts in rows:
        try:
            weights, threshold = _read(record)
            version = PolicyVersion(
                number, fingerprint, weights, threshold, PolicyState(state), since, *counts
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _log.warning("Version %s of the policy cannot be read: %s", number, error)
        else:
            found.append(version)
    return found


def _read(record: str) -> tuple[Weights, float]:
    known = json.loads(record)
    mean, precision = known["mean"], known["precision"]
    if mean.keys() != precision.keys():
        raise ValueError("its weights do not fit together")
    weights = Weights(
        tuple(float(each) for each in mean.values()),
        tuple(float(precision[name]) for name in mean),
        names=tuple(mean),
    )
    return weights, float(known["threshold"])
