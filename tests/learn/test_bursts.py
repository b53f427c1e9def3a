"""Keystrokes become one settled edit; bulk changes, formatters and undone edits are told apart."""

from __future__ import annotations

import pytest

from honed.core.text import Edit, Span, Text
from honed.learn.bursts import MAX_HUNKS, Burst, Origin, begun, extended, origin_of, units

LINES = Text(b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n")


def edit(text: Text, old: bytes, new: bytes) -> Edit:
    """Return the edit that turns the first `old` of `text` into `new`."""
    start = text.data.index(old)
    return Edit(Span(start, start + len(old)), new)


def changed(text: Text, old: bytes, new: bytes) -> Text:
    """Return `text` with the first `old` replaced."""
    return Text(text.data.replace(old, new, 1))


def typed(*texts: Text) -> Burst | None:
    """Return the burst of these successive texts, a second apart."""
    burst = begun(texts[0], texts[1], 1.0, Origin.TYPED)
    for at, text in enumerate(texts[2:], 2):
        assert burst is not None
        burst = extended(burst, text, float(at), Origin.TYPED)
    return burst


def test_keystrokes_on_one_line_are_one_burst() -> None:
    """Letters typed one after another, and on the next line, are one edit."""
    first = changed(LINES, b"three", b"threx")
    second = changed(first, b"threx", b"threxy")
    third = changed(second, b"four", b"for")
    burst = typed(LINES, first, second, third)
    assert burst is not None
    assert (burst.before, burst.after, burst.changes) == (LINES, third, 3)
    assert burst.lines == (2, 3)


def test_deletions_are_followed() -> None:
    """Deleting what was typed, and more, keeps the span right."""
    first = changed(LINES, b"three", b"threexyz")
    second = changed(first, b"threexyz", b"th")
    burst = typed(LINES, first, second)
    assert burst is not None
    assert burst.lines == (2, 2)
    assert burst.after.slice(burst.span) in b"three"


def test_a_change_elsewhere_ends_it() -> None:
    """A change three lines away is another edit."""
    first = changed(LINES, b"three", b"3")
    assert typed(LINES, first, changed(first, b"seven", b"7")) is None


def test_another_origin_ends_it() -> None:
    """What a tool does next to what was typed is not part of it."""
    first = changed(LINES, b"three", b"3")
    burst = begun(LINES, first, 0.0, Origin.TYPED)
    assert burst is not None
    assert extended(burst, changed(first, b"3", b"33"), 1.0, Origin.FORMATTED) is None


def test_no_change_noop() -> None:
    """The same text begins no burst, and leaves one as it is."""
    assert begun(LINES, Text(LINES.data), 0.0, Origin.TYPED) is None
    burst = begun(LINES, changed(LINES, b"one", b"1"), 0.0, Origin.TYPED)
    assert burst is not None
    assert extended(burst, Text(burst.after.data), 1.0, Origin.TYPED) is burst


@pytest.mark.parametrize(
    ("edits", "origin"),
    [
        ([edit(LINES, b"two", b"2")], Origin.TYPED),
        ([edit(LINES, b"three", b"3"), edit(LINES, b"two", b"2")], Origin.TYPED),
        ([edit(LINES, b"nine", b"9"), edit(LINES, b"two", b"2")], Origin.BULK),
        ([edit(LINES, b"two", b"x\n" * 41)], Origin.BULK),
        ([edit(LINES, b"two", b"x" * 4001)], Origin.BULK),
        ([Edit(Span(0, len(LINES.data)), b"")], Origin.TYPED),
    ],
)
def test_origin(edits: list[Edit], origin: Origin) -> None:
    """Several places at once, or very much at once, was not typed."""
    assert origin_of(LINES, edits, is_saving=False) is origin


def test_keys_that_come_together_are_typed_where_they_stood() -> None:
    """Each key is one of the text that the keys before it left, which may be past other lines."""
    keys = [Edit(Span(4 + k, 4 + k), b"x") for k in range(30)]
    assert origin_of(LINES, keys, is_saving=False) is Origin.TYPED
    assert origin_of(LINES, [*keys, Edit(Span(0, 0), b"\n" * 9)], is_saving=False) is Origin.TYPED
    assert origin_of(LINES, [*keys, Edit(Span(70, 70), b"x")], is_saving=False) is Origin.BULK
    assert origin_of(LINES, keys * 10, is_saving=False) is Origin.BULK


def test_origin_while_saving() -> None:
    """Between willSave and didSave a formatter is at work."""
    one = [edit(LINES, b"two", b"2")]
    assert origin_of(LINES, one, is_saving=True) is Origin.FORMATTED


def test_units_of_separate_lines() -> None:
    """Changed lines apart from each other are separate edits, each from what the last one left."""
    after = Text(LINES.data.replace(b"two", b"2").replace(b"nine", b"9"))
    first, second = units(LINES, after)
    assert first.before is LINES
    assert first.after.data == LINES.data.replace(b"two", b"2")
    assert (second.before, second.after.data) == (first.after, after.data)


def test_units_of_adjacent_like_lines() -> None:
    """Adjacent lines that correspond one to one are separate edits, too."""
    before = Text(b"f(a, 1)\nf(b, 2)\nx\n")
    after = Text(b"f(a, 9, 1)\nf(b, 9, 2)\nx\n")
    assert [each.after.data for each in units(before, after)] == [
        b"f(a, 9, 1)\nf(b, 2)\nx\n",
        b"f(a, 9, 1)\nf(b, 9, 2)\nx\n",
    ]


def test_units_of_one_change_over_lines_noop() -> None:
    """Lines that do not correspond stay one edit; so do inserted ones."""
    before, after = Text(b"a b\nc d\n"), Text(b"x y\nz w\n")
    assert len(units(before, after)) == 1
    (inserted,) = units(Text(b"a\nb\n"), Text(b"a\nx\ny\nb\n"))
    assert inserted.edit.new == b"x\ny\n"


def test_too_many_units_noop() -> None:
    """More places than anybody types in one go teach nothing; neither does no change."""
    before = Text(b"".join(b"%d\n-\n" % k for k in range(MAX_HUNKS + 1)))
    after = Text(b"".join(b"%dx\n-\n" % k for k in range(MAX_HUNKS + 1)))
    assert units(before, after) == ()
    assert units(before, before) == ()
