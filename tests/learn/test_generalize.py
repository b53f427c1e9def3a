"""From one edit to rewrites with holes, shown as `before → after`, holes as `‹example›`."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.core.model import Form
from honed.core.text import apply_edits
from honed.learn.edited import edited_statement
from honed.learn.generalize import MAX_ELEMENTS, MAX_REWRITES, with_holes
from honed.suggest.matching import matches_at
from honed.suggest.render import render
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.code import rewrites, shown
from tests.strategies import FRAGMENTS, Changed, changed_code

CASES = {
    # Kept between changes: expressions, texts, quotes and lists are holes.
    ("python", "self.eq(f(a), 3)", "assert f(a) == 3"): [
        "self . eq ( ‹f(a)› , ‹3› ) → assert ‹f(a)› == ‹3›"
    ],
    ("python", "x = f('a b')", "x = g('a b')"): ["f → g"],
    ("python", "log('a' % (b, c))", "log('a', b, c)"): [
        "‹'› ‹a› ‹'› % ( ‹b, c› ) → ‹'› ‹a› ‹'›, ‹b, c›"
    ],
    ("python", "log('a' % (b,))", "log('a', b)"): ["‹'› ‹a› ‹'› % ( ‹b,› ) → ‹'› ‹a› ‹'›, ‹b,›"],
    # What moves is a hole, too.
    ("python", "f(a.b, c)", "f(c, a.b)"): ["f ( ‹a.b› , ‹c› ) → f (‹c›, ‹a.b›)"],
    ("python", "size(a)", "a.size()"): ["size ( ‹a› ) → ‹a›.size ()"],
    # An insertion grows until it can be found again.
    ("python", "f(a)", "f(a, b=1)"): ["f ( ‹a› ) → f ( ‹a›, b=1)"],
    ("python", "x = a.f(b)", "x = a.f(b, c)"): [
        "‹a› . f ( ‹b› ) → ‹a› . f ( ‹b›, c)",
        "a . f ( ‹b› ) → a . f ( ‹b›, c)",
    ],
    ("go", "package a\nvar x = f(b)", "package a\nvar x = f(c, b)"): ["f ( ‹b› ) → f (c, ‹b› )"],
    ("python", "def f(a):\n    pass", "def f(a: int):\n    pass"): ["a → a: int"],
    ("tsx", "x = <B c={d} />", "x = <B c={d} e />"): ["< B ‹c={d}› /> → < B ‹c={d}› e />"],
    # What is wrapped.
    ("javascript", "f(a);", "await f(a);"): ["f ( ‹a› ) → await f ( ‹a› )"],
    ("javascript", "show(a);", "show(str(a));"): [
        "show ( ‹a› ) → show (str(‹a›))",
        "a → str(a)",
    ],
    ("python", "return a", "return str(a)"): ["return ‹a› → return str(‹a›)", "a → str(a)"],
    # Whole lines, with reference to a name.
    ("javascript", "const a = g(b);", "const a = g(b);\nc(a);"): [
        "a = g ( ‹b› ) ; → a = g ( ‹b› ) ;⏎c(a);",
        "‹a› = g ( ‹b› ) ; → ‹a› = g ( ‹b› ) ;⏎c(‹a›);",
        "a = ‹g(b)› ; → a = ‹g(b)› ;⏎c(a);",
    ],
    ("python", "save(a)", "check(a)\nsave(a)"): [
        "save ( a ) → check(a)⏎save ( a )",
        "save ( ‹a› ‹› ) → check(‹a›)⏎save ( ‹a› ‹› )",
    ],
    ("python", "a = f(b)", "try:\n    a = f(b)\nexcept E:\n    pass"): [
        "‹a› = f ( ‹b› ) → try:⏎⇥‹a› = f ( ‹b› )⏎except E:⏎⇥pass",
        "a = f ( ‹b› ) → try:⏎⇥a = f ( ‹b› )⏎except E:⏎⇥pass",
    ],
    # What is taken up again must stand twice.
    ("python", "a = a + 1", "a += 1"): ["a = a + → a +=", "‹a› = ‹a› + → ‹a› +="],
    ("typescript", "if (a && a.b) c();", "if (a?.b) c();"): [
        "a && a . → a?.",
        "‹a› && ‹a› . → ‹a›?.",
    ],
    # A core without a word takes what is beside it.
    ("python", "x == None", "x is None"): [
        "‹x› == None → ‹x› is None",
        "x == None → x is None",
    ],
    ("c", "int x = a.b;", "int x = a->b;"): ["‹a› . b → ‹a›->b", "a . ‹b› → a->‹b›"],
    # What is deleted; of calls with other arguments, too.
    ("python", "f(a, b)", "f(a)"): [", b → "],
    ("javascript", "a();\nlog('b');\n", "a();\n"): [
        "log ( ‹'› b ‹'› ) ; → ",
        "log ( ‹'b'› ) ; → ",
    ],
    ("python", "super(A, self).f()", "super().f()"): [
        "A , self → ",
        "super ( A , self ) → super ()",
        "super ( ‹A, self› ) → super ()",
    ],
    # A name that goes into a text may only be a name.
    ("rust", 'fn f() { p!("a {}", b); }', 'fn f() { p!("a {b}"); }'): [
        '‹"› ‹a › {} ‹"› , ‹b› → ‹"› ‹a ›{‹b›}‹"›',
        '( ‹"› ‹a › {} ‹"› , ‹b› ) → ( ‹"› ‹a ›{‹b›}‹"›)',
    ],
    # `self` is written the same everywhere: what is inserted does not follow it.
    ("python", "f(self.a)", "f(self.a, self.b)"): ["f ( ‹self.a› ) → f ( ‹self.a›, self.b)"],
    ("", "run f(a)", "run f(a, b)"): ["f ( ‹a› ) → f ( ‹a›, b)"],
}


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"), [(*edit, shown) for edit, shown in CASES.items()]
)
def test_rewrites(language: str, before: str, after: str, expected: list[str]) -> None:
    """The plainest reading first."""
    assert [shown(each) for each in rewrites(before, after, language)] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f( a )\n", "f(a)\n"),
        ("a = 1  # b\n", "a = 1  # c\n"),
        ("a = 1\n", "a = 1\n\n"),
        ("f('a')\n", 'f("a")\n'),
        ("", "x = 1\n"),
        ("x = 1\n", "x = 1\n\ny = 2\n"),
    ],
)
def test_noop_nothing_that_could_be_found_again(before: str, after: str) -> None:
    """Space, comments, quotes, and lines tied to nothing."""
    assert rewrites(before, after, "python") == []


def test_what_surrounds_the_example_is_noted() -> None:
    """The rest of the statement, the nodes and the call around."""
    [rewrite] = rewrites("log.info(a, 'x', old)\n", "log.info(a, 'x', new)\n", "python")
    assert [each.text for each in rewrite.left] == [
        "log",
        ".",
        "info",
        "(",
        "a",
        ",",
        "'",
        "x",
        "'",
        ",",
    ]
    assert [each.text for each in rewrite.right] == [")"]
    assert rewrite.path == ("argument_list", "call", "expression_statement", "module")
    assert rewrite.callee == ("log", "info")
    assert rewrite.form is Form.PLAIN


def test_a_reference_says_that_it_is_one() -> None:
    """Its inserted words follow the place."""
    forms = [each.form for each in rewrites("a = a + 1\n", "a += 1\n", "python")]
    assert forms == [Form.PLAIN, Form.REFERENCE]


def test_a_very_long_edit_teaches_nothing() -> None:
    """No pattern has more elements than can be looked through."""
    old = "f(" + ", ".join(f"a{each}=b.c" for each in range(MAX_ELEMENTS // 2)) + ")\n"
    new = "f(" + ", ".join(f"x{each}=b.c" for each in range(MAX_ELEMENTS // 2)) + ")\n"
    assert rewrites(old, new, "python") == []


@given(changed_code(FRAGMENTS))
def test_each_rewrite_reproduces_its_example(changed: Changed) -> None:
    """Torn bytes and broken code included; and it is not more rewrites than may be."""
    for language in (languages.by_name(changed.language), None):
        trees = parse(changed.before, language), parse(changed.after, language)
        edited = edited_statement(changed.before, changed.after, *trees)
        if edited is None:
            continue
        found = with_holes(edited)
        assert len(found) <= MAX_REWRITES
        for rewrite in found:
            edits = [
                render(rewrite, match, edited.before)
                for first in range(len(edited.before.tokens))
                if (match := matches_at(rewrite, edited.before, first))
            ]
            results = {apply_edits(changed.before.data, [edit]) for edit in edits if edit}
            assert changed.after.data in results
