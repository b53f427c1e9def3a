"""In a few places chance says which offer goes first, always the same one, and the log knows it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.suggest.exploration import SHARE, explored

PLACES = range(20_000)
OFFERS = ("best", "second", "third")


def first(place: int, seed: int = 0) -> str:
    """Return what goes first at a place."""
    return explored(OFFERS, str(place), seed)[0][0]


def test_in_two_of_a_hundred_places() -> None:
    """At most: the best may be drawn, too. The others have the same chance."""
    found = Counter(map(first, PLACES))
    others = found["second"] + found["third"]
    assert 0.01 < others / len(PLACES) < SHARE
    assert 0.8 < found["second"] / found["third"] < 1.25


def test_the_log_tells_the_chance() -> None:
    """What is weighed by its propensity comes out as if all had gone first equally often."""
    total: Counter[str] = Counter()
    for place in PLACES:
        offer, propensity = explored(OFFERS, str(place), 0)[0]
        total[offer] += 1 / propensity  # type: ignore[assignment]
    for each in OFFERS:
        assert total[each] / len(PLACES) == pytest.approx(1.0, abs=0.15)


chances = st.lists(st.floats(0, 1), min_size=2, max_size=6).map(
    lambda found: [each / max(1.0, sum(found)) for each in found]
)


@given(chances, st.integers(0, 10**6))
def test_an_appetite_stays_inside_the_bound(appetite: list[float], place: int) -> None:
    """Whoever goes first, the log has the chance of it, and the best goes first in 98 of 100."""
    offers = list(range(len(appetite)))
    found = explored(offers, str(place), 0, appetite)
    assert sorted(offer for offer, _ in found) == offers
    first, chance = found[0]
    share = SHARE * min(1.0, sum(appetite))
    assert chance == pytest.approx(SHARE * appetite[first] + (0.0 if first else 1.0 - share))
    assert first == 0 or 0.0 < chance <= SHARE
    assert first or chance >= 1.0 - SHARE - 1e-9


def test_an_appetite_is_stilled() -> None:
    """Each goes first as often as it says, and what is weighed by its propensity comes out even."""
    appetite = (0.1, 0.6, 0.0)
    found = [explored(OFFERS, str(place), 0, appetite)[0] for place in PLACES]
    number = Counter(offer for offer, _ in found)
    assert number["second"] / len(PLACES) == pytest.approx(SHARE * 0.6, rel=0.2)
    assert number["third"] == 0
    total = sum(1 / chance for offer, chance in found if offer == "second")
    assert total / len(PLACES) == pytest.approx(1.0, abs=0.2)


def test_no_appetite_noop() -> None:
    """Where nothing is to be learned, nothing is left to chance."""
    found = [explored(OFFERS, str(place), 0, (0.0, 0.0, 0.0)) for place in range(2_000)]
    assert all(each == [(offer, 1.0) for offer in OFFERS] for each in found)


@given(st.integers(0, 5), st.text(max_size=5), st.integers())
def test_all_stay(number: int, place: str, seed: int) -> None:
    """Nothing is lost or added, only one goes before the others; the same again and again."""
    offers = list(range(number))
    found = explored(offers, place, seed)
    assert found == explored(offers, place, seed)
    order = [offer for offer, _ in found]
    assert sorted(order) == offers
    assert order[1:] == sorted(order[1:])
    assert all(0.0 < propensity <= 1.0 for _, propensity in found)


@pytest.mark.parametrize("offers", [(), ("only",)])
def test_no_choice_noop(offers: tuple[str, ...]) -> None:
    """There is nothing to be left to chance."""
    assert explored(offers, "a", 1) == [(each, 1.0) for each in offers]


def test_another_session_another_chance() -> None:
    """No place is unlucky for good."""
    explored_first = {place for place in PLACES if first(place) != "best"}
    again = {place for place in PLACES if first(place, 1) != "best"}
    assert explored_first
    assert len(explored_first & again) < len(explored_first) / 10
