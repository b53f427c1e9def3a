"""The kinds of nodes in a record: shorter, and the same when they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.store.node_kinds import _KINDS, read, written

KINDS = st.sampled_from([*_KINDS, *("=" + kind for kind in _KINDS)])


@given(st.lists(KINDS))
def test_read_is_the_inverse(path: list[str]) -> None:
    """A character a kind, two where the node is covered whole."""
    found = written(path)
    assert isinstance(found, str)
    assert len(found) == len(path) + sum(kind.startswith("=") for kind in path)
    assert read(found) == tuple(path)


@pytest.mark.parametrize("path", [["block", "kind_of_tomorrow"], ["=kind_of_tomorrow"], ["="]])
def test_unknown_kinds_stay_words_noop(path: list[str]) -> None:
    """All of the path, so that no character stands for two kinds."""
    assert written(path) == path
    assert read(path) == tuple(path)


@pytest.mark.parametrize("text", ["\x00", "#\x00", "=", "##=", "=="])
def test_damaged(text: str) -> None:
    """What no path is written as is not guessed at."""
    with pytest.raises(LookupError):
        read(text)


def test_places_in_the_table_are_kept() -> None:
    """They lie on users' disks: this changes only by what is appended."""
    assert written(["block", "=call", "await", "=ERROR"]) == "#=5õ=÷"
    assert len({*_KINDS}) == len(_KINDS)
