"""`scripts/bench learning`: how much better it gets with what it has seen.

One window of edits is the test. Before it the engine sees the last 0, 50, 100, 500 or 2,000 edits
of the history; the candidates in the window are the product's own, with what it remembers then.
What differs between the arms is the ranker that orders them and speaks or is silent, as it stands
when the window begins.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import attrs

from honed.suggest.rank import OFFER_AT
from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit, facts
from tests.bench.progress import shown
from tests.bench.replaying import work
from tests.bench.replaying.pipe import PipeEngine
from tests.bench.replaying.plot import Line, plot
from tests.bench.replaying.rankers import (
    Hashed,
    Logistic,
    MovingAverage,
    RunningMean,
    Support,
    empty,
)
from tests.bench.replaying.sample import Sample, accuracy, benefit, ratio
from tests.bench.replaying.trajectories import chosen, places, played
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.replaying.engine import OpenEngine
    from tests.bench.replaying.rankers import Ranker
    from tests.bench.replaying.sample import Interval, Key, Measure
    from tests.bench.replaying.trajectories import Chosen, Place
    from tests.bench.replaying.work import CommitWork

CHECKPOINTS = (0, 50, 100, 500, 2_000)
SHORT_CHECKPOINTS = (0, 20)
WINDOW = 1_000
SHORT_WINDOW = 40

OLDER = 500
"""Edits of an earlier history whose patterns are added."""

GOALS = {50: 0.11, 100: 0.20, 500: 0.27}
"""By how much more often the first suggestion is to be right than with the frozen empty arm."""

AT_INSTALL = "frozen at install"
PATTERNS = "patterns learned, ranker frozen"
ALL = "all learning"
HASHED_IDS = "all learning, with hashed ids"
FROM_EMPTY = "all learning, from an empty ranker"
WITHOUT, WITH = ("without older patterns", 0), ("with older patterns, muted until proven", 0)
EMPTY = "empty ranker, frozen"
"""What `FROM_EMPTY` is measured against."""


@attrs.frozen
class Arm:
    """A ranker, and which of what was seen before the window it has a part in.

    `remembers` says that the engine does, `learns` that the ranker does. `against` is the arm that
    it is compared with.
    """

    name: str
    ranker: Callable[[], Ranker]
    remembers: bool = True
    learns: bool = True
    against: str = AT_INSTALL
    speaks: bool = True
    """Whether its scores say when to be silent."""
    goes_on: bool = False
    """Whether it learns in the window, too: what counts by pattern knows no new ones otherwise."""


ARMS = (
    Arm(AT_INSTALL, Logistic, remembers=False, learns=False),
    Arm(PATTERNS, Logistic, learns=False),
    Arm(ALL, Logistic),
    Arm(HASHED_IDS, Hashed),
    Arm(EMPTY, lambda: Logistic(empty()), remembers=False, learns=False, against=EMPTY),
    Arm(FROM_EMPTY, lambda: Logistic(empty()), against=EMPTY),
    Arm("running mean", RunningMean, against=EMPTY, goes_on=True),
    Arm("EMA 0.1", MovingAverage, against=EMPTY, goes_on=True),
    Arm("support order", Support, against=EMPTY, speaks=False),
)


@attrs.frozen
class Seen:
    """What the engine met after so many edits: before the window, and in it."""

    before: list[Place]
    window: list[Place]


@attrs.frozen
class Measured:
    """What each arm put first in the window, by arm and checkpoint."""

    name: str
    edits: int
    chosen: Mapping[Key, list[Chosen]]
    older: Mapping[Key, list[Chosen]]
    """What came of the window with and without the patterns of an earlier history."""

    @property
    def choices(self) -> int:
        """How many edits of the window have a choice."""
        return sum(each.is_choice for each in self.chosen[AT_INSTALL, 0])


def run(options: Options) -> list[Grid]:
    """Measure every arm on every history; without one, on honed's own."""
    checkpoints: Sequence[int] = SHORT_CHECKPOINTS if options.short else CHECKPOINTS
    if options.until is not None:
        checkpoints = tuple(count for count in checkpoints if count <= options.until)
    window = options.edits or (SHORT_WINDOW if options.short else WINDOW)
    repositories = options.repositories or (ROOT,)
    found = [
        _measured(each, checkpoints, window, options.jobs)
        for each in shown(repositories, "learning")
    ]
    told = facts() | {
        "window": f"the last {window:,} edits a repository",
        "seed": str(options.seed),
        "histories": ", ".join(
            f"{each.name} ({each.edits:,} edits) at {commit(repository)}"
            for each, repository in zip(found, repositories, strict=True)
        ),
        "choices": f"{sum(each.choices for each in found):,} edits with several candidates,"
        " one of them right, where nothing was remembered",
    }
    sample = Sample.of([each.chosen for each in found], options.seed)
    if options.plot is not None:
        options.plot.write_text(_plotted(sample, checkpoints), "utf-8")
    return [
        _grid("learning: first suggestion right", told, sample, checkpoints, accuracy),
        _grid("learning: net benefit an edit", {}, sample, checkpoints, benefit),
        _improvements(sample, checkpoints),
        _by_repository(found, sample, checkpoints),
        _older(found, options.seed),
        _goals(found, sample, checkpoints),
    ]


