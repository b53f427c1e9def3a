"""Edits of a megabyte: whatever the answer, it is there at once."""

from __future__ import annotations

import time

import pytest

from honed.apply.effort import MOST_EDIT_LINES, MOST_LINES, MOST_SHOWN, MOST_SHOWN_BYTES
from honed.apply.engine import apply_edit
from honed.apply.replacing import MOST_ITEMS
from honed.apply.result import Applied, Format, Reason, Refused
from honed.core.text import apply_edits, encode
from tests.large import LARGE, blocks, functions
from tests.untraced import untraced

MOST_SECONDS = 2.0
"""Of computing; a machine on which little else runs needs less than half of it."""


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LARGE)
def test_a_megabyte(name: str) -> None:
    """In each language that it may be taken for."""
    case = LARGE[name]()
    for language in case.languages:
        with untraced():
            started = time.process_time()
            result = apply_edit(case.original, case.edit, language)
            seconds = time.process_time() - started
        assert seconds < MOST_SECONDS, language
        if isinstance(result, Applied):
            assert apply_edits(encode(case.original), result.edits) == encode(result.text)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("x = 1\n" * (MOST_SHOWN + 1), f"{MOST_SHOWN:,} lines of a snippet"),
        ("x" * (MOST_SHOWN_BYTES + 1), f"{MOST_SHOWN_BYTES:,} bytes of a snippet"),
        ("@@\n-x = 1\n+x = 2\n" * MOST_EDIT_LINES, f"{MOST_EDIT_LINES:,} lines of an edit"),
        ("\n" * (MOST_LINES + 1), f"{MOST_LINES:,} lines"),
        (blocks(MOST_ITEMS + 1), f"{MOST_ITEMS:,} places"),
    ],
)
def test_more_than_is_read(edit: str, words: str) -> None:
    """It is refused before anything is compared."""
    result = apply_edit("x = 1\n", edit, "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.NOT_TEXT
    assert f"more than {words} " in result.message


def test_as_much_as_is_read_noop() -> None:
    """Whole files may be larger than snippets; blocks may be many."""
    new = "x = 1\n" * (MOST_SHOWN + 1)
    result = apply_edit("x = 0\n", new, "python", format=Format.WHOLE_FILE)
    assert isinstance(result, Applied), result
    assert result.text == new
    count = MOST_ITEMS // 10
    result = apply_edit(functions(count), blocks(count), "python")
    assert isinstance(result, Applied), result
    assert result.text == functions(count).replace("x + ", "x - ")
