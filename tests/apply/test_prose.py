"""Sentences above and below code that has no fences."""

from __future__ import annotations

import pytest

from honed.apply.prose import without
from honed.syntax import languages

C = "int f(void) {\n    return 2;\n}\n"
PYTHON = "def f():\n    return 2\n"


@pytest.mark.parametrize(
    ("language", "edit", "code"),
    [
        ("c", f"The addition must not overflow, so check before:\n\n{C}", C),
        ("python", f"Updated `f` so that it returns two:\n\n{PYTHON}", PYTHON),
        # Of several lines, and on both sides.
        (
            "python",
            f"This is what was asked,\nand no more.\n\n{PYTHON}\nCallers stay as they are.\n",
            PYTHON,
        ),
        # The line ends of Windows.
        (
            "c",
            f"The addition must not overflow, so check before:\n\n{C}".replace("\n", "\r\n"),
            C.replace("\n", "\r\n"),
        ),
    ],
)
def test_what_is_said(language: str, edit: str, code: str) -> None:
    """It is no part of the code."""
    found = without(edit, "int f(void);\n", languages.by_name(language))
    assert found.strip() == code.strip()


@pytest.mark.parametrize(
    ("language", "edit", "original"),
    [
        # Code; a comment; too short; nothing but a sentence.
        ("c", f"int a = 1;\n\n{C}", ""),
        ("python", f"# The addition must not overflow, so check before:\n\n{PYTHON}", ""),
        ("c", f"Like this:\n\n{C}", ""),
        ("c", "The addition must not overflow, so check before:\n", ""),
        # The file has it: this is the rest of a comment.
        (
            "c",
            f"The addition must not overflow here.\n\n{C}",
            "/*\nThe addition must not overflow here.\n",
        ),
        # Text of an element is indented.
        ("tsx", "    You can reach us by mail or phone.\n\n    <A />\n  </B>\n);\n", ""),
        # Text of a page is no fault.
        ("html", "The addition must not overflow here.\n\n<p>a</p>\n", ""),
        ("", f"The addition must not overflow, so check before:\n\n{C}", ""),
    ],
)
def test_what_is_said_noop(language: str, edit: str, original: str) -> None:
    """All of it is code, or may be."""
    assert without(edit, original, languages.by_name(language)) == edit