def _measured(repository: Path, checkpoints: Sequence[int], window: int, jobs: int) -> Measured:
    read = work.read(repository, window + max(checkpoints))
    test = work.latest(read.commits, window)
    earlier = read.commits[: len(read.commits) - len(test)]
    older = work.latest(earlier, min(OLDER, max(checkpoints)))
    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda count: _seen(work.latest(earlier, count), test), checkpoints)
        seen = dict(zip(checkpoints, found, strict=True))
    return Measured(
        title(repository),
        sum(each.edits for each in test),
        {(arm.name, count): _choose(arm, seen, count) for arm in ARMS for count in checkpoints},
        {WITHOUT: _played([], test), WITH: _played(older, test)},
    )


def _seen(before: Sequence[CommitWork], window: Sequence[CommitWork]) -> Seen:
    engine: OpenEngine = PipeEngine()
    try:
        return Seen(list(places(before, engine)), list(places(window, engine)))
    finally:
        engine.stop()


def _played(older: Sequence[CommitWork], window: Sequence[CommitWork]) -> list[Chosen]:
    """Return what the product offers in the window; it ranks as on the first day when that begins.

    The developer accepts what is right, before the window, too. So nothing but the older patterns,
    and what became of them, makes the difference.
    """
    engine: OpenEngine = PipeEngine()
    try:
        for _ in played(older, engine):
            pass
        engine.forget_ranking()
        return list(played(window, engine))
    finally:
        engine.stop()


def _choose(arm: Arm, seen: Mapping[int, Seen], count: int) -> list[Chosen]:
    ranker = arm.ranker()
    for place in seen[count].before if arm.learns else ():
        ranker.learn(place.seen)
    found = []
    for place in seen[count if arm.remembers else 0].window:
        found.append(chosen(place, ranker, OFFER_AT))
        if arm.goes_on:
            ranker.learn(place.seen)
    return found


def _grid(
    name: str,
    told: Mapping[str, str],
    sample: Sample,
    checkpoints: Sequence[int],
    measure: Measure,
) -> Grid:
    rows = [
        [arm.name, *(str(sample.mean((arm.name, count), measure)) for count in checkpoints)]
        for arm in ARMS
        if measure is accuracy or arm.speaks
    ]
    return Grid(name, told, ("after so many edits", *map(str, checkpoints)), rows)


def _improvements(sample: Sample, checkpoints: Sequence[int]) -> Grid:
    rows = []
    for arm in ARMS:
        if arm.name != arm.against:
            found = [
                sample.improvement((arm.name, count), (arm.against, count), accuracy)
                for count in checkpoints
            ]
            rows.append([arm.name, arm.against, *map(_percent, found)])
    columns = ("arm", "against", *map(str, checkpoints))
    return Grid("learning: first suggestion right, % more than the other arm", {}, columns, rows)


