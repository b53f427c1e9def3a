"""Findings in JavaScript and TypeScript: what the cases of the rules do not show."""

from __future__ import annotations

import pytest

from honed.core.text import Text, apply_edits, encode
from honed.quality.findings import find
from honed.quality.redos import is_slow
from honed.quality.rules import Rule, rules_of
from honed.syntax import languages
from honed.syntax.tree import parse

JAVASCRIPT = languages.by_name("javascript")
assert JAVASCRIPT is not None
IN_TYPESCRIPT = [
    (rule, name) for rule in rules_of(JAVASCRIPT) for name in rule.languages if name != "javascript"
]


def ids(code: str, name: str = "javascript") -> list[str]:
    """Return the rules that hold in a text."""
    tree = parse(Text(encode(code)), languages.by_name(name))
    assert tree is not None
    return [each.id for each in find(tree)]


def fixed(code: str, rule: str, name: str = "javascript") -> str:
    """Return a text after the fixes of a rule."""
    tree = parse(Text(encode(code)), languages.by_name(name))
    assert tree is not None
    edits = [each.fix for each in find(tree) if each.id == rule and each.fix is not None]
    return apply_edits(tree.text.data, edits).decode()


@pytest.mark.parametrize(
    ("rule", "name"), IN_TYPESCRIPT, ids=[f"{rule.id} {name}" for rule, name in IN_TYPESCRIPT]
)
def test_holds_in_typescript(rule: Rule, name: str) -> None:
    """The grammars of TypeScript name what the cases show as that of JavaScript does."""
    for code in rule.hits:
        assert ids(code, name).count(rule.id) == 1
    for code in rule.noops:
        assert rule.id not in ids(code, name)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("javascript-var", "function f() { var a = 1; g(a) }", "function f() { let a = 1; g(a) }"),
        ("javascript-var", "for (var a of b) f(a)", "for (let a of b) f(a)"),
        ("javascript-var", "for (var i = 0; i < 9; i++) f(i)", "for (let i = 0; i < 9; i++) f(i)"),
        (
            "javascript-var",
            "var x = 1; g(() => x); function g(f) { f() }",
            "let x = 1; g(() => x); function g(f) { f() }",
        ),
        ("javascript-loose-typeof", "if (typeof a != 'b') c()", "if (typeof a !== 'b') c()"),
        ("javascript-new-buffer", "x = new Buffer('a', 'hex')", "x = Buffer.from('a', 'hex')"),
        ("javascript-new-buffer-size", "x = new Buffer(8)", "x = Buffer.alloc(8)"),
        ("javascript-tls", "f({ rejectUnauthorized: false })", "f({ rejectUnauthorized: true })"),
        ("javascript-debugger", "if (a) debugger;", "if (a) ;"),
        (
            "javascript-missing-await",
            "async function a() {}\nasync function b() { a() }",
            "async function a() {}\nasync function b() { await a() }",
        ),
    ],
)
def test_fix(rule: str, before: str, after: str) -> None:
    """What is safe is mended."""
    assert fixed(before, rule) == after
    assert rule not in ids(after)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("javascript-var", "function f() { g(a); var a = 1 }"),
        ("javascript-var", "for (var a of b) f(() => a)"),
        ("javascript-var", "while (a) { var b; f(b) }"),
        ("javascript-var-hoisted", "if (a) var b = 1;"),
        ("javascript-var", "for (;;) var b = 1;"),
        ("javascript-var", "g(); var x = 1; function g() { return x }"),
        ("javascript-var", "g(); var x = 1; export function* g() { return x }"),
        ("javascript-new-buffer", "x = new Buffer(text)"),
        ("javascript-new-buffer", "x = new Buffer(a.length)"),
        ("javascript-new-buffer-size", "x = new Buffer(a + b)"),
        ("javascript-loose-typeof", "if (a == 'b') c()"),
        ("javascript-new-buffer", "x = Buffer.from('a')"),
    ],
)
def test_fix_noop(rule: str, code: str) -> None:
    """What may mean something else afterwards is left to people."""
    assert fixed(code, rule) == code


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("javascript-var", "declare global { var a: number }\nexport {}"),
        ("javascript-var-hoisted", "declare var a: number\nf(a)"),
        ("javascript-unused-variable", "declare const a: number\nexport {}"),
        ("javascript-unused-variable", "export namespace A { const b = 1 }"),
        ("javascript-regexp-variable", "f = (size: number) => new RegExp(`^.{${size}}$`)"),
        ("javascript-unused-import", "import { A } from 'a'\nexport let b: A"),
        ("javascript-unused-import", "import { a } from 'a'\nexport = a"),
        ("javascript-shadowing", "function f(a: string): void\nfunction f(a: any) { g(a) }"),
    ],
)
def test_typescript_noop(rule: str, code: str) -> None:
    """Types and declarations are no code that runs."""
    assert rule not in ids(code, "typescript")


