"""What an edit came to: something put in beside a neighbour or at the end, or several changes."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Strategy

FILE = """\
class A:
    def one(self):
        return 1

    def two(self):
        return 2


def last():
    return 3
"""
NEW = "    def new(self):\n        return 0\n"
ONE = "    def one(self):\n        return 1\n"
TWO = "    def two(self):\n        return 2\n"


@pytest.mark.parametrize(
    ("edit", "strategy", "after"),
    [
        (
            f"class A:\n    # ...\n{ONE}\n{NEW}    # ...\n",
            Strategy.INSERT_AFTER,
            FILE.replace(ONE, f"{ONE}\n{NEW}"),
        ),
        (
            f"class A:\n    # ...\n{NEW}\n{TWO}    # ...\n",
            Strategy.INSERT_BEFORE,
            FILE.replace(TWO, f"{NEW}\n{TWO}"),
        ),
        (
            "# ...\ndef last():\n    return 3\n\n\ndef new():\n    return 0\n",
            Strategy.APPEND,
            f"{FILE}\n\ndef new():\n    return 0\n",
        ),
        # The noop twins: something else changes, or goes, or nothing is put in.
        (
            f"class A:\n    # ...\n{ONE.replace('1', '5')}\n{NEW}    # ...\n",
            Strategy.LAZY_MERGE,
            FILE.replace(ONE, f"{ONE.replace('1', '5')}\n{NEW}"),
        ),
        (
            f"class A:\n    # ...\n{TWO.replace('2', '5')}",
            Strategy.LAZY_MERGE,
            FILE.replace(TWO, TWO.replace("2", "5")),
        ),
        (f"class A:\n    # ...\n{TWO}    # ...\n", Strategy.UNCHANGED, FILE),
    ],
)
def test_strategy(edit: str, strategy: Strategy, after: str) -> None:
    """It says what was done, in the design's words."""
    result = apply_edit(FILE, edit, "python")
    assert isinstance(result, Applied), result
    assert result.text == after
    assert result.strategy is strategy


def test_noop_two_insertions() -> None:
    """They are several places."""
    edit = f"class A:\n    # ...\n{ONE}\n{NEW}\n{TWO}\n{NEW.replace('new', 'newer')}    # ...\n"
    result = apply_edit(FILE, edit, "python")
    assert isinstance(result, Applied)
    assert result.strategy is Strategy.LAZY_MERGE
