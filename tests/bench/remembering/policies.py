"""Part of `scripts/bench algorithms`: the nine learning algorithms, on the product's own decisions.

Every arm sees the same candidates. It learns from the last 0, 50, 100 or 500 edits before the
window, as from the shadow, and goes on in the window: what counts by pattern would know no new
pattern otherwise. "No learning" is what ships, and what ships empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.learn.algorithms.choice import ALGORITHMS, begun
from honed.learn.algorithms.federated import Federated, contribution, federated
from honed.learn.algorithms.interface import DEFAULT, Context, Decision, Option
from honed.learn.algorithms.remembered import Remembered
from honed.learn.reward import SHADOW_STRENGTH
from honed.suggest.rank import OFFER_AT, prior, ranked_by
from honed.syntax import languages
from tests.bench.machine import ROOT, commit, facts
from tests.bench.progress import shown
from tests.bench.remembering.decisions import gathered
from tests.bench.replaying.rankers import MovingAverage, RunningMean, empty
from tests.bench.replaying.sample import Sample, accuracy, benefit, ratio
from tests.bench.replaying.trajectories import chosen
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from honed.core.model import Candidate
    from honed.learn.algorithms.interface import Algorithm
    from tests.bench.options import Options
    from tests.bench.remembering.decisions import History
    from tests.bench.replaying.engine import Judged
    from tests.bench.replaying.rankers import Ranker, Seen
    from tests.bench.replaying.sample import Key, Measure
    from tests.bench.replaying.trajectories import Chosen, Place

CHECKPOINTS = (0, 50, 100, 500)
SHORT_CHECKPOINTS = (0, 20)
WINDOW = 1_000
SHORT_WINDOW = 40
GOAL = 0.10
"""So much more often than with the baselines the first suggestion is to be right, absolute."""

BINS = 10
"""As wide as a tenth are the bins of the calibration error."""

FROZEN, FROZEN_EMPTY = "no learning, as shipped", "no learning, empty"
MEAN, EMA = "running mean", "EMA 0.1"
ORDERED = f"{DEFAULT}, ordered by its like"
FROM_EMPTY = f"{DEFAULT}, from empty"


@attrs.define
class Learned:
    """An algorithm of the product as a ranker of the benches."""

    algorithm: Algorithm
    strength: float = SHADOW_STRENGTH
    learns: bool = True
    here: Context = attrs.field(factory=Context)

    def go_to(self, place: Place) -> None:
        """Be told in which language and session the next candidates stand."""
        language = languages.by_path(place.path)
        self.here = Context(language.name if language else "", session=place.commit)

    def first(self, candidates: Sequence[Judged]) -> tuple[float, int] | None:
        """Return the most probable, ranked as the product does."""
        of = [each.candidate for each in candidates]
        found = self._ranked(of)
        return (found[0][0], _index(found[0][1], of)) if found else None

    def learn(self, seen: Sequence[Seen]) -> None:
        """Take in one place."""
        if self.learns:
            self.algorithm = self.algorithm.update(self.decision(seen))

    def decision(self, seen: Sequence[Seen]) -> Decision:
        """Return what is known of a place: an option for each text that candidates lead to."""
        of = [each.candidate for each, _ in seen]
        options = [
            Option(each.features, self._context(each), seen[_index(each, of)][1])
            for _, each in self._ranked(of)
        ]
        return Decision(tuple(options), self.strength)

    def _ranked(self, candidates: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
        return ranked_by(
            lambda each: self.algorithm.score(each.features, self._context(each)), candidates
        )

    def _context(self, candidate: Candidate) -> Context:
        return attrs.evolve(self.here, pattern_id=candidate.pattern_id)


@attrs.define
class Ordered(Learned):
    """The default, but which of a line's goes first is said by what became of its like.

    The probabilities stay at their ranks, so when it speaks, and how sure it is, does not change.
    """

    remembered: Remembered = attrs.field(factory=Remembered)

    def learn(self, seen: Sequence[Seen]) -> None:
        """Take in one place."""
        decision = self.decision(seen)
        self.algorithm = self.algorithm.update(decision)
        self.remembered = self.remembered.after(decision)

    def _ranked(self, candidates: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
        found = super()._ranked(candidates)
        ranks: dict[int, list[int]] = {}
        for rank, (_, candidate) in enumerate(found):
            ranks.setdefault(candidate.line, []).append(rank)
        best = list(found)
        for of_line in ranks.values():
            values = self.remembered.expected(
                [found[rank][1].features for rank in of_line],
                [found[rank][0] for rank in of_line],
            )
            order = sorted(range(len(of_line)), key=lambda place: -values[place])
            for rank, place in zip(of_line, order, strict=True):
                best[rank] = (found[rank][0], found[of_line[place]][1])
        return best


def _index(ranked: Candidate, candidates: Sequence[Candidate]) -> int:
    return next(i for i, each in enumerate(candidates) if each.origin == ranked.origin)


def arms() -> dict[str, Callable[[Sequence[History]], Ranker]]:
    """Return how each ranker begins, by its name; it is told the other developers' histories."""
    found: dict[str, Callable[[Sequence[History]], Ranker]] = {
        FROZEN: lambda _: Learned(begun(DEFAULT, prior()), learns=False),
        FROZEN_EMPTY: lambda _: Learned(begun(DEFAULT, empty()), learns=False),
        MEAN: lambda _: RunningMean(),
        EMA: lambda _: MovingAverage(),
    }
    for name in ALGORITHMS:
        found[name] = lambda _, name=name: Learned(begun(name, prior()))  # type: ignore[misc]
    found["federated"] = _of_others
    found[ORDERED] = lambda _: Ordered(begun(DEFAULT, prior()))
    found[FROM_EMPTY] = lambda _: Learned(begun(DEFAULT, empty()))
    return found


