"""The weights that honed ships with, and how they are made."""

from __future__ import annotations

import random
import tomllib

import attrs
import numpy as np
import pytest

from honed.core.model import Candidate, Weights
from honed.core.text import Edit, Span
from honed.suggest.features import NAMES
from honed.suggest.next_rank import NEXT_NAMES, next_prior
from honed.suggest.rank import prior, probability, ranked
from tests.bench.prior import written
from tests.bench.replaying.candidates import Candidates
from tests.bench.replaying.fit import Rates, fitted, is_held
from tests.bench.replaying.situations import Situation, one_shots


def situation(*, is_right: bool, **values: float) -> Situation:
    """Return a place with one candidate."""
    values = {"bias": 1.0, **values}
    features = tuple(values.get(name, 0.0) for name in NAMES)
    candidate = Candidate(1, (Edit(Span(0, 1), b"a"),), Span(0, 1), features)
    return Situation("", [(candidate, is_right)], is_quiet=False)


TESTS = Candidates.of([])


def test_what_the_tests_demand_holds() -> None:
    """The second of two like edits is offered, and nothing elsewhere."""
    demanded = list(one_shots())
    held = is_held(np.array(prior().mean), Candidates.of(demanded))
    assert [each for each, is_well in zip(demanded, held, strict=True) if not is_well] == []


def test_fitted() -> None:
    """What goes with being right gets weight, and is held the surer the more was seen."""
    places = [situation(is_right=True, fresh=1.0)] * 20 + [situation(is_right=False)] * 20
    weights = fitted([Candidates.of(places)], TESTS)
    rates = Rates.of(weights, Candidates.of(places))
    assert (rates.precision, rates.of_best, rates.alarms) == (1.0, 1.0, 0)
    known = dict(zip(NAMES, weights.precision, strict=True))
    assert known["bias"] > known["fresh"] > known["weak"]


def test_a_test_outweighs_a_history() -> None:
    """It is demanded, whatever is more common."""
    test = attrs.evolve(situation(is_right=True, fresh=1.0, weak=1.0), is_demanded=True)
    places = [situation(is_right=False, fresh=1.0)] * 50
    tests = Candidates.of([test])
    weights = fitted([Candidates.of(places)], tests)
    assert is_held(np.array(weights.mean), tests).all()
    assert probability(weights, places[0].candidates[0][0].features) < 0.5


def test_noop_no_history() -> None:
    """Without any a candidate is as probable as not."""
    places = Candidates.of([situation(is_right=True), situation(is_right=False)])
    assert fitted([places], TESTS).mean == pytest.approx((0.0,) * len(NAMES))


def candidate(chance: random.Random, number: int) -> Candidate:
    """Return one of few texts, on one of two lines."""
    text = chance.choice((b"a", b"b", b"c"))
    features = (1.0, *(chance.random() for _ in NAMES[1:-3]), 0.0, 0.0, 0.0)
    edit = Edit(Span(0, 1), text)
    return Candidate(number, (edit,), Span(0, 1), features, line=int(text == b"c"))


@pytest.mark.parametrize("seed", range(20))
def test_candidates_are_ranked_as_in_the_product(seed: int) -> None:
    """All places at once, with what the candidates of a line say of each other."""
    chance = random.Random(seed)
    weights = Weights(tuple(chance.gauss(0, 0.3) for _ in NAMES), (1.0,) * len(NAMES))
    places = []
    for _ in range(5):
        each = [(candidate(chance, number), None) for number in range(chance.randint(1, 6))]
        places.append(Situation("", each, is_quiet=False))
    of_all = Candidates.of(places)
    best, features = of_all.best(np.array(weights.mean))
    for number, place in enumerate(places):
        rows = of_all.situation[best] == number
        expected = [
            each.features for _, each in ranked(weights, [one for one, _ in place.candidates])
        ]
        found = sorted(features[rows].tolist())
        assert np.allclose(found, sorted(map(list, expected)))


def test_the_first_is_the_most_probable() -> None:
    """What is refused is none."""
    right, refused = situation(is_right=True), situation(is_right=False, fresh=1.0)
    other = attrs.evolve(refused.candidates[0][0], edits=(Edit(Span(0, 1), b"b"),))
    both = attrs.evolve(right, candidates=[*right.candidates, (other, None)])
    weights = np.array([float(name == "fresh") for name in NAMES])
    first, chance = Candidates.of([both]).first(weights)
    assert (first.tolist(), chance.tolist()) == ([0], [0.5])


def test_written() -> None:
    """As it is read when honed starts."""
    table = tomllib.loads(written(prior(), next_prior()))
    assert tuple(table["mean"]) == tuple(table["precision"]) == NAMES
    assert tuple(table["mean"].values()) == pytest.approx(prior().mean)
    assert tuple(table["next"]) == NEXT_NAMES
    assert tuple(table["next"].values()) == pytest.approx(next_prior())
