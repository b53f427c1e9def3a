"""Rows of the file that a snippet has as one."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Refused

CALL = """\
const h = () => {
  const hint = hints({
    state,
    elements,
  });
  if (!hint) {
    return null;
  }
  return hint;
};
"""
CONDITION = "func f() {\n\tif a(x,\n\t\ty) {\n\t\tb()\n\t}\n\tc()\n\treturn\n}\n"


def merged(before: str, edit: str, language: str) -> str:
    """Return the file after a snippet that must be merged."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    return result.text


@pytest.mark.parametrize(
    ("language", "before", "edit", "after"),
    [
        (
            "typescript",
            CALL,
            (
                "const h = () => {\n  const hint = hints({ state, elements, more });\n"
                "  // ... existing code ...\n};\n"
            ),
            CALL.replace("{\n    state,\n    elements,\n  }", "{ state, elements, more }"),
        ),
        # The brackets that stay open are the same.
        (
            "go",
            CONDITION,
            "func f() {\n\tif a(x, z) {\n\t\t// ...\n\t}\n\t// ...\n}\n",
            CONDITION.replace("x,\n\t\ty", "x, z"),
        ),
    ],
)
def test_changed_and_joined(language: str, before: str, edit: str, after: str) -> None:
    """None of the rows that are joined stays behind."""
    assert merged(before, edit, language) == after


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        # It is shown for its place only.
        (
            (
                "const h = () => {\n  const hint = hints({ state, elements });\n"
                "  // ... existing code ...\n  return hint ?? 1;\n};\n"
            ),
            CALL.replace("return hint", "return hint ?? 1"),
        ),
        # Nothing is joined.
        (
            (
                "const h = () => {\n  const hint = hints({\n    state,\n    elements,\n"
                "    more,\n  });\n  // ... existing code ...\n};\n"
            ),
            CALL.replace("elements,", "elements,\n    more,"),
        ),
    ],
)
def test_joined_noop(edit: str, after: str) -> None:
    """The rows stay as the file has them."""
    assert merged(CALL, edit, "typescript") == after


BRACES = "int f(int x) {\n  if (x < 0)\n    return -1;\n  for (;;) {\n    a(x);\n  }\n}\n"
PATTERN = (
    "function f(s) {\n  const a = s.replace(/[(]/g, '[');\n  log(a);\n"
    "  const b = a.replace(/[)]/g, ']');\n  return b;\n}\n"
)
SPLIT = 'def f(t):\n    return t.split(\n        ", "\n    )\n'


@pytest.mark.parametrize(
    ("language", "before", "edit", "kept"),
    [
        # The statement ends with its row, whatever follows has the brackets of the snippet's.
        (
            "c",
            BRACES,
            "int f(int x) {\n  if (x < 0 || x > 9) {\n    // ...\n  }\n}\n",
            ("return -1;", "for (;;) {"),
        ),
        (
            "go",
            "func f() {\n\ta := B{}\n\tg(a)\n\tc := D{\n\t\tE: a,\n\t}\n\tc.run()\n}\n",
            "func f() {\n\ta := B{\n\t\tX: 1,\n\t\t// ...\n\t}\n\t// ...\n\tc.run()\n}\n",
            ("g(a)", "c := D{"),
        ),
        # What is in a pattern or a comment is no bracket.
        (
            "typescript",
            PATTERN,
            "function f(s) {\n  const a = s.replaceAll('(', '[');\n  // ...\n}\n",
            ("log(a);", "const b = a.replace(/[)]/g, ']');"),
        ),
        (
            "python",
            "def f(x):\n    a = g(x)  # as wide (in\n    b = h(x)  # points)\n    return b\n",
            "def f(x):\n    a = g(x, 1)\n    # ...\n",
            ("b = h(x)",),
        ),
        # The rest of the row is left out: what stands there is not gone.
        (
            "typescript",
            "const go = use(async () => {\n  set(await load(a));\n}, []);\nrun(go);\n",
            "const go = use(async () => { /* ... code ... */ }, [a]);\n// ...\nrun(go, 1);\n",
            ("set(await load(a));",),
        ),
    ],
)
def test_what_follows_noop(language: str, before: str, edit: str, kept: tuple[str, ...]) -> None:
    """It is not joined, and stays."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Refused) or all(each in result.text for each in kept)


def test_a_text_that_differs() -> None:
    """Space in a string is not that between tokens."""
    edit = 'def f(t):\n    # ...\n    return t.split(",")\n'
    assert merged(SPLIT, edit, "python") == 'def f(t):\n    return t.split(",")\n'
