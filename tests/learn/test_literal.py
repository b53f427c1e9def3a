"""From one edit to rewrites to the letter: what changed, and what stands next to it."""

from __future__ import annotations

import pytest

from honed.learn.generalize import generalize
from tests.code import edited, shown

CASES = {
    # What is replaced, without what was kept in the reading with holes.
    ("python", "x = request.args\n", "x = ctx.args\n"): ["request → ctx"],
    ("python", "def f(self, a: t.Any):\n    pass\n", "def f(self, a: Any):\n    pass\n"): [
        "t . → "
    ],
    # What is inserted, with two tokens beside it.
    ("python", "x = a.load(b)\n", "x = a.load(ctx, b)\n"): [
        "( b → (ctx, b",
        "load ( → load (ctx, ",
        "b ) → ctx, b )",
    ],
    # A comment goes.
    ("python", "f(a)  # type: ignore\n", "f(a)\n"): ["# type: ignore → "],
    ("python", "f(a)  # noqa: A\n", "f(a)  # noqa: B\n"): ["# noqa: A → # noqa: B"],
}


@pytest.mark.parametrize(("example", "expected"), CASES.items())
def test_literal(example: tuple[str, str, str], expected: list[str]) -> None:
    """Among all that the edit teaches."""
    language, before, after = example
    found = [shown(each) for each in generalize(edited(before, after, language))]
    assert {*expected} <= {*found}
    assert len({*found}) == len(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # No word stands there: `==` is everywhere.
        ("if a == b:\n    pass\n", "if a is b:\n    pass\n"),
        # Whole lines have their own patterns.
        ("a = 1\n", "a = 1\nb = 2\n"),
        # Only space.
        ("f( a )\n", "f(a)\n"),
        # The same is left alone beside it.
        ("x = f[s] + g[s]\n", "x = f[s] + g[]\n"),
        ("f(a, b) + g(a, b) + h\n", "f(a, b, c) + g(a, b) + h\n"),
    ],
)
def test_noop(before: str, after: str) -> None:
    """What a rewrite to the letter says nothing about."""
    found = [shown(each) for each in generalize(edited(before, after, "python"))]
    vague = {"s → ", "b ) → b, c)", ", b → , b, c"}
    assert not ({"== → is", ") : → is", "a = 1 → a = 1b = 2", "f( → f("} | vague) & {*found}


def test_of_several_side_by_side_one_goes() -> None:
    """That others of them stay says nothing against it."""
    found = generalize(edited("x = (a, 0, 0, 0)\n", "x = (a, 0, 0)\n", "python"))
    assert ", 0 → " in [shown(each) for each in found]


def test_a_name_that_is_respelt_twice_is_one_pattern() -> None:
    """Of one place; the search finds the others."""
    found = generalize(edited("a = f(old, old)\n", "a = f(new, new)\n", "python"))
    assert "old → new" in [shown(each) for each in found]


def test_noop_different_changes_of_one_line() -> None:
    """Neither is the edit."""
    found = generalize(edited("a = f(one, two)\n", "a = f(three, four)\n", "python"))
    assert not {"one → three", "two → four"} & {shown(each) for each in found}
