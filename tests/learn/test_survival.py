"""What is left of a suggestion: tokens that stand, and edits since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.details import Survival
from honed.core.model import Outcome
from honed.core.text import Span, Text
from honed.learn.quality_gain import Gain
from honed.learn.reward import (
    DISTANCE_SHARE,
    QUALITY_SHARE,
    REWARDS,
    SURVIVAL_SHARE,
    TAKEN,
    design_reward,
    reward,
)
from honed.learn.survival import GONE, MOST_TOKENS, lines_now, survival

BEFORE, AFTER = "log.warn(text)\n", "log.warning(text)\n"


@pytest.mark.parametrize(
    ("before", "after", "now", "expected"),
    [
        (BEFORE, AFTER, AFTER, Survival(1, 0)),
        (BEFORE, AFTER, "  log.warning( text )\n", Survival(1, 0)),
        (BEFORE, AFTER, BEFORE, Survival(0, 1 / 6)),
        (BEFORE, AFTER, "", GONE),
        (BEFORE, AFTER, "log.warning(words)\n", Survival(1, 1 / 6)),
        ("", "a = b + c\n", "a = b\n", Survival(3 / 5, 2 / 5)),
        ("f(a, b)\n", "f(a)\n", "f(a)\n", Survival(1, 0)),
        ("f(a, b)\n", "f(a)\n", "f(a, b)\n", Survival(0, 2 / 6)),
        ("a\n", "", "", Survival(1, 0)),
        ("a\n", "", "a\n", Survival(0, 1)),
        ("a\n", "a\n", "a\n", Survival(1, 0)),
    ],
)
def test_survival(before: str, after: str, now: str, expected: Survival) -> None:
    """Only what the suggestion changed counts as kept; spaces are none."""
    found = survival(before, after, now)
    assert found.kept == pytest.approx(expected.kept)
    assert found.distance == pytest.approx(expected.distance)


def test_long_texts_are_compared_by_lines() -> None:
    """So many tokens that they are not, and so many lines that only equality is seen."""
    lines = "".join(f"a{number} = b * c + d\n" for number in range(MOST_TOKENS // 3))
    assert survival("", lines, lines) == Survival(1, 0)
    assert 0.9 < survival("", lines, lines.replace("a7 =", "z =")).kept < 1
    many = "a\n" * 3 * MOST_TOKENS
    assert survival("", many, many) == Survival(1, 0)
    assert survival("", many, many + "b\n") == GONE


words = st.text("ab c(=\n", max_size=40)


@given(words, words, words)
def test_shares_are_shares(before: str, after: str, now: str) -> None:
    """And what nobody touched is all there."""
    found = survival(before, after, now)
    assert 0 <= found.kept <= 1
    assert 0 <= found.distance <= 1
    assert survival(before, after, after) == Survival(1, 0)


THEN = "import a\n\nx = 1\ny = 2\nz = 3\n"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (THEN, "y = 2\n"),
        ("import a\nimport b\n\nx = 1\ny = 2\nz = 3\n", "y = 2\n"),
        ("import a\n\nx = 1\nnew = 0\ny = 2\nz = 3\n", "y = 2\n"),
        ("import a\n\nx = 1\ny = 22\nz = 3\n", "y = 22\n"),
        ("import a\n\nx = 1\nz = 3\n", ""),
        ("x = 1\ny = 2\n", "y = 2\n"),
        ("import a\n\nx = 1\nif x:\n    y = 2\nz = 3\n", "if x:\n    y = 2\n"),
    ],
)
def test_lines_are_found_where_they_went(now: str, expected: str) -> None:
    """Edits above move them, edits of them are in them, those below do nothing."""
    span = Span(THEN.index("y"), THEN.index("z"))
    assert lines_now(Text(THEN.encode()), span, Text(now.encode())) == expected


@given(words, words, st.integers(0, 40), st.integers(0, 40))
def test_any_texts_have_some_lines(then: str, now: str, one: int, other: int) -> None:
    """Nothing is raised because of a text, and all lines of an unchanged one are the same."""
    text = Text(then.encode())
    first, last = sorted((min(one, text.size), min(other, text.size)))
    assert lines_now(text, Span(first, last), Text(now.encode())) in now
    assert lines_now(text, Span(0, text.size), text) == then


def test_reward_of_what_was_taken() -> None:
    """Each part moves it as far as its share says."""
    assert reward(Outcome.ACCEPTED, None, Survival(1, 0)) == REWARDS[Outcome.ACCEPTED]
    assert reward(Outcome.ACCEPTED, None, Survival(0, 0)) == pytest.approx(1 - SURVIVAL_SHARE)
    assert reward(Outcome.ACCEPTED, None, Survival(1, 1)) == pytest.approx(1 - DISTANCE_SHARE)
    found = reward(Outcome.MODIFIED, Gain(0.5), Survival(0.5, 0.5))
    expected = 0.6 - SURVIVAL_SHARE / 2 - DISTANCE_SHARE / 2 + QUALITY_SHARE / 2
    assert found == pytest.approx(expected)
    assert reward(Outcome.ACCEPTED, is_parsed=False) == 0.0


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - TAKEN))
def test_reward_of_what_was_not_taken_noop(outcome: Outcome) -> None:
    """It did nothing to the code."""
    assert reward(outcome, Gain(1.0), GONE, is_parsed=False) == REWARDS[outcome]


shares = st.floats(0, 1)


@given(st.sampled_from(sorted(TAKEN)), st.floats(-1, 1), shares, shares, shares)
def test_reward_grows_with_what_was_kept(
    outcome: Outcome, gain: float, kept: float, more: float, distance: float
) -> None:
    """And stays between 0 and 1."""
    less, most = sorted((kept, more))
    worse = reward(outcome, Gain(gain), Survival(less, distance))
    better = reward(outcome, Gain(gain), Survival(most, distance))
    assert 0 <= worse <= better <= 1


def test_design_reward() -> None:
    """The mean of four qualities, nothing for what does not parse."""
    good = {"maintainability": 100.0, "security": 1.0, "practices": 1.0}
    assert design_reward(complexity=1, is_valid=True, **good) == 1.0
    assert design_reward(complexity=11, is_valid=True, **good) == pytest.approx(0.875)
    assert design_reward(complexity=500, is_valid=True, **good) == pytest.approx(0.75)
    assert design_reward(complexity=1, is_valid=False, **good) == 0.0
