"""Whether what a rewrite would insert stands there already."""

from __future__ import annotations

import pytest

from honed.core.model import Copy, Element, HoleKind, Rewrite, TokenKind
from honed.core.text import Edit, Span
from honed.suggest.done import is_done
from tests.code import window_of


def adding(items: int) -> Rewrite:
    """Return the rewrite of `f(‹a›, ‹a›, …)` that adds an item between brackets."""
    comma = Element(TokenKind.FIXED, ",")
    listed = [Element(TokenKind.NAME, "a", HoleKind.EXPRESSION), comma] * items
    before = (
        Element(TokenKind.NAME, "f"),
        Element(TokenKind.FIXED, "("),
        *listed[:-1],
        Element(TokenKind.FIXED, ")"),
    )
    last = len(before) - 1
    return Rewrite("python", before, (Copy(0, last - 1), ", []", Copy(last, last)))


def is_done_at(source: str, items: int) -> bool:
    """Return whether the rewrite is done where it would replace all of a text."""
    side = window_of(source, "python")
    return is_done(adding(items), side, Edit(Span(0, len(source)), b""))


@pytest.mark.parametrize("source", ["f(b, [])", "f( b,[ ] )", "f(g(c, d), [])"])
def test_it_has_the_form_of_the_after_side(source: str) -> None:
    """Whatever stands in the holes, and whatever space between the words."""
    assert is_done_at(source, 1)


@pytest.mark.parametrize("source", ["f(b)", "f(b, {})", "f(b, [], c)", "g(b, [])"])
def test_noop_it_is_not_done(source: str) -> None:
    """Another word, more after it, or another call."""
    assert not is_done_at(source, 1)


def adding_me() -> Rewrite:
    """Return the rewrite of `f(‹a›)` that adds the argument `me`."""
    call = (
        Element(TokenKind.NAME, "f"),
        Element(TokenKind.FIXED, "("),
        Element(TokenKind.NAME, "a", HoleKind.EXPRESSION),
        Element(TokenKind.FIXED, ")"),
    )
    return Rewrite("python", call, (Copy(0, 2), ", me", Copy(3, 3)))


@pytest.mark.parametrize(
    ("source", "is_there"),
    [("f(x, me)", True), ("f(me)", True), ("f(name)", False), ("f(mean)", False)],
)
def test_words_are_whole(source: str, *, is_there: bool) -> None:
    """What would be inserted may stand there; the end of a longer word is not it."""
    side = window_of(source, "python")
    assert is_done(adding_me(), side, Edit(Span(0, len(source)), b"")) is is_there


@pytest.mark.parametrize(
    ("source", "is_there"),
    [
        ("f(a, x=1, b)", True),
        ("f(a, b, x=1)", True),
        ("f(a, b, x=2)", False),
        ("f(a, g(x=1))", True),
        ("g(x=1, y=f(a))", False),
    ],
)
def test_an_item_may_stand_anywhere_in_its_list(source: str, *, is_there: bool) -> None:
    """What is added behind `a` may be in the list already; another list does not count."""
    before = (Element(TokenKind.NAME, "a"),)
    rewrite = Rewrite("python", before, (Copy(0, 0), ", x=1"))
    at = source.index("a")
    side = window_of(source, "python")
    assert is_done(rewrite, side, Edit(Span(at, at + 1), b"a, x=1")) is is_there


@pytest.mark.parametrize(("source", "is_there"), [("me, f(x)", True), ("name, f(x)", False)])
def test_words_beside_are_whole(source: str, *, is_there: bool) -> None:
    """The same of what stands before the place."""
    side = window_of(source, "python")
    start = source.index("f(")
    assert is_done(adding_me(), side, Edit(Span(start, len(source)), b"")) is is_there


def test_noop_many_holes_in_a_long_text() -> None:
    """No text takes longer than it is long, although every comma may end each of twelve holes."""
    assert not is_done_at("f(" + "a, " * 150 + "a)", 12)
