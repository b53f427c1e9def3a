"""`scripts/bench prior`: the weights that honed ships with, learned on histories and on our tests.

The histories are replayed twice: what is taken is not learned again, so what there is to learn
from depends on what is offered meanwhile. The first time, on fewer edits, the record of a pattern
decides, the second time the weights that were fitted to the first. So what comes out depends on
nothing that ships.

Each history is judged by weights that were fitted to the others. `--calibrate` writes those that
were fitted to all of them, and to the tests of `tests/learn`, which must hold with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.model import Weights
from honed.suggest import rank
from honed.suggest.features import NAMES
from honed.suggest.next_rank import NEXT_NAMES
from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit, facts
from tests.bench.progress import shown
from tests.bench.replaying import work
from tests.bench.replaying.candidates import Candidates
from tests.bench.replaying.fit import Rates, fitted, is_held
from tests.bench.replaying.nexts import BY_EDIT, NextMemory, Question, fitted_to, outcomes
from tests.bench.replaying.situations import Memory, one_shots
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.options import Options

COLUMNS = (
    "history", "edits", "precision", "recall", "of best", "net benefit", "per 100 quiet",
)  # fmt: skip
NEXT_COLUMNS = ("history and order", "asked", "precision", "recall", "of best", "net benefit")
ORDERS = ("from above", "from below")
EDITS, SHORT_EDITS = 1_000, 100
FEWER = 4
FEWER_NEXT = 2
"""Each is asked about twice."""
BY_RECORD = Weights(
    tuple({"bias": -3.0, "belief": 6.1}.get(name, 0.0) for name in NAMES),
    (1.0,) * len(NAMES),
    names=NAMES,
)
"""What was never tried is offered, and what was right as often as wrong."""

FILE = Path(rank.__file__).with_name(rank.FILE)
MOST_PRECISE = 30.0
"""A developer's own decisions move the weights from the first day on."""

LEAST_PRECISE = 3.0
"""But none of them by much, where the histories said little."""


@attrs.frozen
class History:
    """What a history gives to learn from."""

    name: str
    edits: int
    quiet: int
    candidates: Candidates = attrs.field(repr=False)


