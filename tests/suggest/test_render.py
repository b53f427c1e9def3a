"""What a match puts in place: at home in the lines, lists and strings of the place."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.learn.edited import edited_statement
from honed.learn.generalize import generalize
from honed.suggest.matching import matches_at
from honed.suggest.render import preview, render
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.code import results, rewrites, window_of
from tests.strategies import FRAGMENTS, Changed, changed_code

LOAD = ("a = load(b)\n", "try:\n    a = load(b)\nexcept E:\n    pass\n")
ADD = ("f(a)\n", "f(a, x=1)\n")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        # The indentation of the place, in the place's own unit.
        ("if c:\n  d = load(e)\n", "if c:\n  try:\n    d = load(e)\n  except E:\n    pass\n"),
        (
            "if c:\n\td = load(e)\n",
            "if c:\n\ttry:\n\t\td = load(e)\n\texcept E:\n\t\tpass\n",
        ),
        # Its line ends.
        ("d = load(e)\r\n", "try:\r\n    d = load(e)\r\nexcept E:\r\n    pass\r\n"),
        # What is copied moves in, too, but not the lines of a string.
        (
            "d = load(\n    e,\n)\n",
            "try:\n    d = load(\n        e,\n    )\nexcept E:\n    pass\n",
        ),
        (
            'd = load("""\n    e\n""")\n',
            'try:\n    d = load("""\n    e\n""")\nexcept E:\n    pass\n',
        ),
    ],
)
def test_lines(place: str, expected: str) -> None:
    """Inserted and copied lines stand as if they had been written there."""
    assert results("python", LOAD, place) == [expected]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("f(b, c)\n", "f(b, c, x=1)\n"),
        ("f()\n", "f(x=1)\n"),
        ("f(b,)\n", "f(b, x=1)\n"),
        ("f(\n    b,\n    c,\n)\n", "f(\n    b,\n    c,\n    x=1,\n)\n"),
        ("f(\n    b, c\n)\n", "f(\n    b, c, x=1\n)\n"),
    ],
)
def test_an_item_is_added(place: str, expected: str) -> None:
    """To an empty list, behind a last comma, on a line of its own where all others have one."""
    assert results("python", ADD, place) == [expected]


@pytest.mark.parametrize(
    ("example", "place", "expected"),
    [
        (("f(a)\n", "f(x, a)\n"), "f()\n", "f(x)\n"),
        (("f(a)\n", "f(x, a)\n"), "f(b, c)\n", "f(x, b, c)\n"),
        (("log('a' % (b, c))\n", "log('a', b, c)\n"), "log('a' % (b,))\n", "log('a', b)\n"),
        (("f([a, b])\n", "f(a, b)\n"), "f([c, d, e,])\n", "f(c, d, e)\n"),
        (("f(a, b)\n", "g(a, b)[0]\n"), "f(a, b)\n", "g(a, b)[0]\n"),
    ],
)
def test_a_list_moves(example: tuple[str, str], place: str, expected: str) -> None:
    """No comma too many, whatever the list has."""
    assert results("python", example, place) == [expected]


def test_several_lines_after_a_list() -> None:
    """What follows a list is no item where it begins with no comma."""
    example = ("f(a, b)\n", "f(a, b or 1)\n")
    assert results("python", example, "f(a, b)\n") == ["f(a, b or 1)\n"]


@pytest.mark.parametrize(
    ("language", "example", "place"),
    [
        # The space that is replaced breaks no line, the example's did.
        ("python", ("a = 1\nlog(a)\nb = 2\n", "a = 1\nb = 2\n"), "c = 1; log(a); d = 2\n"),
        # A value would end the string around it, or is no name.
        ("python", ("x = 'a %s' % b\n", "x = f'a {b}'\n"), "x = 'a %s' % c['d']\n"),
        ("python", ("x = 'a %s' % b\n", "x = f'a {b}'\n"), "x = 'a {} %s' % c\n"),
        ("rust", ('fn f() { p!("{}", b); }', 'fn f() { p!("{b}"); }'), 'fn f() { p!("{}", 1); }'),
    ],
)
def test_noop_what_would_not_be_faithful(
    language: str, example: tuple[str, str], place: str
) -> None:
    """Silence."""
    assert results(language, example, place) == []


def test_noop_words_do_not_run_into_one() -> None:
    """`f` before a quote is a prefix there, behind a letter it would be part of a name."""
    example = ("x = 'a %s' % b\n", "x = f'a {b}'\n")
    assert results("python", example, "x = u'a %s' % c\n") == []
    assert results("python", example, "x = 'a %s' % c\n") == ["x = f'a {c}'\n"]


def test_a_deleted_line_takes_its_line_end_with_it() -> None:
    """CR LF as well."""
    example = ("a = 1\nlog(a)\nb = 2\n", "a = 1\nb = 2\n")
    place = "c = 1\r\nlog(a)\r\nd = 2\r\n"
    assert results("python", example, place) == ["c = 1\r\nd = 2\r\n"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("c()\n\nlog(x)\nd()\n", "c()\n\nd()\n"),
        ("c()\nlog(x)\n\nd()\n", "c()\n\nd()\n"),
        ("c()\n\nlog(x)\n\nd()\n", "c()\n\nd()\n"),
        ("c()\r\n\r\nlog(x)\r\nd()\r\n", "c()\r\n\r\nd()\r\n"),
    ],
    ids=["above", "below", "both", "carriage returns"],
)
def test_a_deleted_line_leaves_the_blank_ones(place: str, expected: str) -> None:
    """What parted its neighbours still does, once."""
    assert results("python", ("a()\nlog(x)\nb()\n", "a()\nb()\n"), place) == [expected]


def test_noop_no_blank_line_begins_a_file() -> None:
    """Where nothing stands above, what parted goes as well."""
    assert results("python", ("log(x)\nb()\n", "b()\n"), "log(x)\n\nd()\n") == ["d()\n"]


def test_a_changed_line_leaves_the_blank_ones() -> None:
    """Where only the space of the example's line end changes, that of the place stays."""
    example = ("if a:\n    log(x)\nb()\n", "if a:\n    pass\nb()\n")
    assert results("python", example, "if a:\n    log(x)\n\nc()\n") == ["if a:\n    pass\n\nc()\n"]


def test_preview() -> None:
    """Both sides on one line, holes as `‹example›`."""
    assert preview(rewrites(*ADD, "python")[0]) == ("f ( ‹a› )", "f ( ‹a›, x=1)")


@given(changed_code(FRAGMENTS))
def test_rendering_never_fails(changed: Changed) -> None:
    """Whatever matches, in broken code as well: an edit inside the text, or silence."""
    language = languages.by_name(changed.language)
    trees = parse(changed.before, language), parse(changed.after, language)
    edited = edited_statement(changed.before, changed.after, *trees)
    for rewrite in generalize(edited) if edited else ():
        for source in (changed.before, changed.after):
            view = window_of(source.data, changed.language)
            for first in range(len(view.tokens)):
                match = matches_at(rewrite, view, first)
                edit = render(rewrite, match, view) if match else None
                if edit is not None:
                    assert 0 <= edit.span.start <= edit.span.end <= len(source.data)
