"""Contexts are sorted as comparing them would, however many there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.retrieval import sequences
from honed.retrieval.sequences import sorted_contexts

tokens = st.lists(st.integers(-4, 3), max_size=40)


def compared(log: list[int], order: int) -> list[int]:
    """Return positions by the tokens before each, the nearest first; nothing comes first."""
    lowest = min(log, default=0) - 1
    padded = [lowest] * order + log
    return sorted(
        range(len(log)), key=lambda at: [padded[order + at - back] for back in range(1, order + 1)]
    )


@given(tokens, st.sampled_from([1, 2, 4, 8]))
def test_as_by_comparing(log: list[int], order: int) -> None:
    """Equal contexts stay in the order of the log."""
    assert sorted_contexts(np.array(log, np.int32), order).tolist() == compared(log, order)


@given(tokens)
def test_more_than_fit_into_a_number(log: list[int]) -> None:
    """They are sorted in another way to the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "MOST_PACKED", 3)
        assert sorted_contexts(np.array(log, np.int32), 8).tolist() == compared(log, 8)


def test_ranks_of_the_largest_shard_fit() -> None:
    """The greatest number that is sorted is below 2**63."""
    most = sequences.MOST_PACKED
    assert ((most + 1) ** 2) * most + most < 2**63
