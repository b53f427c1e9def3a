"""Where the cursor stands among the tokens of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.cursor import cursor_at
from honed.syntax.lexing import lex

PYTHON, TYPESCRIPT, C = map(languages.by_name, ("python", "typescript", "c"))


@pytest.mark.parametrize(
    ("language", "marked", "is_code"),
    [
        ("python", "$0", True),
        ("python", "x = fo$0", True),
        ("python", "x = 'fo$0'", False),
        ("python", "x = 'fo$0", False),
        ("python", "x = 'fo'$0", True),
        ("python", "x = f'fo{a$0}'", False),
        ("python", "x = 1  # fo$0\n", False),
        ("python", "x = 1  #$0\n", False),
        ("python", "# fo$0\n", False),
        ("python", "x = 1\n# fo\n    $0\n", True),
        ("python", "x = 1\n# fo$0\n", False),
        ("python", '"""\nfo$0\n"""', False),
        ("python", '"""\nfo\n"""$0', True),
        ("python", "x = 12$0", False),
        ("python", "x = a1$0", True),
        ("typescript", "let a = `fo$0`", False),
        ("typescript", "/* fo$0 */ let a", False),
        ("typescript", "let a\n/*\n$0\n*/\nlet b", False),
        ("typescript", "let a\n/*\n*/\n$0\nlet b", True),
        ("typescript", "let a // fo$0", False),
        ("c", "int a; /* fo */ $0", True),
        ("c", "/* fo $0", False),
    ],
)
def test_code(language: str, marked: str, is_code: bool) -> None:  # noqa: FBT001 - a table's column
    """Comments, strings and numbers are no code, open or closed."""
    known = languages.by_name(language)
    text = Text(encode(marked.replace("$0", "")))
    offset = len(encode(marked[: marked.index("$0")]))
    found = cursor_at(text, lex(text.data, known), offset, known)
    assert found.is_code is is_code


def test_parts() -> None:
    """The word at the cursor is cut in two; the tokens before it are counted."""
    text = Text(encode("a = 1\nb = füll.nam(x)\n"))
    offset = text.data.index(b"am(")
    found = cursor_at(text, lex(text.data, PYTHON), offset, PYTHON)
    assert (found.prefix, found.rest) == (b"n", b"am")
    assert (found.head, found.suffix) == (encode("b = füll.n"), b"am(x)")
    assert text.slice(found.word) == b"nam"
    assert found.index == len(lex(encode("a = 1\nb = füll."), PYTHON))


@given(st.text("ab1 .=#'\"\n(", max_size=30), st.integers(-3, 40))
def test_any_place(code: str, offset: int) -> None:
    """Every place of every text is one; what is around the cursor is its line."""
    text = Text(encode(code))
    lexemes = lex(text.data, PYTHON)
    found = cursor_at(text, lexemes, offset, PYTHON)
    line = text.line_span(text.line_at(found.offset))
    assert found.head + found.suffix == text.slice(line) or b"\r" in text.data
    assert 0 <= found.index <= len(lexemes)
    assert all(lexemes.ends[: found.index] <= found.word.start)
