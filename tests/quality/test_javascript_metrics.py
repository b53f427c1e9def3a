"""JavaScript, TypeScript and TSX are counted as ESLint and SonarJS count them.

The tables in `data/eslint` say at the line of each function what ESLint 9.39.5 (`complexity`),
eslint-plugin-sonarjs 4.2.2 (`cognitive-complexity`) and @typescript-eslint/parser 8.73.0 (the
parameters) make of it; how deep it nests was counted by hand. `scripts/bench quality-eslint`
compares again, there and in whole repositories.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from honed.core.text import Text, encode
from honed.quality.functions import Measures, measures
from honed.quality.resources import quality_query
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.quality.values import FunctionMetrics

TABLES = sorted(Path(__file__).with_name("data").joinpath("eslint").glob("counted.*"))
NOTE = re.compile(r"// cyclomatic (\d+), cognitive (\d+), nesting (\d+), parameters (\d+)$")
ALL = ("javascript", "typescript", "tsx")
TYPED = ("typescript", "tsx")
BODY = "function f(a) { %s }"
MARKUP = "function f(a) { return %s }"


def counted(code: str, name: str) -> Measures:
    """Return what is counted in a text."""
    tree = parse(Text(encode(code)), languages.by_name(name))
    assert tree is not None
    return measures(tree)


def numbers(function: FunctionMetrics) -> tuple[int, int, int, int]:
    """Return the numbers in the order of the tables."""
    return function.cyclomatic, function.cognitive, function.nesting, function.parameters


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_table(path: Path) -> None:
    """Every function has its note, and the numbers in it."""
    code = path.read_text("utf-8")
    wanted = {
        line: tuple(map(int, note.groups()))
        for line, row in enumerate(code.splitlines())
        if (note := NOTE.search(row))
    }
    language = languages.by_path(path.name)
    assert language is not None
    functions = counted(code, language.name).functions
    assert {each.line: numbers(each) for each in functions} == wanted
    assert len(functions) == len(wanted)


def test_tables_are_large() -> None:
    """They hold what there is to count."""
    rows = [row for path in TABLES for row in path.read_text("utf-8").splitlines()]
    assert sum(bool(NOTE.search(row)) for row in rows) >= 80


ADDS = [
    ("return a.b", "return a?.b", (1, 0, 0, 0), ALL),
    ("return a.b()", "return a.b?.()", (1, 0, 0, 0), ALL),
    ("return a[0]", "return a?.[0]", (1, 0, 0, 0), ALL),
    ("return a", "return a && b", (1, 1, 0, 0), ALL),
    ("return a && b", "return a && b && c", (1, 0, 0, 0), ALL),
    ("return a && b", "return a && (b && c)", (1, 0, 0, 0), ALL),
    ("return a && b", "return a && (/* or */ b && c)", (1, 0, 0, 0), ALL),
    ("return a && b", "return a && !(b && c)", (1, 1, 0, 0), ALL),
    ("return a && b", "return a && g(b && c)", (1, 1, 0, 0), ALL),
    ("return a && b", "return a && b || c", (1, 0, 0, 0), ALL),
    ("return a && b || c", "return a && b || c && d", (1, 1, 0, 0), ALL),
    ("return a || c", "return a || b || c", (1, 0, 0, 0), ALL),
    ("return a", "return a ?? b", (1, 0, 0, 0), ALL),
    ("a = b", "a ??= b", (1, 0, 0, 0), ALL),
    ("a = b", "a ||= b", (1, 0, 0, 0), ALL),
    ("a += b", "a &&= b", (1, 0, 0, 0), ALL),
    ("return b", "return a ? b : c", (1, 1, 0, 0), ALL),
    ("return a ? b : c", "return a ? b : d ? e : c", (1, 2, 0, 0), ALL),
    ("g()", "if (a) g()", (1, 1, 1, 0), ALL),
    ("if (a) g()", "if (a) g(); else h()", (0, 1, 0, 0), ALL),
    ("if (a) g()", "if (a) g(); else if (b) h()", (1, 1, 0, 0), ALL),
    ("if (a) g()", "if (a) { if (b) g() }", (1, 2, 1, 0), ALL),
    ("if (a) g(); else h()", "if (a) g(); else { if (b) h() }", (1, 2, 1, 0), ALL),
    ("if (a) g(); else h()", "if (a) g(); else for (;;) h()", (1, 2, 1, 0), ALL),
    ("g()", "for (;;) g()", (1, 1, 1, 0), ALL),
    ("g()", "for (const b in a) g()", (1, 1, 1, 0), ALL),
    ("g()", "for (const b of a) g()", (1, 1, 1, 0), ALL),
    ("g()", "while (a) g()", (1, 1, 1, 0), ALL),
    ("g()", "do { g() } while (a)", (1, 1, 1, 0), ALL),
    ("g()", "switch (a) { default: g() }", (0, 1, 1, 0), ALL),
    ("switch (a) { case 1: g() }", "switch (a) { case 1: case 2: g() }", (1, 0, 0, 0), ALL),
    ("switch (a) { case 1: g() }", "switch (a) { case 1: if (b) g() }", (1, 2, 1, 0), ALL),
    ("try { g() } finally {}", "try { g() } catch {} finally {}", (1, 1, 1, 0), ALL),
    ("a: for (;;) break", "a: for (;;) break a", (0, 1, 0, 0), ALL),
    ("a: for (;;) continue", "a: for (;;) continue a", (0, 1, 0, 0), ALL),
    ("const { b } = a", "const { b = 1 } = a", (1, 0, 0, 0), ALL),
    ("const { b: c } = a", "const { b: c = 1 } = a", (1, 0, 0, 0), ALL),
    ("const [b] = a", "const [b = 1] = a", (1, 0, 0, 0), ALL),
    ("return `${a}`", "return `${a ? b : c}`", (1, 1, 0, 0), ALL),
]
"""What a statement in `function f(a)` becomes, and how much that adds."""

NOOPS = [
    ("if (a) g()", "if (a) { g() }", ALL),
    ("return a && b", "return (a) && (b)", ALL),
    ("return a", "return !a", ALL),
    ("return a | b", "return a & b", ALL),
    ("a = b", "a += b", ALL),
    ("g()", "try { g() } finally { h() }", ALL),
    ("switch (a) { case 1: g() }", "switch (a) { case 1: g(); default: h() }", ALL),
    ("for (;;) break", "for (;;) continue", ALL),
    ("g()", "g() /* if (a && b) */", ALL),
    ("g('')", "g('a ? b : c')", ALL),
    ("g()", "g(); function h(b = 1) { return b ? 1 : 2 }", ALL),
    ("g()", "g(); class H { b = a || 1; c() { if (a) g() } }", ALL),
    ("g()", "g(); const h = (b, c) => b && c", ALL),
    ("return a.b", "return a!.b", TYPED),
    ("return a", "return a as unknown as string", TYPED),
    ("g()", "g(); type H = string extends I ? 1 : 2", TYPED),
    ("g()", "g(); type H = (b: I, c?: I) => void", TYPED),
    ("g()", "g(); interface H { i?(b: I): void }", TYPED),
    ("return <p>{b}</p>", "return <p>{b}{c}</p>", ("javascript", "tsx")),
]
"""What adds nothing to it."""

SIGNATURES = [
    ("(a)", "(a, b)", (0, 0, 0, 1), ALL),
    ("(a)", "(a, ...b)", (0, 0, 0, 1), ALL),
    ("(a)", "(a, { b, c })", (0, 0, 0, 1), ALL),
    ("(a)", "(a, [b, c])", (0, 0, 0, 1), ALL),
    ("(a)", "(a, /* b, c */)", (0, 0, 0, 0), ALL),
    ("(a)", "(a = 1)", (1, 0, 0, 0), ALL),
    ("(a)", "(a = b || 1)", (2, 0, 0, 0), ALL),
    ("({ a })", "({ a = 1 })", (1, 0, 0, 0), ALL),
    ("(a)", "(a?: string)", (0, 0, 0, 0), TYPED),
    ("(a)", "(this: Window, a)", (0, 0, 0, 0), TYPED),
    ("(a)", "(a: (b: string, c?: string) => void)", (0, 0, 0, 0), TYPED),
]
"""What the parameters of `function f` become."""


def grown(before: str, after: str, name: str) -> tuple[int, ...]:
    """Return how much larger the numbers of `f` are in the second text."""
    [low], [high] = (
        [each for each in counted(code, name).functions if each.name == "f"]
        for code in (before, after)
    )
    return tuple(b - a for a, b in zip(numbers(low), numbers(high), strict=True))


@pytest.mark.parametrize(("before", "after", "wanted", "names"), ADDS)
def test_adds(before: str, after: str, wanted: tuple[int, ...], names: tuple[str, ...]) -> None:
    """One construct more costs what it costs there."""
    for name in names:
        assert grown(BODY % before, BODY % after, name) == wanted


@pytest.mark.parametrize(("before", "after", "names"), NOOPS)
def test_adds_noop(before: str, after: str, names: tuple[str, ...]) -> None:
    """What only looks like one, or belongs to another function, costs nothing."""
    for name in names:
        assert grown(BODY % before, BODY % after, name) == (0, 0, 0, 0)


@pytest.mark.parametrize(("before", "after", "wanted", "names"), SIGNATURES)
def test_signature(
    before: str, after: str, wanted: tuple[int, ...], names: tuple[str, ...]
) -> None:
    """Parameters are counted, their defaults are ways through the code."""
    for name in names:
        assert grown(f"function f{before} {{}}", f"function f{after} {{}}", name) == wanted


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("<p>{b}</p>", "<p>{a && b}</p>", (1, 0, 0, 0)),
        ("<p>{b}</p>", "<p>{(a && b)}</p>", (1, 0, 0, 0)),
        ("<p>{a && b}</p>", "<p>{a && b && c}</p>", (1, 0, 0, 0)),
        ("<p>{b}</p>", "<p>{a && b || c}</p>", (2, 1, 0, 0)),
        ("<p>{b}</p>", "<p>{g(a && b)}</p>", (1, 1, 0, 0)),
        ("<p>{b}</p>", "<p>{a ? b : c}</p>", (1, 1, 0, 0)),
        ("<p q={b} />", "<p q={a && b} />", (1, 0, 0, 0)),
    ],
)
def test_markup(before: str, after: str, wanted: tuple[int, ...]) -> None:
    """What is drawn on a condition is no burden to the reader; mixed conditions are."""
    for name in ("javascript", "tsx"):
        assert grown(MARKUP % before, MARKUP % after, name) == wanted


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("function a() {}", ["a"]),
        ("function* a() {}", ["a"]),
        ("const a = () => 1", ["a"]),
        ("const a = function () {}", ["a"]),
        ("const a = function b() {}", ["b"]),
        ("a.b = function () {}", ["a.b"]),
        ("a = () => {}", ["a"]),
        ("const a = { b() {}, c: () => 1, 'd e': function () {} }", ["b", "c", "'d e'"]),
        ("class A { b() {} #c() {} static d = () => 1; get e() {} }",
            ["A.b", "A.#c", "A.d", "A.e"]),
        ("const A = class { b() {} }", ["A.b"]),
        ("function a() { function b() {} }", ["a", "a.b"]),
        ("class A { static { if (b) c() } }", ["A.static"]),
        ("export default () => 1", ["default"]),
        ("export default function a() {}", ["a"]),
        ("a(() => 1)", ["<anonymous>"]),
        ("a(() => { function b() {} })", ["<anonymous>", "b"]),
        ("class A { b = c ? 1 : 2 }", ["A.b"]),
        ("class A { b = c || (() => 1) }", ["A.b", "A.<anonymous>"]),
        ("class A { b = 1; c = d(); e = [] }", []),
        ("a = b ? c : d", []),
    ],
)  # fmt: skip
def test_names(code: str, wanted: list[str]) -> None:
    """A function is called by its own name, by what it is bound to, or not at all."""
    for name in ALL:
        assert [each.qualified_name for each in counted(code, name).functions] == wanted


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("namespace A { export function b() {} }", ["A.b"]),
        ("abstract class A { abstract b(): void; c() {} }", ["A.c"]),
        ("function a(b: string): void; function a(b: number): void; function a(b: any) {}", ["a"]),
        ("declare function a(): void", []),
        ("interface A { b(): void }", []),
    ],
)
def test_names_with_types(code: str, wanted: list[str]) -> None:
    """What has no body is no function."""
    for name in TYPED:
        assert [each.qualified_name for each in counted(code, name).functions] == wanted


def test_what_lies_outside_of_functions() -> None:
    """It counts for the text."""
    for name in ALL:
        whole = counted("if (a && b) { for (;;) c() }\nfunction d() { return a ? b : c }", name)
        assert (whole.complexity, whole.cognitive, whole.nesting) == (5, 5, 2)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("a + b * a", (2, 3, 2, 4)),
        ("a && b", (1, 2, 1, 2)),
        ("-a", (1, 1, 1, 1)),
        ("typeof a", (1, 1, 1, 1)),
        ("a++", (1, 1, 1, 1)),
        ("a += b", (1, 2, 1, 2)),
        ("a ??= b", (1, 2, 1, 2)),
        ("a = b", (0, 0, 0, 0)),
        ("a ? b : c", (0, 0, 0, 0)),
        ("a(b)", (0, 0, 0, 0)),
    ],
)
def test_halstead(code: str, wanted: tuple[int, ...]) -> None:
    """Distinct operators and operands, and all of them; assignments and calls are none."""
    for name in ALL:
        found = counted(code, name).halstead
        assert wanted == (
            found.distinct_operators,
            found.distinct_operands,
            found.operators,
            found.operands,
        )


@pytest.mark.parametrize(
    "code",
    [
        "function f(a) { if (a) { return a?.b } ",
        "function f(a) { if (a) { return a?.b } } }",
        "function f(a) { if (a) return a?.b; const = }",
        "class {{ \nfunction f(a) { if (a) return a?.b }",
    ],
)
def test_broken(code: str) -> None:
    """Broken code is counted as far as it parses."""
    for name in ALL:
        [found] = [each for each in counted(code, name).functions if each.name == "f"]
        assert numbers(found)[:3] == (3, 1, 1)


@pytest.mark.parametrize(
    "code", ["", "a && ", "(&& b)", "a && (", "=>", "<p>{a && </p>", "(" * 500]
)
def test_nothing_raises(code: str) -> None:
    """Not even where nothing is left of it."""
    for name in ALL:
        counted(code, name)


def test_long_sequences() -> None:
    """They are one sequence, however long."""
    [found] = counted(f"const f = () => {' && '.join('a' * 150)}", "javascript").functions
    assert (found.cyclomatic, found.cognitive) == (150, 1)


def test_inherited() -> None:
    """A language has the patterns of the folder that it names, and its own."""
    known = {name: languages.by_name(name) for name in ALL}
    queries = {name: quality_query(each) for name, each in known.items() if each is not None}
    counts = {name: query.pattern_count for name, query in queries.items() if query is not None}
    assert counts["javascript"] > 30
    assert counts["tsx"] == counts["typescript"] + 1
