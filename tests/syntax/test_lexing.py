"""Tokens of texts that need not be whole: what they cover, what they leave out, and after edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.syntax import languages, lexing
from honed.syntax.lexing import Kind, kind, lex, relex, shown

PYTHON = languages.by_name("python")
FRAGMENTS = (
    "def f(a):", "\n", "\n    ", "\n\n", "x = 1", '"s"', '"', "'''", '"""', "# note", "\\", "\t",
    "\r\n", "`", "/* c", "*/", "é", "self.items", "!=", " ", "0x1f", "end",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join)


def words(text: str, language: str = "python") -> list[bytes]:
    """Return the words of a text."""
    return lex(text.encode(), languages.by_name(language)).words


def test_keywords_are_marked_and_names_are_not() -> None:
    """A keyword is another word than the same spelling where it is a name."""
    assert words("return value") == [b"\0return", b"value"]
    assert words("type", "python") == [b"\0type"]
    assert words("type", "json") == [b"type"]


def test_line_ends_tell_the_depth_of_the_next_line() -> None:
    """Blank lines and comments between two lines of code are part of one line end."""
    text = "if a:\n    # why\n\n    b\nc\nd"
    assert words(text) == [b"\0if", b"a", b":", b"\n+", b"b", b"\n-", b"c", b"\n", b"d"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("a # b", "python", [b"a"]),
        ("a // b", "python", [b"a", b"//", b"b"]),
        ("a // b", "go", [b"a"]),
        ("a /* b\n c */ d", "go", [b"a", b"d"]),
        ('f"{a}" \'b', "python", [b'f"{a}"', b"'b"]),
        ("let s: &'a str", "rust", [b"\0let", b"s", b":", b"&", b"'", b"a", b"\0str"]),
        ("`a\nb`;", "javascript", [b"`\0", b";"]),
        ('"""a\nb""" + 1', "python", [b'"""\0', b"+", b"1"]),
        ("a?.b ?? c", "typescript", [b"a", b"?.", b"b", b"??", b"c"]),
        ("1.5 1..2", "rust", [b"1.5", b"1", b"..", b"2"]),
        ("ä_1", "python", ["ä_1".encode()]),
        ('"' + "x" * 90 + '"', "go", [b'"\0']),
        ("", "go", []),
    ],
)
def test_pieces(text: str, language: str, expected: list[bytes]) -> None:
    """Strings, comments and operators are those of the language."""
    assert words(text, language) == expected


def test_every_language_has_its_expression() -> None:
    """The data of every folder makes an expression, and none at all makes one, too."""
    for name in languages.names():
        assert words("x", name) == [b"x"]
    assert lex(b"x", None).words == [b"x"]


def test_a_word_says_what_it_is() -> None:
    """The kind of a token, and how it is written, follow from its word alone."""
    found = lex(b'\nif x: f"y" 12 + "z', PYTHON)
    assert list(map(kind, found.words)) == [
        Kind.NEWLINE, Kind.KEYWORD, Kind.IDENTIFIER, Kind.OPERATOR, Kind.STRING, Kind.NUMBER,
        Kind.OPERATOR, Kind.STRING,
    ]  # fmt: skip
    assert [shown(word) for word in found.words[:4]] == ["\n", "if", "x", ":"]
    assert shown(b'"\0') is None
    assert shown(b"") is None
    assert kind(b"") is Kind.OPERATOR


@given(TEXTS, st.sampled_from(["python", "javascript", "go", "ruby"]))
def test_tokens_stand_in_order_and_say_their_text(text: str, language: str) -> None:
    """No two overlap, and one that is shown is what stands there."""
    data = text.encode()
    found = lex(data, languages.by_name(language))
    assert (found.starts < found.ends).all()
    assert (found.ends[:-1] <= found.starts[1:]).all()
    for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
        if kind(word) is not Kind.NEWLINE and (spelt := shown(word)):
            assert data[start:end] == spelt.encode()


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_after_a_change_it_is_as_if_lexed_anew(
    before: str, removed: str, added: str, after: str
) -> None:
    """What is kept from before a change is what the whole text would have given."""
    old, new = (before + removed + after).encode(), (before + added + after).encode()
    start = len(before.encode())
    change = (start, start + len(removed.encode()), start + len(added.encode()))
    found = relex(lex(old, PYTHON), new, change, PYTHON)
    wanted = lex(new, PYTHON)
    assert found.words == wanted.words
    assert found.starts.tolist() == wanted.starts.tolist()
    assert found.ends.tolist() == wanted.ends.tolist()


def test_a_change_costs_its_lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter in a long file lets a few lines be read again."""
    line = b"    value = compute(other)\n"
    old = line * 1000
    at = 500 * len(line) + 10
    sizes = []

    def counted(data: bytes, *rest: object) -> lexing.Lexemes:
        sizes.append(len(data))
        return lex(data, *rest)  # type: ignore[arg-type]

    before = lex(old, PYTHON)
    monkeypatch.setattr(lexing, "lex", counted)
    relex(before, old[:at] + b"x" + old[at:], (at, at, at + 1), PYTHON)
    assert sum(sizes) < 5 * len(line)


def test_a_change_that_costs_more_is_refused() -> None:
    """An opened string reaches to the end of the text."""
    old = b"value = compute(other)\n" * 1000
    before = lex(old, PYTHON)
    assert relex(before, b'"""' + old, (0, 0, 3), PYTHON, 1000) is None
    found = relex(before, b"a" + old, (0, 0, 1), PYTHON, 1000)
    assert found is not None
    assert found.words == lex(b"a" + old, PYTHON).words
