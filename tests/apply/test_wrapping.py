"""A new block around rows that a marker stands for."""

from __future__ import annotations

from textwrap import indent

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Refused

RUST = "fn f(p: P) -> u8 {\n    let b = *p;\n\n    b + 1\n}\n"
TABS = "func f() {\n\ta := 1\n\tgo(a)\n}\n"
FALLIBLE = "def f():\n    a = g()\n    return a\n"
STEPS = "def f(x):\n    a(x)\n    b(x)\n    c(x)\n    return x\n"
BRANCHES = "if x == 1:\n    a(x)\nelif x == 2:\n    b(x)\nelse:\n    c(x)\n"
LOCKED = "def f(x):\n    with lock:\n        a(x)\n        b(x)\n    return x\n"
LOOP = "func f(xs []int) {\n\tfor _, x := range xs {\n\t\tg(x)\n\t\th(x)\n\t}\n}\n"
TEXT = "function f() {\n  return `a\n  b`;\n}\n"


def merged(before: str, edit: str, language: str) -> str:
    """Return the file after a snippet that must be merged."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    return result.text


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        (
            "rust",
            RUST,
            "fn f(p: P) -> u8 {\n    unsafe {\n        // ... existing code ...\n    }\n}\n",
            "fn f(p: P) -> u8 {\n    unsafe {\n        let b = *p;\n\n        b + 1\n    }\n}\n",
        ),
        # The marker may stand anywhere, and the snippet may have other units.
        (
            "go",
            TABS,
            "func f() {\n    if ready {\n// ... existing code ...\n    }\n}\n",
            "func f() {\n\tif ready {\n\t\ta := 1\n\t\tgo(a)\n\t}\n}\n",
        ),
        (
            "tsx",
            "const A = () => (\n  <ul>\n    <li>a</li>\n  </ul>\n);\n",
            "const A = () => (\n  <div>\n    {/* ... existing code ... */}\n  </div>\n);\n",
            "const A = () => (\n  <div>\n    <ul>\n      <li>a</li>\n    </ul>\n  </div>\n);\n",
        ),
        # Nothing but indentation ends the blocks.
        (
            "python",
            FALLIBLE,
            "def f():\n    try:\n        # ...\n    except E:\n        return None\n",
            (
                "def f():\n    try:\n        a = g()\n        return a\n"
                "    except E:\n        return None\n"
            ),
        ),
    ],
)
def test_rows_in_a_new_block(language: str, before: str, edit: str, after: str) -> None:
    """They are indented by one level more."""
    assert merged(before, edit, language) == after


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        # Space is part of what is shown.
        (
            "tsx",
            "const A = () => (\n  <pre>\n    a\n  </pre>\n);\n",
            "const A = () => (\n  <div>\n    {/* ... existing code ... */}\n  </div>\n);\n",
            "const A = () => (\n  <div>\n  <pre>\n    a\n  </pre>\n  </div>\n);\n",
        ),
        # The marker stands behind the block.
        (
            "python",
            STEPS,
            "def f(x):\n    if x:\n        a(x)\n        b(x)\n    # ... existing code ...\n",
            "def f(x):\n    if x:\n        a(x)\n        b(x)\n    c(x)\n    return x\n",
        ),
        # Rows are put in behind others, into no new block.
        (
            "python",
            STEPS,
            "def f(x):\n    a(x)\n    if new(x):\n        log()\n    # ... existing code ...\n",
            (
                "def f(x):\n    a(x)\n    if new(x):\n        log()\n"
                "    b(x)\n    c(x)\n    return x\n"
            ),
        ),
        # The block was there.
        (
            "go",
            "func f() {\n\tif ready {\n\t\tgo(a)\n\t}\n}\n",
            "func f() {\n\tif !ready {\n\t\t// ... existing code ...\n\t}\n}\n",
            "func f() {\n\tif !ready {\n\t\tgo(a)\n\t}\n}\n",
        ),
    ],
)
def test_rows_in_a_new_block_noop(language: str, before: str, edit: str, after: str) -> None:
    """They stay where they are."""
    assert merged(before, edit, language) == after


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        (
            "python",
            STEPS,
            (
                "def f(x):\n    with lock:\n        a(x)\n        # ... existing code ...\n"
                "    return x\n"
            ),
            "def f(x):\n    with lock:\n        a(x)\n        b(x)\n        c(x)\n    return x\n",
        ),
        (
            "python",
            STEPS,
            "def f(x):\n    if x:\n        # ... existing code ...\n        c(x)\n    return x\n",
            "def f(x):\n    if x:\n        a(x)\n        b(x)\n        c(x)\n    return x\n",
        ),
        # Nothing is shown of the block but its beginning, or nothing below it.
        (
            "python",
            STEPS,
            "def f(x):\n    with lock:\n        # ... existing code ...\n    return x\n",
            ("def f(x):\n    with lock:\n        a(x)\n        b(x)\n        c(x)\n    return x\n"),
        ),
        (
            "python",
            (
                "class A:\n    def f(self):\n        a()\n        b()\n\n"
                "    def g(self):\n        pass\n"
            ),
            (
                "class A:\n    def f(self):\n        for _ in r:\n            a()\n"
                "            # ... existing code ...\n\n    # ... existing code ...\n"
            ),
            (
                "class A:\n    def f(self):\n        for _ in r:\n            a()\n"
                "            b()\n\n    def g(self):\n        pass\n"
            ),
        ),
        # What is left out lies in a block of the file's that is in the new one.
        (
            "go",
            LOOP,
            (
                "func f(xs []int) {\n\tif len(xs) > 0 {\n\t\tfor _, x := range xs {\n"
                "\t\t\tg(x)\n\t\t\t// ... existing code ...\n\t\t}\n\t}\n}\n"
            ),
            (
                "func f(xs []int) {\n\tif len(xs) > 0 {\n\t\tfor _, x := range xs {\n"
                "\t\t\tg(x)\n\t\t\th(x)\n\t\t}\n\t}\n}\n"
            ),
        ),
        # The rows inside a text stay.
        (
            "javascript",
            TEXT,
            "function f() {\n  if (a) {\n    // ... existing code ...\n  }\n}\n",
            "function f() {\n  if (a) {\n    return `a\n  b`;\n  }\n}\n",
        ),
        # Several markers in one block, and what is shown between them.
        (
            "python",
            STEPS,
            (
                "def f(x):\n    with lock:\n        a(x)\n        # ... existing code ...\n"
                "        c(x)\n        # ... existing code ...\n"
            ),
            (
                "def f(x):\n    with lock:\n        a(x)\n        b(x)\n        c(x)\n"
                "        return x\n"
            ),
        ),
        # The row above the marker ends a block in the new one.
        (
            "python",
            "def f(x):\n    if x:\n        a(x)\n    b(x)\n    c(x)\n    return x\n",
            (
                "def f(x):\n    with lock:\n        if x:\n            a(x)\n"
                "        # ... existing code ...\n    return x\n"
            ),
            (
                "def f(x):\n    with lock:\n        if x:\n            a(x)\n        b(x)\n"
                "        c(x)\n    return x\n"
            ),
        ),
        # The gap reaches further left than it begins.
        (
            "python",
            f"def f(x):\n{indent(BRANCHES, '    ')}    return x\n",
            (
                "def f(x):\n    if x is not None:\n        if x == 1:\n"
                "            # ... existing code ...\n        else:\n            c(x)\n"
                "    return x\n"
            ),
            (f"def f(x):\n    if x is not None:\n{indent(BRANCHES, '        ')}    return x\n"),
        ),
        # The block is taken away.
        (
            "python",
            LOCKED,
            "def f(x):\n    a(x)\n    # ... existing code ...\n    return x\n",
            "def f(x):\n    a(x)\n    b(x)\n    return x\n",
        ),
    ],
)
def test_rows_beside_shown_ones(language: str, before: str, edit: str, after: str) -> None:
    """They are indented as far as what is shown in the block."""
    assert merged(before, edit, language) == after


@pytest.mark.parametrize(
    ("language", "before", "edit"),
    [
        # Without its indentation the marker does not tell whether it is in the block.
        (
            "python",
            STEPS,
            "def f(x):\n    with lock:\n        a(x)\n# ... existing code ...\n    return x\n",
        ),
        # The new loop may be the old one, written otherwise.
        (
            "go",
            LOOP,
            (
                "func f(xs []int) {\n\tfor i, x := range sorted(xs) {\n"
                "\t\t// ... existing code ...\n\t}\n}\n"
            ),
        ),
        # Its header goes over several rows.
        (
            "python",
            "def f(a, b):\n    for x in (\n        a\n    ):\n        g(x)\n        h(x)\n",
            "def f(a, b):\n    for x in a:\n        # ... existing code ...\n",
        ),
        (
            "javascript",
            "function f(xs) {\n  for (const x of xs) {\n    g(x);\n  }\n}\n",
            ("function f(xs) {\n  xs.forEach((x) => {\n    // ... existing code ...\n  });\n}\n"),
        ),
    ],
)
def test_nested_or_exchanged(language: str, before: str, edit: str) -> None:
    """Where it is not said, nothing is merged that nests what was meant to be exchanged."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Refused) or result.text.count("for") < 2


