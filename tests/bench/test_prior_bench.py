"""The weights that honed ships with, and how they are made."""

from __future__ import annotations

import tomllib

import attrs
import pytest

from honed.core.model import Candidate
from honed.core.text import Edit, Span
from honed.suggest.features import NAMES
from honed.suggest.rank import prior, probability
from tests.bench.prior import written
from tests.bench.replaying.fit import Rates, fitted, is_held
from tests.bench.replaying.situations import Situation, one_shots


def situation(*, is_right: bool, **values: float) -> Situation:
    """Return a place with one candidate."""
    values = {"bias": 1.0, **values}
    features = tuple(values.get(name, 0.0) for name in NAMES)
    candidate = Candidate(1, (Edit(Span(0, 1), b"a"),), Span(0, 1), features)
    return Situation("", [(candidate, is_right)], is_quiet=False)


def test_what_the_tests_demand_holds() -> None:
    """The second of two like edits is offered, and nothing elsewhere."""
    assert [each for each in one_shots() if not is_held(prior(), each)] == []


def test_fitted() -> None:
    """What goes with being right gets weight, and is held the surer the more was seen."""
    places = [situation(is_right=True, fresh=1.0)] * 20 + [situation(is_right=False)] * 20
    weights = fitted([places], [])
    rates = Rates(weights, places)
    assert (rates.precision, rates.of_best, rates.alarms) == (1.0, 1.0, 0)
    known = dict(zip(NAMES, weights.precision, strict=True))
    assert known["bias"] > known["fresh"] > known["weak"]


def test_a_test_outweighs_a_history() -> None:
    """It is demanded, whatever is more common."""
    test = attrs.evolve(situation(is_right=True, fresh=1.0, weak=1.0), is_demanded=True)
    places = [situation(is_right=False, fresh=1.0)] * 50
    weights = fitted([places], [test])
    assert is_held(weights, test)
    assert probability(weights, places[0].candidates[0][0].features) < 0.5


def test_noop_no_history() -> None:
    """Without any a candidate is as probable as not."""
    weights = fitted([[situation(is_right=True), situation(is_right=False)]], [])
    assert weights.mean == pytest.approx((0.0,) * len(NAMES))


def test_written() -> None:
    """As it is read when honed starts."""
    table = tomllib.loads(written(prior()))
    assert tuple(table["mean"]) == tuple(table["precision"]) == NAMES
    assert tuple(table["mean"].values()) == pytest.approx(prior().mean)
