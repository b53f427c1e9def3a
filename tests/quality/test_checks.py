"""What checks rest on: regular expressions that may explode, uses of words, imports, values."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Span, Text, encode
from honed.quality.checks import CHECKS
from honed.quality.imports import imported
from honed.quality.python_values import is_built, is_constant, string
from honed.quality.redos import is_slow
from honed.quality.rules import rules_of
from honed.quality.words import is_elsewhere, is_soon, is_test
from honed.syntax import languages
from honed.syntax.tree import Tree, parse


def parsed(code: str, language: str = "python") -> Tree:
    """Return a text parsed."""
    tree = parse(Text(encode(code)), languages.by_name(language))
    assert tree is not None
    return tree


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"^(?:\w+)*$",
        r"(\w*\s?)*x",
        r"([a-z]+)*\d",
        r"(?P<name>.*)+$",
        r"(a|a)*b",
        r"(?i)(?#why)(a+)+$",
        r"(\d{1,})+$",
        r"x(\s*\w+\s*)*y",
        r"((a+))*$",
        r"(b|a*)+$",
        r"((?=x)a+)+$",
    ],
)
def test_is_slow(pattern: str) -> None:
    """What is repeated is repeated itself, or may be chosen in two ways."""
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)+",
        r"(a+)+",
        r"(?i)(a+b)+$",
        r"a+b+",
        r"(?:\.\w+)*",
        r"(ab+c)+",
        r"(a|b)*",
        r"\(a+\)+",
        r"(?:[a-z]+,)*",
        r"(\w{1,8})+",
        r"(a+)?",
        r"(a+b+)+",
        r"(?>a+)*",
        r"(a++)*",
        r"(?:(?:ab)+c)*",
        r"(?:[*+]|x{2})*y",
        r"[(a+)+]",
        "*",
        ")",
        "(a",
        "[",
        "\\",
        "a{",
        "(?P<",
        "(?",
        "",
        "(" * 50,
    ],
)
def test_noop_is_slow(pattern: str) -> None:
    """What something fixed stands between matches in one way; nothing behind cannot fail."""
    assert not is_slow(pattern)


def test_no_expression_takes_long_itself() -> None:
    """However it is written."""
    started = time.process_time()
    for piece in ("(a", "a*", "(?:", "\\w", "[a]", "(a*", ")*", "|a"):
        is_slow("(" + piece * 1_000)
    assert time.process_time() - started < 2


@given(st.text(alphabet="(a|)*+?{1,}[]\\w:P<=!>#", max_size=30))
def test_any_pattern(pattern: str) -> None:
    """What is no regular expression is asked about, too."""
    is_slow(pattern)


@pytest.mark.parametrize(
    ("code", "is_used"),
    [
        ("name = 1\nname", True),
        ("name()\nname = 1", True),
        ("name = 1\n'name'", True),
        ("name = 1\nnames, my_name, größename", False),
        ("name = 1", False),
        ("name = 1\n" + "names\n" * 100, False),
        ("name = 1\n" + "names\n" * 100 + "name", True),
    ],
)
def test_is_elsewhere(code: str, is_used: bool) -> None:  # noqa: FBT001 - it is the answer
    """As a whole word, before or after, in strings too."""
    text = Text(encode(code))
    at = code.index("name = 1")
    assert is_elsewhere(text, b"name", Span(at, at + 4), Span(0, text.size)) == is_used


def test_is_soon() -> None:
    """Before the next function begins."""
    assert is_soon(Text(b"a = 1\nprint(a)\n"), b"a", Span(0, 1))
    assert not is_soon(Text(b"a = 1\ndef f():\n    print(a)\n"), b"a", Span(0, 1))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import os.path", {"os": "os"}),
        ("import numpy as np, os", {"np": "numpy", "os": "os"}),
        ("from a.b import (\n    c as d,\n    e,\n)", {"d": "a.b.c", "e": "a.b.e"}),
        ("from . import a\nfrom .b import c", {"a": "..a", "c": ".b.c"}),
        ("def f():\n    from a import b", {"b": "a.b"}),
        ("'import a'\n# import b\nfrom c import *\nimport_d = 1", {}),
        ("from import\nimport\n", {}),
    ],
)
def test_imported(code: str, names: dict[str, str]) -> None:
    """Wherever it stands, and in nothing that only looks like it."""
    assert imported(parsed(code)) == names


def test_noop_imported_elsewhere() -> None:
    """Other languages have no such table."""
    assert not imported(parsed("import a from 'b'", "javascript"))


@pytest.mark.parametrize(
    ("code", "constant", "built"),
    [
        ("'a'", True, False),
        ("'a' 'b'", True, False),
        ("'a' + 'b'", True, False),
        ("NAME", True, False),
        ("settings.NAME", True, False),
        ("f'{NAME}a'", True, False),
        ("['a', 1, None]", True, False),
        ("name", False, False),
        ("f'{name}'", False, True),
        ("'a' + name", False, True),
        ("'a' 'b%s' % name", False, True),
        ("'a{}'.format(name)", False, True),
        ("a + b", False, False),
        ("f(name)", False, False),
    ],
)
def test_values(code: str, constant: bool, built: bool) -> None:  # noqa: FBT001 - the answers
    """What the code says itself, and what is put together."""
    node = parsed(code).root.named_children[0].named_children[0]
    assert is_constant(node) == constant
    assert is_built(node) == built


def test_string() -> None:
    """Its contents as they are written."""
    node = parsed("'a' r'\\b'").root.named_children[0].named_children[0]
    assert string(node) == "a\\b"
    assert string(None) is None


def test_is_test() -> None:
    """By what tests are made of."""
    assert is_test(Text(b"import pytest\n"))
    assert not is_test(Text(b"def tested(): pass\n"))


def test_every_check_is_asked() -> None:
    """By a rule of some language."""
    known = [languages.by_name(name) for name in languages.names()]
    asked = {rule.check for each in known if each is not None for rule in rules_of(each)}
    assert set(CHECKS) <= asked
