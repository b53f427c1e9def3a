"""Rows of the file that a snippet has as one."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.result import Applied

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
