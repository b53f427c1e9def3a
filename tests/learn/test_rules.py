"""A rule as TOML: what is written is what is read, and what is wrong is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import HoleKind
from honed.learn.rules import (
    MOST_BYTES,
    Case,
    Fault,
    Rule,
    is_name,
    names_of,
    parsed,
    pieces,
    quoted,
    tidied,
    written,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
NAMES = st.lists(st.from_regex(r"[A-Z][A-Z0-9_]{0,5}", fullmatch=True), unique=True, max_size=3)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Return any rule that may be written."""
    names = draw(NAMES)
    words = [quoted(draw(TEXT)) for _ in names]
    before = "word" + "".join(f"{word}${{{name}}}" for word, name in zip(words, names, strict=True))
    after = quoted(draw(TEXT)) + "".join(f"${{{name}}}" for name in names)
    cases = st.tuples(TEXT, TEXT)
    first = Case("a", draw(TEXT.filter(lambda text: text != "a")))
    noop = draw(TEXT)
    return Rule(
        draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)),
        draw(st.sampled_from(["python", "go", "typescript"])),
        before,
        after,
        {name: draw(st.sampled_from(HoleKind)) for name in names},
        (first, *(Case(*each) for each in draw(st.lists(cases, max_size=2)))),
        (*(Case(*each) for each in draw(st.lists(cases, max_size=2))), Case(noop, noop)),
        draw(TEXT),
        draw(st.none() | TEXT),
        draw(st.none() | TEXT),
    )


@given(rules())
def test_what_is_written_is_read(rule: Rule) -> None:
    """Whatever the texts hold: quotes, line ends, what steers a terminal."""
    assert parsed(written(rule).encode()) == rule


@given(TEXT)
def test_a_quoted_text_has_no_holes_noop(text: str) -> None:
    """Its dollars are its own."""
    assert list(pieces(quoted(text))) == ([(text, False)] if text else [])


def test_pieces() -> None:
    """Holes with braces and without, and dollars."""
    found = list(pieces("a($X, ${Y}Z) + $$ $y $"))
    assert found == [("a(", False), ("X", True), (", ", False), ("Y", True), ("Z) + $ $y $", False)]


@given(NAMES, TEXT)
def test_tidied_says_the_same(names: list[str], text: str) -> None:
    """Without the braces where they are not needed."""
    template = quoted(text).join(f"${{{name}}}" for name in names)
    assert list(pieces(tidied(template))) == list(pieces(template))


GOOD = """
name = "warn"
language = "python"
before = "warn($X)"
after = "warning($X)"
[holes]
X = "expression"
[[examples]]
before = "warn(1)"
after = "warning(1)"
[[tests]]
before = "warning(1)"
"""


def test_good_noop() -> None:
    """Nothing is wrong in it."""
    assert isinstance(parsed(GOOD.encode()), Rule)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"warn"', "warn", "it is not valid TOML"),
        ('"warn"', '"Warn"', "`name` must be small letters"),
        ('"warn"', '"../warn"', "`name` must be small letters"),
        ('"warn"', "5", "`name` must be a string"),
        ('"python"', '"cobol"', "is no language that honed knows"),
        ('"warn($X)"', '"$X"', "`before` has no word of its own"),
        ('"warn($X)"', '""', "`before` has no word of its own"),
        ('"warn($X)"', '"warn()"', "the hole $X"),
        ('"warning($X)"', '"warning($Y)"', "`after` has the hole $Y"),
        ('X = "expression"', "", "the hole $X must be in `before` and in [holes]"),
        ('X = "expression"', 'X = "thing"', "the kind of $X must be one of"),
        ('X = "expression"', 'x = "name"', "is no name of a hole"),
        ("[holes]", "[hole]", "'hole' is no field of a rule"),
        ('after = "warning(1)"', "", "the first of `examples` must show"),
        ("[[examples]]", "[[tests]]", "the first of `examples` must show"),
        ('"warning(1)"\n', '"warn(1)"\nafter = "x"\n', "must have a case without `after`"),
        ('before = "warn(1)"', 'befor = "warn(1)"', "'befor' is no field of a case"),
        ('"warn($X)"', '"' + "x" * 4001 + '"', "of at most 4000 characters"),
        ('"warn($X)"', '"\\u0000"', "`before` must be a string"),
        ('name = "warn"', ".".join("a" * 40) + " = 1", "too many parts"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, message: str) -> None:
    """In words, whatever it is; nothing raises."""
    text = (
        GOOD.replace(old, new, 1)
        if message != "must have a case without `after`"
        else (GOOD.replace('before = "warning(1)"', 'before = "a"\nafter = "b"'))
    )
    found = parsed(text.encode())
    assert isinstance(found, Fault)
    assert message in found.message


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"", b"name = 1\n" * 9, b"[" * 5000, b"a" * (MOST_BYTES + 1)]
)
def test_hostile_bytes(data: bytes) -> None:
    """No text, nothing, a key twice, brackets without end, too much."""
    assert isinstance(parsed(data), Fault)


@given(st.binary(max_size=200))
def test_nothing_raises(data: bytes) -> None:
    """Whatever a file holds."""
    assert isinstance(parsed(data), Fault)


def test_names() -> None:
    """From the words that fill the holes, each another."""
    assert names_of(["message", "message", "a.b", "'x'", "1"]) == [
        "MESSAGE", "MESSAGE_", "A_B", "X", "HOLE5",
    ]  # fmt: skip
    assert is_name("no-log-warn")
    assert not any(map(is_name, ("", "a/b", "..", "A", "a-", "a" * 81)))