def _of_others(others: Sequence[History]) -> Learned:
    """Return the federated ranker with what the other histories have contributed."""
    gifts = []
    for history in others:
        reader = Learned(begun(DEFAULT, prior()))
        decisions = []
        for place in history.before:
            reader.go_to(place)
            decisions.append(reader.decision(place.seen))
        gifts.append(contribution(history.name, prior(), decisions))
    return Learned(Federated.of(prior(), federated(gifts)))


def tables(options: Options) -> list[Grid]:
    """Compare the arms on the histories; without one, on honed's own."""
    checkpoints = SHORT_CHECKPOINTS if options.short else CHECKPOINTS
    window = options.edits or (SHORT_WINDOW if options.short else WINDOW)
    repositories = options.repositories or (ROOT,)
    histories = [
        gathered(each, max(checkpoints), window) for each in shown(repositories, "algorithms")
    ]
    found = [
        _chosen(each, [other for other in histories if other is not each], checkpoints)
        for each in histories
    ]
    stopped = [
        _chosen(each, [other for other in histories if other is not each], checkpoints, stops=True)
        for each in histories
    ]
    sample = Sample.of(found, options.seed)
    told = facts() | {
        "window": f"the last {window:,} edits a repository; every arm goes on learning in it",
        "seed": str(options.seed),
        "histories": ", ".join(
            f"{each.name} ({each.choices} choices) at {commit(repository)}"
            for each, repository in zip(histories, repositories, strict=True)
        ),
        "choices": f"{sum(each.choices for each in histories):,} edits with several candidates,"
        " one of them right",
        "intervals": "95 %, bootstrapped over commits, all arms drawn together",
    }
    return [
        _grid("algorithms, first suggestion right", told, sample, checkpoints, accuracy),
        _grid("algorithms, net benefit an edit", {}, sample, checkpoints, benefit),
        _against(sample, max(checkpoints)),
        _by_repository(histories, found, max(checkpoints)),
        _calibration(found, max(checkpoints)),
        _grid(
            "algorithms, first suggestion right, where nothing is learned in the window",
            {},
            Sample.of(stopped, options.seed),
            checkpoints,
            accuracy,
        ),
    ]


