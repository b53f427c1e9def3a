"""How probable it is that an edit is the next one: the way of the developer, and what they took."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Evidence
from honed.suggest.next_rank import (
    NEXT_AT,
    NEXT_NAMES,
    UNTRIED_AT,
    Way,
    edit_odds,
    next_features,
    next_from,
    next_prior,
    next_probability,
    way,
)

EXAMPLE = range(10, 12)


@pytest.mark.parametrize(
    ("latest", "line", "expected"),
    [
        (None, 3, Way.OPEN),
        (10, 3, Way.OPEN),
        (11, 30, Way.OPEN),
        (20, 30, Way.ONWARD),
        (20, 20, Way.ONWARD),
        (20, 15, Way.BETWEEN),
        (20, 3, Way.BEHIND),
        (5, 3, Way.ONWARD),
        (5, 5, Way.ONWARD),
        (5, 7, Way.BETWEEN),
        (5, 30, Way.BEHIND),
    ],
)
def test_way(latest: int | None, line: int, expected: Way) -> None:
    """Up or down from the example, as the latest edit lies."""
    assert way(EXAMPLE, latest, line) is expected


@attrs.frozen
class Moment:
    """What a next edit is judged by."""

    edit: float = 0.95
    right: int = 0
    way: Way = Way.OPEN
    says_little: bool = False
    passed: int = 0
    passed_any: int = 0
    taken: int = 0
    has_momentum: bool = False

    def features(self) -> tuple[float, ...]:
        """Return them as the model sees them."""
        return next_features(
            self.edit,
            Evidence(shadow_right=self.right),
            self.way,
            says_little=self.says_little,
            passed=self.passed,
            passed_any=self.passed_any,
            taken=self.taken,
            has_momentum=self.has_momentum,
        )

    def probability(self) -> float:
        """Return how probable it is with what ships."""
        return next_probability(next_prior(), self.features())


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Moment(0.99), Moment(0.9)),
        (Moment(), Moment(way=Way.BEHIND)),
        (Moment(), Moment(way=Way.BETWEEN)),
        (Moment(way=Way.ONWARD), Moment(way=Way.BETWEEN)),
        (Moment(), Moment(passed=1, passed_any=1)),
        (Moment(passed_any=1), Moment(passed_any=3)),
        (Moment(has_momentum=True), Moment()),
        (Moment(taken=3), Moment(taken=1)),
        (Moment(), Moment(says_little=True)),
    ],
)
def test_what_speaks_for_it(more: Moment, less: Moment) -> None:
    """The same edit at the same place is more probable where nothing of this speaks against it."""
    assert more.probability() > less.probability()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Moment(right=40), Moment(right=400)),
        (Moment(passed_any=40), Moment(passed_any=400)),
        (Moment(1.0), Moment(0.99999)),
        (Moment(right=1, says_little=True), Moment(right=1)),
    ],
)
def test_what_says_no_more_noop(one: Moment, other: Moment) -> None:
    """Beyond some number one more changes nothing, and what was right is no empty pattern."""
    assert one.probability() == other.probability()


def test_from_where_on() -> None:
    """What was never tried is offered a little earlier: the answer tells whether to go on."""
    assert next_from(Moment().features()) == UNTRIED_AT < NEXT_AT
    assert next_from(Moment(passed_any=3).features()) == UNTRIED_AT
    assert next_from(Moment(right=1).features()) == NEXT_AT
    assert next_from(Moment(passed=1).features()) == NEXT_AT
    assert next_from(Moment(says_little=True).features()) == NEXT_AT


@given(st.floats(0.0, 1.0), st.integers(0, 10**6), st.sampled_from(Way), st.integers(0, 10**6))
def test_bounds(edit: float, right: int, direction: Way, passed: int) -> None:
    """Whatever is known, each number and the probability stay in their bounds."""
    moment = Moment(edit, right, direction, passed=passed, passed_any=passed)
    found = moment.features()
    assert len(found) == len(NEXT_NAMES) == len(next_prior())
    assert all(-1.0 <= each <= 1.0 for each in found)
    assert 0.0 < moment.probability() < 1.0
    assert -1.0 <= edit_odds(edit) <= 1.0