GET = "def get(o):\n    y = o\n    return y\n"
TESTS = "test('a', () => {\n  expect(a());\n  c();\n});\n\ntest('b', () => {\n  expect(b());\n});\n"


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        (
            "python",
            f"import a\n\n\n{GET}",
            f"# ...\nif a is None:\n    get = None\nelse:\n{indent(GET, '    ')}",
            f"import a\n\n\nif a is None:\n    get = None\nelse:\n{indent(GET, '    ')}",
        ),
        (
            "typescript",
            TESTS,
            f"describe('all', () => {{\n{indent(TESTS, '  ')}}});\n",
            f"describe('all', () => {{\n{indent(TESTS, '  ')}}});\n",
        ),
        (
            "typescript",
            TESTS,
            (
                "describe('all', () => {\n  test('a', () => {\n    expect(a());\n    // ...\n"
                "  });\n\n  test('b', () => {\n    // ...\n  });\n});\n"
            ),
            f"describe('all', () => {{\n{indent(TESTS, '  ')}}});\n",
        ),
        # Tabs, where the snippet has spaces; functions become methods.
        (
            "python",
            GET.replace("    ", "\t"),
            f"class A:\n{indent(GET, '    ')}",
            "class A:\n\tdef get(o):\n\t\ty = o\n\t\treturn y\n",
        ),
    ],
)
def test_declarations_in_a_new_block(language: str, before: str, edit: str, after: str) -> None:
    """They are the file's, and indented further."""
    assert merged(before, edit, language) == after


