"""Words as numbers: found by their hashes, new ones beside the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from honed.core import vocabulary
from honed.core.vocabulary import BOUNDARY, EMPTY, UNKNOWN, Lexicon, made_of

if TYPE_CHECKING:
    import pytest

words = st.lists(st.binary(min_size=1, max_size=6), unique=True, max_size=30)


def first(word: bytes) -> int:
    """Return a kind for a word: its first byte."""
    return word[0] if word else 0


@given(words, words)
def test_ids_and_words_are_inverse(known: list[bytes], others: list[bytes]) -> None:
    """Each word has its id, the empty one is the boundary, and what is not there has none."""
    found = made_of([b"", *known], first)
    assert found.ids_of(known).tolist() == list(range(1, len(known) + 1))
    assert [found.word(each) for each in range(len(found))] == [b"", *known]
    assert found.kinds.tolist() == [first(each) for each in [b"", *known]]
    strange = [each for each in others if each not in known]
    assert found.ids_of(strange).tolist() == [UNKNOWN] * len(strange)


@given(words, words)
def test_a_lexicon_gives_new_words_new_ids(known: list[bytes], others: list[bytes]) -> None:
    """Behind those of the vocabulary; asked again they are the same."""
    lexicon = Lexicon(made_of([b"", *known], first), first)
    asked = [*others, *known]
    ids = lexicon.ids_of(asked)
    assert lexicon.ids_of(asked).tolist() == ids.tolist()
    assert [lexicon.word(each) for each in ids.tolist()] == asked
    assert lexicon.kinds_of(ids).tolist() == [first(each) for each in asked]
    new = {each for each in others if each not in known}
    assert len(set(ids.tolist())) == len({*others, *known})
    assert all(lexicon.ids_of([each])[0] > len(known) for each in new)


def test_words_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash only says where to look."""
    monkeypatch.setattr(
        vocabulary, "hashes_of", lambda words: np.full(len(list(words)), 7, np.uint64)
    )
    found = made_of([b"", b"a", b"b"], first)
    assert found.ids_of([b"b", b"a", b"c"]).tolist() == [2, 1, UNKNOWN]


def test_words_that_are_no_more_used_are_not_found_noop() -> None:
    """They are empty, like the boundary, which no word is."""
    found = made_of([b"", b"a", b"", b"b"], first)
    assert found.ids_of([b"a", b"b"]).tolist() == [1, 3]
    assert found.ids_of([b""]).tolist() == [UNKNOWN]
    assert Lexicon(found, first).ids_of([b""]).tolist() == [BOUNDARY]


def test_an_empty_vocabulary_knows_the_boundary_only() -> None:
    """New words begin with 1."""
    assert EMPTY.ids_of([b"a"]).tolist() == [UNKNOWN]
    lexicon = Lexicon()
    assert lexicon.ids_of([b"a", b"", b"a"]).tolist() == [1, 0, 1]
    assert len(lexicon) == 2
