"""Python is counted as radon does, and as SonarSource's white paper says."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs
import pytest

from honed.core.text import Text, encode
from honed.quality.analysis import analyse, analyse_tree
from honed.quality.functions import measures
from honed.services.radon_metrics import with_radon
from honed.syntax import languages
from tests.code import parsed

if TYPE_CHECKING:
    from honed.quality.values import FunctionMetrics

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "server" / "honed" / "quality").glob("*.py"))
PYTHON = languages.by_name("python")


class Counted(NamedTuple):
    """A function's body, and what was counted in it by hand."""

    body: str
    cyclomatic: int
    cognitive: int
    nesting: int = 0
    head: str = "def f(a, b, c):"


def function_of(source: str) -> FunctionMetrics:
    """Return the first function of a text."""
    return measures(parsed(source, "python")).functions[0]


def counted(case: Counted) -> tuple[int, int, int]:
    """Return what is counted in a body."""
    found = function_of(f"{case.head}\n{textwrap.indent(textwrap.dedent(case.body), '    ')}")
    return found.cyclomatic, found.cognitive, found.nesting


BY_HAND = {
    "nothing": Counted("pass", 1, 0),
    "if": Counted("if a:\n    b()", 2, 1, 1),
    "if else": Counted("if a:\n    b()\nelse:\n    c()", 2, 2, 1),
    "if elif else": Counted("if a:\n    b()\nelif b:\n    c()\nelse:\n    a()", 3, 3, 1),
    "if in else": Counted("if a:\n    b()\nelse:\n    if b:\n        c()", 3, 4, 2),
    "if in if": Counted("if a:\n    if b:\n        c()", 3, 3, 2),
    "for": Counted("for each in a:\n    b()", 2, 1, 1),
    "for else": Counted("for each in a:\n    b()\nelse:\n    c()", 3, 2, 1),
    "while else": Counted("while a:\n    b()\nelse:\n    c()", 3, 2, 1),
    "if in for in while": Counted("while a:\n for b in c:\n  if b:\n   a()", 4, 6, 3),
    "async for": Counted("async for b in a:\n    c()", 2, 1, 1, "async def f(a, b, c):"),
    "with": Counted("with a:\n    b()", 1, 0),
    "if in with": Counted("with a:\n    if b:\n        c()", 2, 1, 1),
    "try except": Counted("try:\n    a()\nexcept OSError:\n    b()", 2, 1, 1),
    "try two excepts": Counted(
        "try:\n    a()\nexcept OSError:\n    b()\nexcept (A, B) as e:\n    c()", 3, 2, 1
    ),
    "bare except": Counted("try:\n    a()\nexcept:\n    b()", 2, 1, 1),
    "try else finally": Counted(
        "try:\n    a()\nexcept A:\n    b()\nelse:\n    c()\nfinally:\n    a()", 3, 2, 1
    ),
    "try finally": Counted("try:\n    a()\nfinally:\n    b()", 1, 0),
    "if in except": Counted("try:\n    a()\nexcept A:\n    if b:\n        c()", 3, 3, 2),
    "except group": Counted("try:\n    a()\nexcept* A:\n    b()", 1, 1, 1),
    "ternary": Counted("return a if b else c", 2, 1),
    "ternary in ternary": Counted("return a if b else c if a else b", 3, 3),
    "ternary in if": Counted("if a:\n    return a if b else c", 3, 3, 1),
    "and": Counted("return a and b", 2, 1),
    "and and": Counted("return a and b and c", 3, 1),
    "and or": Counted("return a and b or c", 3, 2),
    "or and or": Counted("return a or b and c or d", 4, 3),
    "or or": Counted("return a or b or c", 3, 1),
    "not in and": Counted("return a and not (b and c)", 3, 2),
    "and in a call": Counted("return a and d(b and c) and d", 4, 2),
    "if and": Counted("if a and b:\n    c()", 3, 2, 1),
    "assert": Counted("assert a", 2, 0),
    "assert and": Counted("assert a and b", 2, 1),
    "comprehension": Counted("return [each for each in a]", 2, 0),
    "comprehension if": Counted("return {b: c for b in a if b if c}", 4, 0),
    "two fors in one": Counted("return {b for c in a for b in c}", 3, 0),
    "generator if": Counted("return any(b for b in a if b)", 3, 0),
    "lambda": Counted("return lambda: a", 1, 0),
    "ternary in lambda": Counted("return lambda: a if b else c", 2, 2),
    "match": Counted("match a:\n    case 1:\n        b()\n    case 2:\n        c()", 3, 1, 1),
    "match all": Counted("match a:\n    case 1:\n        b()\n    case _:\n        c()", 2, 1, 1),
    "match name": Counted("match a:\n    case 1:\n        b()\n    case x:\n        c()", 2, 1, 1),
    "match guard": Counted("match a:\n    case 1 if b and c:\n        b()", 3, 2, 1),
    "if in match": Counted("match a:\n    case 1:\n        if b:\n            c()", 3, 3, 2),
    "f-string": Counted('return f"{a if b else c}"', 2, 1),
    "recursion": Counted("if a:\n    return f(a) + f(b)", 2, 2, 1),
    "no way out": Counted("return f(a)", 1, 0),
    "no recursion": Counted("if a:\n    return a.f(a)", 2, 1, 1),
    "closure": Counted("def g():\n    if a:\n        b()\ng()", 1, 2),
    "closure in if": Counted("if a:\n    def g():\n        if b:\n            c()", 2, 4, 1),
    "decorator": Counted("def g():\n    if a:\n        b()\nreturn g", 1, 1),
    "no decorator": Counted("def g():\n    if a:\n        b()\nreturn g()", 1, 2),
    "decorator with more": Counted("a()\ndef g():\n    if a:\n        b()\nreturn g", 1, 2),
    "class inside": Counted("class C:\n    x = a if b else c", 1, 0),
    "in the head": Counted("pass", 1, 0, 0, "def f(a=b if c else d, *, e: A or B = 1) -> A or B:"),
}


