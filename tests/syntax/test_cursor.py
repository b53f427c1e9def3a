"""Where the cursor stands among the tokens of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.cursor import cursor_at, is_in_text
from honed.syntax.lexing import lex
from honed.syntax.tree import parse

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
        ("c", "int a = // see /* x */$0", False),
        ("c", "int a = // see /* x */ $0", False),
        ("c", "int a; /* // */ $0", True),
        ("c", "int a; /*/ $0", False),
        ("c", "int a;\n// src/*.c\n$0", True),
        ("c", "int a;\n// src/*.c\nin$0", True),
        ("c", "// src/*.c\n$0", True),
        ("c", "// src/*.c$0\n", False),
        ("c", 'x = L"fo$0', False),
        ("c", 'x = L"fo"$0', True),
        ("python", "x = 'it\\'$0", False),
        ("python", "x = 'it\\\\'$0", True),
        ("python", "x = ''$0", True),
        ("python", "x = '$0", False),
        ("python", 'def f():\n    r"""Doc te$0', False),
        ("python", 'x = f"fo ba$0', False),
        ("python", 'x = rb"fo"$0', True),
        ("rust", 'let x = r#"fo "ba$0', False),
        ("rust", 'let x = r#"fo"#$0', True),
        ("rust", "fn f(x: &'a$0", True),
        ("lua", "x = [[ fo$0", False),
        ("lua", "x = [[ fo ]]$0", True),
        ("csharp", 'x = @"fo$0";', False),
        ("csharp", 'x = @"fo"$0;', True),
    ],
)
def test_code(language: str, marked: str, is_code: bool) -> None:  # noqa: FBT001 - a table's column
    """Comments, strings and numbers are no code, open or closed."""
    known = languages.by_name(language)
    text = Text(encode(marked.replace("$0", "")))
    offset = len(encode(marked[: marked.index("$0")]))
    found = cursor_at(text, lex(text.data, known), offset, known)
    assert found.is_code is is_code


@pytest.mark.parametrize(
    ("language", "marked", "is_text"),
    [
        ("rust", 'fn f() { g(r##"say $0it"##); }', True),
        ("rust", 'fn f() { g(r##"it"##$0); }', False),
        ("lua", "x = [==[ say $0it ]==]\n", True),
        ("lua", "x = 1 --[==[ say\n $0it ]==]\n", True),
        ("bash", "cat <<EOF\nsay $0it\nEOF\n", True),
        ("bash", "cat <<EOF\nsay it\nEOF\n$0\n", False),
        ("ruby", "x = <<~A\n say $0it\nA\n", True),
        ("ruby", "x = %w(say it$0)\n", True),
        ("php", "<?php\n$x = <<<A\nsay $0it\nA;\n", True),
        ("csharp", 'class A { string x = @"\nsay $0it"; }', True),
        ("python", "x = 'abc\\\n de$0f'\n", True),
        ("python", "x = $0'abc'\n", False),
        ("python", "x = 'abc'$0\n", False),
        ("python", "$0x = 1\n", False),
    ],
)
def test_text_in_a_tree(language: str, marked: str, is_text: bool) -> None:  # noqa: FBT001 - a table's column
    """The grammar knows strings and comments that no expression cuts."""
    at = marked.index("$0")
    tree = parse(Text(encode(marked[:at] + marked[at + 2 :])), languages.by_name(language))
    if tree is None:
        pytest.skip("the grammar is not installed")
    assert is_in_text(tree, len(encode(marked[:at]))) is is_text


@pytest.mark.parametrize(
    ("language", "code", "word"),
    [
        ("php", "echo $na", "$na"),
        ("javascript", "use($el", "$el"),
        ("python", "run('ab'", "'ab'"),
        ("python", "run(f'ab'", "f'ab'"),
        ("python", 'x = """a\nb"""', ""),
        ("python", "run(a.b", "b"),
    ],
)
def test_the_word_is_the_token(language: str, code: str, word: str) -> None:
    """With its dollar or quotes, so what completes it takes its place; on its line only."""
    known, text = languages.by_name(language), Text(encode(code))
    found = cursor_at(text, lex(text.data, known), len(code), known)
    assert text.slice(found.word) == encode(word)


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
