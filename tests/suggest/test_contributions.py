"""What each feature adds to a score, in words."""

from __future__ import annotations

import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.suggest.contributions import LEAST_AMOUNT, MEANINGS, contributions
from honed.suggest.features import NAMES
from honed.suggest.rank import prior, probability

FEATURES = st.tuples(*[st.floats(0, 1) for _ in NAMES])


def test_every_feature_has_its_words() -> None:
    """In the order of the ranker's weights, none twice."""
    assert tuple(MEANINGS) == NAMES
    assert len(set(MEANINGS.values())) == len(NAMES)


@given(FEATURES)
def test_all_of_them_make_the_probability(features: tuple[float, ...]) -> None:
    """What is left out, because it is small, moves it little."""
    found = contributions(prior(), features, len(NAMES))
    score = sum(each.amount for each in found)
    wanted = probability(prior(), features)
    assert 1 / (1 + math.exp(-score)) == pytest.approx(wanted, abs=len(NAMES) * LEAST_AMOUNT / 4)
    assert [each.amount for each in found] == sorted((each.amount for each in found), reverse=True)


def test_the_largest_of_each_sign() -> None:
    """The largest first, the most against it last."""
    values = {"bias": 1.0, "callee_differs": 1.0, "path_same": 0.5, "callee_same": 1.0}
    features = tuple(values.get(name, 0.0) for name in NAMES)
    known = {"bias": -6.0, "callee_differs": -5.0, "path_same": 1.7, "callee_same": 2.1}
    weights = attrs.evolve(prior(), mean=tuple(known.get(name, 0.0) for name in NAMES))
    shown = [(each.feature, each.amount) for each in contributions(weights, features, 1)]
    assert shown == [("callee_same", 2.1), ("bias", -6.0)]
    shown = [(each.feature, each.amount) for each in contributions(weights, features, 3)]
    assert shown == [
        ("callee_same", 2.1),
        ("path_same", 0.85),
        ("callee_differs", -5.0),
        ("bias", -6.0),
    ]


def test_noop() -> None:
    """What adds nothing is not told."""
    assert contributions(prior(), (0.0,) * len(NAMES), 3) == ()
