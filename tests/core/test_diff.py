"""Differences: one replacement that never cuts a character, and runs of changed lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core import diff
from honed.core.diff import Hunk, hunks, line_edits, minimal_edit
from honed.core.text import Edit, Span, Text, apply_edits, encode
from tests.strategies import data


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("abc", "axc", Edit(Span(1, 2), b"x")),
        ("abc", "abxc", Edit(Span(2, 2), b"x")),
        ("aa", "aaa", Edit(Span(2, 2), b"a")),
        ("abc", "", Edit(Span(0, 3), b"")),
        ("", "abc", Edit(Span(0, 0), b"abc")),
        ("é", "è", Edit(Span(0, 2), "è".encode())),
        ("aéb", "aèb", Edit(Span(1, 3), "è".encode())),
        ("🎉", "🎊", Edit(Span(0, 4), "🎊".encode())),
        ("xé", "x", Edit(Span(1, 3), b"")),
    ],
)
def test_minimal_edit(before: str, after: str, edit: Edit) -> None:
    """The one stretch that differs, from character to character."""
    assert minimal_edit(encode(before), encode(after)) == edit


def test_noop_equal_texts_have_no_difference() -> None:
    """None, and no hunks."""
    assert minimal_edit(b"a\n", b"a\n") is None
    assert hunks(Text(b"a\n"), Text(b"a\n")) == ()


@given(data(), data())
def test_the_minimal_edit_leads_to_the_other_text(before: bytes, after: bytes) -> None:
    """Torn bytes included."""
    edit = minimal_edit(before, after)
    assert apply_edits(before, [edit] if edit else []) == after


@given(st.text(), st.text())
def test_the_minimal_edit_cuts_no_character(before: str, after: str) -> None:
    """Both sides of the span, and what is put there, are characters."""
    old = encode(before)
    edit = minimal_edit(old, encode(after))
    if edit is not None:
        for part in (old[: edit.span.start], edit.new, old[edit.span.end :]):
            part.decode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (b"a\nb\nc\n", b"a\nx\nc\n", [Hunk(1, 2, 1, 2)]),
        (b"a\nb\nc\n", b"a\nb\nx\nc\n", [Hunk(2, 2, 2, 3)]),
        (b"a\nb\nc\nd\n", b"x\nb\nc\ny\n", [Hunk(0, 1, 0, 1), Hunk(3, 4, 3, 4)]),
        (b"a\nb\n", b"a\n", [Hunk(1, 2, 1, 1)]),
        (b"a\r\nb\r\n", b"a\r\nc\r\n", [Hunk(1, 2, 1, 2)]),
    ],
)
def test_hunks(before: bytes, after: bytes, changed: list[Hunk]) -> None:
    """Runs of changed lines, zero-based and half-open."""
    assert list(hunks(Text(before), Text(after))) == changed


def test_a_changed_line_end_is_a_changed_line() -> None:
    """Line ends count as part of their line."""
    assert hunks(Text(b"a\nb\n"), Text(b"a\r\nb\n")) == (Hunk(0, 1, 0, 1),)


@given(data(), data())
def test_hunks_lead_to_the_other_text(before: bytes, after: bytes) -> None:
    """Replacing the runs of lines, from the last to the first, gives the text after."""
    old, new = Text(before), Text(after)
    result = before
    for hunk in reversed(hunks(old, new)):
        start, end = old.line_start(hunk.before_start), old.line_start(hunk.before_end)
        lines = after[new.line_start(hunk.after_start) : new.line_start(hunk.after_end)]
        result = result[:start] + lines + result[end:]
    assert result == after


@given(data(), data())
def test_many_lines_lead_to_the_other_text(before: bytes, after: bytes) -> None:
    """However many are too many to be compared with each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff, "MAX_CELLS", 6)
        edits = line_edits(Text(before), Text(after))
    assert apply_edits(before, edits) == after


def test_every_second_of_many_lines() -> None:
    """Ten thousand lines are told apart one by one, in the time of a request."""
    before = [b"line %d\n" % number for number in range(10_000)]
    after = [line.upper() if number % 2 else line for number, line in enumerate(before)]
    found = hunks(Text(b"".join(before)), Text(b"".join(after)))
    assert [hunk.before_start for hunk in found] == [*range(1, 10_000, 2)]


def test_noop_many_equal_lines_are_not_told_apart() -> None:
    """Nothing says which of ten thousand equal lines stayed: all between the changes changed."""
    lines = b"a\n" * 10_000
    assert hunks(Text(b"x\n" + lines + b"y\n"), Text(lines + b"z\n")) == (
        Hunk(0, 10_002, 0, 10_001),
    )
