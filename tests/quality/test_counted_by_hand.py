"""What is counted in Go, Rust, Java, C and C++ is what was counted by hand from the rules.

Each function of `data/counted` tells on the line it begins on what it comes to; the head of its
file names the rules.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from honed.core.text import Text, encode
from honed.quality.analysis import analyse
from honed.syntax import languages

if TYPE_CHECKING:
    from honed.quality.values import FunctionMetrics

FILES = sorted((Path(__file__).parent / "data" / "counted").glob("*.[!m]*"))
LEAST = 60
COUNTED = re.compile(rb"// cyclomatic (\d+), cognitive (\d+), nesting (\d+), parameters (\d+)\n")

ONE_MORE = [
    ("go", "func f(a, b bool) { $0 }", "if a { f(b, a) }", (1, 2, 1)),
    ("go", "func f(a, b bool) { $0 }", "for a && b { }", (2, 2, 1)),
    ("go", "func f(a chan int) { $0 }", "select { case <-a: }", (1, 1, 1)),
    ("go", "func f(a int) { $0 }", "{ a++ }", (0, 0, 0)),
    ("go", "func f(a int) { $0 }", "/* if a && b || c */", (0, 0, 0)),
    ("rust", "fn f(a: X) { $0 }", "if let Some(b) = a { }", (1, 1, 1)),
    ("rust", "fn f(a: X) { $0 }", "match a { 1 => 2, 3 => 4, _ => 5 };", (2, 1, 1)),
    ("rust", "fn f(a: X) { $0 }", "a.b()?.c()?;", (2, 0, 0)),
    ("rust", "fn f(a: X) { $0 }", "let b = |c| c;", (0, 0, 0)),
    ("rust", "fn f(a: X) { $0 }", 'println!("if a && b");', (0, 0, 0)),
    ("java", "class A { void f(int a) { $0 } }", "try { } catch (X b) { }", (1, 1, 1)),
    ("java", "class A { void f(int a) { $0 } }", "switch (a) { case 1, 2 -> g(); }", (1, 1, 1)),
    ("java", "class A { void f(int a) { $0 } }", "int b = a > 0 ? 1 : 2;", (1, 1, 0)),
    ("java", "class A { void f(int a) { $0 } }", "g(b -> b, A::f);", (0, 0, 0)),
    ("java", "class A { void f(int a) { $0 } }", "/* if (a) */", (0, 0, 0)),
    ("c", "void f(int a) { $0 }", "do a--; while (a);", (1, 1, 1)),
    ("c", "void f(int a) { $0 }", "goto b; b: ;", (0, 1, 0)),
    ("c", "void f(int a) { $0 }", "\n#ifdef A\ng();\n#endif\n", (1, 1, 1)),
    ("c", "void f(int a) { $0 }", 'puts("a ? b : c");', (0, 0, 0)),
    ("cpp", "void f(int a) { $0 }", "for (auto& b : a) { }", (1, 1, 1)),
    ("cpp", "void f(int a) { $0 }", "auto b = [] { if (c) { } };", (1, 2, 1)),
    ("cpp", "void f(int a) { $0 }", "auto&& b = a;", (0, 0, 0)),
    ("cpp", "void f(int a) { $0 }", "std::vector<std::pair<int, int>> b;", (0, 0, 0)),
]
"""Language, text, what is put at its cursor, and what is more of ways, cost and nesting for it."""

CALCULATED = [
    ("go", "func f(a, b int) { a += b*2 - -a; a++; b = a }", 5, 8),
    ("rust", "fn f(a: i32, b: i32) { a += b * 2 - -a; let c = !b; c = a; }", 5, 8),
    ("java", "class A { void f(int a, int b) { a += b * 2 - -a; a++; b = a; } }", 5, 8),
    ("c", "void f(int a, int b) { a += b * 2 - -a; a++; b = a; }", 5, 8),
    ("cpp", "void f(int a, int b) { a += b * 2 - -a; a++; b = a; }", 5, 8),
]
"""Language, text, and how many operators and operands it has by Halstead."""


def functions(name: str, data: bytes) -> tuple[FunctionMetrics, ...]:
    """Return what is measured of the functions of a text that parses."""
    language = languages.by_name(name)
    assert language is not None
    metrics = analyse(Text(data), language)
    assert metrics.syntax_valid
    return metrics.functions


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_is_as_counted_by_hand(file: Path) -> None:
    """Every function is found, on its line, and each number is that of the rules."""
    data = file.read_bytes()
    expected = {
        number: tuple(map(int, found.groups()))
        for number, row in enumerate(data.splitlines(keepends=True))
        if (found := COUNTED.search(row))
    }
    measured = {
        each.line: (each.cyclomatic, each.cognitive, each.nesting, each.parameters)
        for each in functions(file.stem, data)
    }
    assert measured == expected
    assert len(expected) >= LEAST


@pytest.mark.parametrize(("name", "text", "added", "more"), ONE_MORE)
def test_one_more(name: str, text: str, added: str, more: tuple[int, int, int]) -> None:
    """What is added counts by its rule, and nothing where it only looks like it."""

    def measured(code: str) -> tuple[int, int, int]:
        [each] = functions(name, encode(code))
        return each.cyclomatic, each.cognitive, each.nesting

    before, after = measured(text.replace("$0", "")), measured(text.replace("$0", added))
    assert tuple(b - a for a, b in zip(before, after, strict=True)) == more


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_broken(file: Path) -> None:
    """Of a text that ends anywhere what stands before is measured as in the whole."""
    data = file.read_bytes()
    language = languages.by_name(file.stem)
    whole = {each.span: each for each in functions(file.stem, data)}
    last = max(whole)
    for cut in range(last.start, last.end, 37):
        found = {each.span: each for each in analyse(Text(data[:cut]), language).functions}
        kept = [span for span in whole if span in found]
        assert len(kept) >= LEAST // 2
        assert all(found[span].cyclomatic == whole[span].cyclomatic for span in kept)


@pytest.mark.parametrize(("name", "text", "operators", "operands"), CALCULATED)
def test_calculated(name: str, text: str, operators: int, operands: int) -> None:
    """What an expression calculates is one operator, and what it is given are its operands.

    As radon has it, an operand may be an expression; what is only assigned is none.
    """
    halstead = analyse(Text(encode(text)), languages.by_name(name)).halstead
    assert (halstead.operators, halstead.operands) == (operators, operands)