@pytest.mark.parametrize(
    "code",
    [
        "import { a, b } from 'a'\nfunction f() { const c = ",
        "const { a, = b\nexport function f() { const a = 1 }",
        "x = { a: 1, a",
        "switch (a) { case 1: f(); case",
        "new RegExp(",
        "/(/",
        "x = /[\\/(?<a>b)\\k<a>+/v",
        "class { async #a() { this.#a() } }",
        "if (a",
        "async () => {",
        "\ufeffvar \u00e4 = 1",
        "<a target='_blank' href",
    ],
)
@pytest.mark.parametrize("name", ["javascript", "typescript", "tsx"])
def test_broken_code(code: str, name: str) -> None:
    """Broken code raises nothing, and its names are not spoken of."""
    assert not {"javascript-unused-variable", "javascript-shadowing"} & set(ids(code, name))


@pytest.mark.parametrize("name", ["javascript", "typescript", "tsx"])
@pytest.mark.parametrize("rule", rules_of(JAVASCRIPT), ids=lambda rule: rule.id)
def test_unsound_text(rule: Rule, name: str) -> None:
    """Bytes that are no UTF-8, in strings and elsewhere, raise nothing."""
    for code in rule.hits:
        data = encode(code)
        for quote in (b"'", b'"', b"`", b"(", b"/"):
            tree = parse(Text(data.replace(quote, quote + b"\xff")), languages.by_name(name))
            assert tree is not None
            assert all(each.id for each in find(tree))


def test_large_object() -> None:
    """A table of keys is looked through once a key at most."""
    keys = ", ".join(f"k{place}: {place}" for place in range(2_000))
    assert ids(f"x = {{ {keys}, k0: 1 }}") == ["javascript-duplicate-key"]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "^(\\w+\\s?)*$",
        "(a|a)*b",
        "(a|aa)+$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(x+x+)+y",
        "^(?:\\d+|[0-9]+)*$",
        "([^,]*,?)*;",
        "^(?<word>[\\u0061-\\x7a]+)*!",
        "(\\D{1,})*x{2}",
        "((\\s|\\S)\\W?)*(?=\\cA)\\p{L}",
    ],
)
def test_slow(pattern: str) -> None:
    """A run of one letter can be shared out among the rounds."""
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(\\d+,)*x",
        "^[\\w.]+@[\\w.]+$",
        "(a+)+",
        "^(\\w+\\.)*\\w+$",
        "(?:a|b)*c",
        '^(?:[^\\"\\\\]|\\\\.)*\\"',
        "(\\/\\w+)*$",
        "^(\\d{1,3}\\.){3}\\d{1,3}$",
        "(?:\\r\\n|\\r|\\n)+x",
        "(a)\\1+\\b",
        "(?<n>a)\\k<n>{2}",
        "a{,3}{b}",
        "(?<!a)[\\]\\b^-]*-[a-]",
        "[\\d-x]\\u{1F600}",
        "[",
        "((a)",
        "a)",
        "\\",
        "(" * 5_000,
        "(" * 900,
    ],
)
def test_slow_noop(pattern: str) -> None:
    """What each letter decides is fast, and what is no pattern is not judged."""
    assert not is_slow(pattern)
