"""A stretch of a text is found again, whatever changes around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.regions import Region, lines_around, put_in

DATA = b"one\ntwo\nthree\nfour\n"
TWO = Region(4, len(DATA) - 7)


def edit(start: int, end: int, new: bytes) -> Edit:
    """Return an edit of the data."""
    return Edit(Span(start, end), new)


@given(
    st.binary(max_size=12), st.binary(max_size=12), st.binary(max_size=12), st.binary(max_size=9)
)
def test_what_changes_around_leaves_it(head: bytes, core: bytes, tail: bytes, new: bytes) -> None:
    """An edit that does not touch it leaves its bytes as they are."""
    data = b"(" + head + b"[" + core + b"]" + tail + b")"
    region = Region(len(head) + 2, len(tail) + 2)
    for place in (edit(0, 1, new), edit(len(data) - 1, len(data), new)):
        moved = region.moved(place, len(data))
        assert moved.of(apply_edits(data, [place])) == core
        assert not moved.is_broken


def test_what_changes_inside_belongs_to_it() -> None:
    """So does what is put at its ends, but for whole lines."""
    cases = [
        (edit(5, 6, b"W"), b"tWo"),
        (edit(4, 4, b"x"), b"xtwo"),
        (edit(7, 7, b"x"), b"twox"),
        (edit(4, 4, b"new\n"), b"two"),
        (edit(7, 7, b"\nnew"), b"two"),
        (edit(4, 7, b""), b""),
    ]
    for change, wanted in cases:
        moved = TWO.moved(change, len(DATA))
        assert moved.of(apply_edits(DATA, [change])) == wanted


def test_a_change_over_an_end_breaks_it() -> None:
    """Nobody knows any more where it is."""
    assert TWO.moved(edit(2, 5, b"x"), len(DATA)).is_broken
    assert TWO.moved(edit(6, 9, b"x"), len(DATA)).is_broken


def test_without_its_ends_only_the_inside_belongs_to_it() -> None:
    """What is typed on at its end is no part of what was put in; the word it makes is."""
    for at, words in ((4, b"xtwo"), (7, b"twox")):
        change = edit(at, at, b"x")
        after = apply_edits(DATA, [change])
        moved = TWO.moved(change, len(DATA), has_ends=False)
        assert (moved.of(after), moved.of_words(after)) == (b"two", words)
        assert TWO.touches(change, len(DATA))
    assert not TWO.touches(edit(9, 9, b"x"), len(DATA))
    assert TWO.of_words(DATA) == b"two"


def test_widened_to_lines() -> None:
    """From the start of the first line to the end of the last."""
    for place, wanted in ((Region(5, 13), b"two"), (Region(5, 9), b"two\nthree"), (TWO, b"two")):
        assert place.widened_to_lines(DATA).of(DATA) == wanted
    assert Region(16, 0).widened_to_lines(b"one\ntwo\nthree\nfour").of(DATA[:-1]) == b"four"


def test_among_other_edits() -> None:
    """Edits above it and below it move it, and leave it as it is."""
    others = [edit(0, 0, b"new\n"), edit(8, 13, b"3"), edit(0, 3, b"")]
    for some in (others[:1], others[1:2], others[2:], others[1:]):
        assert TWO.among(some).of(apply_edits(DATA, some)) == b"two"


def test_lines_around_edits() -> None:
    """From the first to the last line that an edit touches, without the last line end."""
    assert lines_around(Text(DATA), [edit(5, 6, b"W"), edit(9, 9, b"x")]).of(DATA) == b"two\nthree"


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=4))
def test_put_in_finds_each_new_text(changes: list[tuple[int, bytes]]) -> None:
    """Each edit's new text stands where it is said to."""
    data = b"0123456789abcdef"
    edits = [edit(4 * k, 4 * k + size, new) for k, (size, new) in enumerate(changes)]
    after = apply_edits(data, edits)
    for place, change in zip(put_in(edits, 0, len(after)), edits, strict=True):
        assert place.of(after) == change.new
