"""Contexts in sorted arrays and in scanned logs: both say what followed the same tokens."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from honed.retrieval.sequences import (
    CONCRETE_ORDER,
    NOTHING,
    SortedContexts,
    erase,
    scanned,
    sorted_contexts,
)
from honed.syntax.lexing import Kind

LOGS = st.lists(st.integers(0, 4), max_size=40).map(lambda each: np.array(each, np.int32))
CONTEXTS = st.lists(st.integers(0, 4), min_size=1, max_size=6)


def context_of(tokens: np.ndarray, place: int, order: int) -> list[int]:
    """Return what stands before a place, the nearest first."""
    return [int(tokens[place - d]) if place >= d else NOTHING for d in range(1, order + 1)]


@given(LOGS, st.sampled_from([1, 2, 4, 16]))
def test_positions_are_sorted_by_what_stands_before_them(tokens: np.ndarray, order: int) -> None:
    """The order is that of the contexts, of equal ones that of the log."""
    wanted = sorted(range(len(tokens)), key=lambda place: context_of(tokens, place, order))
    assert sorted_contexts(tokens, order).tolist() == wanted


@given(LOGS, CONTEXTS)
def test_ranges_hold_what_follows_a_context(tokens: np.ndarray, context: list[int]) -> None:
    """Each depth's range is all positions with that context, and the scan finds the same."""
    found = SortedContexts(tokens, (order := sorted_contexts(tokens, CONCRETE_ORDER)))
    ranges = found.ranges(context)
    scan = scanned(tokens, context)
    for depth in range(1, len(context) + 1):
        wanted = [
            place
            for place in range(len(tokens))
            if context_of(tokens, place, depth) == context[:depth]
        ]
        low, high = ranges[depth - 1] if depth <= len(ranges) else (0, 0)
        assert sorted(order[low:high].tolist()) == wanted
        assert sorted(place for places in scan[depth - 1 :] for place in places) == wanted


def test_large_ranges_are_bisected() -> None:
    """Above some size both ends are found without looking at all of it."""
    tokens = np.tile(np.array([1, 2, 3, 1, 3], np.int32), 400)
    found = SortedContexts(tokens, sorted_contexts(tokens, CONCRETE_ORDER))
    assert [high - low for low, high in found.ranges([1, 3])] == [800, 799]
    assert [high - low for low, high in found.ranges([1, 3, 2])] == [800, 799, 400]
    assert found.ranges([7]) == []


def test_erased_tokens_are_the_same() -> None:
    """Names are one word, and so are numbers and strings; what is fixed stays itself."""
    kinds = np.array([Kind.OPERATOR, Kind.IDENTIFIER, Kind.IDENTIFIER, Kind.NUMBER], np.uint8)
    table = erase(np.arange(4, dtype=np.int32), kinds)
    assert table[1] == table[2] != table[3]
    assert table[0] == 0
    tokens = np.array([1, 0, 3, 2, 0, 3], np.int32)
    found = SortedContexts(tokens, sorted_contexts(table[tokens], 2), table)
    low, high = found.ranges([0, int(table[1])])[-1]
    assert sorted(found.places[low:high].tolist()) == [2, 5]


def test_an_empty_log_has_no_contexts() -> None:
    """Nothing is sorted, and nothing is found."""
    empty = np.zeros(0, np.int32)
    assert SortedContexts(empty, sorted_contexts(empty, 16)).ranges([1]) == []
    assert scanned(empty, [1]) == []
