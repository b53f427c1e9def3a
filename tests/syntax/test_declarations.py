"""The declarations of a text as a tree by lines."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.core.text import Text
from honed.syntax import languages
from honed.syntax.declarations import WIDEST, Declaration, outline
from honed.syntax.tree import parse
from tests.code import parsed
from tests.strategies import LANGUAGES, data


def shown(source: str, language: str) -> list[str]:
    """Return each declaration on a line: kind, name, start/header, body, end; indented inside."""
    return [
        f"{'  ' * depth}{each.kind} {each.name} "
        f"{each.start}/{each.header} {each.inner}:{each.inner_end} {each.end}"
        for top in outline(parsed(source, language))
        for each, depth in _deep(top, 0)
    ]


def _deep(each: Declaration, depth: int) -> list[tuple[Declaration, int]]:
    inside = [pair for child in each.children for pair in _deep(child, depth + 1)]
    return [(each, depth), *inside]


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        (
            "python",
            """\
# Keeps.
@final
class A:
    '''Doc.'''

    x = 1

    def f(self):
        # First.
        return 1

import os
""",
            [
                "class A 0/1 3:10 10",
                *("  field x 5/5 6:6 6", "  method f 7/7 8:10 10"),
                "import os 11/11 12:12 12",
            ],
        ),
        (
            "java",
            "/** Doc. */\n@Deprecated\npublic class A {\n  int x; int y;\n  void f() { g(); }\n}\n",
            ["class A 0/1 3:5 6", "  field x 3/3 4:4 4", "  method f 4/4 5:5 5"],
        ),
        (
            "typescript",
            """\
export const f = (a: {b: number}) => {
  g();
};
describe('a b', () => {
  it('c', () => {
    d();
  });
});
""",
            ["function f 0/0 1:2 3", "test a b 3/3 4:7 8", "  test c 4/4 5:6 7"],
        ),
        (
            "rust",
            """\
/// Doc.
#[derive(Debug)]
struct A {
    x: u8,
}

impl A {
    fn f(&self) {}
}
""",
            [
                *("struct A 0/2 3:4 5", "  field x 3/3 4:4 4"),
                *("impl A 6/6 7:8 9", "  method f 7/7 8:8 8"),
            ],
        ),
        (
            "rust",
            "/// Doc.\ntest!(r16, |dir: Dir| {\n    run(dir);\n});\nrun!(x);\nlet_it! { A, 1 }\n",
            ["function r16 0/1 2:3 4"],
        ),
        (
            "c",
            "#include <a.h>\n\n/* Does. */\nint f(\n  int a)\n{\n  return 1;\n}\n#define M(a) a\n",
            ["import <a.h> 0/0 1:1 1", "function f 2/3 6:7 8", "macro M 8/8 9:9 9"],
        ),
        (
            "cpp",
            "namespace n {\ntemplate <class T>\nclass A {\n public:\n  void f();\n};\n}\n",
            ["namespace n 0/0 1:6 7", "  class A 1/1 3:5 6"],
        ),
        (
            "go",
            "// F does.\nfunc F() {\n}\n\ntype A struct {\n\tx int\n}\n",
            ["function F 0/1 2:2 3", "struct A 4/4 5:6 7", "  field x 5/5 6:6 6"],
        ),
    ],
)
def test_outline(language: str, source: str, expected: list[str]) -> None:
    """Comments and attributes above belong to it, its closing bracket is not of its body."""
    found = shown(source, language)
    assert [line for line in found if line in expected] == expected
    assert len(found) - len(expected) <= 1


def test_comments_above() -> None:
    """Those that stand directly above."""
    assert shown("// One.\n// Two.\nfunc f() {\n}\n", "go") == ["function f 0/2 3:3 4"]


@pytest.mark.parametrize(
    "source", ["// Of the file.\n\nfunc f() {\n}\n", "var a = 1 // So.\nfunc f() {\n}\n"]
)
def test_comments_above_noop(source: str) -> None:
    """Neither one behind a blank line nor one behind other code."""
    [found] = [line for line in shown(source, "go") if line.startswith("function")]
    start, header = found.split()[2].split("/")
    assert start == header


def test_body_on_the_line_of_the_header() -> None:
    """It has no lines of its own."""
    assert shown("def f(): return 1\n", "python") == ["function f 0/0 1:1 1"]
    assert shown("int f() { return 1; }\n", "c") == ["function f 0/0 1:1 1"]


def test_comments_begin_a_body() -> None:
    """Although they are no part of its node."""
    source = "def f():\n    # One.\n    # Two.\n    x()\n"
    assert shown(source, "python") == ["function f 0/0 1:4 4"]


def test_what_is_declared_in_a_header_noop() -> None:
    """The field of a parameter's type is no child."""
    source = "function f(\n  a: {\n    b: number;\n  },\n) {\n  g();\n}\n"
    assert shown(source, "typescript") == ["function f 0/0 5:6 7"]


def test_walk() -> None:
    """A declaration before what it holds."""
    [top] = outline(parsed("class A:\n    def f(self):\n        pass\n", "python"))
    assert [each.name for each in top.walk()] == ["A", "f"]


def test_lone_returns_noop() -> None:
    """Lines are counted otherwise there, so nothing is told."""
    assert shown("def f():\r    pass\r", "python") == []


def test_one_large_fault_noop() -> None:
    """A query of it would take seconds."""
    fault = "".join(f"( [ {number} " for number in range(WIDEST))
    assert shown(f"def f():\n    pass\n{fault}", "python") == []


def test_small_faults_in_a_large_text() -> None:
    """They hide nothing of what stands beside them."""
    source = "x = (1, 2)\n" * WIDEST + "y = )\n\ndef f():\n    pass\n"
    assert [line.split()[1] for line in shown(source, "python") if "function" in line] == ["f"]


@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
def test_a_function_stands_in_a_file_or_in_a_block(language: str) -> None:
    """That is said by the kinds of parents which a pattern sets."""
    source = "function f() {\n  if (a) {\n    function g() {\n    }\n  }\n}\n"
    assert shown(source, language) == ["function f 0/0 1:5 6", "  function g 2/2 3:3 4"]


@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
def test_a_function_stands_in_a_file_or_in_a_block_noop(language: str) -> None:
    """What an `if` without braces has is none."""
    assert shown("if (a) function f() {\n}\n", language) == []


def test_languages_without_a_query_noop(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to tell."""
    monkeypatch.setattr(languages, "declarations_query", lambda _: None)
    assert shown("def f():\n    pass\n", "python") == []


@pytest.mark.parametrize("name", LANGUAGES)
@given(text=data(120))
def test_any_text_has_an_outline(name: str, text: bytes) -> None:
    """Declarations follow each other, and hold their children within their bodies."""
    tree = parse(Text(text), languages.by_name(name))
    assert tree is not None
    _hold(outline(tree), 0, tree.text.line_count)


def _hold(found: tuple[Declaration, ...], start: int, end: int) -> None:
    for each in found:
        assert start <= each.start <= each.header < each.end <= end
        assert each.header < each.inner <= each.inner_end <= each.end or each.inner == each.end
        _hold(each.children, each.inner, each.inner_end)
        start = each.end