USER = """\
public class User {
  private String name;

  public User name(String name) {
    this.name = name;
    return this;
  }
}
"""
BUILDER = """\

  public static class Builder {
    private String name;

    public Builder name(String name) {
      this.name = name;
      return this;
    }
  }
"""


def test_a_class_like_the_one_around_noop() -> None:
    """It has a method of the same name, and takes none away."""
    edit = f"public class User {{\n  // ... existing code ...\n{BUILDER}}}\n"
    assert merged(USER, edit, "java") == USER.removesuffix("}\n") + BUILDER + "}\n"


def test_declarations_in_a_new_block_noop() -> None:
    """Others of the same name are new."""
    edit = "// ...\ndescribe('all', () => {\n  test('a', () => {\n    say(hello);\n  });\n});\n"
    assert merged(TESTS, edit, "typescript") == f"{TESTS}\n{edit.removeprefix('// ...' + chr(10))}"


def test_what_stands_further_left_noop() -> None:
    """A directive of C keeps its place."""
    before = "void f(void) {\n  a();\n#ifdef X\n  b();\n#endif\n}\n"
    edit = "void f(void) {\n  if (x) {\n    // ... existing code ...\n  }\n}\n"
    body = "  if (x) {\n    a();\n#ifdef X\n    b();\n#endif\n  }\n"
    assert merged(before, edit, "c") == f"void f(void) {{\n{body}}}\n"


def test_a_docstring_noop() -> None:
    """In a block it would be none."""
    before = 'def f():\n    """Do it."""\n    return g()\n'
    edit = "def f():\n    try:\n        # ...\n    except E:\n        return None\n"
    assert isinstance(apply_edit(before, edit, "python"), Refused)
