"""What is gone from a file is named: declarations, imported names, and other lines."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.losses import MOST_COMPARED, MOST_LINES, MOST_SHOWN, losses
from honed.apply.original import Original
from honed.apply.result import Applied
from honed.core.diff import hunks
from honed.core.text import Text, encode
from tests.code import tree_of


def gone(before: str, after: str, language: str = "") -> tuple[str, ...]:
    """Return in words what is gone."""
    old, new = Text(encode(before)), Text(encode(after))
    file = Original(old, tree_of(before, language))
    return losses(file, hunks(old, new), Original(new, tree_of(after, language)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\nb\nc\n", "a\nc\n", ("line 2: `b`",)),
        ("a\n\n  b\nc\nd\n", "a\nd\n", ("lines 2–4: `b`",)),
        ("a" * 100 + "\nb\n", "b\n", (f"line 1: `{'a' * MOST_SHOWN}`",)),
    ],
)
def test_lines(before: str, after: str, expected: tuple[str, ...]) -> None:
    """Lines in whose place nothing stands, with the first that says something."""
    assert gone(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"), [("a\nb\n", "a\nc\n"), ("a\n\nb\n", "a\nb\n"), ("a\nb\nc\n", "b\nc\na\n")]
)
def test_lines_noop(before: str, after: str) -> None:
    """Changed lines, blank ones and moved ones are no loss."""
    assert gone(before, after) == ()


PYTHON = """\
import os
from x import a, b

LIMIT = 3


class A:
    def one(self):
        y = 1
        return y

    def two(self):
        z = os.sep + str(LIMIT)
        return z * 2
"""
RUST = "struct P {\n    x: i32,\n    y: i32,\n}\n\nfn f() {\n    g();\n}\n"


@pytest.mark.parametrize(
    ("language", "before", "old", "new", "expected"),
    [
        ("python", PYTHON, "import a, b", "import a", ["line 2: import of `b`"]),
        ("python", PYTHON, "import os\n", "", ["line 1: import of `os`"]),
        ("python", PYTHON, "LIMIT = 3\n", "", ["line 4: constant `LIMIT`"]),
        (
            "python",
            PYTHON,
            "    def one(self):\n        y = 1\n        return y\n\n",
            "",
            ["lines 8–10: method `A.one`"],
        ),
        ("python", PYTHON, "def two", "def second", ["line 12: method `A.two` is now `second`"]),
        ("python", PYTHON, "class A", "class B", ["line 7: class `A` is now `B`"]),
        (
            "python",
            PYTHON,
            PYTHON[PYTHON.index("    def one") :],
            "    def three(self):\n        pass\n",
            ["lines 8–10: method `A.one`", "lines 12–14: method `A.two`"],
        ),
        ("python", PYTHON, PYTHON[PYTHON.index("\n\nclass") :], "", ["lines 7–14: class `A`"]),
        ("rust", RUST, "    y: i32,\n", "", ["line 3: field `P.y`"]),
        ("rust", RUST, "    g();\n", "", ["line 7: `g();`"]),
    ],
)
def test_declarations(language: str, before: str, old: str, new: str, expected: list[str]) -> None:
    """Each is named with what it is a member of; what is said of it is not said of its lines."""
    assert list(gone(before, before.replace(old, new), language)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import a, b", "import (\n    a,\n    b,\n    c,\n)"),
        ("import os\nfrom x import a, b\n", "from x import b, a\nimport os\n"),
        ("        y = 1\n        return y\n", "        return 1\n"),
        ("def one(self):", "def one(self, x):"),
        ("LIMIT = 3\n", "LIMIT = 4\n"),
    ],
)
def test_declarations_noop(old: str, new: str) -> None:
    """All are there still, changed or elsewhere."""
    assert gone(PYTHON, PYTHON.replace(old, new), "python") == ()


TWO = PYTHON[PYTHON.index("\n    def two") :]


@pytest.mark.parametrize(
    "edit",
    [
        f"<<<<<<< SEARCH\n{TWO}=======\n>>>>>>> REPLACE\n",
        f"@@\n         return y\n{''.join(f'-{line}' for line in TWO.splitlines(keepends=True))}",
        PYTHON.replace(TWO, ""),
    ],
)
def test_all_formats_say_so(edit: str) -> None:
    """It does not matter how the edit is written."""
    wanted = "whole_file" if edit.startswith("import") else None
    result = apply_edit(PYTHON, edit, "python", format=wanted)
    assert isinstance(result, Applied)
    assert result.deleted == ("lines 12–14: method `A.two`",)


@pytest.mark.parametrize(("lines", "words"), [(0, "variable `a`"), (MOST_LINES, "line 1: `a = 1`")])
def test_declarations_of_a_long_file(lines: int, words: str) -> None:
    """There only lines are named; in a shorter one it is what they declare."""
    filler = "#\n" * lines
    assert words in gone("a = 1\n" + filler, filler or "\n", "python")[0]


@pytest.mark.parametrize(("number", "is_compared"), [(10, True), (MOST_COMPARED + 10, False)])
def test_new_names_among_many(number: int, *, is_compared: bool) -> None:
    """Where too many are gone, and too many new, none is compared with each."""
    old = "".join(f"def f{each}():\n    return {each} + beside\n\n\n" for each in range(10))
    new = "".join(
        f"def g{each}():\n    return {each} + beside\n\n\n" for each in range(number // 10)
    )
    found = gone(old, new or "\n", "python")
    assert any("is now" in each for each in found) is is_compared
