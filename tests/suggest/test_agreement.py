"""How far places, names and fillings agree, each in [0, 1]."""

from __future__ import annotations

import pytest

from honed.core.model import Element, TokenKind
from honed.suggest.agreement import in_order, names, near, overlap, shape
from honed.suggest.arguments import argument_of
from honed.suggest.filling import filling
from honed.suggest.matching import matches_at
from honed.suggest.strength import strength_of
from honed.suggest.words import has_word, is_directive, is_spelling, is_word, kinship
from tests.code import rewrites, window_of


def elements(source: str, language: str = "python") -> tuple[Element, ...]:
    """Return the tokens of a text as fixed elements."""
    return tuple(Element(token.kind, token.text) for token in window_of(source, language).tokens)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("a = b", "a = c", 1.0),
        ("a = b", "c = b", 0.75),
        ("a = b", "a + b", 0.5),
        ("a = b", "'x'", 0.0),
        ("'a'", '"b"', 0.75),
        ("return a", "b a", 0.625),
        ("a", "", 0.0),
        ("", "", 0.5),
    ],
)
def test_near(one: str, other: str, value: float) -> None:
    """Two tokens: the same, of one kind, or both words."""
    assert near(elements(one), elements(other)) == value


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [("a = b", "c = d", 1.0), ("a = b + c", "c = d", 0.6), ("a", "", 0.0), ("", "", 1.0)],
)
def test_shape(one: str, other: str, value: float) -> None:
    """The share over which the kinds agree."""
    assert shape(elements(one), elements(other)) == value


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [(("log", "info"), ("log", "warn"), 0.5), (("a",), (), 0.0), ((), ("a",), 0.5), ((), (), 0.5)],
)
def test_overlap(one: tuple[str, ...], other: tuple[str, ...], value: float) -> None:
    """The share of the example's words; where it has none, nothing can be said."""
    assert overlap(one, other) == value


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [("abc", "abd", 2 / 3), ("abc", "xbc", 0.0), ("", "", 1.0), ("", "a", 0.0)],
)
def test_in_order(one: str, other: str, value: float) -> None:
    """Up to the first that differs."""
    assert in_order(tuple(one), tuple(other)) == value


def test_names() -> None:
    """No keywords, no literals."""
    assert names(elements("return a.b(1)")) == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("get_user", "getPage", 1 / 3),
        ("test_login", "test_logout", 1 / 3),
        ("userName", "user_name", 1.0),
        ("HTTPServer", "server", 0.5),
        ("größe", "größe2", 1.0),
        ("a", "b", 0.0),
        ("", "a", 0.0),
    ],
)
def test_kinship(one: str, other: str, value: float) -> None:
    """The share of sub-words."""
    assert kinship(one, other) == value


@pytest.mark.parametrize(
    ("text", "word", "directive"),
    [("a", True, False), ("é", True, False), ("%s", False, True), ("{}", False, True),
     ("{:>5}", False, True), ("%", False, False), ("(", False, False), ("_", False, False)],
)  # fmt: skip
def test_words_and_directives(text: str, *, word: bool, directive: bool) -> None:
    """A directive has letters and is no word."""
    assert (is_word(text), is_directive(text)) == (word, directive)
    assert has_word(text) is any(each.isalnum() for each in text)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [("NULL", "nullptr", True), ("warn", "warning", True), ("get_a", "fetch_a", True),
     ("None", "error", False), ("var", "const", False)],
)  # fmt: skip
def test_spellings(one: str, other: str, *, is_one: bool) -> None:
    """They begin alike, or share a sub-word."""
    assert is_spelling(one, other) is is_one


@pytest.mark.parametrize(
    ("source", "index", "expected"),
    [
        ('f("a %s %s", b, c.d)', 0, "b"),
        ('f("a %s %s", b, c.d)', 1, "c . d"),
        ('f("a %d %s", g(1, 2), c)', 1, "c"),
        ('f("a %s %s", b)', 1, None),
        ('f("a %s")', 0, None),
        ('x = "a %s"', 0, None),
        ('f("100%% %s", b)', 0, "b"),
    ],
)
def test_the_argument_of_a_directive(source: str, index: int, expected: str | None) -> None:
    """The second `%s` stands for the second argument behind the string."""
    view = window_of(source, "python")
    at = [place for place, token in enumerate(view.tokens) if token.text == "%s"][
        min(index, sum(token.text == "%s" for token in view.tokens) - 1)
    ]
    texts = [Element(token.kind, token.text) for token in view.tokens]
    left = "".join(each.text for each in texts[:at] if each.kind is TokenKind.TEXT)
    before = [*[each for each in texts[:at] if each.kind is not TokenKind.TEXT],
              *([Element(TokenKind.TEXT, left)] if left else [])]  # fmt: skip
    assert argument_of(before, [texts[at]], texts[at + 1 :]) == expected


def test_noop_what_is_no_directive_stands_for_nothing() -> None:
    """Nor does a longer core."""
    text = Element(TokenKind.TEXT, "%s")
    assert argument_of([], [Element(TokenKind.NAME, "a")], []) is None
    assert argument_of([], [text, text], []) is None


@pytest.mark.parametrize(
    ("place", "same", "alike", "related", "other"),
    [
        ("user.get(a)", 1.0, 1.0, 1.0, False),
        ("user.get(b, c)", 0.5, 1.0, 1.0, False),
        ("user_row.get()", 0.0, 0.5, 0.5, False),
        ("page.get(b)", 0.0, 1.0, 0.0, True),
        ("f(x).get(b)", 0.0, 0.5, 0.0, True),
    ],
)
def test_filling(place: str, same: float, alike: float, related: float, *, other: bool) -> None:
    """The receiver and the list of `user.get(a)`, elsewhere."""
    rewrite = rewrites("user.get(a)\n", "user.get(a, x=1)\n", "python")[0]
    view = window_of(place, "python")
    match = matches_at(rewrite, view, 0)
    assert match is not None
    found = filling(rewrite, match, view)
    assert (found.same, found.alike, found.related) == (same, alike, related)
    assert found.has_other_receiver is other


@pytest.mark.parametrize(
    ("language", "before", "after", "true"),
    [
        ("python", "f(a)", "f(a, b)", {"only_inserts", "is_whole"}),
        ("python", "x = a(b)", "x = c(b)", {"has_role"}),
        ("python", "log('a' % (b,))", "log('a', b)", {"is_whole", "makes_items", "has_role"}),
        ("python", "f(a, b)", "f(a)", {"only_deletes", "has_role"}),
        ("python", "f(a)", "f(a)\ng()", {"only_inserts", "adds_lines", "is_whole"}),
        ("python", "x = x + 1", "x += 1", {"has_role"}),
        ("javascript", "var a = 1;", "const a = 1;", {"is_weak"}),
        ("c", "x = NULL;", "x = nullptr;", set()),
        ("python", "x = None", "x = 1", {"has_role"}),
        ("python", "x = 'a'", "x = B", {"is_weak", "has_role"}),
        ("c", "x = (int)y;", "x = to<int>(y);", {"is_whole"}),
    ],
)
def test_strength(language: str, before: str, after: str, true: set[str]) -> None:
    """What holds for all matches of a rewrite."""
    found = strength_of(rewrites(before, after, language)[0])
    flags = ("is_whole", "is_weak", "has_role", "makes_items", "only_inserts", "only_deletes",
             "adds_lines")  # fmt: skip
    assert {flag for flag in flags if getattr(found, flag)} == true
