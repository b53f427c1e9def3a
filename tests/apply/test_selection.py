"""A snippet that stands in its own file: what of a selection is one, and the text without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.apply.selection import MOST_BYTES, set_off, snippet_in, with_cut, without
from honed.core.text import Edit, Span, Text, apply_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE = "def f():\n    return 1\n"
SNIPPET = "```python\ndef f():\n    # ... existing code ...\n    return 2\n```\n"


def selected(text: str, start: str = "«", end: str = "»") -> tuple[Text, Span]:
    """Return the text without the marks of its selection, and the selection."""
    head, _, rest = text.encode().partition(start.encode())
    inside, _, tail = rest.partition(end.encode())
    return Text(head + inside + tail), Span(len(head), len(head) + len(inside))


@pytest.mark.parametrize(
    "text",
    [
        f"{CODE}«{SNIPPET}»",
        f"{CODE}«{SNIPPET}\n»\n",
        f"«{SNIPPET}»{CODE}",
        f"{CODE}\n  «{SNIPPET.strip()}»  \n{CODE}",
    ],
)
def test_a_selected_snippet_is_found(text: str) -> None:
    """Its whole lines are, wherever in their indentation the selection begins and ends."""
    body, selection = selected(text)
    lines = snippet_in(body, selection)
    assert lines is not None
    assert body.slice(lines).decode().strip() == SNIPPET.strip()
    assert lines.start == 0 or body.data[lines.start - 1 : lines.start] == b"\n"


@pytest.mark.parametrize(
    "marker",
    [
        "# ...",
        "// ... existing code ...",
        "    // ...rest of the class",
        "<!-- ... -->",
        "{/* … unchanged … */}",
        "/* ... other methods */",
    ],
)
def test_fences_may_be_missing(marker: str) -> None:
    """A page's button copies the code alone; then its marker must be one to the eye."""
    assert snippet_in(*selected(f"{CODE}«x = 1\n{marker}\n»")) is not None


def test_with_fences_any_marker_is_enough() -> None:
    """Who writes code into a file writes no fences there."""
    fenced = "```\nx = 1\n# (the rest is unchanged)\n```\n"
    assert snippet_in(*selected(f"{CODE}«{fenced}»")) is not None
    assert snippet_in(*selected(f"{CODE}«{fenced}»".replace("```", ""))) is None


@pytest.mark.parametrize(
    "text",
    [
        f"«{CODE}»{SNIPPET}",
        f"«{SNIPPET}»",
        f"\n«{SNIPPET}»\n",
        f"{CODE}«# ... existing code ...\n»",
        f"{CODE}«# ... existing» code ...\n",
        "x = «1\n# ... existing code ...\ny» = 2\n" + CODE,
        f"{CODE}«def g():\n    ...\n»",
        f"{CODE}«# The value is left unchanged.\nx = 1\n»",
        f"{CODE}«# None of the above...\nx = 1\n»",
        f"{CODE}«# ...so that the name is found.\nx = 1\n»",
        f"{CODE}«{SNIPPET}{'x' * MOST_BYTES}\n»",
    ],
)
def test_other_selections_are_none_noop(text: str) -> None:
    """No marker, one line, parts of lines, the whole file, a stub, remarks, too much of it."""
    assert snippet_in(*selected(text)) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a\n\n«x\n»", "a\n"),
        ("a\n\n«x»", "a\n"),
        ("a\n«x\n»\n\n", "a\n"),
        ("«x\n»\n\na\n", "a\n"),
        ("a\n\n\n«x\n»\nb\n", "a\n\n\nb\n"),
        ("a\n\n«x\n»\n\n\nb\n", "a\n\n\n\nb\n"),
        ("a\n«x\n»b\n", "a\nb\n"),
        ("a\r\n\r\n«x\r\n»\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ("«x\n»", ""),
    ],
)
def test_blank_lines_that_set_it_off_go_with_it(text: str, rest: str) -> None:
    """The longer run of those above and below stays, at an end of the file none."""
    body, selection = selected(text)
    assert without(body.data, set_off(body, selection)).decode() == rest


def test_edits_of_the_rest_are_edits_of_all() -> None:
    """One before the cut, one at it and one behind, with the cut itself."""
    body, cut = selected("one two «SNIPPET »three four")
    assert without(body.data, cut) == b"one two three four"
    edits = [Edit(Span(0, 3), b"1"), Edit(Span(4, 8), b"2"), Edit(Span(14, 18), b"4")]
    assert apply_edits(body.data, with_cut(edits, cut)) == b"1 2three 4"
    assert with_cut(edits, cut)[1] == Edit(Span(4, 16), b"2")


def test_no_edits_take_the_snippet_out_noop() -> None:
    """Where the file says all of it already, only the selection goes."""
    assert with_cut([], Span(3, 9)) == (Edit(Span(3, 9), b""),)


@given(st.data())
def test_cut_and_edited_is_edited_and_cut(data: st.DataObject) -> None:
    """Whatever the edits: of the whole text they lead where they led without the cut."""
    body = data.draw(st.binary(max_size=30))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    cut = Span(start, end)
    rest = without(body, cut)
    edits = data.draw(edits_of(rest))
    assert apply_edits(body, with_cut(edits, cut)) == apply_edits(rest, edits)


@st.composite
def edits_of(draw: st.DrawFn, data: bytes) -> Sequence[Edit]:
    """Draw edits in order that do not overlap, no two at one place."""
    ends = sorted(draw(st.sets(st.integers(0, len(data)), max_size=6)))
    spans = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    return [Edit(span, draw(st.binary(max_size=3))) for span in spans]