def _by_repository(found: Sequence[Measured], sample: Sample, checkpoints: Sequence[int]) -> Grid:
    """Say where learning was worse than none."""
    rows = []
    for each in found:
        gains = [
            ratio(benefit(each.chosen[ALL, count])) - ratio(benefit(each.chosen[AT_INSTALL, count]))
            for count in checkpoints
        ]
        rows.append([each.name, *(f"{gain:+.3f}" for gain in gains)])
    every = [sample.difference((ALL, count), (AT_INSTALL, count), benefit) for count in checkpoints]
    rows.append(["all edits", *map(str, every)])
    columns = ("repository", *map(str, checkpoints))
    return Grid(f"learning: net benefit, {ALL} less {AT_INSTALL}", {}, columns, rows)


def _older(found: Sequence[Measured], seed: int) -> Grid:
    """Say what older patterns, muted until they prove themselves, add to those of the session."""
    sample = Sample.of([each.older for each in found], seed)
    rows = [
        [
            each.name,
            *(f"{ratio(benefit(each.older[key])):.3f}" for key in (WITHOUT, WITH)),
            _verdict(_added(each) >= 0),
        ]
        for each in found
    ]
    every = [str(sample.mean(key, benefit)) for key in (WITHOUT, WITH)]
    rows.append(["all edits", *every, str(sample.difference(WITH, WITHOUT, benefit))])
    columns = ("repository", WITHOUT[0], WITH[0], "never worse")
    return Grid(f"learning: net benefit with {OLDER} older edits' patterns", {}, columns, rows)


def _added(measured: Measured) -> int:
    """Return by how many right offers less wrong ones older patterns make a window better."""
    return benefit(measured.older[WITH])[0] - benefit(measured.older[WITHOUT])[0]


def _goals(found: Sequence[Measured], sample: Sample, checkpoints: Sequence[int]) -> Grid:
    """Say which goals are met."""
    rows = []
    for count, wanted in GOALS.items():
        if count in checkpoints:
            gain = sample.improvement((FROM_EMPTY, count), (EMPTY, count), accuracy)
            name = f"first suggestion from empty, after {count}"
            rows.append([name, f"+{wanted:.0%}", _percent(gain), _verdict(gain.value >= wanted)])
    gains = {
        f"{each.name} after {count}": benefit(each.chosen[ALL, count])[0]
        - benefit(each.chosen[AT_INSTALL, count])[0]
        for each in found
        for count in checkpoints
    }
    worse = [f"{name}: {gain:+d}" for name, gain in gains.items() if gain < 0]
    rows.append(["all learning never worse", "0", ", ".join(worse) or "0", _verdict(not worse)])
    last = max(checkpoints)
    gain = sample.difference((ALL, last), (AT_INSTALL, last), benefit)
    rows.append(["net benefit of all learning", "> 0", str(gain), _verdict(gain.low > 0)])
    worse = [f"{each.name}: {_added(each):+d}" for each in found if _added(each) < 0]
    rows.append(["older patterns never worse", "0", ", ".join(worse) or "0", _verdict(not worse)])
    return Grid("learning: goals", {}, ("goal", "demanded", "measured", "met"), rows)


def _verdict(is_met: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "yes" if is_met else "no"


def _percent(of: Interval) -> str:
    return f"{100 * of.value:+.1f} ({100 * of.low:+.1f} to {100 * of.high:+.1f})"


def _plotted(sample: Sample, checkpoints: Sequence[int]) -> str:
    lines = [
        Line(arm.name, [sample.mean((arm.name, count), accuracy).value for count in checkpoints])
        for arm in ARMS
    ]
    return plot("First suggestion right, after so many edits", checkpoints, lines)