def run(options: Options) -> list[Grid]:
    """Judge each history by the others, and write what all of them taught where that is wanted."""
    edits = options.edits or (SHORT_EDITS if options.short else EDITS)
    repositories = options.repositories or (ROOT,)
    tests = Candidates.of(list(one_shots()))
    first = _histories(repositories, edits // FEWER, options, BY_RECORD)
    begun = fitted([each.candidates for each in first], tests)
    histories = _histories(repositories, edits, options, begun)
    weights = fitted([each.candidates for each in histories], tests)
    shares = [_shares(each, _without(histories, each, tests)) for each in histories]
    rows = [
        _row(each.name, each.edits, share) for each, share in zip(histories, shares, strict=True)
    ]
    rows.append(_row("mean", sum(each.edits for each in histories), np.mean(shares, axis=0)))
    of_all = [_shares(each, weights) for each in histories]
    rows.append(_row("fitted to all, mean", rows[-1][1], np.mean(of_all, axis=0)))
    of_next, next_grid = _nexts(repositories, edits // FEWER_NEXT, options, weights)
    if options.calibrate:
        FILE.write_text(written(weights, of_next), "utf-8")
    told = facts() | {
        "tests that hold": f"{is_held(np.array(weights.mean), tests).sum()} of {tests.situations}"
        " with the weights fitted to all, "
        f"{is_held(np.array(rank.prior().mean), tests).sum()} with those that ship",
        "histories": ", ".join(f"{title(each)} at {commit(each)}" for each in repositories),
    }
    return [
        Grid("prior: each history by the others", told, COLUMNS, rows),
        attrs.evolve(next_grid, facts=told),
    ]


def _nexts(
    repositories: Sequence[Path], edits: int, options: Options, weights: Weights
) -> tuple[Sequence[float], Grid]:
    """Return what weighs next edits, and how each history fares with what the others teach."""
    begun = fitted_to([
        history
        for each in shown(repositories, "asked for its next edits, a first time")
        for history in _asked(each, max(1, edits // FEWER), options, weights, BY_EDIT)
    ])  # fmt: skip
    asked = [
        _asked(each, edits, options, weights, begun)
        for each in shown(repositories, "asked for its next edits")
    ]
    rows, shares = [], []
    for number, (repository, history) in enumerate(zip(repositories, asked, strict=True)):
        others = [one for each in (*asked[:number], *asked[number + 1 :]) for one in each]
        of_others = fitted_to(others)
        found = [_next_shares(outcomes(of_others, each), len(each)) for each in history]
        shares.append(found)
        rows += [
            _next_row(f"{title(repository)}, {order}", len(each), share)
            for order, each, share in zip(ORDERS, history, found, strict=True)
        ]
    means = np.mean(shares, axis=0) if shares else np.zeros((len(ORDERS), 4))
    for order, share, number in zip(ORDERS, means, range(len(ORDERS)), strict=True):
        rows.append(_next_row(f"mean, {order}", sum(len(each[number]) for each in asked), share))
    weights_of_next = fitted_to([history for each in asked for history in each])
    return weights_of_next, Grid("next edits: each history by the others", {}, NEXT_COLUMNS, rows)


def _asked(
    repository: Path, edits: int, options: Options, weights: Weights, of_next: Sequence[float]
) -> list[list[Question]]:
    """Return the questions of a history, in both orders."""
    return [
        list(
            NextMemory(weights, of_next=of_next).questions(
                work.read(repository, edits, options.commits, is_reversed=is_reversed)
            )
        )
        for is_reversed in (False, True)
    ]


def _next_shares(found: tuple[int, int, int], asked: int) -> tuple[float, ...]:
    offered, right, reachable = found
    edits = max(1, asked)
    return (
        right / max(1, offered),
        right / edits,
        right / max(1, reachable),
        (2 * right - offered) / edits,
    )


def _next_row(name: str, edits: int, shares: Sequence[float]) -> list[str]:
    precision, recall, of_best, benefit = shares
    return [
        name, f"{edits:,}",
        f"{precision:.3f}", f"{recall:.3f}", f"{of_best:.2f}", f"{benefit:.3f}",
    ]  # fmt: skip


def _histories(
    repositories: Sequence[Path], edits: int, options: Options, weights: Weights
) -> list[History]:
    """Replay histories with what the weights offer."""
    histories = []
    for each in shown(repositories, "replayed"):
        memory = Memory(weights)
        found = work.read(each, edits, options.commits)
        situations = list(memory.situations(found, options.seed))
        histories.append(
            History(title(each), memory.edits, memory.quiet, Candidates.of(situations))
        )
    return histories


def _without(histories: Sequence[History], left_out: History, tests: Candidates) -> Weights:
    return fitted([each.candidates for each in histories if each is not left_out], tests)


def _shares(history: History, weights: Weights) -> tuple[float, ...]:
    """Return what stands in the columns behind the edits."""
    rates, edits = Rates.of(weights, history.candidates), max(1, history.edits)
    return (
        rates.precision,
        rates.right / edits,
        rates.of_best,
        (2 * rates.right - rates.offered) / edits,
        100 * rates.alarms / max(1, history.quiet),
    )


def _row(name: str, edits: int | str, shares: Sequence[float]) -> list[str]:
    precision, recall, of_best, benefit, alarms = shares
    return [
        name,
        edits if isinstance(edits, str) else f"{edits:,}",
        f"{precision:.3f}", f"{recall:.3f}", f"{of_best:.2f}", f"{benefit:.3f}", f"{alarms:.2f}",
    ]  # fmt: skip


def written(weights: Weights, of_next: Sequence[float]) -> str:
    """Return the file in which weights ship: a mean and a precision for each feature."""
    lines = ["# Written by `scripts/bench prior --calibrate`.", "[mean]"]
    pairs = list(zip(weights.names, weights.mean, weights.precision, strict=True))
    lines += [f"{name} = {mean:.3f}" for name, mean, _ in pairs]
    lines += ["", "[precision]"]
    lines += [
        f"{name} = {min(MOST_PRECISE, max(LEAST_PRECISE, sure)):.1f}" for name, _, sure in pairs
    ]
    lines += ["", "[next]"]
    lines += [f"{name} = {weight:.3f}" for name, weight in zip(NEXT_NAMES, of_next, strict=True)]
    return "\n".join(lines) + "\n"
