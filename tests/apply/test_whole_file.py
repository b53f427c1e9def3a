"""A new file in the place of the old one, as it is asked for by `whole_file`."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Strategy


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a\r\nb\r\n", "a\nc\n", "a\r\nc\r\n"),
        ("a\nb\n", "a\r\nc\r\n", "a\nc\n"),
        ("\ufeffa\n", "b\n", "\ufeffb\n"),
        # The noop twins: nothing says which line end is the file's, or the edit has several.
        ("a", "a\r\nc\r\n", "a\r\nc\r\n"),
        ("a\r\nb\n", "a\nc\n", "a\nc\n"),
        ("a\nb\n", "a\r\nc\n", "a\r\nc\n"),
    ],
)
def test_line_ends(before: str, edit: str, after: str) -> None:
    """They are the file's."""
    result = apply_edit(before, edit, format="whole_file")
    assert isinstance(result, Applied)
    assert result.text == after


def test_the_same_noop() -> None:
    """But for line ends it is what stands there."""
    result = apply_edit("a\r\nb\r\n", "a\nb\n", format="whole_file")
    assert isinstance(result, Applied)
    assert result.strategy is Strategy.UNCHANGED
