"""What an instruction decides where the edit leaves it open, and what it does not."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.instruction import read
from honed.apply.result import Applied, Reason, Refused


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("Remove the unused method `reset`.", {"reset"}),
        ("delete old_name() and Other.run, then tidy", {"old_name", "Other", "run"}),
        ("Please get rid of a, b and c", {"a", "b", "c"}),
        ("The class was removed.", set()),
        ("Add a function that removes rows", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_what_is_to_be_removed(text: str | None, removed: set[str]) -> None:
    """The names behind a verb that says so."""
    assert read(text).removed & {"reset", "old_name", "Other", "run", "a", "b", "c"} == removed


FILE = """\
class A:
    def run(self):
        x = 1
        return x


class B:
    def run(self):
        x = 1
        return x
"""
BLOCK = "<<<<<<< SEARCH\n        x = 1\n=======\n        x = 2\n>>>>>>> REPLACE\n"
METHOD = "    def run(self):\n        x = 2\n        return x\n"


@pytest.mark.parametrize("edit", [BLOCK, METHOD])
def test_one_of_several_places(edit: str) -> None:
    """It is the one in the class that is named."""
    result = apply_edit(FILE, edit, "python", instruction="Let run in B use 2.")
    assert isinstance(result, Applied), result
    assert result.text == f"{FILE[:-30]}{FILE[-30:].replace('1', '2')}"


@pytest.mark.parametrize("edit", [BLOCK, METHOD])
@pytest.mark.parametrize("instruction", [None, "Use 2.", "Let A and B use 2.", "Let C use 2."])
def test_one_of_several_places_noop(edit: str, instruction: str | None) -> None:
    """None of them, or both, are named."""
    result = apply_edit(FILE, edit, "python", instruction=instruction)
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS


def test_the_edit_itself_counts_more_noop() -> None:
    """What it shows is clear."""
    edit = f"class A:\n    # ...\n{METHOD}"
    result = apply_edit(FILE, edit, "python", instruction="Let run in B use 2.")
    assert isinstance(result, Applied)
    assert result.text == FILE.replace("1", "2", 1)


LONG = "".join(f"def f{n}(x):\n    y = x + {n}\n    return y\n\n\n" for n in range(5))
GONE = LONG[LONG.index("def f1") : LONG.index("def f3")]
NEIGHBOURS = f"# ...\n{LONG[: LONG.index('def f1')]}{LONG[LONG.index('def f3') :]}# ...\n"


def test_several_declarations_that_are_to_go() -> None:
    """The snippet shows what is around them, and the instruction names them."""
    result = apply_edit(LONG, NEIGHBOURS, "python", instruction="Remove f1 and f2.")
    assert isinstance(result, Applied), result
    assert result.text == LONG.replace(GONE, "")
    assert result.deleted == ("lines 6–8: function `f1`", "lines 11–13: function `f2`")


@pytest.mark.parametrize("instruction", [None, "Rename f1 and f2.", "Remove f3."])
def test_several_declarations_that_are_to_go_noop(instruction: str | None) -> None:
    """Nothing says so."""
    result = apply_edit(LONG, NEIGHBOURS, "python", instruction=instruction)
    assert isinstance(result, Refused)
    assert result.reason is Reason.DECLARATION_LOST