@pytest.mark.parametrize("case", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(case: Counted) -> None:
    """Cyclomatic and cognitive complexity and nesting are what a reader counts."""
    assert counted(case) == (case.cyclomatic, case.cognitive, case.nesting)


@pytest.mark.parametrize("case", BY_HAND.values(), ids=BY_HAND)
def test_radon_counts_the_same(case: Counted) -> None:
    """Of the same function, and of its closures."""
    text = Text(encode(f"{case.head}\n{textwrap.indent(textwrap.dedent(case.body), '    ')}\n"))
    found = analyse(text, PYTHON)
    assert with_radon(found, text).functions == found.functions


@pytest.mark.parametrize(
    ("head", "parameters"),
    [
        ("def f():", 0),
        ("def f(self):", 1),
        ("def f(self, a, b=1, c: int = 2):", 4),
        ("def f(a, /, b, *, c):", 3),
        ("def f(*args, **kwargs):", 2),
        ("def f(*args: int, **kwargs: str):", 2),
        ("def f(a=lambda x, y: x):", 1),
    ],
)
def test_parameters(head: str, parameters: int) -> None:
    """What a caller may give; the separators are none."""
    assert function_of(f"{head}\n    pass\n").parameters == parameters


def test_names() -> None:
    """The names of the classes and functions around it qualify that of a function."""
    source = "class A:\n    def b(self):\n        def c():\n            pass\nasync def d(): ...\n"
    found = measures(parsed(source, "python")).functions
    names = [(each.qualified_name, each.line, each.last_line) for each in found]
    assert names == [("A.b", 1, 3), ("A.b.c", 2, 3), ("d", 4, 4)]


def test_recursion_of_a_method() -> None:
    """A method calls itself by its object; a function of its name is another one."""
    calls = {"self.f()": 2, "cls.f()": 2, "f()": 1, "other.f()": 1}
    for call, cognitive in calls.items():
        source = f"class A:\n    def f(self):\n        {call} if a else {call}\n"
        assert function_of(source).cognitive == cognitive


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("return a", "return a or b", 1),
        ("return a or b", "return a or b and c", 1),
        ("if a:\n        b()", "if a:\n        b()\n    elif c:\n        d()", 1),
        ("x = [b for b in a]", "x = [b for b in a if b]", 1),
        ("for b in a:\n        c()", "for b in a:\n        c()\n    else:\n        d()", 1),
        ("with a:\n        b()", "with a, c:\n        b()", 0),
        ("return a", "return lambda: a", 0),
        ("a()", "a()  # if b and c", 0),
        ("a()", 'a("if b and c")', 0),
    ],
)
def test_what_is_added(before: str, after: str, more: int) -> None:
    """A construct that is put in adds its own; comments and strings none."""
    old, new = (function_of(f"def f(a, b, c, d):\n    {body}\n") for body in (before, after))
    assert new.cyclomatic - old.cyclomatic == more


@pytest.mark.parametrize(
    "source",
    [
        "def f(a):\n    if a:\n        return 1\n\ndef g(:\n    pass\n",
        "def f(a):\n    if a:\n        return 1\n    x = = 2\n",
        "class A:\n    def f(self):\n        if a:\n            return 1\n    def\n",
    ],
)
def test_broken(source: str) -> None:
    """What is broken is said, and the rest is counted."""
    found = analyse_tree(parsed(source, "python"))
    assert not found.syntax_valid
    assert found.faults
    assert [each.cyclomatic for each in found.functions if each.name == "f"] == [2]


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_as_radon(path: Path) -> None:
    """Of real files all functions are equal, and the maintainability index within a point."""
    text = Text(path.read_bytes())
    found = analyse(text, PYTHON)
    exact = with_radon(found, text)
    assert exact.functions == found.functions
    assert exact.maintainability == pytest.approx(found.maintainability, abs=1.0)


def test_radon_cannot_read_noop() -> None:
    """Broken code, and another language, keep our own numbers."""
    for source, language in (("def f(:\n", "python"), ("int f() { return 1; }\n", "c")):
        text = Text(encode(source))
        found = analyse(text, languages.by_name(language))
        assert with_radon(found, text) == found


def test_radon_is_asked() -> None:
    """Its numbers take the place of ours."""
    text = Text(b"def f(a):\n    return a + 1\n")
    ours = analyse(text, PYTHON)
    wrong = attrs.evolve(
        ours,
        functions=(attrs.evolve(ours.functions[0], cyclomatic=9),),
        complexity=9,
        maintainability=1.0,
        quality_score=0.1,
    )
    exact = with_radon(wrong, text)
    assert (exact.functions, exact.complexity) == (ours.functions, ours.complexity)
    assert exact.maintainability == pytest.approx(ours.maintainability, abs=1e-9)
    assert exact.quality_score == pytest.approx(ours.quality_score)
