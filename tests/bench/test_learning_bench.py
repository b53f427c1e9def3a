"""The bench of learning compares arms on the same places, and says how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pytest

from honed.core.model import Candidate
from honed.core.text import Edit, Span
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT
from tests.bench import learning
from tests.bench.options import Options
from tests.bench.replaying.engine import Judged, WorkspaceEngine
from tests.bench.replaying.plot import Line, plot
from tests.bench.replaying.rankers import (
    Hashed,
    Logistic,
    MovingAverage,
    RunningMean,
    Support,
    empty,
)
from tests.bench.replaying.sample import Interval, Sample, accuracy, benefit, ratio
from tests.bench.replaying.trajectories import Chosen, Place, chosen, places, played
from tests.bench.small_work import AFTER, BEFORE, of_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.bench.replaying.rankers import Ranker

    History = Callable[[Sequence[Mapping[str, str]]], Path]

USELESS, USEFUL = 1, 2


def judged(pattern_id: int, *, support: int = 1) -> Judged:
    """Return a candidate whose features tell the two patterns apart."""
    features = tuple(float(index in {0, pattern_id}) for index in range(len(NAMES)))
    edit = Edit(Span(0, 0), b"%d" % pattern_id)
    candidate = Candidate(pattern_id, (edit,), edit.span, features)
    return Judged(candidate, 0.5, support, is_of_session=True)


def place(*, useful_is_right: bool = True) -> Place:
    """Return a place at which both patterns make different texts."""
    seen = ((judged(USELESS), not useful_is_right), (judged(USEFUL, support=3), useful_is_right))
    return Place("a", seen, (0, 1))


def test_a_name_that_is_right_goes_first() -> None:
    """Of two that look the same, that of the directory in which such were right."""
    bad, good = (
        attrs.evolve(each, candidate=attrs.evolve(each.candidate, features=(1.0,) * len(NAMES)))
        for each in (judged(USELESS), judged(USEFUL))
    )
    bad, good = attrs.evolve(bad, ids=("directory a",)), attrs.evolve(good, ids=("directory b",))
    ranker = Hashed()
    before = ranker.first([bad, good])
    for _ in range(40):
        ranker.learn([(bad, False), (good, True)])
    found, other = ranker.first([bad, good]), ranker.first([bad])
    assert before is not None
    assert found is not None
    assert other is not None
    assert found[1] == 1
    assert other[0] < before[0]


def test_without_names_noop() -> None:
    """Nothing is added to what the ranker says."""
    ranker, plain = Hashed(), Logistic()
    for each in (ranker, plain):
        each.learn(place().seen)
    assert ranker.first([judged(USEFUL)]) == pytest.approx(plain.first([judged(USEFUL)]))


@pytest.mark.parametrize("ranker", [Logistic(empty()), RunningMean(), MovingAverage()])
def test_what_was_right_goes_first(ranker: Ranker) -> None:
    """A ranker that has seen it puts the right candidate above one half, the other below."""
    for _ in range(5):
        ranker.learn(place().seen)
    useless, useful = ranker.first([judged(USELESS)]), ranker.first([judged(USEFUL)])
    assert useless is not None
    assert useful is not None
    assert useless[0] < OFFER_AT < useful[0]
    found = chosen(place(), ranker, OFFER_AT)
    assert (found.is_choice, found.is_first_right, found.benefit) == (True, True, 1)
    assert chosen(place(useful_is_right=False), ranker, OFFER_AT).benefit == -1


@pytest.mark.parametrize("ranker", [Logistic(empty()), RunningMean(), MovingAverage()])
def test_what_was_never_seen_noop(ranker: Ranker) -> None:
    """Of what a ranker knows nothing it thinks the same: the newest goes first."""
    assert ranker.first([judged(USELESS)]) == ranker.first([judged(USEFUL)]) == (0.5, 0)
    assert chosen(place(), ranker, OFFER_AT).is_first_right


def test_support_order() -> None:
    """The pattern that was met most goes first, always; nothing changes that."""
    ranker = Support()
    ranker.learn(place(useful_is_right=False).seen)
    assert chosen(place(), ranker, OFFER_AT).benefit == 1


def test_no_candidates_are_silence() -> None:
    """Where nothing was found nothing is chosen, and there is no choice."""
    found = chosen(Place("a", (), ()), Logistic(), OFFER_AT)
    assert (found.is_choice, found.is_first_right, found.benefit) == (False, False, 0)


def test_one_text_is_no_choice() -> None:
    """Several candidates that make one text are one, and so is what nothing is right in."""
    seen = ((judged(USELESS), True), (judged(USEFUL), True))
    assert not Place("a", seen, (0, 0)).is_choice
    assert not Place("a", tuple((each, False) for each, _ in seen), (0, 1)).is_choice
    assert place().is_choice


def test_places_of_a_history() -> None:
    """Each edit is a place; what was typed before is known at the next."""
    engine = WorkspaceEngine()
    try:
        first, *others = places(of_texts(BEFORE, AFTER).commits, engine)
    finally:
        engine.stop()
    assert first.seen == ()
    assert all(any(is_right for _, is_right in each.seen) for each in others)
    assert all(len(each.seen) == len(each.texts) for each in others)


def test_played_as_it_is_used() -> None:
    """What is right is accepted; the same edits are offered from the second one on."""
    engine = WorkspaceEngine()
    try:
        first, *others = played(of_texts(BEFORE, AFTER).commits, engine)
        engine.forget_ranking()
    finally:
        engine.stop()
    assert not first.is_offered
    assert all(each.is_offered and each.benefit == 1 for each in others)


def test_only_what_is_worse_misses_a_goal() -> None:
    """A goal names the repositories that are in its way."""
    better, worse = [told("a", is_right=True)], [told("a", is_right=False)]
    keys = [(arm.name, 0) for arm in learning.ARMS]
    for before, after, verdict in ((worse, better, "yes"), (better, worse, "no")):
        arms = {key: after if key[0] == learning.ALL else before for key in keys}
        older = {learning.WITHOUT: before, learning.WITH: after}
        found = [learning.Measured("demo", 1, arms, older)]
        sample = Sample.of([each.chosen for each in found])
        rows = {row[0]: row for row in learning._goals(found, sample, (0,)).rows}
        assert rows["all learning never worse"][3] == verdict
        assert rows["older patterns never worse"][3] == verdict
        assert ("demo" in rows["older patterns never worse"][2]) == (verdict == "no")


def told(commit: str, *, is_right: bool) -> Chosen:
    """Return an offer at a place with a choice."""
    return Chosen(commit, is_choice=True, is_first_right=is_right, is_offered=True)


def test_means_and_their_intervals() -> None:
    """Arms are drawn by the same commits, so what is always better is so in every sample."""
    names = "abcdefgh"
    base = [told(name, is_right=name in "abcd") for name in names]
    better = [told(name, is_right=name in "abcdef") for name in names]
    nothing = [Chosen("z", is_choice=False, is_first_right=False, is_offered=False)]
    sample = Sample.of(
        [{("base", 0): base, ("better", 0): better}, {("base", 0): nothing, ("better", 0): nothing}]
    )
    assert sample.mean(("base", 0), accuracy).value == 0.5
    assert sample.mean(("base", 0), benefit).value == 0.0
    found = sample.improvement(("better", 0), ("base", 0), accuracy)
    assert found.value == pytest.approx(0.5)
    assert 0.0 <= found.low <= found.value <= found.high
    gain = sample.difference(("better", 0), ("base", 0), benefit)
    assert gain.value == pytest.approx(4 / 9)
    assert 0.0 <= gain.low <= gain.value <= gain.high
    same = sample.improvement(("base", 0), ("base", 0), accuracy)
    assert same == Interval(0.0, 0.0, 0.0)


def test_means_of_nothing() -> None:
    """No commits have no means, and an arm that was never right is no base."""
    assert Sample.of([]).mean(("a", 0), accuracy) == Interval(0.0, 0.0, 0.0)
    sample = Sample.of([{("a", 0): [told("x", is_right=False)]}])
    assert sample.improvement(("a", 0), ("a", 0), accuracy).value == 0.0
    assert ratio(benefit([])) == 0.0


def test_plot_is_svg() -> None:
    """Each line has its name and a point a step, inside of the picture."""
    lines = [Line("a < b", [0.1, 0.25, 0.9]), Line("c", [0.3, 0.3, 0.3])]
    root = ET.fromstring(plot("Title", (0, 50, 2000), lines))  # noqa: S314 - our own text
    drawn = [each for each in root if each.tag.endswith("polyline")]
    assert len(drawn) == 2
    for line in drawn:
        points = [tuple(map(float, each.split(","))) for each in line.attrib["points"].split()]
        assert len(points) == 3
        assert all(0 <= x <= 640 and 0 <= y <= 360 for x, y in points)
    texts = [each.text for each in root if each.tag.endswith("text")]
    assert {"a < b", "c", "Title", "2,000"} <= set(texts)


def test_bench_compares_all_arms(
    commits: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All arms agree before anything was seen; the plot and the tables name them."""
    monkeypatch.setattr(learning, "SHORT_CHECKPOINTS", (0, 2))
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}, {"a.py": BEFORE}])
    file = tmp_path / "plot.svg"
    options = Options((repository,), short=True, edits=3, plot=file)
    right, net, improved, by_repository, older, goals = learning.run(options)
    assert [row[0] for row in right.rows] == [arm.name for arm in learning.ARMS]
    benefits = {row[0]: row[1] for row in net.rows}
    assert benefits[learning.ALL] == benefits[learning.AT_INSTALL] == benefits[learning.PATTERNS]
    assert improved.rows[0][:2] == [learning.PATTERNS, learning.AT_INSTALL]
    assert by_repository.rows[0][:2] == ["demo", "+0.000"]
    assert by_repository.rows[1][:2] == ["all edits", "0.000 (0.000 to 0.000)"]
    assert older.rows[0][0] == "demo"
    assert older.rows[0][3] in {"yes", "no"}
    verdicts = {row[0]: row[3] for row in goals.rows}
    assert set(verdicts.values()) <= {"yes", "no"}
    assert verdicts["older patterns never worse"] == older.rows[0][3]
    assert learning.FROM_EMPTY in file.read_text("utf-8")