def _chosen(
    history: History,
    others: Sequence[History],
    checkpoints: Sequence[int],
    *,
    stops: bool = False,
) -> dict[Key, list[Chosen]]:
    """Return what each arm puts first in the window, by arm and checkpoint.

    If it `stops`, it learns nothing more there.
    """
    found: dict[Key, list[Chosen]] = {}
    for name, began in arms().items():
        for count in checkpoints:
            ranker = began(others)
            for place in history.before[-count:] if count else ():
                _go_to(ranker, place)
                ranker.learn(place.seen)
            key = (name, count)
            found[key] = []
            for place in history.window:
                _go_to(ranker, place)
                found[key].append(chosen(place, ranker, OFFER_AT))
                if not stops:
                    ranker.learn(place.seen)
    return found


def _go_to(ranker: Ranker, place: Place) -> None:
    if isinstance(ranker, Learned):
        ranker.go_to(place)


def _grid(
    name: str,
    told: Mapping[str, str],
    sample: Sample,
    checkpoints: Sequence[int],
    measure: Measure,
) -> Grid:
    rows = [
        [arm, *(str(sample.mean((arm, count), measure)) for count in checkpoints)] for arm in arms()
    ]
    return Grid(name, told, ("after so many edits", *map(str, checkpoints)), rows)


def _against(sample: Sample, count: int) -> Grid:
    """Say by how much each algorithm is more often right, absolute, and whether that is enough."""
    rows = []
    for arm in (*ALGORITHMS, ORDERED, FROM_EMPTY):
        key = (arm, count)
        gains = [sample.difference(key, (other, count), accuracy) for other in (FROZEN, MEAN, EMA)]
        is_met = min(each.value for each in gains[1:]) >= GOAL
        net = sample.difference(key, (FROZEN, count), benefit)
        rows.append([arm, *(f"{each.value:+.3f} ({each.low:+.3f} to {each.high:+.3f})"
                            for each in (*gains, net)), "yes" if is_met else "no"])  # fmt: skip
    columns = (
        f"first suggestion right after {count}, less",
        FROZEN,
        MEAN,
        EMA,
        "net benefit, less as shipped",
        f"+{GOAL:.2f} over both baselines",
    )
    return Grid("algorithms against no learning and baselines", {}, columns, rows)


def _calibration(found: Sequence[Mapping[Key, Sequence[Chosen]]], count: int) -> Grid:
    """Hold the probability of the first suggestion against how often it is right."""
    rows = []
    for arm in arms():
        thought = [each for history in found for each in history[arm, count]]
        pairs = np.array(
            [(each.probability, each.is_first_right) for each in thought
             if each.probability is not None], float,
        ).reshape(-1, 2)  # fmt: skip
        probable, right = pairs.T
        of = np.minimum((probable * BINS).astype(int), BINS - 1)
        apart = np.bincount(of, probable - right, BINS)
        rows.append([
            arm,
            str(len(pairs)),
            f"{np.abs(apart).sum() / max(1, len(pairs)):.3f}",
            f"{np.square(probable - right).sum() / max(1, len(pairs)):.4f}",
        ])  # fmt: skip
    columns = (f"after {count}", "places", "calibration error", "Brier score")
    return Grid("algorithms, how sure and how right", {}, columns, rows)


def _by_repository(
    histories: Sequence[History], found: Sequence[Mapping[Key, Sequence[Chosen]]], count: int
) -> Grid:
    rows = [
        [arm, *(f"{ratio(accuracy(each[arm, count])):.3f}" for each in found)] for arm in arms()
    ]
    columns = (f"first suggestion right after {count}", *(each.name for each in histories))
    return Grid("algorithms, by repository", {}, columns, rows)
