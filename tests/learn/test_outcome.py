"""The rules that tell what became of an offer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.outcome import Offer, OfferKind, is_leap, is_on_the_way

BASE = Text(b"a = 1\nb = 2\nc = 1\n")
EDITS = (Edit(Span(4, 5), b"11"), Edit(Span(10, 11), b""), Edit(Span(16, 17), b"21"))


def offer(*edits: Edit) -> Offer:
    """Return an offer of the edits."""
    return Offer("x", BASE, edits, 0.0)


def test_the_promised_text_is_told() -> None:
    """Exactly what the edits lead to."""
    assert offer(EDITS[0]).leads_to(b"a = 11\nb = 2\nc = 1\n")


def test_another_text_is_not_noop() -> None:
    """Of the same length neither."""
    assert not offer(EDITS[0]).leads_to(b"a = 12\nb = 2\nc = 1\n")
    assert not offer(EDITS[0]).leads_to(BASE.data)


@given(st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_parts_are_told(taken: tuple[bool, bool, bool]) -> None:
    """Which of several edits a text has."""
    some = [edit for edit, is_taken in zip(EDITS, taken, strict=True) if is_taken]
    assert offer(*EDITS).parts_in(apply_edits(BASE.data, some)) == taken


def test_other_changes_are_no_parts_noop() -> None:
    """Where anything else has changed, nobody knows."""
    for text in (b"", b"a = 13\nb = 2\nc = 1\n", BASE.data + b"x", b"x" + BASE.data, b"a = 1\nB"):
        assert offer(*EDITS).parts_in(text) is None


def test_a_leap_is_more_than_a_key() -> None:
    """A word, a replacement, a deleted word: whatever else is in the same notification."""
    for change in (Edit(Span(4, 4), b"foo"), Edit(Span(4, 5), b"2"), Edit(Span(0, 5), b"")):
        assert is_leap(BASE.data, [change])
        assert is_leap(BASE.data, [change, Edit(Span(0, 0), b"x")])


def test_keys_are_no_leap_noop() -> None:
    """Keys, a pair of brackets, a new line with its indentation; any number of them."""
    keys = [Edit(Span(4, 5), b""), Edit(Span(4, 4), b"()"), Edit(Span(4, 4), b"\n    ")]
    assert not is_leap(BASE.data, keys * 5)
    assert not is_leap(BASE.data, [Edit(Span(0, 5), b"a = 12")])
    assert not is_leap(BASE.data, [])


def test_on_the_way_is_nearer() -> None:
    """Half of what is wanted is on the way; the same, and something else, is not."""
    assert is_on_the_way(b"f(a)", b"f(a, b", b"f(a, b=1)")
    assert not is_on_the_way(b"f(a)", b"f(a)", b"f(a, b=1)")
    assert not is_on_the_way(b"f(a)", b"g(xyz)", b"f(a, b=1)")


def test_kinds() -> None:
    """Only what stands by itself can be passed over; only completions are selected in the text."""
    assert [each for each in OfferKind if not each.may_be_passed_over] == ["everywhere", "dismiss"]
    assert [each for each in OfferKind if each.is_selected_in_text] == ["completion"]
