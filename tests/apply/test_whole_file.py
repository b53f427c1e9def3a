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


FILE = "".join(f"def f{n}(x):\n    return x + {n}\n\n\n" for n in range(6)).rstrip("\n") + "\n"
CHANGED = FILE.replace("x + 1", "x + 10").replace("x + 3", "x + 30")
SECOND = "def f2(x):\n    return x + 2\n\n\n"


def test_a_declaration_that_nearly_a_whole_file_does_not_show() -> None:
    """It stays, and the answer says so; asked for as the whole file, it goes, and is named too."""
    result = apply_edit(FILE, CHANGED.replace(SECOND, ""), "python")
    assert isinstance(result, Applied)
    assert result.text == CHANGED
    assert result.fuzzy == ("the edit shows nearly all of the file, but not `f2`: kept",)
    whole = apply_edit(FILE, CHANGED.replace(SECOND, ""), "python", format="whole_file")
    assert isinstance(whole, Applied)
    assert whole.text == CHANGED.replace(SECOND, "")
    assert whole.deleted == ("lines 9–10: function `f2`",)


@pytest.mark.parametrize(
    "edit",
    [
        CHANGED,
        CHANGED[CHANGED.index("def f3") :],
        f"# ...\n{CHANGED.replace(SECOND, '# ...' + chr(10))}",
    ],
)
def test_nothing_is_left_out_noop(edit: str) -> None:
    """All is shown, or most is not, or a marker says what is left out."""
    result = apply_edit(FILE, edit, "python")
    assert isinstance(result, Applied)
    assert result.fuzzy == ()
