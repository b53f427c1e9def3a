"""What of an edit's statements is kept: the lines that it changes, and those that its rewrites name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Element, Rewrite, TokenKind
from honed.learn.excerpt import excerpt


def rewrite(left: str, before: str, right: str = "") -> Rewrite:
    """Return a rewrite of the words, which makes nothing."""
    sides = [
        tuple(Element(TokenKind.NAME, word) for word in words.split())
        for words in (before, left, right)
    ]
    return Rewrite("python", sides[0], (), sides[1], sides[2])


@pytest.mark.parametrize(
    ("before", "after", "rewrites", "expected"),
    [
        ("a\nb\nc", "a\nx\nc", [rewrite("", "b")], ("b", "x")),
        ("a\n  b\nc", "a\n  x\nc", [rewrite("", "b")], ("b", "x")),
        ("a\n  b\nc", "a\nb\nc", [rewrite("", "b")], ("  b", "b")),
        ("a\nf(\n  b,\n  c)\nd", "a\nf(\n  x,\n  c)\nd", [rewrite("f (", "b ,", "c )")],
         ("f(\n  b,\n  c)", "f(\n  x,\n  c)")),
        ("a\nb\nc", "a\nx\nb\nc", [rewrite("", "a")], ("a\nb", "a\nx\nb")),
        ("a\nb\nc", "a\nx\nb\nc", [rewrite("", "b")], ("b", "x\nb")),
        ("a\nb\nc", "a\nc", [rewrite("", "b")], ("b\nc", "c")),
        ("b\nb\nb", "b\nx\nb", [rewrite("", "b")], ("b\nb", "b\nx")),
        ("a\nf(b)\nc", "a\nf(x)\nc", [rewrite("f (", "( b )", ")")], ("f(b)", "f(x)")),
        ("a\nb", "a\nb x", [rewrite("", "b")], ("b", "b x")),
    ],
)  # fmt: skip
def test_excerpt(
    before: str, after: str, rewrites: list[Rewrite], expected: tuple[str, str]
) -> None:
    """Whole lines, the first without its indentation unless that is what changes."""
    assert excerpt(before, after, rewrites) == expected


@pytest.mark.parametrize("words", ["z", "a a", "c c", ""])
def test_all_where_a_rewrite_is_not_found_noop(words: str) -> None:
    """What it speaks of must not be lost."""
    assert excerpt("a\nb\nc", "a\nx\nc", [rewrite("", words)]) == ("a\nb\nc", "a\nx\nc")


LINES = st.lists(st.sampled_from(["a", "  b", "c d", "", "\te(f)"]), max_size=6)


@given(LINES, LINES, st.lists(st.sampled_from(["a", "b", "c", "d e"]), max_size=2))
def test_the_edit_stays_the_same(old: list[str], new: list[str], words: list[str]) -> None:
    """What is left out of both texts is the same, before and behind."""
    before, after = "\n".join(old), "\n".join(new)
    one, two = excerpt(before, after, [rewrite("", each) for each in words])
    assert any(
        before == head + one + before[len(head) + len(one) :]
        and after == head + two + before[len(head) + len(one) :]
        for head in (before[:length] for length in range(len(before) - len(one) + 1))
    )
