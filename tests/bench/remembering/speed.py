"""Part of `scripts/bench algorithms`: how long an algorithm takes to judge, and to learn."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from honed.learn.algorithms.choice import ALGORITHMS, begun
from honed.learn.algorithms.interface import DEFAULT, Context, Decision, Option
from honed.suggest.features import NAMES
from honed.suggest.rank import prior
from tests.bench.table import Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

CANDIDATES = 8
LEARNED = 500
ROUNDS = 300
SCORE_US, UPDATE_US = 200.0, 60.0
"""What the default may take for all candidates of a place, and for one decision."""


def tables(seed: int) -> list[Table]:
    """Measure each algorithm after it has learned, with features that are all there."""
    chance = random.Random(seed)
    options = [
        Option(
            tuple(chance.random() for _ in NAMES), Context("python", 1, "a"), is_right=bool(i % 2)
        )
        for i in range(LEARNED)
    ]
    rows = []
    for name in ALGORITHMS:
        algorithm = begun(name, prior())
        for each in options:
            algorithm = algorithm.update(Decision((each,)))
        is_default = name == DEFAULT

        def score(algorithm=algorithm) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - bound here
            for each in options[:CANDIDATES]:
                algorithm.score(each.features, each.context)

        def update(algorithm=algorithm) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - as above
            algorithm.update(Decision((options[0],)))

        rows.append(_row(f"{name}, score {CANDIDATES}", score, SCORE_US if is_default else None))
        rows.append(_row(f"{name}, update", update, UPDATE_US if is_default else None))
    return [Table("algorithms: time", {"seed": str(seed)}, rows)]


def _row(name: str, work: Callable[[], None], limit: float | None) -> Row:
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1e6)
    found = numbers(taken)
    assert found is not None
    return Row(name, "µs", found, limits={} if limit is None else {"median": limit})
