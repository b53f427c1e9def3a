"""`scripts/bench prior`: the weights that honed ships with, learned on histories and on our tests.

Each history is judged by weights that were fitted to the others. `--calibrate` writes those that
were fitted to all of them, and to the tests of `tests/learn`, which must hold with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.suggest import rank
from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit, facts
from tests.bench.replaying import work
from tests.bench.replaying.fit import Rates, fitted, is_held
from tests.bench.replaying.situations import Memory, one_shots
from tests.bench.table import Grid

if TYPE_CHECKING:
    from honed.core.model import Weights
    from tests.bench.options import Options
    from tests.bench.replaying.situations import Situation

COLUMNS = (
    "history", "edits", "precision", "recall", "of best", "net benefit", "per 100 quiet",
)  # fmt: skip
SHORT_EDITS = 100
FILE = Path(rank.__file__).with_name(rank.FILE)
MOST_PRECISE = 30.0
"""A developer's own decisions move the weights from the first day on."""


@attrs.frozen
class History:
    """What a history gives to learn from."""

    name: str
    edits: int
    quiet: int
    situations: list[Situation] = attrs.field(repr=False)


def run(options: Options) -> list[Grid]:
    """Judge each history by the others, and write what all of them taught where that is wanted."""
    edits = options.edits or (SHORT_EDITS if options.short else work.EDITS)
    repositories = options.repositories or (ROOT,)
    histories = [_history(each, edits, options) for each in repositories]
    tests = list(one_shots())
    rows = []
    for left_out in histories:
        others = [each.situations for each in histories if each is not left_out]
        rows.append(_row(left_out, fitted(others, tests)))
    if options.calibrate:
        weights = fitted([each.situations for each in histories], tests)
        FILE.write_text(written(weights), "utf-8")
    told = facts() | {
        "tests that hold": f"{sum(is_held(rank.prior(), each) for each in tests)} of {len(tests)}"
        " with the weights as they ship",
        "histories": ", ".join(f"{title(each)} at {commit(each)}" for each in repositories),
    }
    return [Grid("prior: each history by the others", told, COLUMNS, rows)]


def _history(repository: Path, edits: int, options: Options) -> History:
    memory = Memory()
    found = work.read(repository, edits, options.commits)
    situations = list(memory.situations(found, options.seed))
    return History(title(repository), memory.edits, memory.quiet, situations)


def _row(history: History, weights: Weights) -> list[str]:
    rates = Rates(weights, history.situations)
    edits = max(1, history.edits)
    return [
        history.name,
        f"{history.edits:,}",
        f"{rates.precision:.3f}",
        f"{rates.right / edits:.3f}",
        f"{rates.of_best:.2f}",
        f"{(2 * rates.right - rates.offered) / edits:.3f}",
        f"{100 * rates.alarms / max(1, history.quiet):.2f}",
    ]


def written(weights: Weights) -> str:
    """Return the file in which weights ship: a mean and a precision for each feature."""
    lines = ["# Written by `scripts/bench prior --calibrate`.", "[mean]"]
    pairs = list(zip(weights.names, weights.mean, weights.precision, strict=True))
    lines += [f"{name} = {mean:.3f}" for name, mean, _ in pairs]
    lines += ["", "[precision]"]
    lines += [f"{name} = {min(MOST_PRECISE, sure):.1f}" for name, _, sure in pairs]
    return "\n".join(lines) + "\n"
