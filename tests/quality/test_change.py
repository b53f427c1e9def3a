"""What an edit does to quality is what it does to the whole text, and found at its place alone."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, apply_edits, decode, encode
from honed.quality import change as module
from honed.quality.analysis import analyse_tree
from honed.quality.change import QualityChange, change
from honed.syntax.tree import reparse
from tests.code import parsed

SOURCE = '''\
"""Sums."""

import sys

LIMIT = 3 if sys.argv else 4


class Sums:
    """Keeps numbers."""

    default = LIMIT or 1

    def add(self, number, again=False):
        """Add it."""
        for _ in range(2 if again else 1):
            if number > LIMIT and number:
                self.total += number
            elif number:
                # It is small.
                self.small.append(number)
            else:
                return None
        return self.total

    def of(self, numbers):
        def each(number):
            try:
                return int(number)
            except ValueError:
                return eval(number)

        return [each(number) for number in numbers if number]


if sys.argv:

    def main():
        while True:
            match sys.argv:
                case [a]:
                    return Sums().of(a)
                case _:
                    break
        return None
else:
    main = None
'''
STATEMENTS = (
    "pass",
    "x = a if b else c",
    "if a and b or c: pass",
    "for y in z:\n    eval(y)",
    "try:\n    exec(y)\nexcept:\n    pass",
    "def g():\n    return a or b",
    "while a:\n    if b:\n        continue",
    "with a: b()",
    "# nothing",
)


def edited(before: str, *edits: tuple[str, str]) -> QualityChange:
    """Return what replacing texts that stand in `before` once does."""
    made = []
    for old, new in edits:
        assert before.count(old) == 1
        start = len(encode(before[: before.index(old)]))
        made.append(Edit(Span(start, start + len(encode(old))), encode(new)))
    return of(before, made)


def of(before: str, edits: list[Edit]) -> QualityChange:
    """Return what edits do, which has to be what the analysis of both texts says."""
    old = parsed(before, "python")
    new = reparse(old, edits, Text(apply_edits(old.text.data, edits)))
    assert new is not None
    found, whole, was = change(old, new, edits), analyse_tree(new), analyse_tree(old)
    assert found.complexity == whole.complexity - was.complexity
    assert found.cognitive == whole.cognitive - was.cognitive
    more = len(whole.findings) - len(was.findings)
    assert len(found.added) - len(found.removed) == more
    assert -1.0 < found.score < 1.0
    return found


@pytest.mark.parametrize(
    ("old", "new", "complexity", "cognitive"),
    [
        ("return self.total", "return self.total or 0", 1, 1),
        ("if number > LIMIT and number:", "if number > LIMIT:", -1, -1),
        ("            elif number:", "            if number:", 0, 1),
        ("3 if sys.argv else 4", "4", -1, -1),
        ("LIMIT or 1", "LIMIT", -1, -1),
        ("return int(number)", "return int(number) if number else 0", 1, 2),
        ("        while True:", "        with a:", -1, -2),
        ("                case _:", "                case [b]:", 1, 0),
        ("    main = None", "    main = a or None", 1, 1),
    ],
)
@pytest.mark.parametrize("longest", [60, 0], ids=["functions", "statements"])
def test_change(  # noqa: PLR0913 - a table
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    complexity: int,
    cognitive: int,
    longest: int,
) -> None:
    """It is the same whether whole functions are looked at or only what is edited in long ones."""
    monkeypatch.setattr(module, "_LONG_LINES", longest)
    found = edited(SOURCE, (old, new))
    assert (found.complexity, found.cognitive) == (complexity, cognitive)


def test_findings() -> None:
    """What is found after only is added, and before only, removed."""
    found = edited(SOURCE, ("self.total += number", "self.total += eval(number)"))
    assert [each.id for each in found.added] == ["python-eval"]
    assert not found.removed
    assert found.score < 0
    found = edited(SOURCE, ("return eval(number)", "return float(number)"))
    assert [each.id for each in found.removed] == ["python-eval"]
    assert not found.added
    assert found.score > 0


def test_finding_on_an_edited_line_noop() -> None:
    """It is the one that was there."""
    found = edited(SOURCE, ("return eval(number)", "return eval(number.strip())"))
    assert (found.added, found.removed) == ((), ())


def test_before_a_finding_noop() -> None:
    """What stands behind a line that is put in is as it was, though long functions are cut."""
    before = "def f(a):\n    eval(a)\n" + "    a()\n" * 60 + "eval(f)\n"
    for line in (1, 2, 62):
        start = len(encode("".join(before.splitlines(keepends=True)[:line])))
        indent = b"    " if line < 62 else b""
        found = of(before, [Edit(Span(start, start), indent + b"print()\n")])
        assert found == QualityChange()


def test_two_places() -> None:
    """Each of several edits counts."""
    found = edited(SOURCE, ("return self.total", "return a or b"), ("LIMIT or 1", "LIMIT"))
    assert (found.complexity, found.cognitive) == (0, 0)
    found = edited(
        SOURCE, ("return self.total", "return a or b"), ("if sys.argv:", "if sys.argv and a:")
    )
    assert found.complexity == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# It is small.", "# It is really small."),
        ('"""Add it."""', '"""Add one."""'),
        ("self.small", "self.tiny"),
        ("import sys\n", "import sys \n"),
    ],
)
def test_comment_noop(old: str, new: str) -> None:
    """What is said about code, or how it is called, changes nothing."""
    assert edited(SOURCE, (old, new)) == QualityChange()


def test_no_edit_noop() -> None:
    """Without an edit there is nothing."""
    assert of(SOURCE, []) == QualityChange()


@pytest.mark.parametrize("longest", [60, 3])
@given(data=st.data())
def test_as_the_whole(longest: int, data: st.DataObject) -> None:
    """An edit inside one function does to it what it does to the text, however it is cut."""
    lines = SOURCE.splitlines(keepends=True)
    at = data.draw(st.integers(12, len(lines) - 3))
    gone = data.draw(st.integers(0, 3))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())].strip("\n")
    statement = data.draw(st.sampled_from(STATEMENTS))
    new = "".join(f"{indent}{line}\n" for line in statement.split("\n"))
    start = len(encode("".join(lines[:at])))
    end = start + len(encode("".join(lines[at : at + gone])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LONG_LINES", longest)
        edit = Edit(Span(start, end), encode(new))
        assume(not parsed(apply_edits(encode(SOURCE), [edit]), "python").fault_count)
        of(SOURCE, [edit])


def test_broken_is_no_error() -> None:
    """Whatever the text becomes, there is an answer."""
    old = parsed(SOURCE, "python")
    for at in range(0, len(SOURCE), 37):
        edit = Edit(Span(at, at + 5), b"def (:")
        new = parsed(decode(apply_edits(old.text.data, [edit])), "python")
        assert change(old, new, [edit]).score < 1.0
