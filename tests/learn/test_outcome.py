"""The rules that tell what became of an offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.bursts import Origin
from honed.learn.outcome import Offer, OfferKind, Pace, Stroke, is_on_the_way

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


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (Edit(Span(4, 4), b"foo"), Pace.LEAP),
        (Edit(Span(0, 5), b"log.info"), Pace.LEAP),
        (Edit(Span(4, 5), b"2"), Pace.CUT),
        (Edit(Span(0, 5), b""), Pace.CUT),
        (Edit(Span(4, 5), b""), Pace.KEYS),
        (Edit(Span(4, 4), b"()"), Pace.KEYS),
        (Edit(Span(4, 4), b"\n    "), Pace.KEYS),
        (Edit(Span(0, 5), b"a = 12"), Pace.CUT),
    ],
)
def test_pace(change: Edit, wanted: Pace) -> None:
    """A notification is as fast as its greatest step, whatever else is in it."""
    for steps in ([change], [change, Edit(Span(0, 0), b"x")]):
        assert Stroke(BASE.data, b"", steps, Origin.TYPED, 1.0).pace is wanted
    assert Stroke(BASE.data, b"", [], Origin.TYPED, 1.0).pace is Pace.KEYS


def test_on_the_way_is_nearer() -> None:
    """Half of what is wanted is on the way; the same, and something else, is not."""
    assert is_on_the_way(b"f(a)", b"f(a, b", b"f(a, b=1)")
    assert not is_on_the_way(b"f(a)", b"f(a)", b"f(a, b=1)")
    assert not is_on_the_way(b"f(a)", b"g(xyz)", b"f(a, b=1)")


def test_kinds() -> None:
    """Only what stands by itself can be passed over; only menus' entries are selected in the text."""
    assert [each for each in OfferKind if not each.may_be_passed_over] == ["everywhere", "merge"]
    assert [each for each in OfferKind if each.is_selected_in_text] == ["completion", "word"]
    assert [each for each in OfferKind if each.is_typed_along] == ["completion", "inline", "word"]
    assert [each for each in OfferKind if each.is_writing] == ["inline", "word"]
