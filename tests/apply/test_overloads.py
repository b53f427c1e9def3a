"""Functions of one name in one block, which differ by their parameters."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Reason, Refused

STORE = """\
export function make(options: Options): Store;
export function make(): Store;
export function make(options?: Options): Store {
  return new Store(options ?? {});
}
"""
CLASS = """\
class Foo {
    Foo() {
    }

    Foo(int a) {
        this.a = a;
    }

    void set(int v) {
        this.a = v;
    }

    void set(String v) {
        this.a = Integer.parseInt(v);
    }
}
"""
INT = "    void set(int v) {\n        this.a = v;\n    }\n"
LONG = "    void set(long v) {\n        check(v, Integer.MAX_VALUE);\n    }\n"


@pytest.mark.parametrize(
    ("language", "before", "edit", "lines"),
    [
        ("typescript", STORE, "export function make(n: number): Store;\n", [0, 1, 2]),
        ("java", CLASS, "Foo(int a, int b) {\n    this.a = a;\n    this.b = b;\n}\n", [1, 4]),
        ("java", CLASS, LONG, [8, 12]),
    ],
)
def test_one_changed_or_one_more(language: str, before: str, edit: str, lines: list[int]) -> None:
    """None of the file has its parameters; all are named."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
    assert [place.line for place in result.candidates] == lines


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        # One has the parameters.
        (
            "java",
            CLASS,
            "Foo(int a) {\n    this.a = a + 1;\n}\n",
            CLASS.replace("this.a = a;", "this.a = a + 1;"),
        ),
        # It leaves out code, so it is one of the file's.
        (
            "java",
            CLASS,
            "Foo(int a, int b) {\n    // ...\n    this.a = a;\n    this.b = b;\n}\n",
            CLASS.replace("(int a)", "(int a, int b)").replace(
                "this.a = a;\n", "this.a = a;\n        this.b = b;\n"
            ),
        ),
        # A signature is none of the body's.
        (
            "typescript",
            STORE,
            STORE.replace(
                "make(): Store;\n", "make(): Store;\nexport function make(n: 1): Store;\n"
            ),
            STORE.replace(
                "make(): Store;\n", "make(): Store;\nexport function make(n: 1): Store;\n"
            ),
        ),
        # All others are shown beside it.
        (
            "java",
            CLASS,
            f"class Foo {{\n    // ...\n{INT}\n{LONG}\n    // ...\n}}\n",
            CLASS.replace("    void set(String", f"{LONG}\n    void set(String"),
        ),
    ],
)
def test_noop_one_changed_or_one_more(language: str, before: str, edit: str, after: str) -> None:
    """Something tells which is meant."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == after
