"""Patterns found by their rarest word."""

from __future__ import annotations

import attrs
import pytest

from honed.core.model import Evidence, Rewrite
from honed.suggest.index import MAX_TRIED, PatternIndex, entry_of, required
from tests.code import pattern_of, rewrites

ADD = rewrites("f(a)\n", "f(a, b)\n", "python")[0]
NAME = rewrites("x = old\n", "x = new\n", "python")[0]
JOIN = rewrites('x = "a" + b;', "x = `a${b}`;", "javascript")[0]


def ids(index: PatternIndex, language: str, *words: str) -> list[int]:
    """Return the ids of what is found among the words."""
    return [entry.pattern.id for entry in index.keyed(language, frozenset(words), lambda _: True)]


def test_a_pattern_is_found_where_all_its_words_stand() -> None:
    """The newest first."""
    index = PatternIndex([pattern_of(ADD, 1), pattern_of(NAME, 2)])
    assert ids(index, "python", "f", "(", ")", "old", "x") == [2, 1]


def test_what_nobody_trusts_takes_no_turn() -> None:
    """However many newer patterns fit, the trusted one is tried."""
    index = PatternIndex(pattern_of(NAME, number) for number in range(1, MAX_TRIED + 20))
    found = index.keyed("python", frozenset({"old"}), lambda pattern: pattern.id == 1)
    assert [entry.pattern.id for entry in found] == [1]


@pytest.mark.parametrize(
    ("language", "words"),
    [("python", ("f", "(")), ("python", ("(", ")")), ("go", ("f", "(", ")")), ("python", ())],
)
def test_noop_where_a_word_is_missing(language: str, words: tuple[str, ...]) -> None:
    """Or the language is another."""
    assert ids(PatternIndex([pattern_of(ADD)]), language, *words) == []


def test_a_pattern_that_demands_nothing_is_left_out() -> None:
    """It would fit anywhere."""
    index = PatternIndex([pattern_of(Rewrite("python", (), ()))])
    assert (len(index), index.newest_id, index.all()) == (0, 0, ())


def test_a_series_demands_its_signs_only() -> None:
    """Whatever the example had."""
    assert entry_of(pattern_of(JOIN)).required == {"+"}
    assert required(ADD) == {"f", "(", ")"}


def test_patterns_come_and_go() -> None:
    """By their ids; unknown ones are ignored."""
    index = PatternIndex([pattern_of(ADD, 3), pattern_of(NAME, 7)])
    assert (len(index), index.newest_id) == (2, 7)
    index.remove(7)
    index.remove(7)
    assert (len(index), index.newest_id, index.get(7)) == (1, 3, None)
    assert ids(index, "python", "old") == []
    assert index.all() == (pattern_of(ADD, 3),)


def test_a_pattern_is_replaced() -> None:
    """With a new record, or by another of its id."""
    index = PatternIndex([pattern_of(ADD, 1)])
    proven = attrs.evolve(pattern_of(ADD, 1), evidence=Evidence(accepted=1))
    index.add(proven)
    assert index.get(1) is proven
    index.add(pattern_of(NAME, 1))
    assert ids(index, "python", "f", "(", ")") == []
    assert ids(index, "python", "old") == [1]


def test_the_entry_of_a_pattern_that_is_not_held() -> None:
    """It is made anew, and also where the record has changed since."""
    index = PatternIndex([pattern_of(ADD, 1)])
    held = index.get(1)
    assert held is not None
    assert index.entry(held).pattern is held
    assert index.entry(pattern_of(NAME, 2)).required == {"old"}
    assert index.key_word(held) == "f"


def test_one_edit_teaches_several() -> None:
    """Their ids follow each other, and none of another edit's is among them."""
    ours = [attrs.evolve(pattern_of(ADD, number), trajectory_id=5) for number in (2, 3, 4)]
    index = PatternIndex([pattern_of(ADD, 1), *ours, pattern_of(NAME, 5)])
    assert {each.id for each in index.taught_with(ours[1])} == {2, 3, 4}


def test_what_a_history_has_taught_stands_alone_noop() -> None:
    """No edit of a session taught it, so it has nothing in common with its neighbours."""
    mined = [attrs.evolve(pattern_of(ADD, number), trajectory_id=0) for number in (1, 2, 3)]
    assert PatternIndex(mined).taught_with(mined[1]) == [mined[1]]


def test_only_the_newest_are_tried() -> None:
    """There is no time for all."""
    index = PatternIndex(pattern_of(NAME, number) for number in range(1, MAX_TRIED + 20))
    found = ids(index, "python", "old")
    assert len(found) == MAX_TRIED
    assert found[0] == MAX_TRIED + 19
