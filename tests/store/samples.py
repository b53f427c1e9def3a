"""Values as the learner writes them, small but of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.model import (
    Copy,
    Element,
    Example,
    HoleKind,
    Outcome,
    Rewrite,
    TokenKind,
    Trajectory,
)

if TYPE_CHECKING:
    from honed.core.ports import Vector
    from honed.store.store import SqliteStore

DIMENSIONS = 256

EXAMPLE = Example(
    before='logger.info("user %s logged in", user.name)',
    after='logger.debug("user %s logged in", user.name)',
    path="src/app/views.py",
    line=41,
)
REWRITE = Rewrite(
    language="python",
    before=(
        Element(TokenKind.NAME, "logger", HoleKind.NAME),
        Element(TokenKind.FIXED, "."),
        Element(TokenKind.NAME, "info"),
    ),
    after=(Copy(0, 1), "debug"),
    right=(
        Element(TokenKind.FIXED, "("),
        Element(TokenKind.QUOTE, '"'),
        Element(TokenKind.TEXT, "user %s logged in"),
        Element(TokenKind.QUOTE, '"'),
        Element(TokenKind.FIXED, ","),
        Element(TokenKind.NAME, "user"),
        Element(TokenKind.FIXED, "."),
        Element(TokenKind.NAME, "name"),
        Element(TokenKind.FIXED, ")"),
    ),
    path=("attribute", "call", "expression_statement", "block"),
    callee=("logger", "info"),
)
TRAJECTORY = Trajectory(
    session_id=1,
    at=1_700_000_000.25,
    language="python",
    path=EXAMPLE.path,
    line=EXAMPLE.line,
    before=EXAMPLE.before,
    after=EXAMPLE.after,
    outcome=Outcome.FREE,
    reward=0.0,
)


def trajectory(number: int, outcome: Outcome = Outcome.FREE) -> Trajectory:
    """Return a trajectory that no other number gives."""
    return attrs.evolve(TRAJECTORY, line=number, after=f"print({number})", outcome=outcome)


def vectors(count: int, *, seed: int = 0, clusters: int = 0) -> Vector:
    """Return unit vectors, shape (count, 256), around so many centres or everywhere.

    Their numbers are multiples of one of 127 parts, so that the store loses nothing of them.
    """
    rng = np.random.default_rng(seed)
    found = rng.normal(size=(count, DIMENSIONS))
    if clusters:
        centres = rng.normal(size=(clusters, DIMENSIONS))
        found = centres[rng.integers(clusters, size=count)] + 0.5 * found
    found = np.rint(found * 127 / np.abs(found).max(axis=1, keepdims=True))
    unit: Vector = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return unit


def fill(store: SqliteStore, made: Vector, *, language: str = "python") -> list[int]:
    """Store a trajectory and a pattern for each vector in one commit; return the patterns' ids."""
    rewrite = attrs.evolve(REWRITE, language=language)
    ids = []
    with store.transaction():
        for vector in made:
            row = store.add_trajectory(TRAJECTORY)
            pattern = store.add_pattern(
                rewrite, EXAMPLE, session_id=1, trajectory_id=row, vector=vector
            )
            ids.append(pattern.id)
    return ids
