"""Tokens: all of the code and nothing twice, strings in pieces, brackets in pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import TokenKind
from honed.core.text import Span, Text, decode
from honed.syntax import languages, tokens
from honed.syntax.tokens import Window, window
from honed.syntax.tree import parse
from tests.code import window_of
from tests.strategies import LANGUAGES, code, data


def shown(view: Window) -> list[str]:
    """Return the tokens as `kind:text`, fixed ones as their text."""
    return [
        token.text if token.kind is TokenKind.FIXED else f"{token.kind.value[0]}:{token.text}"
        for token in view.tokens
    ]


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("python", "x = f(1, y.z)", "n:x = n:f ( l:1 , n:y . n:z )"),
        ("python", "s = 'a %s'", "n:s = q:' t:a t:  t:%s q:'"),
        ("python", 's = f"a{b!r}"', 'n:s = f q:" t:a { n:b !r } q:"'),
        ("python", 's = "{} {:>5} {{x}} {y}"', 'q:" t:{} t:  t:{:>5} t:  t:{{ t:x t:}}'),
        ("python", "a  # note", "n:a c:# note"),
        ("go", "package a\nvar s = `raw`", "package n:a var n:s = q:` t:raw q:`"),
        ("javascript", "x = `a${b}c`", "n:x = q:` t:a ${ n:b } t:c q:`"),
        ("javascript", "a?.b", "n:a ?. n:b"),
        ("rust", 'fn f() { p!("{}", x); }', 'n:p ! ( q:" t:{} q:" , n:x ) ; }'),
        ("c", 'char *s = L"a";', 'char * n:s = L q:" t:a q:" ;'),
        ("tsx", "a = <B c={d} />", "n:a = < n:B n:c = { n:d } />"),
        ("", "host = 'a b'; # 1.5", "n:host = q:' t:a t:  t:b q:' ; # l:1.5"),
        ("", "größe 日本 🎉", "n:größe n:日本 n:🎉"),
    ],
)
def test_tokens(language: str, source: str, expected: str) -> None:
    """Names, literals, quotes, pieces of text, comments, and what is fixed."""
    found = " ".join(shown(window_of(source, language)))
    assert expected.replace("  ", " ") in found.replace("  ", " ")


@given(data(), st.sampled_from(("", *LANGUAGES)))
def test_tokens_cover_the_code(source: bytes, language: str) -> None:
    """In order, none overlapping another, only space between them; each is its own source."""
    view = window_of(source, language)
    position = 0
    for token in view.tokens:
        assert position <= token.start < token.end
        assert not source[position : token.start].strip()
        assert token.text == decode(source[token.start : token.end])
        position = token.end
    assert not source[position:].strip()


@given(code(), st.data())
def test_a_window_is_a_part_of_the_whole(case: tuple[str, bytes], draw: st.DataObject) -> None:
    """The lines of a window have the tokens that they have in the whole text."""
    language, source = case
    text = Text(source)
    tree = parse(text, languages.by_name(language))
    whole = window(text, tree, Span(0, len(source)))
    first = draw.draw(st.integers(0, text.line_count - 1))
    span = text.lines_span(first, draw.draw(st.integers(first, text.line_count - 1)))
    inside = {token[:] for token in window(text, tree, span).tokens}
    wanted = [
        token
        for token in whole.tokens
        if span.start <= token.start and token.end <= span.end and token.kind is TokenKind.NAME
    ]
    assert inside.issuperset(wanted)


@pytest.mark.parametrize(
    ("language", "source", "pairs"),
    [
        ("python", "f(a[0], {b: c})", ["( )", "[ ]", "{ }"]),
        ("python", "f'{d[\"k\"]}'", ["' '", "{ }", "[ ]", '" "']),
        ("java", "List<String> x = a < b;", ["< >"]),
        ("tsx", "a = <B c='d'>e</B>", ["< >", "' '", "</ >"]),
        ("python", "f((a]", []),
        ("", "a (b ] c)", ["( )"]),
        ("", ") a (", []),
    ],
)
def test_partners(language: str, source: str, pairs: list[str]) -> None:
    """Brackets, quotes and tags with their other halves; comparisons and strays have none."""
    view = window_of(source, language)
    found = [
        f"{view.tokens[one].text} {view.tokens[other].text}"
        for one, other in sorted(view.partner.items())
        if one < other
    ]
    assert found == pairs


@given(data(), st.sampled_from(("", *LANGUAGES)))
def test_partners_are_nested_pairs(source: bytes, language: str) -> None:
    """Each is the other's partner, and no pair crosses another."""
    view = window_of(source, language)
    stack: list[int] = []
    for index in range(len(view.tokens)):
        other = view.partner.get(index)
        if other is None:
            continue
        assert view.partner[other] == index
        if other > index:
            stack.append(other)
        else:
            assert stack.pop() == index


def test_closers() -> None:
    """For each token the bracket around it; a bracket lies in the pair around its own."""
    view = window_of("f(a, [b], 'c')", "python")
    around = [view.tokens[close].text if close >= 0 else "" for close in view.closers]
    #                 f   (   a    ,    [    b    ]    ,    '   c   '    )   end
    assert around == ["", "", ")", ")", ")", "]", "]", ")", ")", "", "", ")", ""]


def test_nodes() -> None:
    """The outermost node that tokens make up exactly, and where expressions end."""
    view = window_of("x = a.b(c) + d", "python")
    named = view.node(2, 4)
    assert named is not None
    assert (named.kind, named.parent, named.field) == ("attribute", "call", "function")
    assert view.node(2, 3) is None
    assert view.expression_ends(2) == (10, 8, 5, 3)


@pytest.mark.parametrize("index", [1, 3])
def test_noop_punctuation_begins_no_expression(index: int) -> None:
    """Neither `=` nor `.` does."""
    assert window_of("x = a.b", "python").expression_ends(index) == ()


def test_gaps() -> None:
    """The space before a token, and behind the last."""
    view = window_of("a  =\tb \n", "python", Span(0, 8))
    assert [view.gap(index) for index in range(4)] == [b"", b"  ", b"\t", b" \n"]


def test_a_long_text_is_one_token() -> None:
    """No pattern looks into a docstring of a page."""
    long = window_of(f's = "{"word " * 200}"', "python")
    assert sum(token.kind is TokenKind.TEXT for token in long.tokens) == 1


def test_a_long_expression_is_none_that_is_carried_about() -> None:
    """Its parts are."""
    view = window_of("x = " + " + ".join("a" * 1 for _ in range(tokens.MAX_EXPRESSION_TOKENS)), "c")
    assert max(view.expression_ends(2)) <= 2 + tokens.MAX_EXPRESSION_TOKENS


def test_what_no_leaf_covers_is_a_token() -> None:
    """The Python grammar has no node for the letters of a format specification."""
    assert ">5" in shown(window_of('f"{x:>5}"', "python"))


@pytest.mark.parametrize("source", [b"(" * 5000, b"(" * 3000 + b"]" * 3000, b"x" * 10_000])
def test_depth_and_length_have_no_bound(source: bytes) -> None:
    """Nesting is walked in a loop, and brackets are paired in one pass."""
    for language in ("", "python", "typescript"):
        assert window_of(source, language).tokens
