"""Where a before side stands, and what fills its holes."""

from __future__ import annotations

import pytest

from honed.core.model import Element, HoleKind, Rewrite, TokenKind
from honed.suggest import matching
from honed.suggest.matching import Budget, matches_at
from tests.code import rewrites, window_of


def fixed(text: str, kind: TokenKind = TokenKind.FIXED) -> Element:
    """Return an element that must stand there to the letter."""
    return Element(kind, text)


def hole(kind: HoleKind, same_as: int | None = None) -> Element:
    """Return a hole."""
    return Element(TokenKind.NAME, "", kind, same_as)


OPEN, CLOSE, COMMA = fixed("("), fixed(")"), fixed(",")
F = fixed("f", TokenKind.NAME)
EXPRESSION, NAME, LIST = hole(HoleKind.EXPRESSION), hole(HoleKind.NAME), hole(HoleKind.LIST)
QUOTE, TEXT = hole(HoleKind.QUOTE), hole(HoleKind.TEXT)


def fillings(elements: list[Element], source: str, language: str = "python") -> list[str] | None:
    """Return what fills the holes at the first token that matches, None where none does."""
    view = window_of(source, language)
    rewrite = Rewrite(language, tuple(elements), ())
    for first in range(len(view.tokens)):
        match = matches_at(rewrite, view, first)
        if match is not None:
            return [
                "".join(token.text for token in view.tokens[slice(*stretch)])
                for element, stretch in zip(elements, match.ranges, strict=True)
                if element.hole is not None
            ]
    return None


@pytest.mark.parametrize(
    ("elements", "source", "expected"),
    [
        ([F, OPEN, EXPRESSION, CLOSE], "f(a.b(c)[0])", ["a.b(c)[0]"]),
        ([F, OPEN, EXPRESSION, COMMA, EXPRESSION, CLOSE], "f(a + b, c)", ["a+b", "c"]),
        ([EXPRESSION, fixed("=="), EXPRESSION], "if a.b == c: d", ["a.b", "c"]),
        ([F, OPEN, EXPRESSION, COMMA, EXPRESSION, CLOSE], "f((a, b), c)", ["(a,b)", "c"]),
        ([fixed("%"), EXPRESSION], "a % (b + c)", ["(b+c)"]),
        ([F, OPEN, NAME, CLOSE], "f(a)", ["a"]),
        ([F, OPEN, LIST, CLOSE], "f(a, b=[c], *d)", ["a,b=[c],*d"]),
        ([F, OPEN, LIST, CLOSE], "f()", [""]),
        ([F, OPEN, EXPRESSION, LIST, CLOSE], "f(a, b, c)", ["a", ",b,c"]),
        ([F, OPEN, EXPRESSION, LIST, CLOSE], "f(a)", ["a", ""]),
        ([QUOTE, TEXT, QUOTE], "x = 'a b'", ["'", "a b", "'"]),
        (
            [QUOTE, TEXT, fixed("%s", TokenKind.TEXT), TEXT, QUOTE],
            "'a %s b'",
            ["'", "a ", " b", "'"],
        ),
        (
            [EXPRESSION, fixed("="), hole(HoleKind.EXPRESSION, 0), fixed("+")],
            "a.b = a.b + c",
            ["a.b", "a.b"],
        ),
    ],
)
def test_holes(elements: list[Element], source: str, expected: list[str]) -> None:
    """Expressions are as large as they can be, texts as short, lists all up to their bracket."""
    assert fillings(elements, source) == expected


@pytest.mark.parametrize(
    ("elements", "source"),
    [
        ([F, OPEN, EXPRESSION, CLOSE], "f(a, b)"),
        ([F, OPEN, EXPRESSION, CLOSE], "f()"),
        ([F, OPEN, EXPRESSION, CLOSE], "f"),
        # Several values are not what one stands for.
        ([fixed("%"), EXPRESSION], "a % (b, c)"),
        ([F, OPEN, NAME, CLOSE], "f(1)"),
        ([F, OPEN, NAME, CLOSE], "f(a.b)"),
        ([EXPRESSION, fixed("="), hole(HoleKind.EXPRESSION, 0), fixed("+")], "a = b + c"),
        # A name is no text, nor a text a name.
        ([F], "'f'"),
        # Where directives are counted, no text holds one more.
        ([QUOTE, TEXT, fixed("%s", TokenKind.TEXT), TEXT, QUOTE], "'%d %s'"),
        ([QUOTE, TEXT, fixed("%s", TokenKind.TEXT), TEXT, QUOTE], "'%s 100%%'"),
        # What follows a dot is the rest of an expression, not one.
        ([EXPRESSION, fixed("=="), fixed("c", TokenKind.NAME)], "a.b != c"),
        ([LIST, CLOSE], "f"),
    ],
)
def test_noop(elements: list[Element], source: str) -> None:
    """What stands there is something else."""
    assert fillings(elements, source) is None


def test_an_expression_does_not_begin_behind_a_dot() -> None:
    """The first match is that of the whole."""
    view = window_of("a.b == c", "python")
    rewrite = Rewrite("python", (EXPRESSION, fixed("=="), EXPRESSION), ())
    firsts = [first for first in range(len(view.tokens)) if matches_at(rewrite, view, first)]
    assert firsts == [0]


def test_without_a_grammar_an_expression_is_a_balanced_run() -> None:
    """The shortest that fits."""
    assert fillings([F, OPEN, EXPRESSION, COMMA, EXPRESSION, CLOSE], "f (a (b, c) d, e)", "") == [
        "a(b,c)d",
        "e",
    ]


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, for this match alone or for all of a request."""
    elements = [F, OPEN, *[EXPRESSION] * 3, CLOSE]
    source = f"f {'a ' * 30} ("
    assert fillings(elements, source, "") is None
    view = window_of("f(a)", "python")
    [rewrite] = rewrites("f(a)", "f(a, b)", "python")
    budget = Budget(100)
    assert matches_at(rewrite, view, 0, budget)
    assert 0 < budget.steps < 100
    assert matches_at(rewrite, view, 0, Budget(1)) is None
    monkeypatch.setattr(matching, "MAX_STEPS", 1)
    assert matches_at(rewrite, view, 0) is None


def test_nothing_to_match() -> None:
    """A rewrite of one empty list covers no token: it matches nowhere."""
    view = window_of("f()", "python")
    assert matches_at(Rewrite("python", (LIST,), ()), view, 2) is None
