"""An acceptance is seen in the text, and so is its undoing."""

from __future__ import annotations

from honed.core.text import Edit, Span, Text
from honed.learn.outcome import UNDO_WITHIN_S, Applied, Offer, accepted, undone

BASE = Text(b"a = 1\nb = 2\n")


def offer(offer_id: str, new: bytes, at: float = 0.0) -> Offer:
    """Return an offer that replaces the `1` of the base."""
    return Offer(offer_id, ("s",), BASE, (Edit(Span(4, 5), new),), at)


def test_the_promised_text_is_an_acceptance() -> None:
    """The offer whose result the text is; the newest of those that agree."""
    offers = [offer("x", b"3"), offer("y", b"4"), offer("z", b"4", at=1.0)]
    found = accepted(offers, Text(b"a = 4\nb = 2\n"))
    assert found is not None
    assert found.id == "z"


def test_another_text_is_none_noop() -> None:
    """Typing something else accepts nothing, of the same length neither."""
    assert accepted([offer("x", b"3")], Text(b"a = 5\nb = 2\n")) is None
    assert accepted([offer("x", b"3")], BASE) is None
    assert accepted([], BASE) is None


def test_the_text_before_is_an_undo() -> None:
    """The text from before the acceptance, within 30 s."""
    applied = Applied(offer("x", b"3"), BASE, at=100.0)
    assert undone([applied], Text(BASE.data), 100.0 + UNDO_WITHIN_S) is applied


def test_late_or_different_is_no_undo_noop() -> None:
    """After 30 s, or with another text, it is an edit like any other."""
    applied = Applied(offer("x", b"3"), BASE, at=100.0)
    assert undone([applied], Text(BASE.data), 100.1 + UNDO_WITHIN_S) is None
    assert undone([applied], Text(b"a"), 101.0) is None
