"""Built strings in three notations: one example is enough for any texts, values and counts."""

from __future__ import annotations

import pytest

from honed.suggest.notation import Filled, Joined, Listed
from honed.suggest.series import MAX_MADE, series_of
from tests.code import results, results_of, rewrites, window_of

JOINED = ("javascript", 'x = "a" + b;', "x = `a${b}`;")
LISTED = ("python", "x = '%s of %s' % (a, b)", "x = f'{a} of {b}'")
FILLED = ("python", "log(f'{a}')", "log('%s', a)")
SLF4J = ("java", 'class A { void f() { log.info("a " + b); } }',
         'class A { void f() { log.info("a {}", b); } }')  # fmt: skip


@pytest.mark.parametrize(
    ("example", "before", "after"),
    [
        (JOINED, Joined, Filled),
        (LISTED, Listed, Filled),
        (FILLED, Filled, Listed),
        (("python", "x = 'a {}'.format(b)", "x = f'a {b}'"), Listed, Filled),
        (("python", "log('{}'.format(b, c))", "log('%s', b, c)"), Listed, Listed),
        (("java", 'class A { String s = "a" + b; }',
          'class A { String s = String.format("a%s", b); }'), Joined, Listed),
        (("python", "x = 'a' + str(b)", "x = f'a{b}'"), Joined, Filled),
    ],
)  # fmt: skip
def test_notations(example: tuple[str, str, str], before: type, after: type) -> None:
    """Each edit goes from one to another."""
    series = series_of(rewrites(*example[1:], example[0])[0])
    assert series is not None
    assert (type(series.before), type(series.after)) == (before, after)


@pytest.mark.parametrize(
    "example",
    [
        ("python", "x = a + b", "x = add(a, b)"),
        ("python", "f('a', b)", "f(b, 'a')"),
        ("python", "x = 'a' + b", "x = b"),
        ("python", "x = '%s' % b", "x = g('%s') + b"),
        ("python", "x = f('a %s')", "x = f('b %s')"),
        ("python", "x = '%s %d' % (a, b)", "x = f'{a} {b}'"),
        ("python", "x = '%s %s' % (a, b)", "x = f'{b} {a}'"),
        ("javascript", 'x = "a" + b + c * "d";', "x = `a${b}${c}`;"),
    ],
)
def test_noop_other_edits_are_no_series(example: tuple[str, str, str]) -> None:
    """Not every edit of a string is a matter of notation."""
    language, *texts = example
    found = rewrites(texts[0], texts[1], language)
    assert [each for each in map(series_of, found) if each is not None] == []


@pytest.mark.parametrize(
    ("example", "place", "expected"),
    [
        (JOINED, 'y = c + "d" + e;', "y = `${c}d${e}`;"),
        (JOINED, 'y = "c" + d.e(f) + "g" + h[0] + "i";', "y = `c${d.e(f)}g${h[0]}i`;"),
        (JOINED, 'y = "c" + (d + 1) + "";', "y = `c${(d + 1)}`;"),
        (LISTED, "y = 'at %s' % (c,)", "y = f'at {c}'"),
        (LISTED, "y = '%s%s%s' % (c, d.e, f(g, h))", "y = f'{c}{d.e}{f(g, h)}'"),
        (FILLED, "log(f'{b} of {c[0]}: {d()}')", "log('%s of %s: %s', b, c[0], d())"),
        (("python", "x = 'a' + str(b)", "x = f'a{b}'"), "y = str(c) + 'd'", "y = f'{c}d'"),
    ],
)
def test_other_counts(example: tuple[str, str, str], place: str, expected: str) -> None:
    """Any number of texts and values, in any order."""
    language, before, after = example
    assert expected in results(language, (before, after), place)


@pytest.mark.parametrize(
    ("example", "place"),
    [
        (JOINED, "y = c + d;"),
        (JOINED, 'y = "c" + "d";'),
        (JOINED, 'y = "c" - d;'),
        (JOINED, 'y = "c" + `d`;'),
        (LISTED, "y = '%s' % c"),
        (LISTED, "y = '%s %s' % (c,)"),
        (LISTED, "y = '%d of %s' % (c, d)"),
        (LISTED, "y = 'c' % (d, e)"),
        (FILLED, "log(f'{b:>5}')"),
        (FILLED, "log('b')"),
        (FILLED, "log(f'%d {b}')"),
        (("python", "x = '%s' % b", "x = f'{b}'"), "y = '%s %s' % c"),
        (("python", "x = 'a' + str(b)", "x = f'a{b}'"), "y = 'd' + c"),
        (("python", "x = '%s %s' % (a, b)", "x = f'{a} {b}'"),
         f"y = '{'%s' * 30}' % ({'c, ' * 30})"),
    ],
)  # fmt: skip
def test_noop_other_places(example: tuple[str, str, str], place: str) -> None:
    """No string, no value, other directives, other counts of the two, or too many."""
    language, before, after = example
    assert results(language, (before, after), place) == []


def test_a_part_of_a_chain_is_no_chain() -> None:
    """Only the whole is offered."""
    assert results(*_of(JOINED), 'y = c + "d" + e + "f";') == ["y = `${c}d${e}f`;"]


def _of(example: tuple[str, str, str]) -> tuple[str, tuple[str, str]]:
    return example[0], example[1:]


def test_what_was_made_is_kept_but_not_for_ever() -> None:
    """The rewrites for the counts that occur are made once."""
    series = series_of(rewrites(*FILLED[1:], FILLED[0])[0])
    assert series is not None
    view = window_of("log(f'{a} {b}')", "python")
    assert series.at(view, 2) is series.at(view, 2)
    series._made |= dict.fromkeys(map(str, range(MAX_MADE)), series.example)
    assert series.at(window_of("log(f'{a}{b}{c}')", "python"), 2)
    assert len(series._made) == 1


def test_what_a_series_demands() -> None:
    """Its signs, whatever it counts."""
    demanded = {}
    for name, example in (("joined", JOINED), ("listed", LISTED), ("filled", FILLED)):
        series = series_of(rewrites(*example[1:], example[0])[0])
        assert series is not None
        demanded[name] = series.required
    assert demanded == {
        "joined": {"+"},
        "listed": {"%s", "%", "(", ")"},
        "filled": {"f", "{", "}"},
    }


def test_a_message_gets_placeholders() -> None:
    """The call around stays as it is; the second reading of the example has the whole value."""
    place = 'class A { void f() { log.warn("b " + c.d() + " e " + g); } }'
    wanted = 'class A { void f() { log.warn("b {} e {}", c.d(), g); } }'
    found = rewrites(*SLF4J[1:], "java")
    assert [series_of(each) is not None for each in found[:2]] == [False, True]
    assert wanted in results_of(found[1], place)
