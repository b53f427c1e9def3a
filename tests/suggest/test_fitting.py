"""Text at the cursor, fitted to what stands behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.suggest.fitting import fitted


@pytest.mark.parametrize(
    ("text", "suffix", "wanted"),
    [
        ("name)", ")", "name"),
        ("name))", ")", "name)"),
        ("name))", "))", "name"),
        ("f(name)", ")", "f(name)"),
        ("f(name))", ")", "f(name)"),
        ("[f(a)])", "]", None),
        ('"a")', '")', None),
        ('key: "a"}', "}", 'key: "a"'),
        ('")"', ")", '")"'),
        ("a, b):", "):", "a, b"),
        ("a, b):", ") :", None),
        ("x;", ";", "x"),
        ("x\ny", "", "x\ny"),
        ("x\n", ")", None),
        ("x", " + y", None),
        ("x", "y", None),
        ("a) + b", ")", None),
        ("  ", "", None),
        ("", ")", None),
        (")", ")", None),
        ("x", "  ", "x"),
        ("x)", " )", None),
        ("x) ", " )", None),
        ("x", " )", "x"),
        ("f(x)", " )", "f(x)"),
        ("x: &'a str)", ")", "x: &'a str"),
        ("x: &'a str", ")", "x: &'a str"),
        ("abc'", "'", "abc"),
        ("abc')", "')", "abc"),
        ("abc'", "')", "abc"),
        ("'abc'", "'", None),
        ("abc", "'", None),
        ("it's)", ")", "it's"),
        ("'it\\')'", ")", "'it\\')'"),
    ],
)
def test_fitted(text: str, suffix: str, wanted: str | None) -> None:
    """Before and after."""
    assert fitted(text, suffix) == wanted


_CODE = st.text("ab()[]{},;:'\" ", max_size=12)


@given(_CODE, _CODE)
def test_it_is_a_beginning(text: str, suffix: str) -> None:
    """Only its end may go, and never does it end with what stands behind it and it did not open."""
    found = fitted(text, suffix)
    assert found is None or (text.startswith(found) and found.strip())


@given(_CODE)
def test_nothing_behind_noop(text: str) -> None:
    """At the end of a line all of it stays."""
    assert fitted(text, "") == (text if text.strip() else None)
