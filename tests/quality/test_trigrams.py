"""The filter of words leaves out no group of which a word stands in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.quality.trigrams import Filter

WORDS = st.text("abc=(", min_size=1, max_size=6).map(str.encode)
GROUPS = st.lists(st.lists(WORDS, min_size=1, max_size=4), max_size=6)


@given(groups=GROUPS, text=st.text("abcd=( ", max_size=60).map(str.encode))
def test_finds_all(groups: list[list[bytes]], text: bytes) -> None:
    """Whatever stands there is possible."""
    possible = Filter.of(groups).possible(text)
    there = [number for number, words in enumerate(groups) if any(word in text for word in words)]
    assert set(there) <= set(possible)


def test_leaves_out() -> None:
    """A group of which no row of three bytes stands there is left out; a short word never is."""
    found = Filter.of([[b"pickle.", b"marshal"], [b"verify"], [b"pw"]])
    assert found.possible(b"requests.get(url, verify=False)\n") == [1, 2]


def test_nothing_noop() -> None:
    """Without words, or in a short text, nothing is possible but what is short itself."""
    assert Filter.of([]).possible(b"some text") == []
    assert Filter.of([[b"abc"], [b"a"]]).possible(b"ab") == [1]
