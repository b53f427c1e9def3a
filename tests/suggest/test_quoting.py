"""Texts and values that move into other quotes mean the same there, or do not move."""

from __future__ import annotations

import pytest

from tests.code import results

TEMPLATE = ('x = "a" + b;', "x = `a${b}`;")
F_STRING = ("x = 'a %s' % b\n", "x = f'a {b}'\n")
LOGGING = ("log(f'a {b}')\n", "log('a %s', b)\n")


@pytest.mark.parametrize(
    ("language", "example", "place", "expected"),
    [
        ("javascript", TEMPLATE, 'y = "it\'s" + c;', "y = `it's${c}`;"),
        ("javascript", TEMPLATE, "y = 'say \"a\"' + c;", 'y = `say "a"${c}`;'),
        ("javascript", TEMPLATE, 'y = "{a}" + c;', "y = `{a}${c}`;"),
        ("javascript", TEMPLATE, "y = 'a' + c['d'];", "y = `a${c['d']}`;"),
        ("python", F_STRING, 'y = "it\'s %s" % c\n', 'y = f"it\'s {c}"\n'),
        ("python", F_STRING, "y = \"%s\" % c['d']\n", "y = f\"{c['d']}\"\n"),
        ("python", F_STRING, 'y = """a\n%s""" % c\n', 'y = f"""a\n{c}"""\n'),
        ("python", LOGGING, 'log(f"{c}")\n', 'log("%s", c)\n'),
    ],
)
def test_what_is_safe(language: str, example: tuple[str, str], place: str, expected: str) -> None:
    """Other quotes, braces where they mean nothing, the place's own quotes."""
    assert expected in results(language, example, place)


@pytest.mark.parametrize(
    ("language", "example", "place"),
    [
        ("javascript", TEMPLATE, 'y = "a`b" + c;'),
        ("javascript", TEMPLATE, 'y = "${a}" + c;'),
        ("python", F_STRING, "y = '{a} %s' % c\n"),
        ("python", F_STRING, "y = '%s' % c['d']\n"),
        ("python", F_STRING, "y = '%s' % c('\\n')\n"),
        ("python", LOGGING, "log(f'100% {c}')\n"),
    ],
)
def test_noop_what_would_mean_something_else(
    language: str, example: tuple[str, str], place: str
) -> None:
    """A quote, a brace, a backslash or a directive where it would count."""
    assert results(language, example, place) == []
