"""The statement around a line: what a pattern may speak of."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.core.text import Edit, Span, Text, apply_edits, decode, encode
from honed.syntax import languages
from honed.syntax.statements import MAX_LINES, spans_around, statement_span
from honed.syntax.tree import parse, reparse
from tests.code import marked, parsed, tree_of
from tests.strategies import Changed, changed_code


def statement(source: str, language: str) -> str:
    """Return the statement of the line with the cursor."""
    text, offset = marked(source)
    tree = tree_of(text, language)
    whole = Text(encode(text))
    return decode(whole.slice(statement_span(whole, tree, whole.line_at(offset))))


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("python", "a = 1\n$0b = f(\n    2,\n)\nc = 3\n", "b = f(\n    2,\n)"),
        ("python", "b = f(\n    $02,\n)\n", "b = f(\n    2,\n)"),
        ("python", "$0def f(a):\n    return a\n", "def f(a):"),
        ("python", "def f(a):\n    $0return a\n", "return a"),
        ("python", "@x\n$0def f(\n    a,\n):\n    pass\n", "@x\ndef f(\n    a,\n):"),
        ("python", "if a:\n    b\n$0else:\n    c\n", "else:"),
        ("go", "package a\nfunc f() {\n\t$0x := g(\n\t\t1)\n}\n", "x := g(\n\t\t1)"),
        ("typescript", "$0function f() {\n  return 1;\n}\n", "function f()"),
        ("typescript", "$0const f = () => {\n  g();\n};\n", "const f = () =>"),
        ("typescript", "a();\n$0if (b) c();\nd();\n", "if (b) c();"),
        ("rust", "fn f() {\n    $0let x = y?;\n}\n", "let x = y?;"),
        ("java", "class A {\n  $0void f() {\n    g();\n  }\n}\n", "void f()"),
        ("c", "int f() {\n  $0return 1;\n}\n", "return 1;"),
        ("javascript", "switch (a) {\n  $0case f(1):\n    g();\n}\n", "case f(1):"),
        ("javascript", "switch (a) {\n  $0case 1: {\n    g();\n  }\n}\n", "case 1:"),
        ("c", "$0#if A > 5 && defined(B)\nint a;\n#endif\n", "#if A > 5 && defined(B)"),
        (
            "go",
            "package a\nfunc f() {\n\t$0switch x := y.(type) {\n\t}\n}\n",
            "switch x := y.(type)",
        ),
        ("go", "package a\n$0type A interface {\n\tB()\n}\n", "type A interface"),
        ("bash", '$0if [ -n "$a" ]; then\n  b\nfi\n', 'if [ -n "$a" ]; then'),
        ("bash", "case $a in\n  $0b|c)\n    d ;;\nesac\n", "b|c)"),
        ("html", "<ul>\n$0<li>a</li>\n</ul>\n", "<li>a</li>"),
        ("html", "$0<ul id=a>\n<li>a</li>\n</ul>\n", "<ul id=a>"),
        ("java", "class A {\n  $0int a; int b;\n}\n", "int a;"),
        ("", "a one\n  $0b two  \nc", "b two"),
    ],
)
def test_statement(language: str, source: str, expected: str) -> None:
    """From its first to its last byte; of what has a body, the header."""
    assert statement(source, language) == expected


def test_a_statement_that_was_asked_for_before_is_that_of_its_own_text() -> None:
    """What is remembered of a tree is not taken for that of the one that an edit has made of it."""
    before = Text(b"a = 1\nb = f(2)\n")
    tree = parse(before, languages.by_name("python"))
    assert tree is not None
    assert statement_span(before, tree, 1) == statement_span(before, tree, 1) == Span(6, 14)
    edit = Edit(Span(13, 13), b",\n  3")
    after = Text(apply_edits(before.data, [edit]))
    assert statement_span(after, reparse(tree, [edit], after), 1) == Span(6, 19)


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("java", "class A {{ try {\n  $0} catch (B e) {\n}}}\n", "} catch (B e)"),
        ("go", "package a\nfunc f() {\n\tif a {\n\t$0} else if b {\n\t}\n}\n", "} else if b"),
        ("typescript", 'it("a", () => {\n  b();\n$0});\n', "});"),
        ("c", "int f() {\n  a();\n$0}\n", "}"),
    ],
)
def test_a_line_that_closes(language: str, source: str, expected: str) -> None:
    """It stands for itself, up to the body that begins there."""
    assert statement(source, language) == expected


@pytest.mark.parametrize("source", ["a\n$0\nb\n", "a\n  $0  \nb\n"])
def test_noop_a_blank_line_has_no_statement(source: str) -> None:
    """The span is empty, where the line is."""
    assert statement(source, "python") == ""


def test_a_table_is_too_much() -> None:
    """Of a statement of many lines the largest part that fits is taken."""
    rows = "\n".join(f"    [{row}, {row}]," for row in range(MAX_LINES * 2))
    assert statement(f"t = [\n    $0[1, 2],\n{rows}\n]\n", "python") == "[1, 2]"


def test_a_table_of_many_rows_is_not_searched_for_a_body() -> None:
    """Its header is the whole, cut where it is too long."""
    rows = "\n".join(f"  {row}," for row in range(1000))
    assert statement(f"$0t = [\n{rows}\n]\n", "python") == "t"


def test_what_is_nested_deeply_is_searched_once() -> None:
    """A thousand brackets, each on a line of its own, in the time of a request."""
    depth = 1000
    assert statement("x = " + "(\n" * depth + "$0a" + "\n)" * depth, "python") == (
        "(\n" * 5 + "a" + "\n)" * 5
    )


@given(changed_code())
def test_a_statement_holds_the_first_word_of_its_line(changed: Changed) -> None:
    """And is never longer than it may be; broken code included."""
    for text in (changed.before, changed.after):
        for tree in (None, parse(text, languages.by_name(changed.language))):
            for line in range(text.line_count):
                span = statement_span(text, tree, line)
                assert 0 <= span.start <= span.end <= len(text.data)
                assert text.line_at(span.end) - text.line_at(span.start) < MAX_LINES
                if text.slice(text.line_span(line)).strip():
                    assert span.start <= text.line_span(line).end


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("python", "x = f(a, $0b)\n", ["b", "(a, b)", "f(a, b)", "x = f(a, b)"]),
        ("python", "def f($0a):\n    pass\n", ["a", "(a)", "def f(a):"]),
        ("go", "package a\nfunc f() {\n\tg($0x)\n}\n", ["x", "(x)", "g(x)"]),
    ],
)
def test_spans_around(language: str, source: str, expected: list[str]) -> None:
    """The nodes around a place, the smallest first, up to the statement or its header."""
    text, offset = marked(source)
    tree = parsed(text, language)
    spans = spans_around(tree.text, tree, Span(offset, offset + 1))
    assert list(dict.fromkeys(decode(tree.text.slice(span)) for span in spans)) == expected


def test_noop_a_body_is_not_around_by_its_header() -> None:
    """What stands in a body has its own statement around it and no function."""
    text, offset = marked("def f(a):\n    g(1)\n    $0pass\n")
    tree = parsed(text, "python")
    found = [
        decode(tree.text.slice(each))
        for each in spans_around(tree.text, tree, Span(offset, offset + 4))
    ]
    assert set(found) == {"pass"}
