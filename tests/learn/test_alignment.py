"""What an edited statement keeps and what it moves, token by token."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.core.text import Span
from honed.learn import alignment
from honed.learn.alignment import align
from honed.learn.edited import MAX_TOKENS
from honed.syntax import languages
from honed.syntax.tokens import window
from honed.syntax.tree import parse
from tests.code import window_of
from tests.strategies import Changed, changed_code


def kept(before: str, after: str, language: str = "python") -> str:
    """Return the before tokens: kept as they are, [moved], (deleted); then the inserted ones."""
    old, new = window_of(before, language), window_of(after, language)
    found = align(old, new)
    moved = {at for move in found.moves for at in range(move.first, move.last + 1)}
    moved_to = {at for move in found.moves for at in range(move.new_first, move.new_last + 1)}
    shown = []
    for index, token in enumerate(old.tokens):
        form = "{}" if index in found.kept else "[{}]" if index in moved else "({})"
        shown.append(form.format(token.text))
    arrived = {*found.kept.values()} | moved_to
    inserted = [token.text for at, token in enumerate(new.tokens) if at not in arrived]
    return " ".join([*shown, "+", *inserted])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("foo(a, b)", "foo(a, b, c)", "foo ( a , b ) + , c"),
        ("foo(a, b)", "foo(b)", "foo ( (a) (,) b ) +"),
        ("x == None", "x is None", "x (==) None + is"),
        # Words count more than punctuation.
        ("f(a) + b", "g(b, a)", "(f) ( a ) (+) [b] + g ,"),
        # A subtree is kept or moved as a whole.
        ("f(a.b, a.c)", "f(a.c, a.b)", "f ( [a] [.] [b] (,) a . c ) + ,"),
        # Of two equal brackets those of one pair are kept.
        ("show(str(x.y))", "show(x.y)", "show ( (str) (() x . y ()) ) +"),
        ("show(x.y)", "show(str(x.y))", "show ( x . y ) + str ( )"),
        ("Foo(new(x))", "bar(x)", "(Foo) (() (new) ( x ) ()) + bar"),
        # A string stays a string, even if a word that leaves it would weigh as much.
        ('log(f"a {b}")', 'log("a %s", b)', 'log ( (f) " a   ({) [b] (}) " ) + %s ,'),
        ("a = 1", "a = 1", "a = 1 +"),
        ("a", "b", "(a) + b"),
    ],
)
def test_kept_and_moved(before: str, after: str, expected: str) -> None:
    """Deleted stands in round brackets, moved in square ones, inserted behind the plus."""
    assert kept(before, after) == expected


def test_a_wrapped_block_keeps_its_own_braces() -> None:
    """The new braces are those of the new statement."""
    before = "void f() {\n  g();\n}\n"
    after = "void f() {\n  if (a) {\n    g();\n  }\n}\n"
    assert kept(before, after, "c") == "void f ( ) { g ( ) ; } + if ( a ) { }"


@pytest.mark.parametrize(
    ("before", "after"), [("f(a, b)", "f(b, a)"), ("x = user.name + b", "x = b + user.name")]
)
def test_without_a_grammar(before: str, after: str) -> None:
    """Tokens alone, and single names move."""
    assert "[" in kept(before, after, "")


def test_long_statements_are_compared_roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger than the table may be is left to difflib; the ends are the same."""
    exact = kept("f(a, b, c, d)", "f(a, x, c, d)")
    monkeypatch.setattr(alignment, "MAX_CELLS", 0)
    assert kept("f(a, b, c, d)", "f(a, x, c, d)") == exact
    assert kept("a b c d", "c x a", "") == kept("a b c d", "c x a", "")


@given(changed_code())
def test_kept_tokens_are_equal_and_in_order(changed: Changed) -> None:
    """What was kept or moved is the same text; pairs are kept as pairs."""
    language = languages.by_name(changed.language)
    for with_tree in (True, False):
        sides = []
        for text in (changed.before, changed.after):
            tree = parse(text, language) if with_tree else None
            sides.append(window(text, tree, Span(0, len(text.data))))
        before, after = sides
        if max(len(side.tokens) for side in sides) > MAX_TOKENS:
            return
        found = align(before, after)
        assert list(found.kept.values()) == sorted(found.kept.values())
        for left, right in found.kept.items():
            assert before.tokens[left].text == after.tokens[right].text
            if left in before.partner:
                assert found.kept[before.partner[left]] == after.partner[right]
        for move in found.moves:
            for offset in range(move.last - move.first + 1):
                left, right = move.first + offset, move.new_first + offset
                assert before.tokens[left].text == after.tokens[right].text
                assert left not in found.kept
                assert right not in found.kept.values()
